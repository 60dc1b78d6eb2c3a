from django.contrib import admin
from django.http import HttpResponseRedirect
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from kb.core.admin_base import (
    FoldedSearch,
    LongList,
    ReadOnly,
    ReviewedAdmin,
    ThingColumns,
    change_address,
    linked,
    summary_of_counts,
)
from kb.core.models import Entity, OldSlug, Relation, Run


@admin.register(Entity)
class EntityAdmin(ReadOnly, ThingColumns, LongList):
    """All things in one list: what relations and mentions choose from. Each is edited on the page of its kind."""

    list_display = ["title", "kind", "other_names", "articles", "shown"]
    list_filter = ["kind", "visibility"]
    actions = None

    def labels(self, things) -> dict:
        """The label that the admin of its kind gives each thing, after the kind."""
        found = {}
        for model in Entity.__subclasses__():
            keys = [thing.pk for thing in things if thing.kind == model.KIND]
            model_admin = self.admin_site.get_model_admin(model)
            rows = model_admin.labels(model_admin.get_queryset(None).filter(pk__in=keys)) if keys else {}
            kind = Entity.Kind(model.KIND).label
            found |= {key: f"{kind} · {label}" for key, label in rows.items()}
        return found

    def change_view(self, request, object_id, form_url="", extra_context=None):
        thing = self.get_object(request, object_id)
        if thing is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return HttpResponseRedirect(change_address(thing))

    def history_view(self, request, object_id, extra_context=None):
        thing = self.get_object(request, object_id)
        if thing is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return HttpResponseRedirect(change_address(thing).replace("/change/", "/history/"))


@admin.register(Relation)
class RelationAdmin(ReviewedAdmin):
    folded_fields = ("subject__names_key", "object__names_key")
    list_display = ["subject_name", "kind", "object_name", "start", "end", "quote", "state"]
    list_display_links = ["kind"]
    list_filter = ["review", "kind"]
    list_select_related = ["subject", "object"]
    autocomplete_fields = ["subject", "object"]
    fieldsets = [
        (None, {"fields": ["subject", "kind", "object"]}),
        (_("Dates"), {"fields": ["start", "end", "date_words"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("subject", "object")

    @admin.display(description=_("subject"), ordering="subject__names_key")
    def subject_name(self, relation):
        return linked(relation.subject)

    @admin.display(description=_("object"), ordering="object__names_key")
    def object_name(self, relation):
        return linked(relation.object)


@admin.register(OldSlug)
class OldSlugAdmin(ReadOnly, FoldedSearch, LongList):
    folded_fields = ("entity__names_key",)
    exact_fields = ("slug",)
    list_display = ["slug", "thing"]
    list_select_related = ["entity"]
    fields = ["slug", "thing"]
    readonly_fields = ["thing"]
    actions = None

    @admin.display(description=_("leads to"))
    def thing(self, row):
        return linked(row.entity)


@admin.register(Run)
class RunAdmin(ReadOnly, FoldedSearch, LongList):
    text_fields = ("reason", "user__username")
    list_display = ["uid", "kind", "state", "user", "why", "done", "started_at"]
    list_filter = ["kind", "status", "started_at"]
    list_select_related = ["user"]
    date_hierarchy = "started_at"
    actions = None
    fieldsets = [
        (None, {"fields": ["uid", "kind", "state", "user", "reason", "started_at", "finished_at", "undoes"]}),
        (_("What it did"), {"fields": ["done", "settings_used"]}),
    ]
    readonly_fields = ["uid", "state", "done", "settings_used"]

    @admin.display(description=_("status"), ordering="status")
    def state(self, run):
        return format_html('<span class="state {}">{}</span>', run.status, run.get_status_display())

    @admin.display(description=_("reason"))
    def why(self, run):
        return run.reason if len(run.reason) <= 80 else f"{run.reason[:79]}…"

    @admin.display(description=_("counts"))
    def done(self, run):
        return summary_of_counts(run) or "—"

    @admin.display(description=_("options"))
    def settings_used(self, run):
        rows = [(name, _short(value)) for name, value in run.options.items()]
        return format_html_join("", "<div>{}: {}</div>", rows) or "—"


def _short(value, limit=600):
    text = ", ".join(_item(item) for item in value) if isinstance(value, list) else str(value)
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def _item(item) -> str:
    return str(item.get("what", item)) if isinstance(item, dict) else str(item)
