from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kb.core import labels, languages
from kb.core.admin_base import (
    CappedFormSet,
    FoldedSearch,
    KindField,
    LongList,
    ReadOnly,
    ReadOnlyInline,
    ReviewedAdmin,
    SourcedInline,
    ThingAdmin,
    ThingForm,
    ask_reason,
    kind_filter,
    linked,
    worded_filter,
)
from kb.core.models import Entity, Review
from kb.core.partial_dates import years
from kb.core.quotes import withhold_addresses
from people import publishing
from people.models import Organization, Person, Position, PublishRequest


class PositionInline(SourcedInline):
    """The posts of a person."""

    model = Position
    formset = CappedFormSet
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


class PublishRequestInline(ReadOnlyInline):
    """Who asked that a person be public, and who decided."""

    model = PublishRequest
    fields = ["reason", "asked_by", "asked_at", "decision", "refused_because", "decided_by", "decided_at"]
    readonly_fields = fields
    related = ("asked_by", "decided_by")


@admin.register(Person)
class PersonAdmin(ThingAdmin):
    form = PersonForm
    list_display = ["title", "other_names", "last_post", "articles", "shown"]
    fieldsets = [
        ThingAdmin.name_fields,
        (None, {"fields": ["birth", "visibility", "public_reason"]}),
        *ThingAdmin.more_fieldsets,
    ]
    inlines = [ThingAdmin.inlines[0], PositionInline, *ThingAdmin.inlines[1:], PublishRequestInline]

    def get_changeform_initial_data(self, request):
        return {"visibility": Entity.Visibility.HIDDEN, **super().get_changeform_initial_data(request)}

    def save_model(self, request, obj, form, change):
        """Nobody makes a private person public alone: the form asks, somebody else approves."""
        # The stored row and not the form's: an old version that is brought back may be a public one.
        stored = Person.objects.filter(pk=obj.pk).values_list("visibility", "public_reason").first()
        visibility, known = stored or (Entity.Visibility.HIDDEN, "")
        asks = obj.visibility == Entity.Visibility.PUBLIC != visibility
        reason = obj.public_reason
        if asks:
            obj.visibility, obj.public_reason = visibility, known
            form.cleaned_data |= {"visibility": visibility, "public_reason": known}
            form.changed_data[:] = [name for name in form.changed_data if name not in ("visibility", "public_reason")]
        super().save_model(request, obj, form, change)
        if visibility == Entity.Visibility.PUBLIC != obj.visibility:
            withhold_addresses([obj])
        if asks:
            self._ask(request, [obj], reason or str(_("public in an earlier version")))

    def _ask(self, request, people, reason):
        total = len(publishing.ask(people, request.user, reason))
        text = ngettext(
            "%(count)d person waits for approval by somebody else.",
            "%(count)d people wait for approval by somebody else.",
            total,
        )
        self.message_user(request, text % {"count": total}, messages.SUCCESS if total else messages.WARNING)

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

    @admin.action(description=_("Ask to publish, with a reason"), permissions=["publish"])
    def publish(self, request, queryset):
        reason = request.POST.get("reason", "").strip()
        if not reason:
            note = _("Somebody else must approve. The reason stands on the person's page here.")
            title = _("Why are these people public?")
            return ask_reason(self, request, queryset, title=title, action="publish", note=note)
        self._ask(request, list(queryset), reason[:300])
        return None


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


@admin.register(PublishRequest)
class PublishRequestAdmin(ReadOnly, FoldedSearch, LongList):
    """Private people who wait to be public: approved by somebody who didn't ask."""

    exact_fields = ()
    folded_fields = ("person__names_key",)
    text_fields = ("reason",)
    list_display = ["who", "reason", "asked_by", "asked_at", "state", "refused_because", "decided_by", "decided_at"]
    list_display_links = None
    list_filter = ["decision"]
    list_select_related = ["person", "asked_by", "decided_by"]
    actions = ["approve", "refuse"]

    def has_publish_permission(self, request):
        return request.user.has_perm("people.publish_person")

    @admin.display(description=_("person"), ordering="person__names_key")
    def who(self, row):
        return linked(row.person)

    @admin.display(description=_("decision"), ordering="decision")
    def state(self, row):
        return format_html('<span class="state {}">{}</span>', row.decision, row.get_decision_display())

    @admin.action(description=_("Approve: make public"), permissions=["publish"])
    def approve(self, request, queryset):
        self._decide(request, queryset, publishing.approve)

    @admin.action(description=_("Refuse, or take back, with a reason"), permissions=["publish"])
    def refuse(self, request, queryset):
        reason = request.POST.get("reason", "").strip()
        if not reason:
            return ask_reason(self, request, queryset, title=_("Why do these stay private?"), action="refuse")
        self._decide(request, queryset, publishing.refuse, reason)
        return None

    def _decide(self, request, queryset, act, *reason):
        done = 0
        for row in queryset.select_related("person").order_by("pk"):
            try:
                act(row, request.user, *reason)
            except ValidationError as error:
                self.message_user(request, f"{row.person}: {' '.join(error.messages)}", messages.ERROR)
            else:
                done += 1
                note = ". ".join([str(row), *reason])
                LogEntry.objects.log_actions(request.user.pk, [row.person], CHANGE, note, single_object=True)
        if done:
            self.message_user(request, _("Done: %(count)d.") % {"count": done}, messages.SUCCESS)


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


def post_words(code) -> str:
    return labels.post(code, languages.current()) or code


@admin.register(Position)
class PositionAdmin(ReviewedAdmin):
    folded_fields = ("person__names_key", "organization__names_key", "region__names_key")
    text_fields = ("title_kk", "title_ru", "title_en")
    list_display = ["title", "holder", "where", "period", "quote", "state"]
    list_filter = ["review", "acting", "ended", worded_filter(_("post"), "post", post_words)]
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

    @admin.display(description=_("organization and region"), ordering="organization__names_key")
    def where(self, position):
        places = [(linked(place),) for place in (position.organization, position.region) if place]
        return format_html_join(" · ", "{}", places) or "—"

    @admin.display(description=_("time"), ordering="start")
    def period(self, position):
        return years(position.start, position.end) or "—"
