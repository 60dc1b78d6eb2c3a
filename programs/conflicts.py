"""Sources that say different numbers of the same thing: side by side, and which one is preferred."""

from collections import defaultdict

from django.db import transaction
from django.db.models import Count, Q

from kb.core import conflicts
from kb.core.models import Review, Run
from programs.models import Figure

# Figures that agree in these speak of the same thing; what they say is the value.
SAME = ("indicator", "unit", "status", "span_kind", "region", "program", "start", "end")
ENDS = ("indicator", "region", "program", "organization", "speaker")


def _standing():
    """Figures of a period that nobody decided against; without a period two numbers may be of two days."""
    standing = Figure.objects.exclude(review__in=[Review.REJECTED, Review.DEPRECATED])
    return standing.exclude(start=None, end=None).exclude(indicator__broad=True)


def groups(limit: int, offset: int = 0) -> list[list[Figure]]:
    """Figures of the same thing with different values, the newest conflict first; two queries."""
    keys = list(_keys()[offset : offset + limit])
    if not keys:
        return []
    wanted = Q(pk__in=[])
    for key in keys:
        wanted |= Q(**{f"{name}__isnull" if key[name] is None else name: _asked(key[name]) for name in SAME})
    found = defaultdict(list)
    for row in _standing().filter(wanted).select_related(*ENDS).order_by("pk"):
        found[_key_of(row)].append(row)
    return sorted(found.values(), key=lambda rows: -max(row.pk for row in rows))


def _asked(value):
    return True if value is None else value


def _keys():
    rows = _standing().order_by().values(*SAME)
    rows = rows.annotate(numbers=Count("value", distinct=True), sources=Count("evidence__article", distinct=True))
    return rows.filter(numbers__gt=1, sources__gt=1).order_by(
        "-indicator", *(name for name in SAME if name != "indicator")
    )


def total() -> int:
    return _keys().count()


def _key_of(row) -> tuple:
    return tuple(getattr(row, f"{name}_id", None) if name in ENDS else getattr(row, name) for name in SAME)


@transaction.atomic
def prefer(figure: Figure, reason: str, user) -> Run:
    """Prefer ``figure`` to what other sources say; the others of its group are no longer preferred."""
    same = _standing().select_for_update().filter(indicator=figure.indicator_id, unit=figure.unit)
    rivals = [row for row in same.order_by("pk") if _key_of(row) == _key_of(figure)]
    return conflicts.prefer(figure, rivals, reason, user)
