"""Filters of the lists of people and organizations."""

import django_filters
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kb.core import labels
from kb.core.filters import DayFilter, DocumentedFilterSet, KeyedFilterSet, NameFilter, ThingFilter
from people.models import Organization, Person, Position


class HeldPositionFilter(KeyedFilterSet):
    """What is asked of one position; each filter alone would be met by another one."""

    organization = ThingFilter("organization", label=_("Organization"), kinds=("organization",))
    region = ThingFilter("region", label=_("Region"), kinds=("region",), inside=True)
    on = DayFilter(method="held", label=_("In office on"))

    class Meta:
        model = Position
        fields = []

    def held(self, rows, name, day):
        return rows.held_on(day)


class PersonFilter(DocumentedFilterSet, HeldPositionFilter):
    q = NameFilter(label=pgettext_lazy("person", "Name"))

    class Meta:
        model = Person
        fields = []

    def filter_queryset(self, people):
        data = self.form.cleaned_data
        people = self.filters["q"].filter(people, data["q"])
        asked = {name: data[name] for name in ("organization", "region", "on") if data[name]}
        people = people if self.shows_all else people.documented()
        if not asked:
            return people
        positions = Position.objects.public()
        for name, value in asked.items():
            positions = self.filters[name].filter(positions, value)
        return people.filter(pk__in=positions.values("person"))


class OrganizationFilter(DocumentedFilterSet):
    q = NameFilter(label=_("Name"))
    kind = django_filters.ChoiceFilter(
        field_name="organization_kind",
        choices=lambda: labels.kinds("organization"),
        label=_("Kind"),
        empty_label=_("all"),
    )
    region = ThingFilter("region", label=_("Region"), kinds=("region",), inside=True)

    class Meta:
        model = Organization
        fields = []
