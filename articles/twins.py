"""Where the Kazakh and the Russian version of one news item say different things, and what a person says to it."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article, Disagreement, Evidence
from kb.core import batches
from kb.core.models import Review, Run
from kb.core.quotes import HEAVY
from kb.core.text import name_key
from people.models import Organization, Position
from programs.models import Figure

_DECISION = ("review", "decided_by", "decided_at", "reason")
_ANSWER = ("answer", "decided_by", "decided_at", "reason")
# A rounded number agrees with the exact one that lies so near.
ROUNDED = Decimal("0.1")
# What is counted has other words in the other language; figures that agree in these may be of the same thing.
SAME = ("unit", "status", "region_id", "program_id", "start", "end")


class Pair(NamedTuple):
    """Two quotes that contradict each other."""

    claim: str  # "figure" or "position"
    own: Evidence
    other: Evidence


def propose(article: Article, run: Run) -> int:
    """Put down for an editor what ``article`` and its twin tell differently; how many rows changed.

    What was answered is not asked again while the quotes and what they say are the same.
    """
    twin = Article.objects.defer(*HEAVY).get(pk=article.twin_id)
    if (twin.language, twin.pk) < (article.language, article.pk):
        article, twin = twin, article
    known = {row.key: row for row in Disagreement.objects.filter(article=article)}
    changed = 0
    for pair in disagreements(article):
        key = _key(pair)
        row = known.pop(key, None) or Disagreement(article=article, other=twin, key=key, run=run)
        claims = {f"{pair.claim}_id": pair.own.claim.pk, f"other_{pair.claim}_id": pair.other.claim.pk}
        if row.pk is None or any(getattr(row, name) != pk for name, pk in claims.items()):
            for name, pk in claims.items():
                setattr(row, name, pk)
            row.save()
            changed += 1
    settled = [row.pk for row in known.values() if not row.answer]
    Disagreement.objects.filter(pk__in=settled).delete()
    return changed + len(settled)


def _key(pair: Pair) -> str:
    said = sorted([evidence.quote, _said(evidence.claim)] for evidence in (pair.own, pair.other))
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def _said(claim: Figure | Position) -> str:
    if isinstance(claim, Figure):
        return f"{claim.value.normalize():f} {claim.unit} {claim.status}"
    return claim.post or name_key(claim.title_kk or claim.title_ru or claim.title_en)


@transaction.atomic
def decide(row: Disagreement, answer: str, user, reason: str = "") -> Run:
    """Write the answer: the claim that is right is accepted, the other one was truly said and is wrong (deprecated)."""
    batch, now, reason = batches.Batch(user, reason), timezone.now(), reason.strip()
    label = str(Disagreement.Answer(answer).label)
    own, other = row.sides
    right, wrong = {"own": (own, other), "other": (other, own)}.get(answer, (None, None))
    if right is not None and right.review == Review.PROPOSED:
        batch.changing(right, _DECISION, Review.ACCEPTED.label)
        right.decide(Review.ACCEPTED, user, now, reason)
    if wrong is not None:
        batch.changing(wrong, _DECISION, Review.DEPRECATED.label)
        wrong.decide(Review.DEPRECATED, user, now, reason or _("The other version is right."))
    batch.changing(row, _ANSWER, label)
    row.answer, row.decided_by, row.decided_at, row.reason = answer, user, now, reason
    return batch.close({answer: 1}, {"articles": [row.article_id, row.other_id]})


def disagreements(article: Article) -> list[Pair]:
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


def _figures(own: list[Evidence], other: list[Evidence]) -> list[Pair]:
    lacking = [_lacking(own, other), _lacking(other, own)]
    return [
        Pair("figure", rows[0], lacking[1][key][0])
        for key, rows in lacking[0].items()
        if len(rows) == len(lacking[1][key]) == 1 and not _rounds(rows[0].figure, lacking[1][key][0].figure)
    ]


def _rounds(one: Figure, other: Figure) -> bool:
    """One gives about what the other gives exactly: "over a thousand", "1 043"."""
    exact = Figure.Qualifier.EXACTLY
    return (one.qualifier == exact) != (other.qualifier == exact) and abs(one.value - other.value) <= ROUNDED * max(
        one.value, other.value
    )


def _lacking(own: list[Evidence], other: list[Evidence]) -> dict[tuple, list[Evidence]]:
    """Figures of ``own`` whose number stands nowhere in ``other``, by what else they say."""
    numbers = {number for row in other for number in (row.figure.value, row.figure.value_max)}
    found = defaultdict(list)
    for row in own:
        if row.figure.value not in numbers:
            found[tuple(getattr(row.figure, name) for name in SAME)].append(row)
    return found


def _posts(own: list[Evidence], other: list[Evidence]) -> list[Pair]:
    """People whose posts in one version are all others than in the other one."""
    held = [defaultdict(list), defaultdict(list)]
    for side, rows in zip(held, (own, other), strict=True):
        for row in rows:
            side[row.position.person_id].append(row)
    return [
        Pair("position", rows[0], held[1][person][0])
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
