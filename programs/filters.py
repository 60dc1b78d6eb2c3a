"""Filters of the lists of programs, figures, pledges and indicators."""

from datetime import timedelta
from functools import partial

import django_filters
from django.db.models import F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kb.core import labels
from kb.core.filters import (
    DocumentedFilterSet,
    DocumentedThingFilter,
    KeyedFilterSet,
    KeyFilter,
    NameFilter,
    TextFilter,
    name_box,
)
from kb.core.models import Relation
from kb.core.pages import day_of
from kb.core.partial_dates import PartialDate
from kb.core.querysets import InOrder, RowByRow, Unindexed
from kb.core.text import name_key
from programs.models import Figure, Indicator, Pledge, Program
from programs.outcomes import Outcome


class ProgramFilter(DocumentedFilterSet):
    q = NameFilter(label=_("Name"))
    kind = django_filters.ChoiceFilter(
        field_name="program_kind", choices=lambda: labels.kinds("program"), label=_("Kind"), empty_label=_("all")
    )
    owner = TextFilter(method="run_by", label=_("Run by"), widget=name_box("organization", "person"))
    region = TextFilter(method="runs_in", label=_("Region"), widget=name_box("region"))

    class Meta:
        model = Program
        fields = []

    def run_by(self, rows, name, value):
        by = self.names("subject", name, value, ("organization", "person"))
        run = Relation.objects.public().filter(by, kind__in=("runs", "initiated"))
        return rows.filter(pk__in=run.values("object"))

    def runs_in(self, rows, name, value):
        where = partial(self.names, name=name, value=value, kinds=("region",))
        operates = Relation.objects.public().filter(where("object"), kind="operates_in")
        # Of each program the first is enough; all that are counted there would be gathered.
        counted = Figure.objects.public().filter(where("region"), program=OuterRef("pk"))
        return rows.filter(Q(pk__in=operates.values("subject")) | RowByRow(counted))


class CountedFilter(KeyFilter):
    """Words of what figures count: in few indicators, which many figures share."""

    def having(self, rows, value):
        # In the order of the list: many figures have them, else they would be gathered.
        return rows.filter(InOrder(Unindexed(F("indicator")), self._counting(value)))

    def few(self, model, value):
        return model.objects.filter(indicator__in=self._counting(value)).order_by().values_list("pk")

    def _counting(self, value):
        return Indicator.objects.filter(key__contains=name_key(value)).order_by().values("pk")


class ChosenFilter(django_filters.ChoiceFilter):
    """What many rows have: a page of them is soon met in the list's order, where SQLite would rather sort them all.

    ``along``: the column that an index has in order for each choice.
    """

    def __init__(self, *args, along="", **kwargs):
        self.along = along
        super().__init__(*args, **kwargs)

    def filter(self, rows, value):
        if value:
            return rows.filter(**{self.parent.column(self.field_name, self.along): value})
        return rows


class RareFilter(ChosenFilter):
    """And what few rows have is gathered, along an index."""

    def filter(self, rows, value):
        few = self.parent.gathered(rows, self.field_name) if value else None
        return super().filter(rows, value) if few is None else few

    def few(self, model, value):
        return model.objects.filter(**{self.field_name: value}).order_by().values_list("pk")


class FigureFilter(KeyedFilterSet):
    q = CountedFilter(article="article__evidence__figure", label=_("What was counted"))
    program = DocumentedThingFilter("program", label=_("Program"), kinds=("program",), inside=True, along="")
    region = DocumentedThingFilter("region", label=_("Region"), kinds=("region",), inside=True, along="")
    organization = DocumentedThingFilter(
        "organization", label=_("Organization"), kinds=("organization",), along="as_of"
    )
    speaker = DocumentedThingFilter("speaker", label=_("Said by"), kinds=("person",), along="as_of")
    status = ChosenFilter(choices=Figure.Status, label=_("Plan or result"), empty_label=_("all"))
    unit = RareFilter(choices=labels.units, along="value", label=_("Unit"), empty_label=_("all"))
    year = django_filters.NumberFilter(method="of_year", label=_("Year"), min_value=1900, max_value=2200)

    class Meta:
        model = Figure
        fields = []

    def of_year(self, rows, name, value):
        first, last = int(PartialDate(int(value))), int(PartialDate(int(value), 12, 31))
        told, start = self.column("as_of"), self.column("start")
        return rows.filter(
            Q(**{f"{told}__gte": first, f"{told}__lte": last})
            | Q(**{f"{start}__lte": last}, end__gte=first)
            | Q(**{f"{start}__gte": first, f"{start}__lte": last})
        )


class PledgeFilter(KeyedFilterSet):
    DUE = [("overdue", _("deadline passed")), ("year", _("within a year")), ("later", _("later"))]

    q = KeyFilter(article="article__evidence__pledge", field_name="key", label=_("Words of the promise"))
    who = DocumentedThingFilter(
        "person", "organization", label=_("Promised by"), kinds=("person", "organization"), along=""
    )
    program = DocumentedThingFilter("program", label=_("Program"), kinds=("program",), inside=True, along="")
    region = DocumentedThingFilter("region", label=_("Region"), kinds=("region",), inside=True, along="")
    status = RareFilter(choices=Pledge.Status, label=_("Status"), empty_label=_("all"))
    outcome = django_filters.ChoiceFilter(
        choices=Outcome, method="came_out", label=_("By reports"), empty_label=_("all")
    )
    due = django_filters.ChoiceFilter(choices=DUE, method="due_when", label=_("Deadline"), empty_label=_("all"))

    class Meta:
        model = Pledge
        fields = []

    def came_out(self, rows, name, value):
        day = day_of(self.data.get("on", ""))
        return rows.with_result(day).that_came_out(value, day or timezone.localdate())

    def due_when(self, rows, name, value):
        today = timezone.localdate()
        due = self.column("due_by")
        passed = ~Q(**{f"{due}__not_before": today})
        later = Q(**{f"{due}__not_before": today + timedelta(days=365)})
        wanted = {"overdue": passed, "year": ~passed & ~later, "later": later}[value]
        return rows.filter(wanted, **{f"{due}__isnull": False})


class IndicatorFilter(KeyedFilterSet):
    q = KeyFilter(article="article__evidence__figure__indicator", field_name="key", label=_("What is counted"))
    unit = django_filters.ChoiceFilter(choices=labels.units, label=_("Unit"), empty_label=_("all"))

    class Meta:
        model = Indicator
        fields = []
