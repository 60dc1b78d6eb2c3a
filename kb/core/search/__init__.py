"""One façade over the full-text search of SQLite and PostgreSQL.

The words come analysed (``seeds.analysis``); nothing here knows a language. A question is a list of clauses that must
all be met; a clause is a list of alternatives; an alternative is a tuple of words that stand side by side. A word that
ends with "*" stands for all that begin so. What a reader typed reaches the database as quoted words and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import connection, transaction

from kb.core.search import postgres, sqlite

KINDS = ("person", "organization", "program", "region", "article", "figure", "pledge")
THINGS = KINDS[:4]
# Hits are counted and leafed through up to here.
CAP = 1000
PAGE_SIZE = 20
# Limits of PostgreSQL's tsvector, kept on both so that both find the same: 16,383 places, 1 MB.
MAX_WORDS = 15_000
MAX_BYTES = 600_000
EDGE = "_"  # stands before and after each text of a row, for questions that are all of a name

Clauses = Sequence[Sequence[tuple[str, ...]]]


@dataclass(slots=True)
class Document:
    """One row of the index: what is shown, and the analysed words that find it.

    ``…_words`` are folded words in their order, for phrases; ``…_keys`` are what any form of them is found by.
    """

    kind: str
    object_id: int
    uid: str
    slug: str
    titles: dict[str, str]
    body: str = ""
    language: str = ""
    date: date | None = None
    title_words: Sequence[str] = ()
    title_keys: Iterable[str] = ()
    body_words: Sequence[str] = ()
    body_keys: Iterable[str] = ()


@dataclass(slots=True)
class Hit:
    row: object  # SearchRow
    score: float


@dataclass(slots=True)
class Result:
    hits: list[Hit] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)  # per kind, each up to CAP
    total: int = 0  # of the kinds asked for, up to CAP
    page: int = 1

    @property
    def capped(self) -> bool:
        return self.total >= CAP

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


def backend():
    return postgres if connection.vendor == "postgresql" else sqlite


def facet(name: str, value) -> str:
    """The word that a row is filtered by; no word of a text looks so."""
    return f"__{name}_{value}"


@transaction.atomic
def index(documents: Iterable[Document]) -> int:
    """Write these rows, new or changed; how many."""
    from kb.core.search.models import SearchRow

    documents = list({(document.kind, document.object_id): document for document in documents}.values())
    if not documents:
        return 0
    shown = ("uid", "slug", "language", "date", "titles", "body")
    rows = SearchRow.objects.bulk_create(
        [
            SearchRow(
                kind=document.kind,
                object_id=document.object_id,
                **{column: getattr(document, column) for column in shown},
            )
            for document in documents
        ],
        update_conflicts=True,
        unique_fields=["kind", "object_id"],
        update_fields=list(shown),
    )
    with connection.cursor() as cursor:
        backend().write(cursor, [(row.pk, *_columns(each)) for row, each in zip(rows, documents, strict=True)])
    return len(rows)


def _columns(document) -> tuple[list[str], list[str], list[str]]:
    facets = [facet("kind", document.kind)]
    if document.kind in THINGS:
        facets.append(facet("kind", "thing"))
    if document.language:
        facets.append(facet("language", document.language))
    if document.date:
        facets.append(facet("year", document.date.year))
    title = _fitting([*document.title_words, EDGE, *document.title_keys], MAX_BYTES // 4)
    # Keys first: where a text is too long, its phrases go and its words stay.
    body = _fitting([*document.body_keys, EDGE, *document.body_words], MAX_BYTES)
    return title, body, facets


def _fitting(words, limit) -> list[str]:
    kept, size = [], 0
    for word in words[:MAX_WORDS]:
        size += len(word.encode()) + 4
        if size > limit:
            break
        kept.append(word)
    return kept


@transaction.atomic
def remove(keys: Iterable[tuple[str, int]]):
    """Take rows out by (kind, object_id); unknown ones are no mistake."""
    from kb.core.search.models import SearchRow

    by_kind: dict[str, list[int]] = {}
    for kind, pk in keys:
        by_kind.setdefault(kind, []).append(pk)
    for kind, pks in by_kind.items():
        rows = SearchRow.objects.filter(kind=kind, object_id__in=pks)
        if ids := list(rows.values_list("pk", flat=True)):
            with connection.cursor() as cursor:
                backend().remove(cursor, ids)
            SearchRow.objects.filter(pk__in=ids).delete()


@transaction.atomic
def clear():
    """Empty the index."""
    from kb.core.search.models import SearchRow

    SearchRow.objects.all().delete()
    with connection.cursor() as cursor:
        backend().clear(cursor)


def search(clauses: Clauses, rows, *, whole=(), kinds=(), language="", year=None, page=1) -> Result:
    """Hits of one page, things by name first, then titles, then texts; with counts per kind.

    Before all of them comes what is called ``whole``, word for word.
    ``rows`` is a queryset of SearchRow that hits must be in: the last look at whether they are public. Three queries.
    """
    if not clauses:
        return Result(counts=dict.fromkeys(KINDS, 0))
    filters = [[facet("language", language)]] if language else []
    if year:
        filters.append([facet("year", year)])
    counts = _counts(clauses, filters)
    wanted = [kind for kind in KINDS if kind in kinds] or list(KINDS)
    total = min(CAP, sum(counts[kind] for kind in wanted))
    page = min(max(1, page), max(1, -(-total // PAGE_SIZE)))
    if kinds:
        filters.append([facet("kind", kind) for kind in wanted])
    found = _ranked(clauses, filters, PAGE_SIZE, (page - 1) * PAGE_SIZE, whole) if total else []
    return Result(hits=_hits(found, rows), counts=counts, total=total, page=page)


def suggest(clauses: Clauses, rows, limit=8) -> list[Hit]:
    """Rows whose title meets the clauses, things first. Two queries."""
    return _hits(_ranked(clauses, [], limit, 0, titles_alone=True), rows) if clauses else []


def _counts(clauses, filters) -> dict[str, int]:
    engine = backend()
    expressions = [engine.expression(clauses, [*filters, [facet("kind", kind)]]) for kind in KINDS]
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"({engine.count(CAP)})" for _kind in KINDS), expressions)
        return dict(zip(KINDS, cursor.fetchone(), strict=True))


def _ranked(clauses, filters, limit, offset, whole=(), titles_alone=False) -> list[tuple[int, float]]:
    """(id, score) of a page. Of each tier the newest rows are weighed, so that a common word costs no more."""
    engine = backend()
    things = [*filters, [facet("kind", "thing")]]
    asked = [(clauses, things, "title"), (clauses, filters, "title")]
    if whole:
        asked.insert(0, ([*clauses, [(EDGE, *whole, EDGE)]], things, "title"))
    if not titles_alone:
        asked.append((clauses, filters, ""))
    tiers = " UNION ALL ".join(engine.tier(number, CAP, column) for number, (*_, column) in enumerate(asked))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, MIN(score) FROM ({tiers}) AS found GROUP BY id"
            " ORDER BY MIN(tier), MIN(score), id DESC LIMIT %s OFFSET %s",
            [*(engine.expression(*each) for each in asked), limit, offset],
        )
        return cursor.fetchall()


def _hits(found, rows) -> list[Hit]:
    if not found:
        return []
    by_pk = {row.pk: row for row in rows.filter(pk__in=[pk for pk, _score in found])}
    return [Hit(by_pk[pk], -score) for pk, score in found if pk in by_pk]
