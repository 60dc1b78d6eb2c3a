from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from kb.core.admin_base import ThingAdmin, linked
from kb.core.partial_dates import years
from kb.regions.models import Region


@admin.register(Region)
class RegionAdmin(ThingAdmin):
    exact_fields = (*ThingAdmin.exact_fields, "code")
    list_display = ["title", "other_names", "level", "code", "part_of", "articles", "shown"]
    list_filter = ["level", *ThingAdmin.list_filter]
    list_select_related = ["parent"]
    autocomplete_fields = ["parent"]
    fieldsets = [
        ThingAdmin.name_fields,
        (None, {"fields": ["level", "code", "parent", "valid_from", "valid_until", "visibility"]}),
        *ThingAdmin.more_fieldsets,
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("parent")

    def facts(self, region):
        return [region.get_level_display(), region.parent, years(region.valid_from, region.valid_until)]

    @admin.display(description=_("part of"), ordering="parent__names_key")
    def part_of(self, region):
        return linked(region.parent)
