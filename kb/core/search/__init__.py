"""One façade over the full-text search of SQLite and PostgreSQL.

The words come analysed (``seeds.analysis``); nothing here knows a language. A question is a list of clauses that must
all be met; a clause is a list of alternatives; an alternative is a tuple of words that stand side by side. A word that
ends with "*" stands for all that begin so. What a reader typed reaches the database as quoted words and nothing else.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models.expressions import RawSQL

from kb.core import rows as many
from kb.core.search import postgres, sqlite

KINDS = ("person", "organization", "program", "region", "article", "figure", "pledge")
THINGS, DOCUMENTS = KINDS[:4], KINDS[4:]
# Hits are counted and leafed through up to here.
CAP = 1000
PAGE_SIZE = 20
# Limits of PostgreSQL's tsvector, kept on both so that both find the same: 16,383 places, 1 MB.
MAX_WORDS = 15_000
MAX_BYTES = 600_000
NAMES = "names"  # the facet of what a row names: asked for, never counted
EDGE = "_"  # stands before and after each text of a row, for questions that are all of a name

Clauses = Sequence[Sequence[tuple[str, ...]]]


@dataclass(slots=True)
class Document:
    """One row of the index: what is shown, and the analysed words that find it.

    ``…_words`` are folded words in their order, for phrases; ``…_keys`` are what any form of them is found by.
    ``facets`` are made by ``facet``. Of equal hits the one of more ``weight`` comes first.
    """

    kind: str
    object_id: int
    uid: str
    slug: str
    titles: dict[str, str]
    labels: dict[str, str] = field(default_factory=dict)
    body: str = ""
    language: str = ""
    date: date | None = None
    weight: float = 0.0
    facets: Sequence[str] = ()
    title_words: Sequence[str] = ()
    title_keys: Iterable[str] = ()
    body_words: Sequence[str] = ()
    body_keys: Iterable[str] = ()


@dataclass(slots=True)
class Question:
    """``whole`` is all of it, word for word: what is called so stands before everything else.

    After it come things whose names have the words as they were typed (``near``), then those that have other forms.
    The kinds of a ``loose`` one are counted among its newest hits alone: it has very many.
    """

    clauses: Clauses
    whole: tuple[str, ...] = ()
    near: Clauses = ()
    loose: bool = False


class Hit(NamedTuple):
    """``row`` is the key of the SearchRow of what ``kind`` and ``object_id`` tell."""

    row: int
    kind: str
    object_id: int
    score: float = 0.0


@dataclass(slots=True)
class Result:
    """``found`` is one page of hits, the best first."""

    found: list[Hit] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))  # per kind, each up to CAP
    total: int = 0  # of the kinds asked for, up to CAP
    page: int = 1
    asked: int = 0  # which of the questions this answers
    facets: dict[str, Counter] = field(default_factory=dict)  # name → values, counted among the newest CAP hits

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


def facet_of(word: str) -> tuple[str, str]:
    """(name, value) of such a word."""
    name, _, value = word.removeprefix("__").partition("_")
    return name, value


_KEY = ("kind", "object_id")
_SHOWN = ("uid", "slug", "language", "date", "weight", "titles", "labels", "body")
_columns = attrgetter(*_KEY, *_SHOWN)


@transaction.atomic
def index(documents: Iterable[Document]) -> int:
    """Write these rows, new or changed; how many."""
    from kb.core.search.models import SearchRow

    documents = list({(document.kind, document.object_id): document for document in documents}.values())
    if not documents:
        return 0
    facets = [_facets(document) for document in documents]
    rows = SearchRow.objects.bulk_create(
        [
            SearchRow(facets=_counted(words), **{column: getattr(document, column) for column in (*_KEY, *_SHOWN)})
            for document, words in zip(documents, facets, strict=True)
        ],
        update_conflicts=True,
        unique_fields=_KEY,
        update_fields=["facets", *_SHOWN],
    )
    with connection.cursor() as cursor:
        backend().write(
            cursor,
            [
                (row.pk, *_texts(document), words)
                for row, document, words in zip(rows, documents, facets, strict=True)
            ],
        )  # fmt: skip
    return len(rows)


@transaction.atomic
def add(documents: Iterable[Document]) -> None:
    """Write rows that the index has not yet: much faster."""
    from kb.core.search.models import SearchRow

    documents = list(documents)
    facets = [_facets(document) for document in documents]
    keys = many.keys(SearchRow, len(documents))
    many.insert(
        SearchRow,
        ("id", "facets", *_KEY, *_SHOWN),
        [
            (key, _counted(words), *_columns(document))
            for key, document, words in zip(keys, documents, facets, strict=True)
        ],
    )
    backend().add((key, *_texts(document), words) for key, document, words in zip(keys, documents, facets, strict=True))


def _facets(document) -> list[str]:
    facets = [facet("kind", document.kind)]
    if document.kind in THINGS:
        facets.append(facet("kind", "thing"))
    if document.language:
        facets.append(facet("language", document.language))
    if document.date:
        facets.append(facet("year", document.date.year))
    return list(dict.fromkeys([*facets, *document.facets]))


def _counted(facets) -> str:
    return " ".join(word for word in facets if not word.startswith(_NAMED))


_NAMED = facet(NAMES, "")


def _texts(document) -> tuple[list[str], list[str]]:
    title = _fitting([*document.title_words, EDGE, *document.title_keys], MAX_BYTES // 4)
    # Keys first: where a text is too long, its phrases go and its words stay.
    body = _fitting([*document.body_keys, EDGE, *document.body_words], MAX_BYTES)
    return title, body


def _fitting(words, limit) -> list[str]:
    words = words[:MAX_WORDS]
    if 4 * (len(words) + sum(map(len, words))) <= limit:
        return words  # no letter takes more than four bytes
    kept, size = [], 0
    for word in words:
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


def clear():
    """Empty the index, and what waits for it."""
    from kb.core.search.models import SearchRow, SearchStale

    with connection.cursor() as cursor, backend().spilling(cursor), transaction.atomic():
        SearchStale.objects.all().delete()
        SearchRow.objects.all().delete()
        backend().clear(cursor)


def tidy():
    """Make the index quick to ask after much was written; outside of transactions."""
    with connection.cursor() as cursor:
        backend().tidy(cursor)


def search(questions: Sequence[Question], *, kinds=(), facets: Sequence[str] = (), page=1) -> Result:
    """One page of the first of these questions that has an answer. One query.

    Things by name come first, then titles, then texts; before all of them what is called ``whole``. Whether hits are
    public now is for the caller to look at.
    """
    wanted = [kind for kind in KINDS if kind in kinds] if kinds else []
    filters = [[word] for word in facets]
    narrowed = [*filters, [facet("kind", kind) for kind in wanted]] if wanted else filters
    engine = backend()
    hits, parts, hits_values, values = [], [], [], []
    asked = [number for number, question in enumerate(questions) if question.clauses]
    for place, number in enumerate(asked):
        question, name = questions[number], f"hits{number}"
        # What stands behind the first answer is not looked for.
        open_ = " AND ".join(f"NOT EXISTS (SELECT 1 FROM hits{before})" for before in asked[:place]) or "1 = 1"
        hits.append(
            f"{name} AS MATERIALIZED (SELECT {_HIT}, r.facets, {_SCORE} AS score FROM ({engine.weighed(CAP)}) AS found"
            f" JOIN core_searchrow AS r ON r.id = found.id WHERE {open_})"
        )
        hits_values.append(engine.expression(question.clauses, narrowed))
        ranked, ranked_values = _ranked(question, narrowed, PAGE_SIZE, (max(1, page) - 1) * PAGE_SIZE, name)
        for sql, more in (
            (f"SELECT 'facets', COUNT(*), '', 0, 0.0, {engine.JOINED} FROM {name} AS r", []),
            (f"SELECT 'hit', ranked.*, '' FROM ({ranked}) AS ranked WHERE EXISTS (SELECT 1 FROM {name})",
             ranked_values),
            *([] if question.loose else [_counts(question, name, filters, whole=not wanted)]),
        ):  # fmt: skip
            parts.append(f"SELECT {number} AS question, part.* FROM ({sql}) AS part WHERE {open_}")
            values += more
    if not parts:
        return Result()
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {', '.join(hits)} {' UNION ALL '.join(parts)}", [*hits_values, *values])
        rows = cursor.fetchall()
    results = [_result(number, rows) for number in asked]
    result = next((each for each in results if each.total), None) or next(
        (each for each in results if any(each.counts.values())), results[0]
    )
    if result.total and page > result.pages:
        return search([questions[result.asked]], kinds=kinds, facets=facets, page=1)
    result.page = min(max(1, page), result.pages)
    return result


_HIT = "r.id, r.kind, r.object_id"
# Things go by their weight alone, so that both databases put the same one first.
_THING = f"r.kind IN {THINGS}"
_SCORE = f"CASE WHEN {_THING} THEN -r.weight ELSE found.score * (1 + r.weight) END"


def _counts(question, hits, filters, whole) -> tuple[str, list]:
    """SQL, and its values, for how many hits each kind has.

    They follow from the facets, unless there are more hits than are looked at, or not all kinds are. A kind that all
    hits are of is not counted again.
    """
    engine = backend()
    counts = " || ' ' || ".join(
        f"CAST(CASE WHEN first = '{kind}' AND last = first THEN found"
        f" ELSE ({engine.count(CAP, few=kind in THINGS)}) END AS text)"
        for kind in KINDS
    )
    if whole:
        counts = f"CASE WHEN found < {CAP} THEN '' ELSE {counts} END"
    of_hits = f"SELECT COUNT(*) AS found, MIN(kind) AS first, MAX(kind) AS last FROM {hits}"
    values = [engine.expression(question.clauses, [*filters, [facet("kind", kind)]]) for kind in KINDS]
    return f"SELECT 'counts', 0, '', 0, 0.0, {counts} FROM ({of_hits}) AS of_hits", values


def _ranked(question, filters, limit, offset, hits="") -> tuple[str, list]:
    """SQL, and its values, for the columns of ``Hit`` of a page.

    ``hits`` names the newest that were found and weighed; without it titles alone are asked, of things and articles.
    """
    engine = backend()
    things = [*filters, [facet("kind", "thing")]]
    others = filters if hits else [*filters, [facet("kind", "article")]]
    asked = [(question.clauses, things), (question.clauses, others)]
    if question.near:
        asked.insert(0, ([*question.clauses, *question.near], things))
    if question.whole:
        asked.insert(0, ([*question.clauses, [(EDGE, *question.whole, EDGE)]], things))
    tiers = [
        f"SELECT {_HIT}, {number} AS tier, CASE WHEN {_THING} THEN -r.weight ELSE 0.0 END AS score"
        # Articles that nothing weighs go by their age alone.
        f" FROM ({engine.titled(CAP if hits or of is things else limit, few=of is things)}) AS found"
        " JOIN core_searchrow AS r ON r.id = found.id"
        for number, (_clauses, of) in enumerate(asked)
    ]
    if hits:
        tiers.append(f"SELECT {_HIT}, {len(asked)}, r.score FROM {hits} AS r")
    sql = (
        "SELECT id, MIN(kind) AS kind, MIN(object_id) AS object_id, MIN(score) AS score"
        f" FROM ({' UNION ALL '.join(tiers)}) AS tiers GROUP BY id"
        f" ORDER BY MIN(tier), MIN(score), id DESC LIMIT {limit} OFFSET {offset}"
    )
    return sql, [engine.expression(*each, title=True) for each in asked]


def _result(number, rows) -> Result:
    result, counts = Result(asked=number), []
    for question, what, key, kind, object_id, score, words in rows:
        if question != number:
            continue
        if what == "hit":
            result.found.append(Hit(key, kind, object_id, -score))
        elif what == "facets":
            result.total = key
            for word, count in Counter((words or "").split()).items():
                name, value = facet_of(word)
                if name not in result.facets:
                    result.facets[name] = Counter()
                result.facets[name][value] = count
        else:
            counts = [int(count) for count in words.split()]
    kinds = result.facets.get("kind", Counter())
    result.counts = dict(zip(KINDS, counts or [kinds[kind] for kind in KINDS], strict=True))
    return result


def suggest(clauses: Clauses, limit=8) -> list[Hit]:
    """Things, then articles, whose title meets the clauses. One query."""
    if not clauses:
        return []
    sql, values = _ranked(Question(clauses), [], limit, 0)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [Hit(*row) for row in cursor.fetchall()]


def titled(kind: str, words: Sequence[str], most: int):
    """Keys of the newest rows of a kind whose title has words that begin so, up to ``most``; a queryset."""
    from kb.core.search.models import SearchRow

    engine = backend()
    asked = engine.expression([[(f"{word}*",)] for word in words], [[facet("kind", kind)]], title=True)
    found = SearchRow.objects.filter(pk__in=RawSQL(engine.titled(most, few=kind in THINGS), [asked]))
    return found.order_by().values_list("object_id")


def things(clauses: Clauses) -> list[int]:
    """Keys of the SearchRows of things whose title meets the clauses, up to CAP. One query."""
    engine = backend()
    with connection.cursor() as cursor:
        cursor.execute(engine.titled(CAP), [engine.expression(clauses, [[facet("kind", "thing")]], title=True)])
        return [pk for (pk,) in cursor.fetchall()]


def known(words: Iterable[str]) -> dict[str, int]:
    """How many rows have each of these words, up to CAP; words that none has are left out. One query."""
    words = sorted(set(words))
    if not words:
        return {}
    sql, values = backend().known(words, CAP)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return dict(cursor.fetchall())


@dataclass(slots=True)
class Lookup:
    """What is known of a question before it is asked."""

    called: list[tuple[int, str]] = field(default_factory=list)  # (which phrase, uid of a thing that is called so)
    near: list[tuple[str, str, list[str]]] = field(default_factory=list)  # (kind, uid, names) of the like
    known: dict[str, int] = field(default_factory=dict)  # as of ``known``


def look_up(phrases: Sequence[tuple[str, ...]], clauses: Clauses, words: Iterable[str], most=16) -> Lookup:
    """Things that are called just so, up to ``most`` people and as many other things that meet the clauses, and the
    words that are known. One query.
    """
    engine = backend()
    parts, values = [], []

    def add(number, clauses, kind, limit):
        parts.append(
            f"SELECT {number} AS number, r.kind AS word, r.uid AS uid, {engine.text('r.titles')} AS titles,"
            f" {engine.text('r.labels')} AS labels, 0 AS found"
            f" FROM ({engine.titled(limit)}) AS hits JOIN core_searchrow AS r ON r.id = hits.id"
        )
        values.append(engine.expression(clauses, [[facet("kind", kind)]], title=True))

    for number, phrase in enumerate(phrases):
        add(number, [[(EDGE, *phrase, EDGE)]], "thing", most // 2)
    add(-1, clauses, "person", most)
    add(-1, clauses, "organization", most)
    add(-1, clauses, "program", most)
    add(-1, clauses, "region", most)
    sql, more = engine.known(sorted(set(words)), 1)
    parts.append(f"SELECT -2, word, '', '', '', found FROM ({sql}) AS known")
    made = Lookup()
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), [*values, *more])
        for number, word, uid, titles, labels, found in cursor.fetchall():
            if number == -2:
                made.known[word] = found
            elif number == -1:
                names = [*json.loads(titles).values(), *json.loads(labels).get("", "").split("\n")]
                made.near.append((word, uid, names))
            else:
                made.called.append((number, uid))
    return made
