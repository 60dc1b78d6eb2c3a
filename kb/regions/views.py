"""Pages of regions."""

from django.db.models import F, Q
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kb.core import labels
from kb.core.lists import ListPage
from kb.core.models import Entity, Relation
from kb.core.pages import asked_day, by_words, documents_of, entity_page, finish, relations_of
from kb.core.quotes import publishers
from kb.regions.filters import RegionFilter
from kb.regions.models import Region

SHOWN = 15


class RegionList(ListPage):
    model = Region
    filterset_class = RegionFilter
    template_name = "regions/regions.html"
    title = _("Regions")
    sorts = {
        "level": (_("by level, then by name"), ["level_order", "names_key", "pk"]),
        "name": (_("by name"), ["names_key", "pk"]),
    }

    def rows(self):
        return Region.objects.public().select_related("parent").with_level_order()


@entity_page(Region, "parent")
def region(request, region):
    asked = asked_day(request)
    day = asked or timezone.localdate()
    positions = list(
        region.positions.public()
        .held_on(day)
        .select_related("person", "organization")
        .order_by(F("last_reported").desc(nulls_last=True), "pk")[:60]
    )
    # The highest post first; of two reports of one post the newer.
    positions.sort(key=lambda position: labels.rank(position.post))
    relations = relations_of(region, asked)
    parts = Q(as_region__parent=region)
    if asked:  # the borders of that day
        parts &= Q(as_region__valid_from=None) | Q(as_region__valid_from__not_after=day)
        parts &= Q(as_region__valid_until=None) | Q(as_region__valid_until__not_before=day)
    near = list(
        Entity.objects.public().filter(parts | Q(as_organization__region=region)).order_by("kind", "names_key")[:150]
    )
    figures = region.figures.public().select_related("indicator", "program", "organization", "speaker")
    pledges = region.pledges.public().select_related("person", "organization", "program")
    if asked:
        figures = figures.filter(Q(as_of=None) | Q(as_of__not_after=day))
    figures = list(figures.order_by(F("as_of").desc(nulls_last=True), "-pk")[: SHOWN + 1])
    pledges = list(pledges.order_by(F("deadline").asc(nulls_last=True), "pk")[: SHOWN + 1])
    documents = documents_of(region, asked)
    quotes = finish(positions, relations, figures, pledges, documents=documents, things=[region])
    programs = {figure.program_id: figure.program for figure in figures if figure.program_id}
    programs |= {row.other.pk: row.other for row in relations if row.other.kind == Entity.Kind.PROGRAM}
    return render(
        request,
        "regions/region.html",
        {
            "region": region,
            "positions": positions,
            "relations": by_words(row for row in relations if row.kind != Relation.Kind.OPERATES_IN),
            "programs": programs.values(),
            "children": [row for row in near if row.kind == Entity.Kind.REGION],
            "organizations": [row for row in near if row.kind == Entity.Kind.ORGANIZATION],
            "figures": figures[:SHOWN],
            "more_figures": len(figures) > SHOWN,
            "pledges": pledges[:SHOWN],
            "more_pledges": len(pledges) > SHOWN,
            "documents": documents,
            "publishers": publishers(quotes),
            "as_of": asked,
            "kicker": pgettext_lazy("kind of thing", "Region"),
        },
    )
