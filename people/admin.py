from django.contrib import admin
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from kb.core import labels
from kb.core.admin_base import (
    CappedFormSet,
    DeskFields,
    KindField,
    ReadOnlyInline,
    ReviewedAdmin,
    ThingAdmin,
    ThingForm,
    ask_reason,
    kind_filter,
    linked,
)
from kb.core.models import Entity, Review
from kb.core.partial_dates import years
from people.models import Organization, Person, Position


class PositionInline(DeskFields, admin.TabularInline):
    """The posts of a person."""

    model = Position
    formset = CappedFormSet
    extra = 0
    can_delete = False
    show_change_link = True
    fields = [
        "title_kk", "title_ru", "organization", "region", "start", "end", "acting", "ended", "review",
    ]  # fmt: skip
    readonly_fields = ["review"]
    autocomplete_fields = ["organization", "region"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("person", "organization", "region")


class PostHolderInline(ReadOnlyInline):
    """Who holds posts in an organization, or in a region."""

    model = Position
    verbose_name_plural = _("posts held here")
    fields = ["holder", "title", "start", "end", "review"]
    readonly_fields = ["holder", "title"]
    related = ("person", "organization", "region")

    @admin.display(description=_("person"))
    def holder(self, position):
        return linked(position.person)

    @admin.display(description=_("title"))
    def title(self, position):
        return linked(position, position.title)


class PersonForm(ThingForm):
    def clean(self):
        data = super().clean()
        becomes_public = "visibility" in self.changed_data and data.get("visibility") == Entity.Visibility.PUBLIC
        if becomes_public and not data.get("public_reason", "").strip():
            self.add_error("public_reason", _("Say why this person is public."))
        return data


@admin.register(Person)
class PersonAdmin(ThingAdmin):
    form = PersonForm
    list_display = ["title", "other_names", "last_post", "articles", "shown"]
    fieldsets = [
        ThingAdmin.name_fields,
        (None, {"fields": ["birth", "visibility", "public_reason"]}),
        *ThingAdmin.more_fieldsets,
    ]
    inlines = [ThingAdmin.inlines[0], PositionInline, *ThingAdmin.inlines[1:]]

    def has_publish_permission(self, request):
        return request.user.has_perm("people.publish_person")

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return fields if self.has_publish_permission(request) else [*fields, "visibility", "public_reason"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related(_positions())

    def facts(self, person):
        return person_facts(person)

    @admin.display(description=_("last post"))
    def last_post(self, person):
        return " · ".join(str(fact) for fact in person_facts(person) if fact) or "—"

    @admin.action(description=_("Publish, with a reason"), permissions=["publish"])
    def publish(self, request, queryset):
        if not request.POST.get("reason", "").strip():
            note = _("The reason stands on the person's page here, and answers who asks why the person is shown.")
            title = _("Why are these people public?")
            return ask_reason(self, request, queryset, title=title, action="publish", note=note)
        return super().publish(request, queryset)


def _positions():
    kept = Position.objects.exclude(review=Review.REJECTED).select_related("organization", "region")
    return Prefetch("positions", kept, to_attr="kept_positions")


def person_facts(person) -> list:
    """The latest post with its organization, region and years; needs ``kept_positions``."""
    if not person.kept_positions:
        return [_("no post known")]
    last = max(
        person.kept_positions,
        key=lambda position: (
            position.end is None and not position.ended,
            int(position.start or 0),
            str(position.last_reported or ""),
            position.pk,
        ),
    )
    return [last.title, last.organization, last.region, years(last.start, last.end)]


class OrganizationForm(ThingForm):
    organization_kind = KindField("organization", label=_("kind of organization"))


@admin.register(Organization)
class OrganizationAdmin(ThingAdmin):
    form = OrganizationForm
    list_display = ["title", "other_names", "kind_name", "region_name", "articles", "shown"]
    list_filter = [kind_filter("organization"), *ThingAdmin.list_filter]
    list_select_related = ["region"]
    autocomplete_fields = ["region"]
    fieldsets = [
        ThingAdmin.name_fields,
        (None, {"fields": ["organization_kind", "region", "founded", "dissolved", "visibility"]}),
        *ThingAdmin.more_fieldsets,
    ]
    inlines = [ThingAdmin.inlines[0], PostHolderInline, *ThingAdmin.inlines[1:]]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("region")

    def facts(self, organization):
        dates = years(organization.founded, organization.dissolved)
        return [labels.kind("organization", organization.organization_kind), organization.region, dates]

    @admin.display(description=_("kind"), ordering="organization_kind")
    def kind_name(self, organization):
        return labels.kind("organization", organization.organization_kind)

    @admin.display(description=_("region"), ordering="region__names_key")
    def region_name(self, organization):
        return linked(organization.region)


@admin.register(Position)
class PositionAdmin(ReviewedAdmin):
    folded_fields = ("person__names_key", "organization__names_key", "region__names_key")
    text_fields = ("title_kk", "title_ru", "title_en")
    list_display = ["title", "holder", "where", "region", "start", "end", "state", "sure"]
    list_filter = ["review", "acting", "ended", "post"]
    list_select_related = ["person", "organization", "region"]
    autocomplete_fields = ["person", "organization", "region"]
    readonly_fields = ["first_reported", "last_reported"]
    fieldsets = [
        (None, {"fields": ["person", "post", "title_kk", "title_ru", "title_en", "organization", "region", "acting"]}),
        (_("Dates"), {"fields": ["start", "end", "ended", "date_words", "first_reported", "last_reported"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("person", "organization", "region")

    @admin.display(description=_("title"))
    def title(self, position):
        return position.title

    @admin.display(description=_("person"), ordering="person__names_key")
    def holder(self, position):
        return linked(position.person)

    @admin.display(description=_("organization"), ordering="organization__names_key")
    def where(self, position):
        return linked(position.organization)
