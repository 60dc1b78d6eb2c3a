from django.contrib import admin
from django.db.models import Case, When
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from kb.core.admin_base import FoldedSearch, ReadOnly, ReadOnlyInline, linked
from seeds.models import ImportItem


@admin.display(description=_("outcome"), ordering="outcome")
def state(item):
    return format_html('<span class="state {}">{}</span>', item.outcome, item.get_outcome_display())


@admin.display(description=_("article"))
def article_title(item):
    return linked(item.article)


def with_article(rows):
    return rows.select_related("article").defer("article__text", "article__raw", "article__furniture")


class ImportItemInline(ReadOnlyInline):
    """The files of a run, failures first."""

    model = ImportItem
    fields = ["name", "outcome_state", "article_name", "code", "error", "place"]
    readonly_fields = ["outcome_state", "article_name"]

    outcome_state = staticmethod(state)
    article_name = staticmethod(article_title)

    def get_queryset(self, request):
        return with_article(super().get_queryset(request)).order_by(failures_first(), "pk")


def failures_first():
    return Case(When(outcome="failed", then=0), default=1)


@admin.register(ImportItem)
class ImportItemAdmin(ReadOnly, FoldedSearch, admin.ModelAdmin):
    exact_fields = ("sha256", "name")
    text_fields = ("name", "error")
    list_display = ["name", state, article_title, "code", "error", "place", "run"]
    list_filter = ["outcome", "code"]
    list_per_page = 50
    show_full_result_count = False
    actions = None

    def get_queryset(self, request):
        return with_article(super().get_queryset(request)).select_related("run")

    def lookup_allowed(self, lookup, value, request=None):
        return lookup == "run" or super().lookup_allowed(lookup, value, request)
