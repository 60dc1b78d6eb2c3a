"""The words that support claims, ready to print: fetched in one go, private people's names taken out."""

import re
from collections import defaultdict

from django.db.models import F, Prefetch, Q, prefetch_related_objects
from django.utils.translation import gettext as _

from kb.core.models import Entity, Name, Relation

# Long columns that no list of quotes needs.
HEAVY = ("text", "raw", "furniture", "languages", "rights_notice", "summary_kk", "summary_ru", "summary_en")

_WORD = re.compile(r"\w+")
# Kinds of other names that pages print.
SHOWN = (Name.Kind.FORMER, Name.Kind.SHORT, Name.Kind.ABBREVIATION)


def attach_quotes(*groups, documents=()) -> list:
    """Give every claim of the groups its public ``quotes``, the newest article first; all quotes in a list.

    ``documents`` are articles of the same page, shielded along. Two queries, however many claims.
    """
    claims = defaultdict(list)
    for claim in (claim for group in groups for claim in group):
        claim.quotes = []
        claims[claim._meta.get_field("evidence").field.name, claim.pk].append(claim)
    rows = _quotes_of(claims) if claims else []
    _shield([*((row, row.article, ("quote",)) for row in rows), *((row, row, ()) for row in documents)])
    for row in rows:
        for field in {field for field, _pk in claims}:
            for claim in claims.get((field, getattr(row, f"{field}_id")), ()):
                claim.quotes.append(row)
                if hasattr(claim, "text"):  # a pledge repeats the words of its article
                    claim.text = mask(claim.text, row.withheld)
    return rows


def _quotes_of(claims) -> list:
    by_field = defaultdict(list)
    for field, pk in claims:
        by_field[field].append(pk)
    wanted = Q()
    for field, pks in by_field.items():
        wanted |= Q(**{f"{field}__in": pks})
    evidence = Relation._meta.get_field("evidence").related_model
    return list(
        evidence.objects.public()
        .filter(wanted)
        .select_related("article__publisher")
        .defer(*(f"article__{column}" for column in HEAVY))
        .order_by(F("article__published_on").desc(nulls_last=True), "article", "start")
    )


def shield(articles):
    """Take names of people who are not public out of the titles, in memory. One query."""
    _shield([(article, article, ()) for article in articles])


def _shield(parts):
    """``parts`` are a row, its article and the row's columns to mask; each row gets ``withheld``, a pattern or None."""
    patterns = withheld({article.pk for _row, article, _columns in parts})
    for row, article, columns in parts:
        row.withheld = patterns.get(article.pk)
        article.title = mask(article.title, row.withheld)
        for column in columns:
            setattr(row, column, mask(getattr(row, column), row.withheld))


def withheld(articles) -> dict:
    """Per article, a pattern that finds the names of its people who are not public."""
    if not articles:
        return {}
    mention = Entity._meta.get_field("mentions").related_model
    rows = mention.objects.filter(article__in=articles, entity__kind=Entity.Kind.PERSON).exclude(review="rejected")
    rows = rows.order_by().values_list("article", "text", "entity__visibility", "entity__merged_into")
    private, public = defaultdict(set), defaultdict(set)
    for article, text, visibility, merged in rows:
        (public if visibility == Entity.Visibility.PUBLIC or merged else private)[article].add(text)
    return {article: pattern(texts, public[article]) for article, texts in private.items()}


def pattern(texts, public=()):
    """Finds each of the texts, and its longer words apart, as whole words; None when there are none.

    A title or a second sentence often has the surname alone. Words that ``public`` names have too are left.
    """
    if not texts:
        return None
    left = {word for text in public for word in _WORD.findall(text)}
    words = {word for text in texts for word in _WORD.findall(text) if len(word) > 3} - left
    longest_first = sorted({*texts, *words}, key=lambda text: (-len(text), text))
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(text) for text in longest_first)})(?!\w)")


def mask(text: str, found) -> str:
    return found.sub(f"[{_('name withheld')}]", text) if found and text else text


def attach_names(things):
    """Fetch the former names of these things at once, so that ``name_on`` asks no more. One query."""
    things = [thing for thing in things if thing is not None]
    prefetch_related_objects(things, Prefetch("names", queryset=Name.objects.filter(kind__in=SHOWN)))


def publishers(quotes) -> int:
    """How many different publishers stand behind these quotes."""
    return len({row.article.publisher_id for row in quotes} - {None})
