"""The same news in the other language: which article it is, and which figure and pledge of it a finding repeats."""

from __future__ import annotations

from collections import defaultdict
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
    days = (article.published_on - DAYS_APART, article.published_on + DAYS_APART)
    candidates = Article.objects.filter(language=language, published_on__range=days, twin=None).order_by("pk")
    found = [
        row
        for row in candidates.defer(*HEAVY)
        if "twin" not in row.edited_fields and _alike((numbers, things), _traits(row))
    ]
    same_day = [row for row in found if row.published_on == article.published_on]
    found = same_day or found
    return found[0] if len(found) == 1 else None


def _traits(article: Article) -> tuple[set, set]:
    """The numbers and the things of an article."""
    numbers = Figure.objects.filter(evidence__article=article.pk).values_list("value", "unit")
    things = Appearance.objects.filter(article=article.pk).values_list("entity", flat=True)
    return set(numbers), set(things)


def _alike(one: tuple[set, set], other: tuple[set, set]) -> bool:
    for mine, theirs, least in zip(one, other, (NUMBERS, THINGS), strict=True):
        shared = len(mine & theirs)
        if shared < least or shared < SHARE * min(len(mine), len(theirs)):
            return False
    return True


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
