"""The words that support claims, ready to print: fetched in one go, private people's names taken out."""

import re
from collections import defaultdict
from functools import reduce
from operator import or_

from django.db.models import F, Q
from django.db.models.lookups import In
from django.utils.translation import gettext as _

from kb.core import languages, together
from kb.core.models import Entity, Name, Relation
from kb.core.querysets import Unindexed
from kb.core.text import name_stem
from kb.core.together import GivenKeys
from kb.core.withheld import Names

# Long columns that no list of quotes needs.
HEAVY = ("text", "raw", "furniture", "languages", "rights_notice", "summary_kk", "summary_ru", "summary_en")

# More rows of one sort than this no page shows.
MOST = 4000

_WORD = re.compile(r"\w+")
# Kinds of other names that pages print.
SHOWN = (Name.Kind.FORMER, Name.Kind.SHORT, Name.Kind.ABBREVIATION)


def finish(*groups, documents=(), things=()) -> list:
    """What the rows of a page still need, in one query; all quotes in a list.

    Every claim of the groups gets its public ``quotes``: those in the reader's language first, the newest before the
    older ones. Names of people who are not public go out of quotes, titles, sentences and promises; ``things`` and all
    that the claims point at get their names of other days.
    """
    claims = defaultdict(lambda: defaultdict(list))  # by the column of their quotes and by key: a page may have twins
    for claim in (claim for group in groups for claim in group):
        claim.quotes = []
        claims[claim._meta.get_field("evidence").field.name][claim.pk].append(claim)
    quotes, hidden, names, owners = _rest_of(tuple(sorted(claims))).fetch(
        documents=_pks(*documents),
        publishers=_pks(*(article.publisher for article in documents)),
        things=_pks(*things, *entities_of(*groups), *(article.publisher for article in documents)),
        **claims,
    )
    patterns = patterns_of(hidden)
    for article in {id(row): row for row in (*documents, *(quote.article for quote in quotes))}.values():
        shield(article, patterns.get(article.pk))
    for quote in quotes:
        quote.withheld = patterns.get(quote.article_id)
        quote.quote = mask(quote.quote, quote.withheld)
        quote.article.owners = owners
        for field, rows in claims.items():
            for claim in rows.get(getattr(quote, f"{field}_id"), ()):
                claim.quotes.append(quote)
                if hasattr(claim, "text"):  # a pledge repeats the words of its article
                    claim.text = mask(claim.text, quote.withheld)
                shield_counted(claim, quote.withheld)
    for claim in {id(claim): claim for group in groups for claim in group}.values():
        read_in(claim, languages.current())
    publishers = (article.publisher for article in (*documents, *(quote.article for quote in quotes)))
    give_names([*things, *entities_of(*groups), *publishers], names)
    return quotes


def read_in(claim, language: str):
    """Put the quotes of the reader's language first; a pledge is told in them where its other version has it."""
    claim.quotes.sort(key=lambda quote: quote.article.language != language)
    first = claim.quotes[0] if claim.quotes else None
    if hasattr(claim, "text") and first and claim.language != language == first.article.language:
        claim.text, claim.language = first.quote, language


@together.prepared
def _rest_of(fields: tuple[str, ...]):
    """Quotes of claims of these kinds, people and names: what ``finish`` fetches."""
    mention = Entity._meta.get_field("mentions").related_model
    evidence = Relation._meta.get_field("evidence").related_model.objects.public()
    evidence = evidence.filter(reduce(or_, (Q(**{f"{field}__in": GivenKeys(field)}) for field in fields), Q(pk__in=[])))
    shown, named = Q(article__in=GivenKeys("documents")), Q(entity__in=GivenKeys("things"))
    publishers = Q(subject__in=GivenKeys("publishers"))
    if fields:
        shown |= Q(article__among=evidence.values("article"))
        named |= Q(entity__among=evidence.values("article__publisher"))
        publishers |= Q(subject__among=evidence.values("article__publisher"))
    return [
        evidence.select_related("article__publisher")
        .defer(*(f"article__{column}" for column in HEAVY))
        .order_by(F("article__published_on").desc(nulls_last=True), "article", "start")[:MOST],
        people_in(mention.objects.filter(shown)),
        Name.objects.filter(named, kind__in=SHOWN).order_by("pk")[:MOST],
        owners_of(publishers),
    ]


def _pks(*things) -> list[int]:
    return sorted({thing.pk for thing in things if thing is not None})


def entities_of(*groups) -> list:
    """Every entity that the claims of these groups point at, fetched already."""
    return [
        getattr(claim, field)
        for group in groups
        for claim in group
        for field in (*getattr(claim, "about", ()), "speaker")
        if getattr(claim, f"{field}_id", None) is not None and field in claim._state.fields_cache
    ]


def shield(article, found):
    """Take the names that the pattern finds out of what is shown of the article, in memory."""
    article.withheld = found
    if not found:
        return
    for column in {"title", "author", "customer", "payer", "producer", "rights_notice"} - article.get_deferred_fields():
        setattr(article, column, mask(getattr(article, column), found))
    if getattr(article, "sentence", None):
        parts = {part: mask(getattr(article.sentence, part), found) for part in ("before", "words", "after")}
        article.sentence = article.sentence._replace(**parts)


def shield_counted(claim, found):
    """Take the names out of what the claim, or the target of a pledge, counts, in memory."""
    cached = claim._state.fields_cache
    for figure in (claim, cached.get("target")):
        if found and getattr(figure, "counted_text", ""):
            figure.counted_text = mask(figure.counted_text, found)
        counted = figure and figure._state.fields_cache.get("indicator")
        if counted and found:
            for column in ("name_kk", "name_ru", "name_en"):
                setattr(counted, column, mask(getattr(counted, column), found))


def shield_indicators(rows, told_by=None):
    """Take the names out of what indicators count, by the public articles that count it, in memory. One query.

    ``told_by`` says which evidence is looked at, where that is not all.
    """
    evidence = Relation._meta.get_field("evidence").related_model.objects.public().order_by()
    keys = [row.pk for row in rows]
    if told_by is None:
        evidence = evidence.filter(figure__indicator__in=keys)
    else:
        evidence = evidence.filter(told_by, In(Unindexed(F("figure__indicator")), keys))
    mention = Entity._meta.get_field("mentions").related_model.objects
    told, hidden = together.fetch(
        evidence.values_list("figure__indicator", "article").distinct(),
        people_in(mention.filter(article__in=evidence.values("article"))),
    )
    patterns, by_key = patterns_of(hidden), {row.pk: row for row in rows}
    for key, article in told:
        if article in patterns:
            for column in ("name_kk", "name_ru", "name_en"):
                setattr(by_key[key], column, mask(getattr(by_key[key], column), patterns[article]))


# A person whose page does not exist: an entity that is not public, a bare given name, or a name that was suppressed.
UNNAMED = Q(entity=None) & (Q(why__private=True) | Q(why__linked="given name alone") | Q(why__suppressed=True))


def people_in(mentions):
    """(article, text, visibility, merged into) of the people that these mentions name, for ``patterns_of``."""
    rows = mentions.filter(Q(entity__kind=Entity.Kind.PERSON) | (Q(kind=Entity.Kind.PERSON) & UNNAMED))
    rows = rows.exclude(review="rejected").order_by()
    return rows.values_list("article", "text", "entity__visibility", "entity__merged_into").distinct()


def withheld(articles) -> dict:
    """Per article, a pattern that finds the names of its people who are not public."""
    if not articles:
        return {}
    mention = Entity._meta.get_field("mentions").related_model
    return patterns_of(people_in(mention.objects.filter(article__in=articles)))


def withhold_addresses(people) -> None:
    """Take the names of people who are not public any more out of the addresses of the articles that have them."""
    mention = Entity._meta.get_field("mentions").related_model
    articles = mention._meta.get_field("article").related_model.objects
    rows = articles.filter(mentions__entity__in=[row.pk for row in people]).distinct().defer(*HEAVY)
    patterns = withheld([row.pk for row in rows])
    for row in rows:
        row.withhold(patterns.get(row.pk), row.history.values_list("title", flat=True))


def patterns_of(rows) -> dict:
    private, public = defaultdict(set), defaultdict(set)
    for article, text, visibility, merged in rows:
        (public if visibility == Entity.Visibility.PUBLIC or merged else private)[article].add(text)
    return {article: pattern(texts, public[article]) for article, texts in private.items()}


def pattern(texts, public=()):
    """Finds each of the texts, and its words apart in any case, as whole words; None when there are none.

    A title or a second sentence often has the surname alone, or the family's. Words that ``public`` names have too
    are left.
    """
    if not texts:
        return None
    left = {name_stem(word) for text in public for word in _WORD.findall(text)}
    words = {
        word
        for text in texts
        for word in _WORD.findall(text)
        if len(word) > 1 and (word[0].isupper() or len(word) > 3) and name_stem(word) not in left
    }
    return Names(texts, words)


def mask(text: str, found) -> str:
    return found.sub(f"[{_('name withheld')}]", text) if found and text else text


def give_names(things, names):
    """Let ``name_on`` of these things read the names that were fetched, so that it asks no more."""
    by_entity = defaultdict(list)
    for name in names:
        by_entity[name.entity_id].append(name)
    for thing in things:
        if thing is not None:
            thing._prefetched_objects_cache = {**getattr(thing, "_prefetched_objects_cache", {})}
            thing._prefetched_objects_cache["names"] = by_entity[thing.pk]


@together.prepared
def _names_of_things():
    return [Name.objects.filter(entity__in=GivenKeys("things"), kind__in=SHOWN).order_by("pk")[:MOST]]


def names_of(things) -> list[Name]:
    """What ``give_names`` needs. One query."""
    return _names_of_things().fetch(things=_pks(*things))[0]


PARTY = ("party", "party_branch", "party_body")
BELONGS = (Relation.Kind.PART_OF, Relation.Kind.BRANCH_OF)


def owners_of(publishers: Q):
    """(organization, the party that it belongs to) for these publishers and what they belong to themselves."""
    belongs = Relation.objects.filter(
        kind__in=BELONGS, object__as_organization__organization_kind__in=PARTY, review__in=("accepted", "proposed")
    )
    above = belongs.filter(publishers).values("object")
    return belongs.filter(publishers | Q(subject__among=above)).order_by("pk").values_list("subject", "object")[:MOST]


# Two fingerprints of one text, slightly edited, differ in few bits.
NEAR = 6


def publishers(quotes) -> int:
    """How many publishers that do not depend on each other stand behind these quotes.

    One owner counts once; a reprint, a translation and the same text twice count once.
    """
    articles = list({quote.article_id: quote.article for quote in quotes if quote.article.publisher_id}.values())
    groups: list[tuple[set, list]] = []  # what they share, and the fingerprints
    for article in articles:
        marks = {("owner", _owner(article)), ("article", article.pk)} | {("article", article.twin_id)} - {
            ("article", None)
        }
        prints = [article.fingerprint] if article.fingerprint else []
        rest = []
        for other, their in groups:
            if marks & other or any((one ^ two).bit_count() <= NEAR for one in prints for two in their):
                marks, prints = marks | other, [*prints, *their]
            else:
                rest.append((other, their))
        groups = [*rest, (marks, prints)]
    return len(groups)


def _owner(article) -> int:
    above, owner = dict(getattr(article, "owners", ())), article.publisher_id
    for _step in range(3):
        owner = above.get(owner, owner)
    return owner
