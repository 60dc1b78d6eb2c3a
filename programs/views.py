"""Pages of programs, figures, pledges and indicators."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import chain

from django.db.models import Exists, F, OuterRef, Q
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from kb.core import charts, labels, languages, lists, together
from kb.core.lists import Column, ListPage, Paged, read_key, write_key
from kb.core.models import Entity, Relation
from kb.core.pages import (
    asked_day,
    both_ways,
    by_words,
    claims_of,
    documents_of,
    entity_page,
    known_on,
    made_by,
    pledges_of,
    promised_by,
    quoted,
    relations_of,
    told_of,
)
from kb.core.partial_dates import as_kept
from kb.core.quotes import entities_of, finish, publishers
from kb.core.together import Given
from programs import veils
from programs.filters import FigureFilter, IndicatorFilter, PledgeFilter, ProgramFilter
from programs.models import Figure, Indicator, Pledge, PledgeChange, Program
from programs.outcomes import outcome_of
from programs.querysets import counting_for, is_compared, later_about, near, told
from programs.tables import tables

SHOWN, OTHERS = 8, 10
# In the tables of a program, and of an indicator; and how many of these stand with their sources.
VALUES, VALUES_OF_INDICATOR, SOURCED = 60, 50, 10
THINGS = ("indicator", "program", "organization", "region", "speaker")
NEWEST = (F("as_of").desc(nulls_last=True), F("start").desc(nulls_last=True), "-pk")
# Figures that agree in these speak of the same thing, place and time.
SAME = ("indicator_id", "region_id", "program_id", "status", "start", "end")
MAKERS = ("person", "organization", "program", "region")


class ProgramList(ListPage):
    model = Program
    filterset_class = ProgramFilter
    template_name = "programs/programs.html"
    title = _("Programs")
    intro = _("Electoral programmes, party projects, state programmes, campaigns, services and centres.")
    sorts = {
        "documents": (_("most articles first"), ["-documents", "name", "pk"]),
        "name": (_("by name"), ["name", "pk"]),
        "new": (_("newest first"), ["-pk"]),
    }

    csv_columns = {
        **lists.THING,
        _("Kind"): lambda row: labels.kind("program", row.program_kind) if row.program_kind else "",
        _("Part of"): lambda row: lists.named(row.parent),
        _("Started"): lambda row: row.started,
        _("Ended"): lambda row: row.ended,
        **lists.ADDRESS,
    }

    def rows(self):
        return Program.objects.public().select_related("parent").with_documents()

    def dress(self, rows):
        finish(things=[thing for row in rows for thing in (row, row.parent)])


@together.prepared
def rows_of_program(day: date, asked: date | None):
    program = Given("program")
    figures = known_on(claims_of(Program, "figures"), asked)
    return [
        relations_of(program, asked),
        Program.objects.public().filter(parent=program).order_by("names_key")[:100],
        figures.select_related("indicator", "organization", "region", "speaker").order_by(*NEWEST)[: VALUES + 1],
        pledges_of(Program, day, asked, SHOWN + 1).select_related("person", "organization", "region"),
        documents_of(program, asked),
    ]


@entity_page(Program, "parent")
def program(request, program):
    asked = asked_day(request)
    day = asked or timezone.localdate()
    found = rows_of_program(day, asked).fetch(program=program.pk)
    relations, children, figures, pledges, documents = found
    told_of(program, "program", figures, pledges)
    relations, documents = both_ways(program, relations), quoted(documents)
    counted, places = tables(figures[:VALUES]), runs_where(relations, figures)
    # The sources of the newest alone: each value leads to the page with its own.
    told = {figure.pk: figure for table in counted for figure in table.told}
    told |= {figure.pk: figure for place in places for figure in (place.plan, place.result) if figure}
    things = [program, program.parent, *children, *entities_of(figures)]
    quotes = finish(told.values(), relations, pledges, documents=documents, things=things)
    owners = [row for row in relations if row.kind in (Relation.Kind.RUNS, Relation.Kind.INITIATED)]
    return render(
        request,
        "programs/program.html",
        {
            "program": program,
            "owners": by_words(owners),
            "relations": by_words(row for row in relations if row not in owners),
            "children": children,
            "places": places,
            "timeline": course_of(program, children, pledges[:SHOWN], day),
            "tables": [table for table in counted if table.size > 1],
            # One value makes no table.
            "figures": [table.told[0] for table in counted if table.size == 1],
            "more_figures": len(figures) > VALUES,
            "pledges": pledges[:SHOWN],
            "more_pledges": len(pledges) > SHOWN,
            "documents": documents,
            "publishers": publishers(quotes),
            "kicker": pgettext_lazy("kind of thing", "Program"),
        },
    )


@dataclass
class Place:
    """A region where a program runs: who says so, and the newest plan and result there."""

    region: object
    relation: Relation | None = None
    plan: Figure | None = None
    result: Figure | None = None


def runs_where(relations, figures) -> list[Place]:
    """By name; ``figures`` are the newest first. What is counted most often tells more than what is counted once."""
    places, often = {}, Counter(figure.indicator_id for figure in figures)
    for row in relations:
        if row.other.kind == Entity.Kind.REGION:
            places.setdefault(row.other.pk, Place(row.other, row))
    for figure in sorted(figures, key=lambda figure: -often[figure.indicator_id]):
        if figure.region_id:
            place = places.setdefault(figure.region_id, Place(figure.region))
            if figure.status != Figure.Status.REPORTED:
                place.plan = place.plan or figure
            else:
                place.result = place.result or figure
    return sorted(places.values(), key=lambda place: getattr(place.region, f"sort_{languages.current()}"))


def course_of(program, children, pledges, today):
    """When the program, its parts and what was promised about it begin and end."""
    rows = [(row, row.started, row.ended) for row in (program, *children)]
    rows += [(pledge, pledge.start, pledge.due_by) for pledge in pledges]
    return charts.timeline([(row, begin and begin.first_day, end and end.last_day) for row, begin, end in rows], today)


class FigureList(ListPage):
    model = Figure
    filterset_class = FigureFilter
    template_name = "programs/figures.html"
    title = _("Figures")
    intro = _("Numbers that somebody reported, planned or pledged, each with the sentence that says it.")
    sorts = {
        "new": (_("newest first"), ["-as_of", "-start", "-pk"]),
        "old": (_("oldest first"), ["as_of", "pk"]),
        "largest": (_("largest first"), ["-value", "pk"]),
    }
    csv_columns = {
        "uid": lambda row: row.uid,
        _("Indicator"): lambda row: row.indicator.name,
        _("Value"): lambda row: lists.plain(row.value),
        _("Upper end"): lambda row: lists.plain(row.value_max),
        _("Qualifier"): lambda row: row.get_qualifier_display(),
        _("Unit"): lambda row: row.unit_words,
        _("In the words of the source"): lambda row: row.value_text,
        _("Plan or result"): lambda row: row.get_status_display(),
        _("From"): lambda row: row.start,
        _("Until"): lambda row: row.end,
        _("As of"): lambda row: row.as_of,
        _("Region"): lambda row: lists.named(row.region),
        _("Program"): lambda row: lists.named(row.program),
        _("Organization"): lambda row: lists.named(row.organization),
        _("Said by"): lambda row: lists.named(row.speaker),
        **lists.SOURCE,
        **lists.ADDRESS,
    }

    dated = "as_of"

    def rows(self):
        return known_on(Figure.objects.public(), self.day)

    def whole(self, rows):
        # Joined to the list, SQLite would begin with all indicators and sort what they count.
        return rows.select_related(*THINGS)

    def dress(self, rows):
        finish(rows)


@together.prepared
def figure_of_address():
    return [Figure.objects.public().select_related(*THINGS).filter(uid=Given("uid"))]


@together.prepared
def rows_of_figure(asked: date | None, known: tuple[str, ...]):
    """Its plan and results, others of its indicator, those with the same ``known`` columns of SAME, pledges."""
    figures = known_on(Figure.objects.public(), asked).exclude(pk=Given("figure")).select_related(*THINGS)
    same = {column: Given(column) for column in known}
    same |= {f"{column}__isnull": True for column in SAME if column not in known}
    pledges = Pledge.objects.public().filter(target=Given("figure"))
    return [
        figures.filter(Q(pk=Given("plan")) | Q(plan=Given("figure"))).order_by(*NEWEST)[:40],
        figures.filter(indicator=Given("indicator_id")).order_by(*NEWEST)[: 2 * OTHERS],
        figures.filter(**same).order_by(*NEWEST)[:30],
        made_by(pledges, asked).select_related(*MAKERS).order_by("pk")[:20],
    ]


@require_safe
def figure(request, slug):
    figure = figure_of_address().first(uid=slug)
    if figure is None:
        raise Http404
    same = {column: as_kept(getattr(figure, column)) for column in SAME}
    known = tuple(column for column, value in same.items() if value is not None)
    found = rows_of_figure(asked_day(request), known).fetch(figure=figure.pk, plan=figure.plan_id, **same)
    kin, others, alike, pledges = found
    # What editors prefer stands first.
    conflicts = sorted((row for row in alike if conflict(figure, row)), key=lambda row: not row.preferred_because)
    kin = [row for row in kin if row not in conflicts]
    others = [row for row in others if row not in conflicts and row not in kin][:OTHERS]
    conflicts = conflicts[:OTHERS]
    quotes = finish([figure], conflicts, kin, others, pledges)
    return render(
        request,
        "programs/figure.html",
        {
            "figure": figure,
            "plan": next((row for row in kin if row.pk == figure.plan_id), None),
            "results": [row for row in kin if row.plan_id == figure.pk],
            "conflicts": conflicts,
            "preferred": next((row for row in (figure, *conflicts) if row.preferred_because), None),
            "others": others,
            "pledges": pledges,
            "publishers": publishers([quote for quote in quotes if quote.figure_id == figure.pk]),
        },
    )


def conflict(one: Figure, other: Figure) -> bool:
    """Two values for the same thing, place and time."""
    dated = bool(one.start or one.end or (one.as_of and one.as_of == other.as_of))
    return (
        dated
        and not one.indicator.broad
        and all(getattr(one, column) == getattr(other, column) for column in SAME)
        and (one.value, one.value_max, one.qualifier) != (other.value, other.value_max, other.qualifier)
    )


class PledgeList(ListPage):
    model = Pledge
    filterset_class = PledgeFilter
    template_name = "programs/pledges.html"
    title = _("Pledges")
    intro = _("Promises in the words of those who made them, with their deadlines.")
    sorts = {
        "deadline": (_("nearest deadline first"), ["due_by", "due_of"]),
        "latest": (_("latest deadline first"), ["-due_by", "-due_of"]),
        "new": (_("newest first"), ["-start", "-pk"]),
    }
    csv_columns = {
        "uid": lambda row: row.uid,
        _("Pledge"): lambda row: row.text,
        _("In short"): lambda row: row.summary,
        _("Promised by"): lambda row: lists.named(row.person),
        _("Organization"): lambda row: lists.named(row.organization),
        _("Program"): lambda row: lists.named(row.program),
        _("Region"): lambda row: lists.named(row.region),
        _("When"): lambda row: row.start,
        _("Deadline"): lambda row: row.due_by,
        _("Status"): lambda row: row.get_status_display(),
        _("By reports"): lambda row: outcome_of(row, timezone.localdate()).label,
        _("Target"): lambda row: lists.plain(row.target.value) if row.target else "",
        _("Largest value reported"): lambda row: lists.plain(row.result_value),
        **lists.SOURCE,
        **lists.ADDRESS,
    }

    dated = "start"

    def rows(self):
        # PostgreSQL may reorder the first few joins alone: the one with the deadline goes before those of public().
        return self._with_key(promised_by(Pledge.objects, self.day).public())

    def whole(self, rows):
        return self._with_key(made_by(rows, self.day).select_related(*MAKERS))

    def _with_key(self, pledges):
        """Each with its key as the index of deadlines has it, which many pledges share."""
        return pledges.annotate(due_of=F("pk" if self.day else "due__pk"))

    def dress(self, rows):
        finish(rows)


@together.prepared
def pledge_of_address(asked: date | None):
    rows = Pledge.objects.public().with_due(asked).with_result(asked)
    return [rows.select_related(*MAKERS).filter(uid=Given("uid"))]


@together.prepared
def rows_of_pledge(asked: date | None, compared: bool, place: tuple[str, ...]):
    """Reports by each way to count for it, others near it, its changes, and the figures that were its target."""
    ways = counting_for(Pledge, asked) if compared else []
    changes = PledgeChange.objects.public().filter(pledge=Given("pledge"))
    figures = Figure.objects.public()
    return [
        *(rows.select_related(*THINGS)[:30] for rows in ways),
        later_about(Pledge, place, asked).select_related(*THINGS)[:30] if place else Figure.objects.none(),
        changes.select_related("new_target", "old_target").order_by("on", "pk")[:100],
        figures.filter(pk=Given("target")).order_by("pk")[:1],
        figures.filter(pk__among=changes.values("old_target")).order_by("pk")[:100],
        figures.filter(pk__among=changes.values("new_target")).order_by("pk")[:100],
    ]


def reports_on(pledge, asked: date | None = None) -> list:
    """The rows of ``rows_of_pledge``, those that count in one list."""
    rows = rows_of_pledge(asked, is_compared(pledge), near(pledge))
    *ways, later_ones, changes, aims, old, new = rows.fetch(pledge=pledge.pk, target=pledge.target_id, **told(pledge))
    results = {figure.pk: figure for figure in chain(*ways)}.values()
    return [sorted(results, key=lambda row: (-row.value, row.pk))[:30], later_ones, changes, aims, old, new]


@require_safe
def pledge(request, slug):
    asked = asked_day(request)
    pledge = pledge_of_address(asked).first(uid=slug)
    if pledge is None or (asked and pledge.start and pledge.start.first_day > asked):
        raise Http404
    results, later_ones, changes, *aims = reports_on(pledge, asked)
    compared = {figure.pk for figure in results}
    later_ones = [figure for figure in later_ones if figure.pk not in compared][:10]
    deadlines = [change for change in changes if change.kind == PledgeChange.Kind.DEADLINE]
    # The words that name the first deadline don't name the one it was moved to.
    pledge.moved = any(not (asked and later(change, asked)) for change in deadlines)
    if asked:
        as_on(pledge, changes, asked)
        changes = [change for change in changes if not later(change, asked)]
    aims = {figure.pk: figure for rows in aims for figure in rows}
    for change in changes:
        change.aims = aims.get(change.old_target_id), aims.get(change.new_target_id)
    target = [aims.get(pledge.target_id), *(change.aims[1] for change in changes)]
    quotes = finish([pledge], results, later_ones, changes)
    return render(
        request,
        "programs/pledge.html",
        {
            "pledge": pledge,
            "day": asked or timezone.localdate(),
            "target": next((figure for figure in reversed(target) if figure), None),
            "results": results,
            "later": later_ones,
            "changes": changes,
            "deadlines": [change for change in deadlines if change in changes],
            "statuses": [change for change in changes if change.kind == PledgeChange.Kind.STATUS],
            "publishers": publishers(quotes),
        },
    )


def later(change, day: date) -> bool:
    return bool(change.on and change.on.first_day > day)


def as_on(pledge, changes, day: date):
    """Take the later changes back, in memory: the newest first."""
    for change in reversed([change for change in changes if later(change, day)]):
        if change.kind == PledgeChange.Kind.DEADLINE and change.old_deadline and not pledge.moved:
            pledge.due_by = change.old_deadline
        if change.kind == PledgeChange.Kind.STATUS:
            pledge.status = change.old_status or Pledge.Status.NOT_RATED


class IndicatorList(ListPage):
    model = Indicator
    filterset_class = IndicatorFilter
    template_name = "programs/indicators.html"
    title = _("Indicators")
    intro = _("What was counted, with all its values.")
    # Not by name: the order, and the place in it, would tell what is withheld from names.
    sorts = {"values": (_("most values first"), ["-values", "pk"]), "new": (_("newest first"), ["-pk"])}

    csv_columns = {
        "uid": lambda row: row.uid,
        _("Name"): lambda row: row.name,
        _("Unit"): lambda row: labels.unit(row.unit),
        **lists.ADDRESS,
    }

    def rows(self):
        rows = Indicator.objects.filter(Exists(Figure.objects.public().filter(indicator=OuterRef("pk"))))
        return rows.filter(tally__figures__gt=0).annotate(values=F("tally__figures"))

    def dress(self, rows):
        veils.shield(rows)


def counted_by(uid: str | Given, asked: date | None):
    """The figures of an indicator."""
    # Joined to it, PostgreSQL would begin with all figures.
    indicator = Indicator.objects.filter(uid=uid).values("pk")[:1]
    return known_on(Figure.objects.public(), asked).filter(indicator=indicator).select_related(*THINGS)


@together.prepared
def figures_of_indicator(asked: date | None):
    return [counted_by(Given("uid"), asked).order_by(*NEWEST)[: VALUES_OF_INDICATOR + 1]]


def newest_columns() -> list[Column]:
    """NEWEST, for a place in the list."""
    return [Column.of(Figure.objects.all(), name) for name in ("-as_of", "-start", "-pk")]


def earlier_figures(uid: str, past: str, asked: date | None) -> list:
    """A page of the values of an indicator after the place ``past``."""
    columns = newest_columns()
    return Paged(counted_by(uid, asked), columns).part(VALUES_OF_INDICATOR + 1, read_key(past, columns))


@require_safe
def indicator(request, slug):
    asked, past = asked_day(request), request.GET.get("past")
    figures = earlier_figures(slug, past, asked) if past else figures_of_indicator(asked).fetch(uid=slug)[0]
    if not figures:
        raise Http404
    more, figures = len(figures) > VALUES_OF_INDICATOR, figures[:VALUES_OF_INDICATOR]
    quotes = finish(figures[:SOURCED], things=entities_of(figures))
    table = tables(figures)[0]
    drawn = not past and not table.indicator.broad
    return render(
        request,
        "programs/indicator.html",
        {
            "indicator": figures[0].indicator,
            "table": table,
            "figures": figures[:SOURCED],
            "over_time": over_time(table) if drawn else None,
            "by_region": by_region(table) if drawn else None,
            "earlier": write_key([column.value_of(figures[-1]) for column in newest_columns()]) if more else "",
            "publishers": publishers(quotes),
        },
    )


def over_time(table):
    """Plan against result at each time of the place with most times: sums over places would count some twice."""
    places = {}
    for line in table.lines:
        if line.when:
            places.setdefault(line.region.pk if line.region else 0, []).append(line)
    lines = max(places.values(), key=lambda lines: len({line.when for line in lines}), default=[])
    chart = charts.bars(
        [(line.when_label, line.values) for line in sorted(lines, key=lambda line: line.when)], write=labels.number
    )
    return {"chart": chart, "region": lines[0].region} if chart else None


def by_region(table):
    """The newest line of each region."""
    newest = {}
    for line in sorted((line for line in table.lines if line.region), key=lambda line: line.when or 0):
        newest[line.region.pk] = line
    return charts.bars([(line.region.name, line.values) for line in list(newest.values())[:16]], write=labels.number)
