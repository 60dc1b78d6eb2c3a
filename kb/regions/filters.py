"""Filters of the list of regions."""

import django_filters
from django.utils.translation import gettext_lazy as _

from kb.core.filters import DocumentedFilterSet, NameFilter
from kb.regions.models import Region


class RegionFilter(DocumentedFilterSet):
    q = NameFilter(label=_("Name"))
    level = django_filters.ChoiceFilter(choices=Region.Level, label=_("Level"), empty_label=_("all"))

    class Meta:
        model = Region
        fields = []
