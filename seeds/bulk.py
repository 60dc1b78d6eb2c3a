"""Readings of new documents to rows, hundreds in a few statements. Call in a transaction.

What comes of it is what ``seeds.writing`` would write one by one; documents that need a second look (a newer version of
a known one, a number that may be another's) are not for here.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from django.db import connection
from django.utils import timezone

from articles import cards, tallies
from articles.models import Appearance, Article, Evidence, Mention
from kb.core import changes, rows, suppression, triggers
from kb.core.models import Entity, SearchRow, new_uid
from kb.core.partial_dates import PartialDate
from kb.core.quotes import pattern
from kb.core.text import fingerprint, name_key, name_stem, slugify
from programs import totals
from programs.models import Figure, Indicator
from seeds import searching
from seeds.claims import Refused, decimal, period, refusal
from seeds.findings import LONGEST_MENTION, why
from seeds.fingerprints import Fingerprints
from seeds.models import ImportItem
from seeds.reading import drafts
from seeds.reading.bad import Words as _
from seeds.reading.drafts import PERSON, Reading
from seeds.writing import RAW_LESS, Writer, counts_of, head_columns, title_of

_CHUNK = 500
# So many numbers of other articles make a document one that may tell their news.
SHARED_NUMBERS = 2
_ARTICLE = (
    "id", "uid", "slug", "title", "language", "languages", "section", "publisher_id", "author", "published_on",
    "published_time", "url", "text", "sha256", "raw", "fingerprint", "source_name", "kind", "customer", "payer",
    "producer", "rights", "rights_notice", "furniture",
)  # fmt: skip
_PAST = tuple(name for name in _ARTICLE if name not in ("text", "raw", "furniture", "fingerprint"))
_MENTION = ("article_id", "start", "end", "text", "kind", "entity_id", "confidence", "rule", "why")
_FIGURE = (
    "id", "uid", "indicator_id", "value", "value_max", "unit", "unit_text", "value_text", "counted_text", "language",
    "qualifier", "status",
    "span_kind", "start", "end", "date_words", "as_of", "program_id", "organization_id", "region_id", "speaker_id",
    "confidence",
)  # fmt: skip
_EVIDENCE = ("article_id", "start", "end", "quote", "figure_id", "fingerprint", "rule")
_ITEM = ("id", "name", "sha256", "article_id", "outcome", "notes", "counts")


@dataclass(slots=True)
class Entry:
    """One document of a batch."""

    reading: Reading
    sha256: str
    pk: int = 0
    notes: list[dict] = field(default_factory=list)


class Bulk:
    """Writes batches of readings whose things all have ids of another system."""

    def __init__(self, writer: Writer):
        self.writer, self.linker, self.run = writer, writer.linker, writer.run
        self._publishers: dict[tuple[str, str], int | None] = {}
        self._authors: dict[str, str] = {}
        self._indicators: dict[tuple[str, str, str], int] = {}
        self._stems: dict[str, str] = {}

    def forget(self) -> None:
        """What was made went with its transaction."""
        self._publishers.clear()
        self._indicators.clear()

    def sort_out(self, entries: list[Entry]) -> tuple[list[Entry], list[Entry]]:
        """(those that are plainly new, those to be written one by one)."""
        names = [entry.reading.document.name[:1000] for entry in entries]
        titles = [title_of(entry.reading) for entry in entries]
        known = set(Article.objects.filter(source_name__in=names).values_list("source_name", flat=True))
        told = set(Article.objects.filter(title__in=titles).values_list("title", "published_on"))
        figures = self._stored([draft for entry in entries for draft in entry.reading.figures])
        plain, others = [], []
        for entry, name, title in zip(entries, names, titles, strict=True):
            news = (title, entry.reading.head.published)
            if name in known or news in told or not self._is_plain(entry.reading, figures):
                others.append(entry)
            else:
                plain.append(entry)
            known.add(name)
            told.add(news)
        return plain, others

    @staticmethod
    def _stored(figures: list[drafts.Figure]) -> dict[tuple, set[tuple]]:
        """(value, unit) of these figures → what else tells the rows of it apart."""
        values = sorted({value for draft in figures if (value := _value(draft)) is not None})
        found = defaultdict(set)
        for at in range(0, len(values), _CHUNK):
            stored = Figure.objects.filter(value__in=values[at : at + _CHUNK])
            for value, unit, *rest in stored.values_list(
                "value", "unit", "status", "start", "end", "program", "region"
            ):
                found[value, unit].add(tuple(rest))
        return found

    def _is_plain(self, reading: Reading, stored: dict[tuple, set[tuple]]) -> bool:
        """Whether every thing has an id and no number may be one that is there; ``stored`` learns its numbers."""
        plain = all(thing.foreign for thing in reading.things)
        shared, own = 0, []
        for draft in reading.figures:
            number = (_value(draft), _unit(draft))
            start, end = period(draft.start, draft.end)
            rest = (draft.status, start, end, self._pk(reading, draft.program), self._pk(reading, draft.region))
            shared += number in stored
            plain = plain and rest not in stored.get(number, ()) and (number, rest) not in own
            own.append((number, rest))
        for number, rest in own:
            stored[number].add(rest)
        # The other language may tell the same news.
        return plain and shared < SHARED_NUMBERS

    def write(self, entries: list[Entry]) -> list[ImportItem]:
        """Write them all; what became of each."""
        entities = self._entities(entries)
        now = timezone.now()
        for entry, pk in zip(entries, rows.keys(Article, len(entries)), strict=True):
            entry.pk = pk
        with triggers.silent(Article, Mention, Evidence, Appearance, Figure, SearchRow):
            articles = self._articles(entries, entities, now)
            self._mentions(entries, entities)
            figures = self._figures(entries, now)
            # What follows these rows, which triggers do elsewhere.
            keys = [entry.pk for entry in entries]
            tallies.add(keys)
            totals.add([figure.pk for figure in figures])
            cards.add(keys)
            searching.add(articles, figures)
            changes.log()
        return self._items(entries)

    def _entities(self, entries: list[Entry]) -> dict[int, str]:
        """The visibility of every entity that the batch names."""
        wanted = set()
        for entry in entries:
            ids = self.linker.ids.of(entry.reading.system)
            wanted.update(ids[thing.foreign] for thing in entry.reading.things)
        wanted = sorted(wanted - {None})
        found = {}
        for at in range(0, len(wanted), _CHUNK):
            found |= dict(Entity.objects.filter(pk__in=wanted[at : at + _CHUNK]).values_list("pk", "visibility"))
        return found

    def _pk(self, reading: Reading, thing: drafts.Thing | None) -> int | None:
        return self.linker.ids.of(reading.system)[thing.foreign] if thing is not None else None

    # Articles

    def _articles(self, entries: list[Entry], entities: dict[int, str], now) -> list[Article]:
        titles = [title_of(entry.reading) for entry in entries]
        patterns = [self._withheld(entry, title, entities) for entry, title in zip(entries, titles, strict=True)]
        bases = []
        for title, found in zip(titles, patterns, strict=True):
            base = slugify(title, limit=70)
            if found and set(slugify(" ".join(found.findall(title)), limit=10_000).split("-")) & set(base.split("-")):
                base = slugify(found.sub(" ", title), limit=70)
            bases.append(base)
        taken = set()
        for at in range(0, len(bases), _CHUNK):
            taken.update(Article.objects.filter(slug__in=bases[at : at + _CHUNK]).values_list("slug", flat=True))
        made = []
        for entry, title, base in zip(entries, titles, bases, strict=True):
            document, head = entry.reading.document, entry.reading.head
            uid = new_uid()
            slug = f"{base}-{uid}".strip("-") if not base or base in taken else base
            taken.add(slug)
            columns = head_columns(entry.reading, self._publisher(head), self._author(head.author))
            columns |= {
                "id": entry.pk,
                "uid": uid,
                "slug": slug,
                "title": title,
                "text": document.text,
                "sha256": entry.sha256,
                "raw": None if document.format in RAW_LESS else document.raw or None,
                "fingerprint": fingerprint(document.text),
                "source_name": document.name[:1000],
            }
            made.append(columns)
        same = {
            "run_id": self.run.pk,
            "reader_version": self.writer.reader_version,
            "created_at": now,
            "updated_at": now,
        }
        rows.insert(Article, _ARTICLE, [tuple(row[name] for name in _ARTICLE) for row in made], **same)
        past = {"history_date": now, "history_type": "+", "history_change_reason": f"import {self.run.uid}"}
        rows.insert(Article.history.model, _PAST, [tuple(row[name] for name in _PAST) for row in made], **same, **past)
        return [Article(**row) for row in made]

    def _publisher(self, head: drafts.Head) -> int | None:
        key = (head.publisher, head.language)
        if key not in self._publishers:
            self._publishers[key] = self.writer.publisher(*key)
        return self._publishers[key]

    def _author(self, name: str) -> str:
        if name not in self._authors:
            self._authors[name] = "" if suppression.has_name(name) else name[:200]
        return self._authors[name]

    def _withheld(self, entry: Entry, title: str, entities: dict[int, str]):
        """The pattern of the names that readers may not see, where the title may have one; else None."""
        private, public = set(), set()
        for thing in entry.reading.things:
            if thing.kind == PERSON:
                shown = entities.get(self._pk(entry.reading, thing)) == Entity.Visibility.PUBLIC
                (public if shown else private).update(mention.span.text for mention in thing.mentions)
        stems = {self._stem(word) for text in private for word in text.split()}
        low = title.casefold()
        return pattern(private, public) if any(stem in low for stem in stems) else None

    def _stem(self, word: str) -> str:
        if word not in self._stems:
            if len(self._stems) > 100_000:
                self._stems.clear()
            self._stems[word] = name_stem(word.strip("«»\"'.,")).casefold()
        return self._stems[word]

    # Mentions

    def _mentions(self, entries: list[Entry], entities: dict[int, str]) -> None:
        mentions, appearances = [], []
        for entry in entries:
            reading = entry.reading
            times: dict[int, int] = defaultdict(int)
            for thing in reading.things:
                decision = self.linker.ids.decide(reading.system, thing.foreign)
                linked = {"linked": decision.rule}
                pk = decision.pk if decision.pk in entities else None
                for mention in thing.mentions:
                    span = mention.span
                    if len(span.text) > LONGEST_MENTION:
                        continue
                    if pk is not None:
                        times[pk] += 1
                    mentions.append(
                        (
                            entry.pk, span.start, span.end, span.text, thing.kind, pk, mention.confidence,
                            mention.rule, why(mention, thing, linked),
                        )
                    )  # fmt: skip
            day = reading.head.published
            appearances += [(pk, entry.pk, day, total) for pk, total in times.items()]
        rows.insert(Mention, _MENTION, mentions, run_id=self.run.pk)
        rows.insert(Appearance, ("entity_id", "article_id", "published_on", "mentions"), appearances)

    # Figures

    def _figures(self, entries: list[Entry], now) -> list[Figure]:
        figures, evidence, counted = [], [], 0
        for entry in entries:
            reading = entry.reading
            prints = Fingerprints(reading.document.text)
            day = reading.head.published
            for draft in sorted(reading.figures, key=lambda figure: figure.plan is not None):
                print_ = prints.of(draft)
                try:
                    value = decimal(draft.value)
                    language = reading.head.language if reading.head.language in ("kk", "ru", "en") else "ru"
                    counted_text = " ".join((draft.indicator or draft.unit_text or _unit(draft)).split())[:300]
                    indicator = self._indicator(counted_text, _unit(draft), language)
                except Refused as refused:
                    entry.notes.append(refusal("figure", draft, refused))
                    continue
                start, end = period(draft.start, draft.end)
                counted += 1
                figures.append(
                    (
                        None, new_uid(), indicator, value, None, _unit(draft), draft.unit_text[:100],
                        draft.number.text[:200], counted_text, language, draft.qualifier, draft.status,
                        draft.span_kind, start, end,
                        draft.date_words[:200], PartialDate.of(day) if day else None,
                        self._pk(reading, draft.program), self._pk(reading, draft.organization),
                        self._pk(reading, draft.region), None, draft.confidence,
                    )
                )  # fmt: skip
                quote = draft.quote
                evidence.append((entry.pk, quote.start, quote.end, quote.text, None, print_, draft.rule[:60]))
        # What their indicators changed, before they are there: else they would be indexed twice.
        searching.refresh()
        keys = rows.keys(Figure, counted)
        figures = [(key, *row[1:]) for key, row in zip(keys, figures, strict=True)]
        evidence = [(*row[:4], key, *row[5:]) for key, row in zip(keys, evidence, strict=True)]
        same = {"run_id": self.run.pk, "created_at": now, "updated_at": now}
        rows.insert(Figure, _FIGURE, figures, **same)
        past = {"history_date": now, "history_type": "+", "history_change_reason": f"import {self.run.uid}"}
        rows.insert(Figure.history.model, _FIGURE, figures, **same, **past)
        rows.insert(Evidence, _EVIDENCE, evidence, run_id=self.run.pk)
        return [Figure.from_db(connection.alias, _FIGURE, row) for row in figures]

    def _indicator(self, name: str, unit: str, language: str) -> int:
        known = (name, unit, language)
        if known not in self._indicators:
            key = name_key(name)[:400]
            if not key:
                raise Refused(_("a figure that counts nothing"))
            row = Indicator.objects.filter(key=key, unit=unit).first() or Indicator(unit=unit, run=self.run)
            is_new = row.pk is None or not getattr(row, f"name_{language}")
            if is_new and row.set_unless_edited(**{f"name_{language}": name}):
                row._change_reason = f"import {self.run.uid}"
                row.save()
            self._indicators[known] = row.pk
        return self._indicators[known]

    def _items(self, entries: list[Entry]) -> list[ImportItem]:
        made = []
        for entry, pk in zip(entries, rows.keys(ImportItem, len(entries)), strict=True):
            made.append(
                ImportItem(
                    pk=pk,
                    run=self.run,
                    name=entry.reading.document.name[:1000],
                    sha256=entry.sha256,
                    article_id=entry.pk,
                    outcome=ImportItem.Outcome.CREATED,
                    notes=[*entry.reading.notes, *entry.notes],
                    counts=counts_of(entry.reading),
                )
            )
        rows.insert(
            ImportItem, _ITEM, [tuple(getattr(item, name) for name in _ITEM) for item in made], run_id=self.run.pk
        )
        return made


def _unit(draft: drafts.Figure) -> str:
    return (draft.unit or "count")[:30]


def _value(draft: drafts.Figure):
    try:
        return decimal(draft.value)
    except Refused:
        return None
