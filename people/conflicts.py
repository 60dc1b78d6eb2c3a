"""Sources that tell a post differently: two holders at one time, two beginnings of one time in office."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import combinations

from django.db import transaction

from kb.core import conflicts, labels
from kb.core.models import Review, Run
from kb.core.partial_dates import PartialDate
from people.models import Position

SEAT = ("post", "organization_id", "region_id", "acting")
_TIMES = ("start", "end", "first_reported", "last_reported")


def _standing():
    """Posts of a known kind and place that nobody decided against."""
    standing = Position.objects.exclude(review__in=[Review.REJECTED, Review.DEPRECATED]).exclude(post="")
    return standing.exclude(organization=None, region=None).filter(ended=False)


def found(most: int) -> list[list[int]]:
    """Keys of positions in one seat that contradict each other, for ``groups``: the newest conflicts first."""
    seats = defaultdict(list)
    for row in _standing().order_by("pk").values_list("pk", "person_id", *SEAT, *_TIMES, named=True).iterator():
        seats[row[2 : 2 + len(SEAT)]].append(row)
    told = [_contradicting(rows) for rows in seats.values() if len(rows) > 1]
    return sorted(filter(None, told), key=lambda group: -max(group))[:most]


def groups(keys: list[list[int]]) -> list[list[Position]]:
    """The positions of each of these conflicts; one query."""
    rows = _standing().select_related(*Position.about).in_bulk([pk for group in keys for pk in group])
    return [[rows[pk] for pk in group if pk in rows] for group in keys]


def _contradicting(rows) -> list[int]:
    return sorted({row.pk for pair in _near(rows) if contradict(*pair) for row in pair})


def _near(rows) -> Iterator[tuple]:
    """Pairs that may contradict each other: of one person, and of two who held a post of one at overlapping times."""
    own = defaultdict(list)
    for row in rows:
        own[row.person_id].append(row)
    for held in own.values():
        yield from combinations(held, 2)
    if len(own) < 2 or not labels.single(rows[0].post):
        return
    timed = sorted(((*span, row) for row in rows if (span := _surely(row))), key=lambda told: told[:2])
    for place, (_begin, end, row) in enumerate(timed):
        for begin, _end, other in timed[place + 1 :]:
            if begin >= end:
                break
            yield row, other


def contradict(one: Position, other: Position) -> bool:
    """Whether two positions in one seat can't both be as told."""
    if one.person_id == other.person_id:
        return _apart(one, other, "start") or _apart(one, other, "end")
    if not labels.single(one.post):
        return False
    times = [_surely(row) for row in (one, other)]
    return all(times) and max(times)[0] < min(end for _begin, end in times)


def _apart(one: Position, other: Position, end: str) -> bool:
    """Two dates for one beginning or end; not two times in office, one after the other."""
    dates = sorted(filter(None, (getattr(one, end), getattr(other, end))))
    if len(dates) < 2 or dates[0].last_day >= dates[1].first_day:
        return False
    spans = sorted((row.start, row.end) for row in (one, other) if row.start and row.end)
    return len(spans) < 2 or spans[1][0].first_day <= spans[0][1].last_day


def _surely(row: Position) -> tuple[date, date] | None:
    """The first and the last day on which the person held the post, whatever the unknown parts of dates are."""
    begins = [_day(row.start, "last_day"), row.first_reported]
    ends = [_day(row.end, "first_day") or row.last_reported]
    days = list(filter(None, begins)), list(filter(None, ends))
    return (min(days[0]), max(days[1])) if all(days) else None


def _day(moment: PartialDate | None, which: str) -> date | None:
    return getattr(moment, which) if moment else None


@transaction.atomic
def prefer(position: Position, reason: str, user) -> Run:
    """Prefer ``position`` to what else is told of its seat at that time."""
    seat = {name: getattr(position, name) for name in SEAT}
    rows = _standing().select_for_update().filter(**seat).order_by("pk")
    rivals = [row for row in rows if row.pk == position.pk or contradict(row, position)]
    return conflicts.prefer(position, rivals, reason, user)
