"""Search over things, articles, figures and pledges: what of them is found, and how the index follows them.

Triggers (``MARKS``) log every row that changes, in the transaction of the change; ``refresh`` reads the log and
writes the index. The importer calls it at the end of each document's transaction, the admin after each request that
wrote. What readers may not see has no row in the index, and each hit is looked at once more when it is shown.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db import connection, reset_queries, transaction
from django.db.models import Exists, F, OuterRef, Q, Subquery, prefetch_related_objects

from articles import cards
from articles.models import Article, Evidence, Mention, Tally
from kb.core import changes, languages, querysets, quotes, search, together
from kb.core.addresses import address
from kb.core.models import Entity, SearchRow, SearchStale
from kb.core.search import snippets
from kb.regions.models import Region
from people.models import Organization, Position
from programs import veils
from programs.models import Figure, Pledge
from seeds import analysis

# Which rows of which tables say what search shows: table → (source, the column with its key).
MARKS = {
    "core_entity": [("entity", "id")],
    "core_name": [("entity", "entity_id")],
    "regions_region": [("region", "entity_ptr_id")],
    "people_organization": [("entity", "entity_ptr_id")],
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
NEW = 1000  # rows whose statements are small: less of the time goes into putting those together
# Facets that name a thing, by its uid.
THING_FACETS = ("region", "program", "publisher")
FACETS = (*THING_FACETS, "year", "language")
VALUES = 8  # of a facet that are offered
# Of two regions of one name the larger stands first.
LEVELS = {"country": 3.0, "city_republican": 3.0, "oblast": 2.5, "city": 1.0, "settlement": 0.5}
BELOW_THE_COUNTRY = ("country", "oblast", "city_republican")
POSTS = 2  # of a person that stand beside the name
FIRST_DAY = date(2000, 1, 1)
DAYS = 20_000  # an article of today weighs about half as much again as one of the first day
MOST_PEOPLE = 8  # whom a part of a name may mean
MOST_MISSPELLED = 4  # words of a question whose spelling is looked after
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
    moved = _moved(changed["region"])
    reindex(
        entities=changed["entity"] | changed["region"] | moved | set(_holders(pk__in=changed["position"])),
        articles=changed["article"] | set(Mention.objects.filter(entity__in=moved).values_list("article", flat=True)),
        figures=changed["figure"]
        | set(_pks(Figure, indicator__in=changed["indicator"]))
        | set(_pks(Figure, region__in=moved)),
        pledges=changed["pledge"] | set(_pks(Pledge, region__in=moved)),
    )
    for pks in _chunks([pk for pk, _source, _key in log], 500):
        SearchStale.objects.filter(pk__in=pks).delete()
    return len(log)


def reindex(entities=(), articles=(), figures=(), pledges=()) -> int:
    """Write the index anew for these keys and for what shows or hides with them; how many rows are public."""
    entities, articles, figures, pledges = set(entities), set(articles), set(figures), set(pledges)
    written = 0
    extra = defaultdict(set)
    for pks in _chunks(sorted(entities), BATCH):
        before = _titles(pks)
        written += _write(search.THINGS, pks, _entities(pks))
        after = _titles(pks)
        turned = [pk for pk in pks if (pk in before) != (pk in after)]
        # A person who is shown or hidden now is named, or withheld, in the articles.
        articles.update(Mention.objects.filter(entity__in=turned, kind="person").values_list("article", flat=True))
        renamed = [pk for pk in pks if before.get(pk) != after.get(pk)]
        if renamed:  # their names stand beside what lies in them and who works there
            extra["regions"].update(_pks(Region, parent__in=renamed))
            extra["people"].update(_holders(organization__in=renamed), _holders(region__in=renamed))
        for model, found in ((Figure, figures), (Pledge, pledges)):
            about = Q()
            for column in model.about:
                about |= Q(**{f"{column}__in": renamed})
            if renamed:
                found.update(model.objects.filter(about).values_list("pk", flat=True))
    articles |= _closed(position__person__in=entities, figure__in=figures, pledge__in=pledges)
    people = set(extra["people"])
    for pks in _chunks(sorted(articles), BATCH):
        written += _write(("article",), pks, _articles(pks))
        supported = Evidence.objects.filter(article__in=pks).values_list("figure", "pledge")
        for figure, pledge in supported:
            figures.update({figure} - {None})
            pledges.update({pledge} - {None})
        people.update(_holders(evidence__article__in=pks))
    for pks in _chunks(sorted((people | extra["regions"]) - entities), BATCH):
        written += _write(search.THINGS, pks, _entities(pks))
    for kind, found, make in (("figure", figures, _figures), ("pledge", pledges, _pledges)):
        for pks in _chunks(sorted(found), BATCH):
            written += _write((kind,), pks, make(pks))
    return written


def add(articles: list[Article], figures: list[Figure]) -> None:
    """Write the index for rows as they were just written: public articles, and what the machine proposes by quotes of
    theirs, about things that stood before.
    """
    withheld = quotes.withheld([row.pk for row in articles])
    for rows in _chunks(articles, NEW):
        search.add(_of_articles(rows, withheld))
    for rows in _chunks(figures, NEW):
        prefetch_related_objects(rows, *_OF_FIGURE)
        search.add(_of_figures([row.pk for row in rows], [row for row in rows if _is_new_public(row)], withheld))


def _is_new_public(claim) -> bool:
    """What ``public()`` says of such a claim; to ask the database takes it longer than to write the claim."""
    about = [thing for column in claim.about if (thing := getattr(claim, column))]
    return claim.confidence >= querysets.PUBLIC_CONFIDENCE and all(map(_is_shown, about))


def rebuild() -> Iterator[tuple[str, int, int]]:
    """Write the whole index anew in batches: yields (kind, done, of how many). A search meanwhile finds a part."""
    search.clear()
    for kind, model, kinds, make in (
        ("entity", Entity, search.THINGS, _entities),
        ("article", Article, ("article",), _articles),
        ("figure", Figure, ("figure",), _figures),
        ("pledge", Pledge, ("pledge",), _pledges),
    ):
        total, done = model.objects.count(), 0
        for pks in _in_order(model):
            with transaction.atomic():
                _write(kinds, pks, make(pks))
            reset_queries()  # kept while DEBUG is on, with the texts in them
            done += len(pks)
            yield kind, done, max(done, total)
    refresh()
    search.tidy()


def _in_order(model) -> Iterator[list[int]]:
    """All keys in batches; articles by their day, so that what is found newest is what happened last."""
    if model is Article:
        undated = Article.objects.filter(published_on=None).order_by("pk").values_list("pk", flat=True)
        yield from _chunks(list(undated), BATCH)
        day, last = date.min, 0
        while rows := list(
            Article.objects.filter(Q(published_on=day, pk__gt=last) | Q(published_on__gt=day))
            .order_by("published_on", "pk")
            .values_list("published_on", "pk")[:BATCH]
        ):
            day, last = rows[-1]
            yield [pk for _day, pk in rows]
        return
    last = 0
    while pks := list(model.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        yield pks
        last = pks[-1]


def waiting() -> int:
    """How many changes the index has not followed yet."""
    return SearchStale.objects.count()


def _write(kinds, pks, documents) -> int:
    order = {pk: place for place, pk in enumerate(pks)}
    documents = sorted(documents, key=lambda document: order[document.object_id])
    shown = {document.object_id for document in documents}
    search.remove((kind, pk) for kind in kinds for pk in pks if pk not in shown)
    return search.index(documents)


def _moved(pks) -> set[int]:
    """Those of these regions that lie elsewhere than the index says, with all that lies in them."""
    said = SearchRow.objects.filter(kind=Entity.Kind.REGION, object_id__in=pks).values_list("object_id", "facets")
    words = {pk: {search.facet("region", uid) for uid in _around(region)} for pk, region in _regions(pks).items()}
    found = {pk for pk, facets in said if {word for word in facets.split() if "__region_" in word} != words.get(pk)}
    below = found
    while below := set(_pks(Region, parent__in=below)) - found:
        found |= below
    return found


def _regions(pks) -> dict[int, Region]:
    return {row.pk: row for row in Region.objects.filter(pk__in=pks).select_related("parent__parent")}


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
    if fields.get("date") and not fields.get("weight"):
        fields["weight"] = max(0, (fields["date"] - FIRST_DAY).days) / DAYS
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
        title_keys=[*title.keys, *(sorted(analysis.beginnings(title.words)) if kind in search.THINGS else ())],
        body_words=text.words,
        body_keys=text.keys,
        **fields,
    )


def _in_each(row, column) -> dict[str, str]:
    return {code: value for code in languages.CODES if (value := getattr(row, f"{column}_{code}"))}


def _entities(pks):
    posts, facets = defaultdict(list), defaultdict(dict)

    def lie_in(pk, region):
        facets[pk].update(dict.fromkeys(search.facet("region", uid) for uid in _around(region)))

    held = Position.objects.public().filter(person__in=pks)
    for position in held.select_related("organization", "region__parent__parent"):
        lie_in(position.person_id, position.region)
        for code, title in _in_each(position, "title").items():
            places = [getattr(place, f"name_{code}") for place in (position.organization, position.region) if place]
            posts[position.person_id].append((", ".join(filter(None, [title, *places])), code))
    for organization in Organization.objects.filter(pk__in=pks).select_related("region__parent__parent"):
        lie_in(organization.pk, organization.region)
    regions = _regions(pks)
    for row in Entity.objects.public().filter(pk__in=pks).prefetch_related("names"):
        body = [*posts[row.pk], *((text, code) for code, text in _in_each(row, "summary").items())]
        other = [(name.text, name.language) for name in row.names.all()]
        names = _in_each(row, "name")
        # Of two things whose names have the words the one of the shorter name.
        fields = {"weight": 1 / max(1, min(len(analysis.parts(name)) for name in names.values()))}
        labels = {"": "\n".join(name for name, _code in other)} if other else {}
        for code in languages.CODES:
            if held_by := list(dict.fromkeys(post for post, language in posts[row.pk] if language == code)):
                labels[code] = "; ".join(held_by[:POSTS])
        if region := regions.get(row.pk):
            lie_in(row.pk, region)
            facets[row.pk][search.facet("level", region.level)] = None
            fields["weight"] += LEVELS.get(region.level, 0.0)
            if _is_shown(region.parent) and region.level not in BELOW_THE_COUNTRY:
                labels |= _in_each(region.parent, "name")
            other += [(bare, code) for code, name in names.items() if (bare := analysis.bare(name))]
        if row.kind == Entity.Kind.PROGRAM:
            facets[row.pk][search.facet("program", row.uid)] = None
        fields["facets"] = list(facets[row.pk])
        fields["labels"] = labels
        yield _document(row.kind, row, names, list(dict.fromkeys(body)), more=other, **fields)


# A settlement lies in a district, that in an oblast; countries are no place to narrow down to.
_ABOVE = ("", "__parent", "__parent__parent")


def _is_shown(thing) -> bool:
    return bool(thing) and thing.visibility == Entity.Visibility.PUBLIC and not thing.merged_into_id


def _around(region) -> list[str]:
    """The uids of a region and of those around it."""
    found = []
    while region and len(found) < len(_ABOVE):
        if region.level != Region.Level.COUNTRY:
            found.append(region.uid)
        region = region.parent
    return found


def _named(pks) -> dict:
    """Per article the facets of the public things that it names."""
    rows = Mention.objects.filter(querysets.shown(), article__in=pks).exclude(entity=None)
    pairs = list(rows.order_by().values_list("article", "entity").distinct())
    # In two queries: SQLite would begin a join with all things there are and read every mention of theirs.
    things = Entity.objects.public().filter(pk__in={entity for _article, entity in pairs}).order_by()
    words = {}
    places = [f"as_region{step}__{of}" for step in _ABOVE for of in ("uid", "level")]
    for pk, kind, uid, *lies_in in things.values_list("pk", "kind", "uid", *places):
        found = words[pk] = [search.facet(search.NAMES, uid)]
        if kind == Entity.Kind.PROGRAM:
            found.append(search.facet("program", uid))
        for place, level in zip(lies_in[::2], lies_in[1::2], strict=True):
            if place and level != Region.Level.COUNTRY:
                found.append(search.facet("region", place))
    facets = defaultdict(dict)
    for article, entity in pairs:
        facets[article].update(dict.fromkeys(words.get(entity, ())))
    return facets


def _articles(pks):
    rows = list(Article.objects.public().filter(pk__in=pks).defer("raw"))
    yield from _of_articles(rows, quotes.withheld([row.pk for row in rows]))


def _of_articles(rows, withheld):
    prefetch_related_objects(rows, "publisher")
    named = _named([row.pk for row in rows])
    cards.write({row.pk: row.title for row in rows}, withheld)
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
        facets = [*named[row.pk], *([search.facet("publisher", row.publisher.uid)] if row.publisher else [])]
        yield _document("article", row, titles, body, language=row.language, date=row.published_on, facets=facets)


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


def _quotes(column, pks, withheld=None):
    """Per claim its public quotes as (text, language), without private names, and the day of the newest; what hides
    those names, and who published the quotes. ``withheld`` is of the articles, where that is known already.
    """
    found, days, publishers = defaultdict(list), {}, defaultdict(set)
    rows = Evidence.objects.public().filter(**{f"{column}__in": pks})
    of_article = (f"article__{name}" for name in ("language", "published_on", "publisher__uid"))
    rows = list(rows.values_list(column, "quote", "article", *of_article))
    if withheld is None:
        withheld = quotes.withheld({article for _key, _quote, article, *_rest in rows})
    patterns = defaultdict(list)
    for key, quote, article, language, day, publisher in rows:
        pattern = withheld.get(article)
        found[key].append((_hide(quote, pattern), language))
        if publisher:
            publishers[key].add(search.facet("publisher", publisher))
        if day:
            days[key] = max(days.get(key, day), day)
        if pattern:
            patterns[key].append(pattern)
    return found, days, patterns, publishers


def _facets_of_claim(row) -> list[str]:
    facets = [search.facet("region", uid) for uid in _around(row.region)]
    for column in row.about:
        if thing := getattr(row, column):
            facets.append(search.facet(search.NAMES, thing.uid))
    return facets + ([search.facet("program", row.program.uid)] if row.program else [])


def _about(row) -> list[tuple[str, str]]:
    things = [getattr(row, column) for column in row.about]
    return [(" · ".join(filter(None, (getattr(thing, f"name_{code}") for thing in things if thing))), code)
            for code in languages.CODES]  # fmt: skip


_OF_FIGURE = ("indicator", *Figure.about, "region__parent__parent")


def _figures(pks):
    yield from _of_figures(pks, Figure.objects.public().filter(pk__in=pks).prefetch_related(*_OF_FIGURE))


def _of_figures(pks, rows, withheld=None):
    found, days, patterns, publishers = _quotes("figure", pks, withheld)
    veils.write(pks, patterns)
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
        facets = [*_facets_of_claim(row), *sorted(publishers[row.pk])]
        yield _document("figure", row, titles, body, date=days.get(row.pk), facets=facets)


def _pledges(pks):
    rows = Pledge.objects.public().filter(pk__in=pks)
    rows = rows.prefetch_related(*Pledge.about, "region__parent__parent")
    found, days, patterns, publishers = _quotes("pledge", pks)
    for row in rows:
        text = row.text
        for pattern in patterns[row.pk]:
            text = _hide(text, pattern)
        titles = _in_each(row, "summary")
        titles.setdefault(row.language, text if len(text) <= TITLE_LETTERS else f"{text[:TITLE_LETTERS]}…")
        body = [*dict.fromkeys([(text, row.language), *found[row.pk]]), *_about(row)]
        facets = [*_facets_of_claim(row), *sorted(publishers[row.pk])]
        yield _document("pledge", row, titles, body, language=row.language, date=days.get(row.pk), facets=facets)


# Asking


def public_rows(kinds: frozenset[str] = frozenset(search.KINDS)):
    """Rows of the index, of these kinds, whose object readers may see now."""
    shown = Q(pk__in=[])
    if things := kinds.intersection(search.THINGS):
        shown |= Q(kind__in=sorted(things)) & Q(Exists(Entity.objects.public().filter(pk=OuterRef("object_id"))))
    for kind, model in (("article", Article), ("figure", Figure), ("pledge", Pledge)):
        if kind in kinds:
            objects = model.objects.public().filter(pk=OuterRef("object_id")).order_by()
            shown |= Q(kind__unindexed=kind) & Q(Exists(objects))
    return SearchRow.objects.filter(shown)


@dataclass
class Found:
    """A hit as a page prints it; titles and snippets are pieces (text, whether it is a hit), not escaped."""

    kind: str
    uid: str
    url: str
    title: list[tuple[str, bool]]
    title_language: str
    label: str  # where it lies or what post they hold, for things of one name
    level: str  # of a region
    snippet: list[tuple[str, bool]]
    date: object
    language: str
    score: float


@dataclass(slots=True)
class Facet:
    """A way to narrow hits down: (value, its name, hits), the most first; the name of a thing or the value itself."""

    name: str
    values: list[tuple[str, str, int]]


@dataclass(slots=True)
class Answer:
    hits: list[Found] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    total: int = 0
    capped: bool = False
    page: int = 1
    pages: int = 1
    # What was asked instead, where the question as it stands had no answer: "layout", "spelling", "loosened", or "".
    instead: str = ""
    query: str = ""
    facets: list[Facet] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)  # of the things that the hits are narrowed to, by uid


def ask(text: str, *, kinds: Iterable[str] = (), narrowed: dict[str, str] | None = None, page=1, exact=False) -> Answer:
    """The answer to what a reader typed, whatever that was. At most four queries.

    ``narrowed`` maps names of FACETS to values. Nothing is asked instead of an exact question.
    """
    narrowed = {name: str(value) for name, value in (narrowed or {}).items() if value and name in FACETS}
    asked = analysis.question(text, exact)
    if not asked.clauses:
        return Answer(query=text, counts=dict.fromkeys(search.KINDS, 0))
    filters = {"kinds": tuple(kinds), "facets": [search.facet(*pair) for pair in narrowed.items()], "page": page}
    ways = [("", text, asked)]
    if not exact:
        there = search.look_up(asked.phrases(), asked.clauses, asked.alternatives())
        unknown, is_known = asked.unknown(there.known), asked.is_known(there.known)
        asked.extend(there.called, _meant(asked, there.near))
        if unknown or not is_known:
            ways += _other_ways(text, asked, unknown[:MOST_MISSPELLED])
    result = search.search([way.for_index() for _why, _text, way in ways], **filters)
    if not exact and len(ways) == 1 and not any(result.counts.values()):
        ways += [("layout", other, analysis.question(other)) for other in analysis.other_layouts(text)]
        ways.append(("loosened", text, analysis.loosened(text)))
        result = search.search([way.for_index() for _why, _text, way in ways], **filters)
    instead, text, asked = ways[result.asked]
    answer = Answer(
        counts=result.counts,
        total=result.total,
        capped=result.capped,
        page=result.page,
        pages=result.pages,
        instead=instead,
        query=text,
    )
    answer.hits, names = _show(result.found, asked, _offered(result.facets, narrowed))
    answer.facets = _facets(result.facets, narrowed, names)
    answer.names = {uid: names[uid] for uid in narrowed.values() if uid in names}
    if instead == "spelling":
        answer.query = asked.spelled(text, (text for hit in answer.hits for text, is_hit in (*hit.title, *hit.snippet)
                                            if is_hit))  # fmt: skip
    return answer


def _meant(asked, near) -> list[str]:
    """The uids of things that the question names in other words than theirs.

    People by a part of their name, unless too many are called so; other things by all of it, or by most of it where
    nothing else is like it.
    """
    people = [uid for kind, uid, _names in near if kind == Entity.Kind.PERSON]
    others = [(uid, names) for kind, uid, names in near if kind != Entity.Kind.PERSON]
    meant = [uid for uid, names in others if any(asked.is_name(name) for name in names)]
    if len(others) == 1 and len(asked.clauses) > 2:
        meant = [uid for uid, _names in others]
    return [*(people if len(people) <= MOST_PEOPLE else ()), *meant]


def _other_ways(text, asked, unknown) -> list[tuple[str, str, analysis.Question]]:
    """(why, text, question) of what may have been meant where texts have not all of the words. One query."""
    text = text[: analysis.MAX_QUERY]
    layouts = [(other, analysis.question(other)) for other in analysis.other_layouts(text)]
    edits = {word: analysis.misspelled(word) for word in unknown}
    known = search.known(
        {word for question in (asked, *(way for _text, way in layouts)) for word in question.alternatives()}
        | {key for found in edits.values() for key in found}
    )
    ways = [("layout", other, way) for other, way in layouts if way.is_known(known)]
    ways += [("spelling", text, corrected) for corrected in asked.corrected(edits, known)]
    return [*ways, ("loosened", text, analysis.loosened(text))]


def suggest(text: str, limit: int = 8) -> list[Found]:
    """Things and documents whose title has words that begin so; of few letters the things that most articles name.

    At most three queries.
    """
    asked = analysis.beginning(text)
    if not asked.is_few:
        return _show(search.suggest(asked.clauses, limit), asked)[0]
    documents = Subquery(Tally.objects.filter(entity=OuterRef("object_id")).values("documents"))
    rows = SearchRow.objects.filter(pk__in=search.things(asked.clauses)).annotate(documents=documents)
    rows = rows.order_by(F("documents").desc(nulls_last=True), "-weight", "pk")[:limit]
    return _show([search.Hit(*row) for row in rows.values_list("pk", "kind", "object_id")], asked)[0]


def _offered(counts, narrowed) -> list[str]:
    """The uids of things whose names the facets and chips need."""
    uids = [uid for name in THING_FACETS if name in counts for uid, _count in counts[name].most_common(2 * VALUES)]
    return [*uids, *(uid for name, uid in narrowed.items() if name in THING_FACETS)]


def _facets(counts, narrowed, names) -> list[Facet]:
    facets = []
    for name in FACETS:
        values = sorted(counts.get(name, {}).items(), key=lambda pair: (-pair[1], pair[0]))
        if name == "year":
            values.sort(reverse=True)
        if name in THING_FACETS:
            values = [(uid, names[uid], count) for uid, count in values[: 2 * VALUES] if uid in names]
        else:
            values = [(value, value, count) for value, count in values]
        if name not in narrowed and values:
            facets.append(Facet(name, values[: VALUES if name != "year" else None]))
    return facets


def _show(found, asked, uids=()) -> tuple[list[Found], dict[str, str]]:
    """The hits that readers may see now, and the names of the things of these uids. One query."""
    if not found and not uids:
        return [], {}
    order = {hit.row: place for place, hit in enumerate(found)}
    rows, people, things = _shown(frozenset(hit.kind for hit in found)).fetch(
        rows=order, articles=[hit.object_id for hit in found if hit.kind == "article"], uids=uids
    )
    withheld = quotes.patterns_of(people)
    rows.sort(key=lambda row: order[row.pk])
    spoken = (languages.current(), *languages.CODES, "")
    return [_found(row, asked, spoken, withheld, found[order[row.pk]].score) for row in rows], _names(things)


class _GivenUids(together.GivenKeys):
    def of(self, given, vendor):
        return list(given[self.name]) if vendor == "postgresql" else json.dumps(list(given[self.name]))


@together.prepared
def _shown(kinds: frozenset[str]):
    """Rows of the index, the people whom articles name, and things by their uids."""
    return [
        public_rows(kinds).filter(pk__in=together.GivenKeys("rows")).order_by("pk")[: search.CAP],
        quotes.people_in(Mention.objects.filter(article__in=together.GivenKeys("articles")))[: quotes.MOST],
        Entity.objects.public().filter(uid__in=_GivenUids("uids")).select_related("as_region__parent").order_by("pk"),
    ]


def _names(things) -> dict[str, str]:
    """Their names by uid, with what lies around those that share one."""
    often = Counter(row.name for row in things)
    names = {}
    for row in things:
        region = getattr(row, "as_region", None)
        around = region.parent if region and often[row.name] > 1 and _is_shown(region.parent) else None
        names[row.uid] = f"{row.name} ({around.name})" if around else row.name
    return names


def _found(row, asked, spoken, withheld, score) -> Found:
    hidden = withheld.get(row.object_id) if row.kind == "article" else None
    language = next((code for code in spoken if code in row.titles), "")
    title = _hide(row.titles.get(language, ""), hidden) or row.uid
    # A text often begins with its title, which stands above it.
    body = _hide(row.body, hidden).removeprefix(title).lstrip()
    if row.kind != "article":  # of several quotes and names the first that was found
        lines = body.split("\n")
        body = next((line for line in lines if any(asked.hits(line))), lines[0])
    snippet = snippets.snippet(body, asked.hits)
    return Found(
        kind=row.kind,
        uid=row.uid,
        url=address(row.kind, row.slug),
        title=snippets.mark(title, asked.hits),
        title_language=language,
        label=next((row.labels[code] for code in spoken if code and code in row.labels), ""),
        level=next((word for name, word in map(search.facet_of, row.facets.split()) if name == "level"), ""),
        snippet=snippet if row.kind not in search.THINGS or any(is_hit for _text, is_hit in snippet) else [],
        date=row.date,
        language=row.language,
        score=score,
    )
