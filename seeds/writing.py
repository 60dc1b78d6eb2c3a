"""One reading to rows: the article, its mentions, claims and quotes. Call in a transaction."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field

from rapidfuzz.distance import Indel

from articles import appearances, twins
from articles.models import Article, ArticleVersion
from kb.core import suppression
from kb.core.models import Entity, Run
from kb.core.quotes import pattern
from kb.core.text import name_key, words
from people import naming
from people.models import Organization
from seeds import pairing
from seeds.claims import amounts
from seeds.entities import Linker, Links
from seeds.findings import Mentions, Quotes
from seeds.linking import SUPPRESSED
from seeds.models import ImportItem
from seeds.reading.drafts import ORGANIZATION, PERSON, Document, Reading

Outcome = ImportItem.Outcome
# The text of these formats is the decoded file itself.
RAW_LESS = {"txt", "md"}
# A changed file of the same name is the same document when this share of its words stayed.
SAME_DOCUMENT = 0.6
_COMPARED_WORDS = 3000
# Publishers are looked for among these kinds alone.
_PUBLISHING = {"media", "party", "party_branch", "party_body", "akimat", "ministry", "state_body", "service", ""}


@dataclass(slots=True)
class Written:
    """What became of one document."""

    outcome: str
    article: Article | None = None
    notes: list[dict | str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    unlinked: list[tuple[str, str]] = field(default_factory=list)  # (kind, name)
    touched: set[int] = field(default_factory=set)  # entities


def digest(document: Document) -> str:
    """What makes a document the same one: its bytes, or its text with what stood beside it."""
    if document.raw:
        return hashlib.sha256(document.raw).hexdigest()
    meta = json.dumps(document.meta, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(f"{document.text}\0{meta}".encode("utf-8", "surrogatepass")).hexdigest()


class Writer:
    """Writes one reading after the other; one writer a database."""

    def __init__(self, run: Run, linker: Linker, reader_version: str):
        self.run, self.linker, self.reader_version = run, linker, reader_version

    def write(self, reading: Reading, sha256: str) -> Written:
        document = reading.document
        article = Article.objects.filter(sha256=sha256).first()
        if article is None and (twice := self._same_text(reading)):
            return Written(Outcome.DUPLICATE, twice, [f"the same text as {twice.source_name}"])
        article = article or self._earlier(reading)
        created = article is None
        old_text = "" if created else article.text
        if created:
            article = Article(source_name=document.name[:1000], run=self.run)
        changed = self._fill(article, reading, sha256)
        if created:
            article._change_reason = self._reason()
            article.save()
        # Both look at what an earlier reading left before anything is written.
        mentions = Mentions(article, old_text, self.run)
        quotes = Quotes(article, old_text, self.run)
        links = self.linker.link(reading, {} if created else mentions.prior(reading))
        wrote = mentions.sync(reading, links, self._names(links))
        # Before the claims: they look at what the twin tells.
        paired = self._pair(article, reading, links)
        wrote += quotes.sync(reading, links)
        wrote += article.withhold(_withheld(reading, links))
        links.changes += naming.complete([row for row in links.rows.values() if row.kind == ORGANIZATION], self.run)
        if wrote or changed:
            appearances.rebuild([article])
        told_otherwise = twins.propose(article, self.run) if article.twin_id else 0
        changed = bool(wrote or changed or links.changes or paired or told_otherwise)
        touched = links.touched | self._also_touched(links, quotes)
        self.linker.refresh(touched)
        return Written(
            outcome=Outcome.CREATED if created else Outcome.UPDATED if changed else Outcome.UNCHANGED,
            article=article,
            notes=[*reading.notes, *quotes.notes],
            counts=counts_of(reading),
            unlinked=[
                (thing.kind, thing.name)
                for thing in reading.things
                if links.row(thing) is None
                and not thing.guessed
                and links.decisions[id(thing)].rule not in ("no name", SUPPRESSED)
            ],
            touched=touched,
        )

    def restore(self, article: Article, version: ArticleVersion, reading: Reading) -> None:
        """Put an earlier text back, with what ``reading`` finds in it; the article's own columns stay."""
        old_text = article.text
        article.text, article.raw, article.sha256 = version.text, version.raw, version.sha256
        article.reader_version = self.reader_version
        article._change_reason = f"undo {version.run.uid}"
        article.save()
        mentions = Mentions(article, old_text, self.run)
        quotes = Quotes(article, old_text, self.run)
        links = self.linker.link(reading, mentions.prior(reading))
        mentions.sync(reading, links, self._names(links))
        quotes.sync(reading, links)
        appearances.rebuild([article])
        self.linker.refresh(links.touched | self._also_touched(links, quotes))

    def _reason(self) -> str:
        return f"import {self.run.uid}"

    # The article

    def _same_text(self, reading: Reading) -> Article | None:
        """An article of other bytes, another encoding or line ends, with the very text and title."""
        text = reading.document.text.split()
        same = Article.objects.filter(title=title_of(reading), published_on=reading.head.published)
        return next((article for article in same.order_by("pk") if article.text.split() == text), None)

    def _earlier(self, reading: Reading) -> Article | None:
        """The article that this document is a newer version of: same name, and recognisably the same document."""
        best, similarity = None, 0.0
        now = words(reading.document.text)[:_COMPARED_WORDS]
        for article in Article.objects.filter(source_name=reading.document.name[:1000]).order_by("pk"):
            if article.url and reading.head.url:
                share = float(article.url == reading.head.url[:1000])
            else:
                share = Indel.normalized_similarity(words(article.text)[:_COMPARED_WORDS], now)
            if share >= SAME_DOCUMENT and share > similarity:
                best, similarity = article, share
        return best

    def _fill(self, article: Article, reading: Reading, sha256: str) -> bool:
        """Set the article's own columns, saving a changed one; true when something but the reader's version changed."""
        document, head = reading.document, reading.head
        if "\0" in document.text:
            raise ValueError("the text holds a NUL character")
        author = "" if suppression.has_name(head.author) else head.author[:200]
        values = {
            "title": title_of(reading),
            **head_columns(reading, self.publisher(head.publisher, head.language), author),
        }
        stored = article.pk is not None
        old_text, old_raw, old_sha256 = article.text, article.raw, article.sha256
        changed = article.set_unless_edited(**values)
        article.text, article.sha256 = document.text, sha256
        article.raw = None if document.format in RAW_LESS else document.raw or None
        version_changed = article.reader_version != self.reader_version
        article.reader_version = self.reader_version
        if not stored:
            return True
        if old_sha256 != sha256 or old_text != document.text:
            ArticleVersion.objects.create(article=article, text=old_text, raw=old_raw, sha256=old_sha256, run=self.run)
            changed = True
        if changed:
            article._change_reason = self._reason()
            article.save()
        elif version_changed:
            Article.objects.filter(pk=article.pk).update(reader_version=self.reader_version)
        return changed

    def publisher(self, name: str, language: str) -> int | None:
        key = name_key(name)
        if not key:
            return None
        index = self.linker.index
        named = {entry.ref for entry in self.linker.gazetteer.named(ORGANIZATION, name)}
        found = [k for k in index.find("name", ORGANIZATION, key) if k.ref in named or k.subtype in _PUBLISHING]
        if found:
            return min(found, key=lambda known: (known.subtype != "media", known.pk)).pk
        language = language if language in ("kk", "ru", "en") else "ru"
        row = Organization(organization_kind="media", run=self.run, **{f"name_{language}": name[:400]})
        row._change_reason = self._reason()
        row.save()
        self.linker.refresh([row.pk])
        return row.pk

    # After the claims

    def _names(self, links: Links) -> dict[int, str]:
        named = {pk for decision in links.decisions.values() for pk in decision.rivals}
        named |= {
            pk for decision in links.decisions.values() for pk in decision.because.values() if isinstance(pk, int)
        }
        return {row.pk: row.name for row in Entity.objects.filter(pk__in=named)} if named else {}

    @staticmethod
    def _also_touched(links: Links, quotes: Quotes) -> set[int]:
        """Entities whose posts or parents the quotes changed."""
        return {row.pk for row in links.rows.values()} | quotes.people

    def _pair(self, article: Article, reading: Reading, links: Links) -> bool:
        """Find the same news in the other language; true when it was found."""
        numbers = {(value, unit) for value, _most, unit, _status in amounts(reading.figures)}
        things = {row.pk for thing in reading.things if thing.mentions and (row := links.row(thing)) is not None}
        twin = pairing.find(article, numbers, things)
        if twin is None:
            return False
        for row, other in ((article, twin), (twin, article)):
            row.twin = other
            row._change_reason = self._reason()
            row.save()
        return True


def _withheld(reading: Reading, links: Links):
    """Finds the names of people of the document who are not public."""
    private, public = set(), set()
    for thing in reading.things:
        if thing.kind == PERSON:
            row = links.row(thing)
            shown = row is not None and row.visibility == Entity.Visibility.PUBLIC
            (public if shown else private).update(mention.span.text for mention in thing.mentions)
    return pattern(private, public)


def head_columns(reading: Reading, publisher: int | None, author: str) -> dict:
    """The columns of an article that its head fills."""
    head, disclosure = reading.head, reading.head.disclosure
    return {
        "language": head.language if head.language in ("kk", "ru", "en") else "",
        "languages": {code: round(share, 4) for code, share in sorted(head.languages.items())},
        "section": head.section[:100],
        "publisher_id": publisher,
        "author": author,
        "published_on": head.published,
        "published_time": head.published_time,
        "url": head.url[:1000],
        "kind": head.kind,
        "customer": disclosure.customer[:300] if disclosure else "",
        "payer": disclosure.payer[:300] if disclosure else "",
        "producer": disclosure.producer[:300] if disclosure else "",
        "rights": head.rights,
        "rights_notice": head.rights_span.text if head.rights_span else "",
        "furniture": [[span.start, span.end] for span in head.furniture],
    }


def title_of(reading: Reading) -> str:
    """The title, else the first line with a letter, else the file's name."""
    lines = (line for line in reading.document.text.splitlines() if name_key(line))
    title = reading.head.title or next(lines, "") or reading.document.name
    return " ".join(title.split())[:500]


def counts_of(reading: Reading) -> dict[str, int]:
    counts = Counter(thing.kind for thing in reading.things if not thing.guessed)
    for name in ("positions", "relations", "figures", "pledges"):
        counts[name] = len(getattr(reading, name))
    return dict(counts)
