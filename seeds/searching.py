"""Search over things, articles, figures and pledges: what of them is found, and how the index follows them.

Triggers (``MARKS``) log every row that changes, in the transaction of the change; ``refresh`` reads the log and
writes the index. The importer calls it at the end of each document's transaction, the admin after each request that
wrote. What readers may not see has no row in the index, and each hit is looked at once more when it is shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from articles.models import Article, Evidence, Mention
from kb.core import changes, languages, quotes, search
from kb.core.models import Entity, SearchRow, SearchStale
from kb.core.search import snippets
from people.models import Position
from programs.models import Figure, Pledge
from seeds import analysis

# Which rows of which tables say what search shows: table → (source, the column with its key).
MARKS = {
    "core_entity": [("entity", "id")],
    "core_name": [("entity", "entity_id")],
    "people_position": [("entity", "person_id")],
    "programs_indicator": [("indicator", "id")],
    "programs_figure": [("figure", "id")],
    "programs_pledge": [("pledge", "id")],
    "articles_article": [("article", "id")],
    "articles_mention": [("article", "article_id")],
    "articles_evidence": [
        ("article", "article_id"),
        ("position", "position_id"),
        ("figure", "figure_id"),
        ("pledge", "pledge_id"),
    ],
}
BATCH = 200
WITHHELD = "…"
TITLE_LETTERS = 200


# Keeping in step


def refresh() -> int:
    """Bring the index up to date with all changes that this transaction sees; how many rows were looked at.

    Call it inside the transaction of the changes, at its end, or after it.
    """
    done = 0
    while batch := _refresh_batch():
        done += batch
    changes.shorten()
    return done


@transaction.atomic
def _refresh_batch() -> int:
    if not SearchStale.objects.exists():
        return 0
    with connection.cursor() as cursor:
        search.backend().lock(cursor)
    log = list(SearchStale.objects.order_by("pk").values_list("pk", "source", "object_id")[: BATCH * 50])
    changed = defaultdict(set)
    for _pk, source, key in log:
        changed[source].add(key)
    reindex(
        entities=changed["entity"] | set(_holders(pk__in=changed["position"])),
        articles=changed["article"],
        figures=changed["figure"] | set(_pks(Figure, indicator__in=changed["indicator"])),
        pledges=changed["pledge"],
    )
    for pks in _chunks([pk for pk, _source, _key in log], 500):
        SearchStale.objects.filter(pk__in=pks).delete()
    return len(log)


def reindex(entities=(), articles=(), figures=(), pledges=()) -> int:
    """Write the index anew for these keys and for what shows or hides with them; how many rows are public."""
    entities, articles, figures, pledges = set(entities), set(articles), set(figures), set(pledges)
    shown = 0
    for pks in _chunks(sorted(entities), BATCH):
        before = _titles(pks)
        shown += _write(search.THINGS, pks, _entities(pks))
        after = _titles(pks)
        turned = [pk for pk in pks if (pk in before) != (pk in after)]
        # A person who is shown or hidden now is named, or withheld, in the articles.
        articles.update(Mention.objects.filter(entity__in=turned, kind="person").values_list("article", flat=True))
        renamed = [pk for pk in pks if before.get(pk) != after.get(pk)]
        for model, found in ((Figure, figures), (Pledge, pledges)):
            about = Q()
            for column in model.about:
                about |= Q(**{f"{column}__in": renamed})
            if renamed:
                found.update(model.objects.filter(about).values_list("pk", flat=True))
    articles |= _closed(position__person__in=entities, figure__in=figures, pledge__in=pledges)
    people = set()
    for pks in _chunks(sorted(articles), BATCH):
        shown += _write(("article",), pks, _articles(pks))
        supported = Evidence.objects.filter(article__in=pks).values_list("figure", "pledge")
        for figure, pledge in supported:
            figures.update({figure} - {None})
            pledges.update({pledge} - {None})
        people.update(_holders(evidence__article__in=pks))
    for pks in _chunks(sorted(people - entities), BATCH):
        shown += _write(search.THINGS, pks, _entities(pks))
    for kind, found, make in (("figure", figures, _figures), ("pledge", pledges, _pledges)):
        for pks in _chunks(sorted(found), BATCH):
            shown += _write((kind,), pks, make(pks))
    return shown


def add(articles: list[int], figures: list[int]) -> None:
    """Write the index for new rows alone, whose things all stood before."""
    for found, make in ((articles, _articles), (figures, _figures)):
        for pks in _chunks(found, BATCH):
            search.index(make(pks))


def rebuild() -> Iterator[tuple[str, int, int]]:
    """Write the whole index anew in batches: yields (kind, done, of how many). A search meanwhile finds a part."""
    with transaction.atomic():
        SearchStale.objects.all().delete()
        search.clear()
    for kind, model, kinds, make in (
        ("entity", Entity, search.THINGS, _entities),
        ("article", Article, ("article",), _articles),
        ("figure", Figure, ("figure",), _figures),
        ("pledge", Pledge, ("pledge",), _pledges),
    ):
        total, done, last = model.objects.count(), 0, 0
        while pks := list(model.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
            with transaction.atomic():
                _write(kinds, pks, make(pks))
            done, last = done + len(pks), pks[-1]
            yield kind, done, max(done, total)
    refresh()


def waiting() -> int:
    """How many changes the index has not followed yet."""
    return SearchStale.objects.count()


def _write(kinds, pks, documents) -> int:
    documents = list(documents)
    shown = {document.object_id for document in documents}
    search.remove((kind, pk) for kind in kinds for pk in pks if pk not in shown)
    return search.index(documents)


def _titles(pks) -> dict:
    rows = SearchRow.objects.filter(kind__in=search.THINGS, object_id__in=pks)
    return dict(rows.values_list("object_id", "titles"))


def _holders(**of) -> list[int]:
    """The people of these positions."""
    return list(Position.objects.filter(**of).values_list("person", flat=True))


def _closed(**of) -> set[int]:
    """Articles that are found by the public ones among these quotes alone."""
    found = set()
    for column, keys in of.items():
        for pks in _chunks(sorted(keys), BATCH):
            rows = Evidence.objects.filter(article__rights=Article.Rights.QUOTE_ONLY, **{column: pks})
            found.update(rows.values_list("article", flat=True))
    return found


def _pks(model, **of) -> list[int]:
    return list(model.objects.filter(**of).values_list("pk", flat=True))


def _chunks(rows: list, size: int) -> Iterator[list]:
    for at in range(0, len(rows), size):
        yield rows[at : at + size]


# What is found of what


class _Words:
    """Collects the analysed words of one row."""

    def __init__(self):
        self.words: list[str] = []
        self.keys: dict[str, None] = {}

    def add(self, text: str, language: str = ""):
        words, keys = analysis.analyse(text, language)
        if words:
            # Phrases don't run from one text into the next, and a whole text stands between two marks.
            self.words += [search.EDGE, *words, search.EDGE]
            self.keys.update(dict.fromkeys(keys))


def _document(kind, row, titles: dict[str, str], body: list[tuple[str, str]], more=(), **fields) -> search.Document:
    """``body`` and ``more`` (other titles) are (text, language)."""
    title, text = _Words(), _Words()
    for language, name in titles.items():
        title.add(name, language)
    for name, language in more:
        title.add(name, language)
    for words, language in body:
        text.add(words, language)
    return search.Document(
        kind=kind,
        object_id=row.pk,
        uid=row.uid,
        slug=row.slug,
        titles=titles,
        body="\n".join(words for words, _language in body if words),
        title_words=title.words,
        title_keys=title.keys,
        body_words=text.words,
        body_keys=text.keys,
        **fields,
    )


def _in_each(row, column) -> dict[str, str]:
    return {code: value for code in languages.CODES if (value := getattr(row, f"{column}_{code}"))}


def _entities(pks):
    posts = defaultdict(list)
    for position in Position.objects.public().filter(person__in=pks).select_related("organization", "region"):
        for code, title in _in_each(position, "title").items():
            places = [getattr(place, f"name_{code}") for place in (position.organization, position.region) if place]
            posts[position.person_id].append((", ".join(filter(None, [title, *places])), code))
    for row in Entity.objects.public().filter(pk__in=pks).prefetch_related("names"):
        body = [*posts[row.pk], *((text, code) for code, text in _in_each(row, "summary").items())]
        other = [(name.text, name.language) for name in row.names.all()]
        yield _document(row.kind, row, _in_each(row, "name"), list(dict.fromkeys(body)), more=other)


def _articles(pks):
    rows = list(Article.objects.public().filter(pk__in=pks).defer("raw"))
    withheld = quotes.withheld([row.pk for row in rows])
    quoted = defaultdict(list)
    closed = [row.pk for row in rows if not row.public_text]
    for article, quote in _public_evidence(article__in=closed).order_by("start").values_list("article", "quote"):
        quoted[article].append(quote)
    for row in rows:
        language = row.language if max(row.languages.values(), default=1) > 0.9 else ""
        texts = [_without(row.public_text, row.furniture)] if row.public_text else list(dict.fromkeys(quoted[row.pk]))
        hidden = withheld.get(row.pk)
        body = [(_hide(text, hidden), language) for text in texts]
        body += [(text, code) for code, text in _in_each(row, "summary").items()]
        titles = {row.language: _hide(row.title, hidden)}
        yield _document("article", row, titles, body, language=row.language, date=row.published_on)


def _without(text, spans) -> str:
    kept, at = [], 0
    for start, end in sorted(spans):
        kept.append(text[at:start])
        at = max(at, end)
    return "\n".join([*kept, text[at:]])


def _hide(text, pattern) -> str:
    return pattern.sub(WITHHELD, text) if pattern and text else text


def _public_evidence(**of):
    """Quotes of public articles for claims that are public too."""
    rows = Evidence.objects.public().filter(**of)
    public = Q()
    for column in ("position", "figure", "pledge"):
        model = Evidence._meta.get_field(column).related_model
        public |= Q(Exists(model.objects.public().filter(pk=OuterRef(column))))
    return rows.filter(public)


def _quotes(column, pks):
    """Per claim its public quotes as (text, language), without private names, and the day of the newest."""
    found, days = defaultdict(list), {}
    rows = list(
        Evidence.objects.public()
        .filter(**{f"{column}__in": pks})
        .select_related("article")
        .defer(*(f"article__{heavy}" for heavy in quotes.HEAVY))
    )
    withheld = quotes.withheld({row.article_id for row in rows})
    for row in rows:
        key = getattr(row, f"{column}_id")
        found[key].append((_hide(row.quote, withheld.get(row.article_id)), row.article.language))
        if row.article.published_on:
            days[key] = max(days.get(key, row.article.published_on), row.article.published_on)
    patterns = defaultdict(list)
    for row in rows:
        if pattern := withheld.get(row.article_id):
            patterns[getattr(row, f"{column}_id")].append(pattern)
    return found, days, patterns


def _about(row) -> list[tuple[str, str]]:
    things = [getattr(row, column) for column in row.about]
    return [(" · ".join(filter(None, (getattr(thing, f"name_{code}") for thing in things if thing))), code)
            for code in languages.CODES]  # fmt: skip


def _figures(pks):
    rows = Figure.objects.public().filter(pk__in=pks).select_related("indicator", *Figure.about)
    found, days, patterns = _quotes("figure", pks)
    for row in rows:
        amount = row.value_text or f"{row.value.normalize():f}"
        names = _in_each(row.indicator, "name")
        for pattern in patterns[row.pk]:
            names = {code: _hide(name, pattern) for code, name in names.items()}
        titles = {code: f"{amount} — {name}" for code, name in names.items()}
        told = row.counted_text
        for pattern in patterns[row.pk]:
            told = _hide(told, pattern)
        body = [*dict.fromkeys(found[row.pk]), (told, row.language), *_about(row)]
        yield _document("figure", row, titles, body, date=days.get(row.pk))


def _pledges(pks):
    rows = Pledge.objects.public().filter(pk__in=pks).select_related(*Pledge.about)
    found, days, patterns = _quotes("pledge", pks)
    for row in rows:
        text = row.text
        for pattern in patterns[row.pk]:
            text = _hide(text, pattern)
        titles = _in_each(row, "summary")
        titles.setdefault(row.language, text if len(text) <= TITLE_LETTERS else f"{text[:TITLE_LETTERS]}…")
        body = [*dict.fromkeys([(text, row.language), *found[row.pk]]), *_about(row)]
        yield _document("pledge", row, titles, body, language=row.language, date=days.get(row.pk))


# Asking


def public_rows():
    """Rows of the index whose object readers may see now."""
    shown = Q(kind__in=search.THINGS) & Q(Exists(Entity.objects.public().filter(pk=OuterRef("object_id"))))
    for kind, model in (("article", Article), ("figure", Figure), ("pledge", Pledge)):
        shown |= Q(kind=kind) & Q(Exists(model.objects.public().filter(pk=OuterRef("object_id")).order_by()))
    return SearchRow.objects.filter(shown)


@dataclass
class Found:
    """A hit as a page prints it; titles and snippets are pieces (text, whether it is a hit), not escaped."""

    kind: str
    uid: str
    url: str
    title: list[tuple[str, bool]]
    title_language: str
    snippet: list[tuple[str, bool]]
    date: object
    language: str
    score: float


@dataclass(slots=True)
class Answer:
    hits: list[Found] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    total: int = 0
    capped: bool = False
    page: int = 1
    pages: int = 1
    # What was asked instead, where the question as it stands had no answer: "layout", "loosened", or "".
    instead: str = ""
    query: str = ""


def ask(text: str, *, kinds: Iterable[str] = (), language="", year=None, page=1, exact=False) -> Answer:
    """The answer to what a reader typed, whatever that was. Three queries; five more when nothing was found at all."""
    filters = {"kinds": tuple(kinds), "language": language, "year": year, "page": page}
    asked, instead = analysis.question(text, exact), ""
    result = search.search(asked.clauses, public_rows(), whole=asked.whole, **filters)
    if asked.clauses and not any(result.counts.values()) and not exact:
        other = analysis.other_layout(text[: analysis.MAX_QUERY])
        for way, question in (("layout", analysis.question(other)), ("loosened", analysis.loosened(text))):
            second = search.search(question.clauses, public_rows(), **filters)
            if second.total:
                asked, instead, result = question, way, second
                text = other if way == "layout" else text
                break
    return Answer(
        hits=_found(result.hits, asked),
        counts=result.counts,
        total=result.total,
        capped=result.capped,
        page=result.page,
        pages=result.pages,
        instead=instead,
        query=text,
    )


def suggest(text: str, limit: int = 8) -> list[Found]:
    """Things and documents whose title has words that begin so. Two queries."""
    asked = analysis.beginning(text)
    return _found(search.suggest(asked.clauses, public_rows(), limit), asked)


def _found(hits, asked) -> list[Found]:
    withheld = quotes.withheld([hit.row.object_id for hit in hits if hit.row.kind == "article"]) if hits else {}
    found = []
    for hit in hits:
        row = hit.row
        hidden = withheld.get(row.object_id) if row.kind == "article" else None
        order = (languages.current(), *languages.CODES, "")
        language = next((code for code in order if code in row.titles), "")
        title = _hide(row.titles.get(language, ""), hidden) or row.uid
        found.append(
            Found(
                kind=row.kind,
                uid=row.uid,
                url=reverse(row.kind, args=[row.slug]),
                title=snippets.mark(title, asked.is_hit),
                title_language=language,
                # A text often begins with its title, which stands above it.
                snippet=snippets.snippet(_hide(row.body, hidden).removeprefix(title).lstrip(), asked.is_hit),
                date=row.date,
                language=row.language,
                score=hit.score,
            )
        )
    return found
