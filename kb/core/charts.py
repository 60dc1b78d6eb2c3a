"""Geometry of the charts and timelines that templates draw as SVG beside a table with the same numbers."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

WIDTH, HEIGHT, FOOT = 640, 200, 22
MANY = 6  # columns that are too narrow for a phone
TIMELINE = 1000


@dataclass(frozen=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    sort: str  # the class that colours it: "planned" or "reported"
    label: str
    middle: float


@dataclass(frozen=True)
class Tick:
    x: float
    label: str


@dataclass(frozen=True)
class Line:
    """A column laid on its side: ``share`` is its percentage of the longest."""

    label: str
    values: list[tuple[str, str, int]]  # (sort, words, share)


@dataclass(frozen=True)
class Chart:
    """``lines`` are the same columns for a phone, where they are many."""

    bars: list[Bar]
    ticks: list[Tick]
    lines: list[Line]
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def base(self) -> int:
        return self.height - FOOT


def bars(points, write=str) -> Chart | None:
    """Columns side by side: ``points`` are (label, [(sort, value), …]) from left to right; None for less than two."""
    values = [value for _label, group in points for _sort, value in group]
    if len(points) < 2 or not values or max(values) <= 0:
        return None
    most, step = Decimal(max(values)), WIDTH / len(points)
    room = HEIGHT - FOOT - 18  # for the number above the column
    found, ticks = [], []
    every = -(-len(points) // 12)
    for number, (label, group) in enumerate(points):
        left = number * step
        if number % every == 0:
            ticks.append(Tick(round(left + step / 2, 1), label))
        width = min(56.0, step * 0.76 / max(1, len(group)))
        first = left + (step - width * len(group)) / 2
        for place, (sort, value) in enumerate(group):
            height = round(float(max(Decimal(value), Decimal(0)) / most) * room, 1)
            x = round(first + place * width, 1)
            top = HEIGHT - FOOT - height
            label_of = write(value) if len(points) <= 12 else ""
            found.append(Bar(x, top, round(width - 2, 1), height, sort, label_of, round(x + width / 2 - 1, 1)))
    lines = [
        Line(label, [(sort, write(value), max(1, round(100 * max(Decimal(value), 0) / most))) for sort, value in group])
        for label, group in (points if len(points) >= MANY else ())
    ]
    return Chart(found, ticks, lines)


@dataclass(frozen=True)
class Span:
    """One line of a timeline: what, from when to when, and where its bar stands of ``TIMELINE``."""

    row: object
    begin: date
    end: date | None
    x: float
    width: float


@dataclass(frozen=True)
class Timeline:
    spans: list[Span]
    first: int
    last: int


def timeline(rows, today: date) -> Timeline | None:
    """``rows`` are (row, begin, end or None for still going); None when there is no span of time to draw."""
    dated = sorted(((row, begin, end) for row, begin, end in rows if begin), key=lambda entry: entry[1])
    if len(dated) < 2:
        return None
    first = date(dated[0][1].year, 1, 1)
    last = date(max(max(end or today, begin) for _row, begin, end in dated).year, 12, 31)
    days = (last - first).days + 1

    def at(day):
        return round(TIMELINE * (day - first).days / days, 1)

    spans = []
    for row, begin, end in dated:
        until = max(end or max(today, begin), begin) + timedelta(days=1)
        spans.append(Span(row, begin, end, at(begin), max(6.0, round(at(until) - at(begin), 1))))
    return Timeline(spans, first.year, last.year)
