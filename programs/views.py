"""Pages of programs, figures, pledges and indicators."""

from django.db.models import Exists, F, OuterRef, Q
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from kb.core.lists import ListPage
from kb.core.models import Entity, Relation
from kb.core.pages import asked_day, by_words, documents_of, entity_page, finish, relations_of
from kb.core.quotes import publishers
from programs.filters import FigureFilter, IndicatorFilter, PledgeFilter, ProgramFilter
from programs.models import Figure, Indicator, Pledge, Program
from programs.tables import tables

SHOWN = 15
THINGS = ("indicator", "program", "organization", "region", "speaker")
NEWEST = (F("as_of").desc(nulls_last=True), F("start").desc(nulls_last=True), "-pk")


class ProgramList(ListPage):
    model = Program
    filterset_class = ProgramFilter
    template_name = "programs/programs.html"
    title = _("Programs")
    intro = _("Electoral programmes, party projects, state programmes, campaigns, services and centres.")
    sorts = {"name": (_("by name"), ["names_key", "pk"]), "new": (_("newest first"), ["-pk"])}

    def rows(self):
        return Program.objects.public().select_related("parent")


@entity_page(Program, "parent")
def program(request, program):
    asked = asked_day(request)
    relations = relations_of(program, asked)
    children = list(Program.objects.public().filter(parent=program).order_by("names_key")[:100])
    figures = Figure.objects.public().filter(program=program).select_related(*THINGS)
    if asked:
        figures = figures.filter(Q(as_of=None) | Q(as_of__not_after=asked))
    figures = list(figures.order_by(*NEWEST)[:101])
    pledges = program.pledges.public().select_related("person", "organization", "region")
    pledges = list(pledges.order_by(F("deadline").asc(nulls_last=True), "pk")[: SHOWN + 1])
    documents = documents_of(program, asked)
    quotes = finish(figures, relations, pledges, documents=documents, things=[program])
    regions = {figure.region_id: figure.region for figure in figures if figure.region_id}
    regions |= {row.other.pk: row.other for row in relations if row.other.kind == Entity.Kind.REGION}
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
            "regions": sorted(regions.values(), key=lambda region: region.names_key),
            "tables": [table for table in counted if len(table.figures) > 1],
            # One value makes no table.
            "figures": [table.figures[0] for table in counted if len(table.figures) == 1],
            "more_figures": len(figures) > 100,
            "pledges": pledges[:SHOWN],
            "more_pledges": len(pledges) > SHOWN,
            "documents": documents,
            "publishers": publishers(quotes),
            "as_of": asked,
            "kicker": pgettext_lazy("kind of thing", "Program"),
        },
    )


class FigureList(ListPage):
    model = Figure
    filterset_class = FigureFilter
    template_name = "programs/figures.html"
    title = _("Figures")
    intro = _("Numbers that somebody reported, planned or pledged, each with the sentence that says it.")
    sorts = {
        "new": (_("newest first"), NEWEST),
        "old": (_("oldest first"), [F("as_of").asc(nulls_last=True), "pk"]),
        "largest": (_("largest first"), ["-value", "pk"]),
    }

    def rows(self):
        return Figure.objects.public().select_related(*THINGS)

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
    others = list(Figure.objects.public().filter(near).exclude(pk=figure.pk).select_related(*THINGS)[:60])
    pledges = list(figure.pledges.public().select_related("person", "organization", "program", "region")[:20])
    quotes = finish([figure], others, pledges)
    plan = next((other for other in others if other.pk == figure.plan_id), None)
    results = [other for other in others if other.plan_id == figure.pk]
    conflicts = [other for other in others if conflict(figure, other)]
    placed = [plan, *results, *conflicts]
    return render(
        request,
        "programs/figure.html",
        {
            "figure": figure,
            "plan": plan,
            "results": results,
            "conflicts": conflicts,
            "others": [row for row in others if row.indicator_id == figure.indicator_id and row not in placed],
            "pledges": pledges,
            "publishers": publishers([quote for quote in quotes if quote.figure_id == figure.pk]),
        },
    )


def conflict(one: Figure, other: Figure) -> bool:
    """Two values for the same thing, place and time."""
    same = ("indicator_id", "region_id", "program_id", "status", "start", "end")
    dated = bool(one.start or one.end or (one.as_of and one.as_of == other.as_of))
    return (
        dated
        and all(getattr(one, column) == getattr(other, column) for column in same)
        and (one.value, one.value_max, one.qualifier) != (other.value, other.value_max, other.qualifier)
    )


class PledgeList(ListPage):
    model = Pledge
    filterset_class = PledgeFilter
    template_name = "programs/pledges.html"
    title = _("Pledges")
    intro = _("Promises in the words of those who made them, with their deadlines.")
    sorts = {
        "deadline": (_("nearest deadline first"), [F("deadline").asc(nulls_last=True), "pk"]),
        "latest": (_("latest deadline first"), [F("deadline").desc(nulls_last=True), "pk"]),
        "new": (_("newest first"), [F("start").desc(nulls_last=True), "-pk"]),
    }

    def rows(self):
        return Pledge.objects.public().select_related("person", "organization", "program", "region")

    def dress(self, rows):
        finish(rows)


@require_safe
def pledge(request, slug):
    pledge = Pledge.objects.public().select_related("person", "organization", "program", "region").filter(uid=slug)
    pledge = pledge.first()
    if pledge is None:
        raise Http404
    changes = list(pledge.changes.public().select_related("new_target", "old_target"))
    figures = []
    if pledge.target_id:
        counts = Q(pk=pledge.target_id) | Q(plan=pledge.target_id)
        figures = list(Figure.objects.public().filter(counts).select_related(*THINGS).order_by(*NEWEST)[:50])
    quotes = finish([pledge], figures, changes)
    return render(
        request,
        "programs/pledge.html",
        {
            "pledge": pledge,
            "target": next((figure for figure in figures if figure.pk == pledge.target_id), None),
            "results": [figure for figure in figures if figure.pk != pledge.target_id],
            "changes": changes,
            "publishers": publishers(quotes),
        },
    )


class IndicatorList(ListPage):
    model = Indicator
    filterset_class = IndicatorFilter
    template_name = "programs/indicators.html"
    title = _("Indicators")
    intro = _("What was counted, with all its values.")
    sorts = {"name": (_("by name"), ["key", "pk"]), "new": (_("newest first"), ["-pk"])}

    def rows(self):
        counted = Figure.objects.public().filter(indicator=OuterRef("pk"))
        return Indicator.objects.filter(Exists(counted))


@require_safe
def indicator(request, slug):
    rows = Figure.objects.public().filter(indicator__uid=slug).select_related(*THINGS)
    figures = list(rows.order_by(*NEWEST)[:201])
    if not figures:
        raise Http404
    quotes = finish(figures)
    return render(
        request,
        "programs/indicator.html",
        {
            "indicator": figures[0].indicator,
            "table": tables(figures[:200])[0],
            "figures": figures[:200],
            "more_figures": len(figures) > 200,
            "publishers": publishers(quotes),
        },
    )
