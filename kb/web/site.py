"""The admin site of the knowledge base."""

from functools import wraps

from django.contrib import admin
from django.contrib.admin import helpers
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.views.main import ERROR_FLAG
from django.http import Http404, HttpResponseRedirect, QueryDict
from django.utils.translation import gettext_lazy as _

from kb.core.keys import is_no_key, is_too_large

_ORDER = ("seeds", "articles", "people", "programs", "regions", "core", "auth")
# What the admin's addresses call the id of a row.
_KEYS = {"object_id", "content_type_id", "id", "pk"}


def _without_nul(query: QueryDict) -> QueryDict:
    """What was sent, less the characters that PostgreSQL keeps in no text; people don't type them.

    A text that somebody pastes stays as it is: its form says what is wrong with it.
    """
    broken = [name for name, values in query.lists() if name != "text" and any("\0" in value for value in values)]
    sound = query.copy() if broken else query
    for name in broken:
        sound.setlist(name, [value.replace("\0", "") for value in query.getlist(name)])
    return sound


class LabelledAutocomplete(AutocompleteJsonView):
    """Results that tell namesakes apart: the admin's ``labels(rows)`` gives the text of a whole page at once."""

    def get_queryset(self):
        rows = super().get_queryset()
        return rows.current() if hasattr(rows, "current") else rows

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        rows = list(context["object_list"])
        labels = getattr(self.model_admin, "labels", None)
        self.texts = labels(rows) if labels and rows else {}
        return context | {"object_list": rows}

    def serialize_result(self, obj, to_field_name):
        result = super().serialize_result(obj, to_field_name)
        return result | {"text": self.texts.get(obj.pk, result["text"])}


class KbAdminSite(admin.AdminSite):
    site_header = _("Knowledge base: editors' desk")
    site_title = _("Knowledge base")
    index_title = _("What waits")

    def admin_view(self, view, cacheable=False):
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def followed(request, *args, **kwargs):
            if request.method == "GET" and any(is_too_large(text) for name, text in request.GET.items() if name != "q"):
                # What a list does with any other choice that it doesn't have.
                return HttpResponseRedirect(f"{request.path}?{ERROR_FLAG}=1")
            chosen = request.POST.getlist(helpers.ACTION_CHECKBOX_NAME)
            if any(map(is_no_key, [*args, *(kwargs[name] for name in _KEYS & set(kwargs)), *chosen])):
                raise Http404
            request.GET, request.POST = _without_nul(request.GET), _without_nul(request.POST)
            response = inner(request, *args, **kwargs)
            if request.method == "POST":
                from seeds import searching  # models are not loaded when Django makes the site

                # The change has logged itself in its own transaction, so a crash here loses nothing.
                searching.refresh()
            return response

        return followed

    def get_urls(self):
        from kb.web import review_desk  # models are not loaded when Django makes the site

        return [*review_desk.urls(self), *super().get_urls()]

    def preview(self, request, model_admin, object_id):
        from kb.web import preview  # models are not loaded when Django makes the site

        return preview.page(request, model_admin, object_id)

    def merge_context(self, things, labels, keep, plan) -> dict:
        from kb.web import merge_profiles  # models are not loaded when Django makes the site

        return merge_profiles.context(things, labels, keep, plan)

    def get_app_list(self, request, app_label=None):
        """In the order of the work: what comes in, what is read in it, what it speaks of, who works here."""
        apps = super().get_app_list(request, app_label)
        return sorted(apps, key=lambda app: _ORDER.index(app["app_label"]) if app["app_label"] in _ORDER else -1)

    def autocomplete_view(self, request):
        return LabelledAutocomplete.as_view(admin_site=self)(request)

    def index(self, request, extra_context=None):
        from kb.web import desk  # models are not loaded when Django makes the site

        return super().index(request, {"waiting": desk.waiting(request), **(extra_context or {})})
