"""Plans beside results."""

from dataclasses import dataclass, field

from programs.models import Figure

TOLD = 3


@dataclass
class Line:
    """One region and period of an indicator: what was planned and what came."""

    region: object
    said: Figure  # tells the period
    plans: list[Figure] = field(default_factory=list)
    results: list[Figure] = field(default_factory=list)
    cells: list[list[Figure]] = field(default_factory=list)  # the columns of the table, from left to right

    @property
    def when(self) -> int:
        """What the lines are ordered by in time; 0 when no time is said."""
        day = self.said.end or self.said.start or self.said.as_of
        return int(day) if day else 0

    @property
    def when_label(self) -> str:
        day = self.said.end or self.said.start or self.said.as_of
        return ".".join(reversed(str(day).split("-")))

    @property
    def values(self) -> list[tuple[str, object]]:
        """(plan or result, value), a plan first."""
        return [(figure.status, figure.value) for figure in (*self.plans[:1], *self.results[:1])]


@dataclass
class Table:
    indicator: object
    lines: list[Line]
    most: object  # the largest value, the full length of a bar
    has_plans: bool
    told: list[Figure]  # the newest, whose sources stand beside the table

    @property
    def size(self) -> int:
        return sum(len(line.plans) + len(line.results) for line in self.lines)


def tables(figures) -> list[Table]:
    """A table an indicator, in the order of the figures given; a result stands beside the plan it reports on."""
    by_indicator = {}
    for figure in figures:
        by_indicator.setdefault(figure.indicator_id, []).append(figure)
    return [_table(rows) for rows in by_indicator.values()]


def _table(figures) -> Table:
    found = lines(figures)
    has_plans = any(line.plans for line in found)
    for line in found:
        line.cells = [line.plans, line.results] if has_plans else [line.results]
    most = max(figure.value_max or figure.value for figure in figures)
    return Table(figures[0].indicator, found, most, has_plans, figures[:TOLD])


def lines(figures) -> list[Line]:
    found, of_plan = {}, {}
    # Plans first, so that a result finds its plan's line.
    for figure in sorted(figures, key=lambda figure: figure.status == Figure.Status.REPORTED):
        # Two figures without any time may be of different years: each stands alone.
        when = (
            (figure.start, figure.end) if figure.start or figure.end else (figure.as_of or f"figure {figure.pk}", None)
        )
        key = of_plan.get(figure.plan_id) or (figure.region_id, figure.organization_id, when)
        line = found.setdefault(key, Line(figure.region, figure))
        (line.results if figure.status == Figure.Status.REPORTED else line.plans).append(figure)
        of_plan[figure.pk] = key
    for line in found.values():  # what editors prefer first
        for told in (line.plans, line.results):
            told.sort(key=lambda figure: not figure.preferred_because)
    order = {figure.pk: place for place, figure in enumerate(figures)}
    return sorted(found.values(), key=lambda line: order[line.said.pk])
