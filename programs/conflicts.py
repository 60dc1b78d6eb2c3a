"""Sources that say different numbers of the same thing: side by side, and which one is preferred."""

from collections import defaultdict

from django.db import transaction
from django.db.models import F, Max, Min, Q

from kb.core import conflicts
from kb.core.models import Review, Run
from programs.models import Figure

# Figures that agree in these speak of the same thing; what they say is the value. In the order of ``figure_alike``.
SAME = ("indicator", "start", "end", "region", "program", "unit", "status", "span_kind")
ENDS = ("indicator", "region", "program", "organization", "speaker")


def _standing():
    """Figures of a period that nobody decided against; without a period two numbers may be of two days."""
    standing = Figure.objects.exclude(review__in=[Review.REJECTED, Review.DEPRECATED])
    return standing.exclude(start=None, end=None).exclude(indicator__broad=True)


def found(most: int) -> list[dict]:
    """What is told with different values by different articles, for ``groups``: no more than ``most``."""
    rows = _standing().order_by().values(*SAME)
    rows = rows.annotate(
        least=Min("value"), largest=Max("value"), first=Min("evidence__article"), last=Max("evidence__article")
    )
    told = rows.filter(least__lt=F("largest"), first__lt=F("last")).order_by(*(f"-{name}" for name in SAME))
    return list(told.values(*SAME)[:most])


def groups(keys: list[dict]) -> list[list[Figure]]:
    """The figures of each of these conflicts, the newest first; one query."""
    if not keys:
        return []
    wanted = Q(pk__in=[])
    for key in keys:
        wanted |= Q(**{f"{name}__isnull" if key[name] is None else name: _asked(key[name]) for name in SAME})
    rows = defaultdict(list)
    for row in _standing().filter(wanted).select_related(*ENDS).order_by("pk"):
        rows[_key_of(row)].append(row)
    return sorted(rows.values(), key=lambda rows: -max(row.pk for row in rows))


def _asked(value):
    return True if value is None else value


def _key_of(row) -> tuple:
    return tuple(getattr(row, f"{name}_id", None) if name in ENDS else getattr(row, name) for name in SAME)


@transaction.atomic
def prefer(figure: Figure, reason: str, user) -> Run:
    """Prefer ``figure`` to what other sources say; the others of its group are no longer preferred."""
    same = _standing().select_for_update().filter(indicator=figure.indicator_id, unit=figure.unit)
    rivals = [row for row in same.order_by("pk") if _key_of(row) == _key_of(figure)]
    return conflicts.prefer(figure, rivals, reason, user)
