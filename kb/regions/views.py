"""Pages of regions."""

from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import TruncMonth
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kb.core import charts, labels, languages, lists, together
from kb.core.lists import ListPage
from kb.core.models import Entity, Relation
from kb.core.pages import (
    LATEST,
    asked_day,
    both_ways,
    by_words,
    claims_of,
    documents_of,
    entity_page,
    in_force,
    known_on,
    pledges_of,
    quoted,
    relations_of,
    told_of,
)
from kb.core.quotes import finish, publishers
from kb.core.together import Given
from kb.regions.filters import RegionFilter
from kb.regions.models import Region

SHOWN = 8
MONTHS = 48


class RegionList(ListPage):
    model = Region
    filterset_class = RegionFilter
    template_name = "regions/regions.html"
    title = _("Regions")
    sorts = {
        "documents": (_("most articles first"), ["-documents", "name", "pk"]),
        "level": (_("by level, then by name"), ["level_order", "name", "pk"]),
        "name": (_("by name"), ["name", "pk"]),
    }

    csv_columns = {
        **lists.THING,
        _("Level"): lambda row: row.get_level_display(),
        _("Code"): lambda row: row.code,
        _("Part of"): lambda row: lists.named(row.parent),
        _("Exists since"): lambda row: row.valid_from,
        _("Existed until"): lambda row: row.valid_until,
        **lists.ADDRESS,
    }

    def rows(self):
        rows = Region.objects.public().select_related("parent").with_level_order().with_documents()
        return rows.existing_on(self.day) if self.day else rows

    def dress(self, rows):
        finish(things=[thing for row in rows for thing in (row, row.parent)])


def months_of(entity):
    """(month, articles) in which public articles name it, the newest first."""
    appearance = Entity._meta.get_field("appearances").related_model
    rows = appearance.objects.filter(
        entity=entity, article__visibility=Entity.Visibility.PUBLIC, published_on__isnull=False
    )
    rows = rows.order_by().annotate(month=TruncMonth("published_on")).values("month")
    return rows.annotate(articles=Count("pk")).order_by("-month").values_list("month", "articles")[:MONTHS]


def every_month(counted) -> list:
    """The counts from the first month to the last, with noughts for those between; the oldest first."""
    counted = dict(counted)
    if not counted:
        return []
    month, found = min(counted), []
    while month <= max(counted):
        found.append((month, counted.get(month, 0)))
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return found[-MONTHS:]


def is_in_charge(post: str) -> bool:
    """Whether the holder heads a region or the country."""
    return labels.single(post) and post.split("-")[0] in ("akim", "president")


@together.prepared
def rows_of_region(day: date, asked: date | None):
    region = Given("region")
    parts = Q(as_region__parent=region)
    if asked:  # the borders of that day
        earlier = in_force(Relation.objects.public().filter(kind=Relation.Kind.PART_OF, object=region), asked)
        elsewhere = Relation.objects.public().filter(kind=Relation.Kind.PART_OF, subject=OuterRef("pk"))
        parts &= ~Q(Exists(in_force(elsewhere.exclude(object=region), asked)))
        parts |= Q(pk__in=earlier.values("subject"))
        parts &= Q(as_region__valid_from=None) | Q(as_region__valid_from__not_after=day)
        parts &= Q(as_region__valid_until=None) | Q(as_region__valid_until__not_before=day)
    figures = known_on(claims_of(Region, "figures"), asked)
    return [
        claims_of(Region, "positions")
        .held_on(day)
        .select_related("person", "organization")
        .order_by(F("last_reported").desc(nulls_last=True), "pk")[:60],
        relations_of(region, asked),
        Entity.objects.public().filter(parts | Q(as_organization__region=region)).order_by("kind", "names_key")[:150],
        figures.select_related("indicator", "program", "organization", "speaker").order_by(*LATEST)[: SHOWN + 1],
        pledges_of(Region, day, asked, SHOWN + 1).select_related("person", "organization", "program"),
        documents_of(region, asked),
        months_of(region),
    ]


@entity_page(Region, "parent")
def region(request, region):
    asked = asked_day(request)
    found = rows_of_region(asked or timezone.localdate(), asked).fetch(region=region.pk)
    positions, relations, near, figures, pledges, documents, months = found
    told_of(region, "region", positions, figures, pledges)
    # The highest post first; of two reports of one post the newer.
    positions.sort(key=lambda position: labels.rank(position.post))
    near.sort(key=lambda row: getattr(row, f"sort_{languages.current()}"))
    relations, documents = both_ways(region, relations), quoted(documents)
    months = every_month(months)
    # Earlier parents are dated; the column has the parent of today.
    above = [row.object for row in relations if row.forward and row.kind == Relation.Kind.PART_OF and asked]
    parent = above[0] if above else region.parent
    quotes = finish(
        positions, relations, figures, pledges, documents=documents, things=[region, parent, region.parent, *near]
    )
    programs = {figure.program_id: figure.program for figure in figures if figure.program_id}
    programs |= {row.other.pk: row.other for row in relations if row.other.kind == Entity.Kind.PROGRAM}
    return render(
        request,
        "regions/region.html",
        {
            "region": region,
            "parent": parent,
            "positions": positions,
            "in_charge": next((row for row in positions if is_in_charge(row.post)), None),
            "relations": by_words(
                row
                for row in relations
                if row.kind != Relation.Kind.OPERATES_IN
                and not (row.kind == Relation.Kind.PART_OF and row.other in near)
            ),
            "programs": programs.values(),
            "children": [row for row in near if row.kind == Entity.Kind.REGION],
            "organizations": [row for row in near if row.kind == Entity.Kind.ORGANIZATION],
            "figures": figures[:SHOWN],
            "more_figures": len(figures) > SHOWN,
            "pledges": pledges[:SHOWN],
            "more_pledges": len(pledges) > SHOWN,
            "months": months[::-1],
            "coverage": charts.bars([(f"{month:%m.%Y}", [("reported", count)]) for month, count in months]),
            "documents": documents,
            "publishers": publishers(quotes),
            "kicker": pgettext_lazy("kind of thing", "Region"),
        },
    )
