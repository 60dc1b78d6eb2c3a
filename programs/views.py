"""Pages of programs, figures, pledges and indicators."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from kb.core import charts, labels, languages, lists, together
from kb.core.lists import ListPage
from kb.core.models import Entity, Relation
from kb.core.pages import (
    asked_day,
    both_ways,
    by_words,
    documents_of,
    entity_page,
    known_on,
    made_by,
    quoted,
    relations_of,
    soonest,
)
from kb.core.querysets import shown
from kb.core.quotes import finish, publishers, shield_indicators
from programs.filters import FigureFilter, IndicatorFilter, PledgeFilter, ProgramFilter
from programs.models import Figure, Indicator, Pledge, PledgeChange, Program
from programs.outcomes import outcome_of
from programs.querysets import counting_for, later_about
from programs.tables import tables

SHOWN = 8
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


@entity_page(Program, "parent")
def program(request, program):
    asked = asked_day(request)
    pledges = made_by(program.pledges.public(), asked).select_related("person", "organization", "region")
    relations, children, figures, pledges, documents = together.fetch(
        relations_of(program, asked),
        Program.objects.public().filter(parent=program).order_by("names_key")[:100],
        known_on(Figure.objects.public().filter(program=program), asked)
        .select_related(*THINGS)
        .order_by(*NEWEST)[:101],
        pledges.order_by(*soonest(asked or timezone.localdate()))[: SHOWN + 1],
        documents_of(program, asked),
    )
    relations, documents = both_ways(program, relations), quoted(documents)
    quotes = finish(figures, relations, pledges, documents=documents, things=[program, program.parent, *children])
    counted = tables(figures[:100])
    owners = [row for row in relations if row.kind in (Relation.Kind.RUNS, Relation.Kind.INITIATED)]
    return render(
        request,
        "programs/program.html",
        {
            "program": program,
            "owners": by_words(owners),
            "relations": by_words(row for row in relations if row not in owners),
            "children": children,
            "places": runs_where(relations, figures),
            "timeline": course_of(program, children, pledges[:SHOWN], asked or timezone.localdate()),
            "tables": [table for table in counted if len(table.figures) > 1],
            # One value makes no table.
            "figures": [table.figures[0] for table in counted if len(table.figures) == 1],
            "more_figures": len(figures) > 100,
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

    def rows(self):
        return known_on(Figure.objects.public(), asked_day(self.request)).select_related(*THINGS)

    def dress(self, rows):
        finish(rows)


@require_safe
def figure(request, slug):
    figure = Figure.objects.public().select_related(*THINGS).filter(uid=slug).first()
    if figure is None:
        raise Http404
    near = Q(indicator=figure.indicator_id) | Q(plan=figure.pk)
    if figure.plan_id:
        near |= Q(pk=figure.plan_id) | Q(plan=figure.plan_id)
    others, alike, pledges = together.fetch(
        known_on(Figure.objects.public().filter(near).exclude(pk=figure.pk), asked_day(request))
        .select_related(*THINGS)
        .order_by(*NEWEST)[:60],
        known_on(Figure.objects.public().filter(same_as(figure)).exclude(pk=figure.pk), asked_day(request))
        .select_related(*THINGS)
        .order_by(*NEWEST)[:30],
        made_by(figure.pledges.public(), asked_day(request)).select_related(*MAKERS).order_by("pk")[:20],
    )
    # What editors prefer stands first.
    conflicts = sorted((row for row in alike if conflict(figure, row)), key=lambda row: not row.preferred_because)
    told_otherwise = {row.pk for row in conflicts}
    others = [row for row in others if row.pk not in told_otherwise]
    quotes = finish([figure], conflicts, others, pledges)
    plan = next((other for other in others if other.pk == figure.plan_id), None)
    results = [other for other in others if other.plan_id == figure.pk]
    placed = [plan, *results]
    return render(
        request,
        "programs/figure.html",
        {
            "figure": figure,
            "plan": plan,
            "results": results,
            "conflicts": conflicts,
            "preferred": next((row for row in (figure, *conflicts) if row.preferred_because), None),
            "others": [row for row in others if row.indicator_id == figure.indicator_id and row not in placed],
            "pledges": pledges,
            "publishers": publishers([quote for quote in quotes if quote.figure_id == figure.pk]),
        },
    )


def same_as(figure: Figure) -> Q:
    found = Q()
    for column in SAME:
        value = getattr(figure, column)
        found &= Q(**{f"{column}__isnull": True}) if value is None else Q(**{column: value})
    return found


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
        "deadline": (_("nearest deadline first"), ["due_by", "pk"]),
        "latest": (_("latest deadline first"), ["-due_by", "pk"]),
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

    def rows(self):
        return made_by(Pledge.objects.public(), asked_day(self.request)).select_related(*MAKERS)

    def dress(self, rows):
        finish(rows)


@require_safe
def pledge(request, slug):
    asked = asked_day(request)
    rows = Pledge.objects.public().with_due(asked).with_result(asked)
    pledge = rows.select_related(*MAKERS).filter(uid=slug).first()
    if pledge is None or (asked and pledge.start and pledge.start.first_day > asked):
        raise Http404
    moved = pledge.changes.public()
    aims = Q(pk=pledge.target_id) | Q(pk__in=moved.values("new_target")) | Q(pk__in=moved.values("old_target"))
    changes, aims, results, later_ones = together.fetch(
        pledge.changes.public().select_related("new_target", "old_target").order_by("on", "pk")[:100],
        Figure.objects.public().filter(aims).order_by("pk")[:100],
        counting_for(pledge, asked).select_related(*THINGS)[:30],
        later_about(pledge, asked).select_related(*THINGS)[:30],
    )
    compared = {figure.pk for figure in results}
    later_ones = [figure for figure in later_ones if figure.pk not in compared][:10]
    deadlines = [change for change in changes if change.kind == PledgeChange.Kind.DEADLINE]
    # The words that name the first deadline don't name the one it was moved to.
    pledge.moved = any(not (asked and later(change, asked)) for change in deadlines)
    if asked:
        as_on(pledge, changes, asked)
        changes = [change for change in changes if not later(change, asked)]
    aims = {figure.pk: figure for figure in aims}
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
        counted = Figure.objects.filter(shown(), indicator=OuterRef("pk")).order_by().values("indicator")
        values = Subquery(counted.annotate(total=Count("pk")).values("total"))
        rows = Indicator.objects.filter(Exists(Figure.objects.public().filter(indicator=OuterRef("pk"))))
        return rows.annotate(values=Coalesce(values, Value(0), output_field=IntegerField()))

    def dress(self, rows):
        shield_indicators(rows)


@require_safe
def indicator(request, slug):
    rows = known_on(Figure.objects.public().filter(indicator__uid=slug), asked_day(request))
    figures = list(rows.select_related(*THINGS).order_by(*NEWEST)[:201])
    if not figures:
        raise Http404
    quotes = finish(figures)
    table = tables(figures[:200])[0]
    return render(
        request,
        "programs/indicator.html",
        {
            "indicator": figures[0].indicator,
            "table": table,
            "figures": figures[:200],
            "over_time": None if table.indicator.broad else over_time(table),
            "by_region": None if table.indicator.broad else by_region(table),
            "more_figures": len(figures) > 200,
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
