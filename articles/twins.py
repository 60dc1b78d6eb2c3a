"""Where the Kazakh and the Russian version of one news item say different things."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from articles.models import Article, Evidence
from kb.core.models import Review
from people.models import Organization, Position

# What is counted has other words in the other language; figures that agree in these may be of the same thing.
SAME = ("unit", "status", "region_id", "program_id", "start", "end")


class Disagreement(NamedTuple):
    claim: str  # "figure" or "position"
    own: Evidence
    other: Evidence


def disagreements(article: Article) -> list[Disagreement]:
    """Figures and posts that ``article`` and its twin tell differently, in the order of ``article``.

    Precision before recall: a number is set against the twin's only when each is the one of its kind that the other
    version lacks.
    """
    twin = article.twin_id or Article.objects.filter(twin=article.pk).values_list("pk", flat=True).first()
    if twin is None:
        return []
    rows = Evidence.objects.filter(article__in=[article.pk, twin]).order_by("start", "pk")
    told = {claim: _by_article(rows, claim) for claim in ("figure", "position")}
    found = [
        *_figures(told["figure"][article.pk], told["figure"][twin]),
        *_posts(told["position"][article.pk], told["position"][twin]),
    ]
    return sorted(found, key=lambda row: row.own.start)


def _by_article(rows, claim: str) -> dict[int, list[Evidence]]:
    standing = rows.filter(**{f"{claim}__isnull": False}).exclude(
        **{f"{claim}__review__in": [Review.REJECTED, Review.DEPRECATED]}
    )
    found = defaultdict(list)
    related = ("position__organization",) if claim == "position" else (claim,)
    for row in standing.select_related(*related):
        found[row.article_id].append(row)
    return found


def _figures(own: list[Evidence], other: list[Evidence]) -> list[Disagreement]:
    lacking = [_lacking(own, other), _lacking(other, own)]
    return [
        Disagreement("figure", rows[0], lacking[1][key][0])
        for key, rows in lacking[0].items()
        if len(rows) == len(lacking[1][key]) == 1
    ]


def _lacking(own: list[Evidence], other: list[Evidence]) -> dict[tuple, list[Evidence]]:
    """Figures of ``own`` whose number stands nowhere in ``other``, by what else they say."""
    numbers = {number for row in other for number in (row.figure.value, row.figure.value_max)}
    found = defaultdict(list)
    for row in own:
        if row.figure.value not in numbers:
            found[tuple(getattr(row.figure, name) for name in SAME)].append(row)
    return found


def _posts(own: list[Evidence], other: list[Evidence]) -> list[Disagreement]:
    """People whose posts in one version are all others than in the other one."""
    held = [defaultdict(list), defaultdict(list)]
    for side, rows in zip(held, (own, other), strict=True):
        for row in rows:
            side[row.position.person_id].append(row)
    return [
        Disagreement("position", rows[0], held[1][person][0])
        for person, rows in held[0].items()
        if held[1][person]
        and not any(_may_be_same(mine.position, theirs.position) for mine in rows for theirs in held[1][person])
    ]


def _may_be_same(one: Position, other: Position) -> bool:
    if one.pk == other.pk:
        return True
    if not _may_be_same_post(one.post, other.post):
        return False
    if one.region_id and other.region_id and one.region_id != other.region_id:
        return False
    return not _other_body(one.organization, other.organization)


def _may_be_same_post(one: str, other: str) -> bool:
    """The "chair" of one version may be the "council-chair" of the other one, but no deputy is who is deputized."""
    if not one or not other:
        return True
    parts = [set(code.split("-")) for code in (one, other)]
    return (parts[0] <= parts[1] or parts[1] <= parts[0]) and ("deputy" in parts[0]) == ("deputy" in parts[1])


def _other_body(one: Organization | None, other: Organization | None) -> bool:
    """Surely another organization: one that has only names in the other language may be the same."""
    if one is None or other is None or one.pk == other.pk:
        return False
    return any(getattr(one, name) and getattr(other, name) for name in ("name_kk", "name_ru"))
