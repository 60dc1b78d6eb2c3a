"""The same news in the other language: which article it is, and which figure and pledge of it a finding repeats."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal

from articles.models import Appearance, Article
from kb.core.quotes import HEAVY
from kb.regions.models import Region
from programs.models import Figure, Pledge

# Two languages tell the same news when they share the day, this many numbers and things, and half of the rarer.
NUMBERS, THINGS, SHARE = 2, 3, 0.5
# The translation may come a day later.
DAYS_APART = timedelta(days=1)
# Two languages share a number by chance when it is small.
TELLING_VALUE = 20
# What one version counts in a unit the other may count bare: "38 садов"; a share is no count.
BARE_UNIT, SHARES = "count", {"percent", "times"}


def is_telling(value: Decimal) -> bool:
    return value >= TELLING_VALUE or value != value.to_integral_value()


def find(article: Article, numbers: set, things: set) -> Article | None:
    """The one article that tells the news of ``article`` in the other language; ``numbers`` are (value, unit)."""
    language = {"kk": "ru", "ru": "kk"}.get(article.language)
    if not language or article.published_on is None or article.twin_id or "twin" in article.edited_fields:
        return None
    if len(numbers) < NUMBERS or len(things) < THINGS:
        return None
    days = (article.published_on - DAYS_APART, article.published_on + DAYS_APART)
    candidates = Article.objects.filter(language=language, published_on__range=days, twin=None).order_by("pk")
    candidates = [row for row in candidates.defer(*HEAVY) if "twin" not in row.edited_fields]
    keys = [row.pk for row in candidates]
    told = Figure.objects.filter(evidence__article__in=keys).values_list("evidence__article", "value", "unit")
    keys = _alike(numbers, told, NUMBERS)
    named = Appearance.objects.filter(article__in=keys).values_list("article", "entity")
    keys = _alike({(thing,) for thing in things}, named, THINGS)
    found = [row for row in candidates if row.pk in keys]
    same_day = [row for row in found if row.published_on == article.published_on]
    found = same_day or found
    return found[0] if len(found) == 1 else None


def _alike(traits: set[tuple], theirs: Iterable[tuple], least: int) -> set[int]:
    """The articles that share enough with these traits; ``theirs`` are (article, *trait)."""
    by_article = defaultdict(set)
    for article, *trait in theirs:
        by_article[article].add(tuple(trait))
    return {
        article
        for article, other in by_article.items()
        if len(traits & other) >= max(least, SHARE * min(len(traits), len(other)))
    }


class Twin:
    """What the twin of an article tells, for findings that tell it again.

    The two versions word it differently, name another end, leave a date out: a number that each of them says once is
    one figure all the same.
    """

    def __init__(self, article: Article, numbers: dict[tuple, int]):
        """``numbers``: how many figures of the article have this value, upper end, unit and status."""
        self.article, self.numbers = article, numbers
        self._figures: dict[tuple, set[Figure]] = defaultdict(set)
        self._pledges: set[Pledge] = set()
        if article.twin_id:
            for row in _told(Figure, article.twin_id).select_related("indicator", "region"):
                self._figures[_amount(row)].add(row)
            self._pledges = set(_told(Pledge, article.twin_id).select_related("target", "region"))

    def figure(self, found: Figure) -> Figure | None:
        """The twin's figure that ``found`` repeats."""
        rows = [row for key, told in self._figures.items() if _same_amount(key, _amount(found)) for row in told]
        mine = sum(count for key, count in self.numbers.items() if _same_amount(key, _amount(found)))
        if len(rows) != 1 or mine > 1:
            return None
        row = rows[0]
        if not _places_agree(row.region, found.region):
            return None
        if is_telling(found.value):
            return row
        return row if row.program_id == found.program_id and row.region_id == found.region_id else None

    def tells(self, pledge: Pledge) -> bool:
        return pledge in self._pledges

    def pledge(self, found: Pledge) -> Pledge | None:
        """The twin's pledge with the very target of ``found``."""
        if found.target is None:
            return None
        rows = [row for row in self._pledges if row.target_id == found.target.pk]
        if len(rows) != 1 or (rows[0].deadline and found.deadline and rows[0].deadline != found.deadline):
            return None
        return rows[0]


def _told(model, article: int):
    """The standing claims of one table that an article supports."""
    return model.objects.filter(evidence__article=article).exclude(review__in=["rejected", "deprecated"]).distinct()


def _amount(figure: Figure) -> tuple:
    return figure.value, figure.value_max, figure.unit, figure.status


def _same_amount(one: tuple, other: tuple) -> bool:
    if one == other:
        return True
    units = {one[2], other[2]}
    return (
        one[:2] == other[:2] and one[3] == other[3] and BARE_UNIT in units and not units & SHARES and is_telling(one[0])
    )


def _places_agree(one: Region | None, other: Region | None) -> bool:
    """Neither is said, or one lies in the other: "Қызылорда" of one version is the oblast of the other one."""
    if one is None or other is None or one == other:
        return True
    return other.pk in _above(one) or one.pk in _above(other)


def _above(region: Region) -> set[int]:
    seen: set[int] = set()
    while region.parent_id and region.parent_id not in seen:
        seen.add(region.parent_id)
        region = region.parent
    return seen
