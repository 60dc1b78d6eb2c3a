"""Filters of the lists of programs, figures, pledges and indicators."""

from datetime import timedelta

import django_filters
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kb.core import labels
from kb.core.filters import (
    DocumentedFilterSet,
    KeyFilter,
    NameFilter,
    TextFilter,
    ThingFilter,
    ThingFilterSet,
    name_box,
    without_withheld,
)
from kb.core.models import Relation
from kb.core.pages import day_of
from kb.core.partial_dates import PartialDate
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
        operates = Relation.objects.public().filter(self.names("object", name, value, ("region",)), kind="operates_in")
        counted = Figure.objects.public().filter(self.names("region", name, value, ("region",))).exclude(program=None)
        return rows.filter(Q(pk__in=operates.values("subject")) | Q(pk__in=counted.values("program")))


class CountedFilter(KeyFilter):
    """Words of what is counted, less those that no page shows; ``article`` is the way from a mention to the row."""

    def __init__(self, article, **kwargs):
        self.article = article
        super().__init__(**kwargs)

    def filter(self, rows, value):
        return without_withheld(super().filter(rows, value), value or "", self.article)


class FigureFilter(ThingFilterSet):
    q = CountedFilter("article__evidence__figure", field_name="indicator__key", label=_("What was counted"))
    program = ThingFilter("program", label=_("Program"), kinds=("program",), inside=True)
    region = ThingFilter("region", label=_("Region"), kinds=("region",), inside=True)
    organization = ThingFilter("organization", label=_("Organization"), kinds=("organization",))
    speaker = ThingFilter("speaker", label=_("Said by"), kinds=("person",))
    status = django_filters.ChoiceFilter(choices=Figure.Status, label=_("Plan or result"), empty_label=_("all"))
    unit = django_filters.ChoiceFilter(choices=labels.units, label=_("Unit"), empty_label=_("all"))
    year = django_filters.NumberFilter(method="of_year", label=_("Year"), min_value=1900, max_value=2200)

    class Meta:
        model = Figure
        fields = []

    def of_year(self, rows, name, value):
        first, last = PartialDate(int(value)), PartialDate(int(value), 12, 31)
        return rows.filter(
            Q(as_of__gte=int(first), as_of__lte=int(last))
            | Q(start__lte=int(last), end__gte=int(first))
            | Q(start__gte=int(first), start__lte=int(last))
        )


class PromiseFilter(KeyFilter):
    """Words of a promise, less those that its page does not show."""

    def filter(self, rows, value):
        return without_withheld(super().filter(rows, value), value or "", "article__evidence__pledge")


class PledgeFilter(ThingFilterSet):
    DUE = [("overdue", _("deadline passed")), ("year", _("within a year")), ("later", _("later"))]

    q = PromiseFilter(field_name="key", label=_("Words of the promise"))
    who = ThingFilter("person", "organization", label=_("Promised by"), kinds=("person", "organization"))
    program = ThingFilter("program", label=_("Program"), kinds=("program",), inside=True)
    region = ThingFilter("region", label=_("Region"), kinds=("region",), inside=True)
    status = django_filters.ChoiceFilter(choices=Pledge.Status, label=_("Status"), empty_label=_("all"))
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
        passed = ~Q(due_by__not_before=today)
        later = Q(due_by__not_before=today + timedelta(days=365))
        wanted = {"overdue": passed, "year": ~passed & ~later, "later": later}[value]
        return rows.filter(wanted, due_by__isnull=False)


class IndicatorFilter(django_filters.FilterSet):
    q = CountedFilter("article__evidence__figure__indicator", field_name="key", label=_("What is counted"))
    unit = django_filters.ChoiceFilter(choices=labels.units, label=_("Unit"), empty_label=_("all"))

    class Meta:
        model = Indicator
        fields = []
