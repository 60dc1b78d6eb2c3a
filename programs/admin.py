from datetime import timedelta
from decimal import Decimal

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import Count, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from kb.core import labels
from kb.core.admin_base import (
    CappedFormSet,
    CuratedAdmin,
    DeskFields,
    KindField,
    ReadOnlyInline,
    ReviewedAdmin,
    SourcedInline,
    ThingAdmin,
    ThingForm,
    kind_filter,
    linked,
    worded_filter,
)
from kb.core.partial_dates import years
from programs.models import Figure, Indicator, Pledge, PledgeChange, Program

FIGURE_ENDS = ("indicator", "program", "organization", "region", "speaker")
PLEDGE_ENDS = ("person", "organization", "program", "region")


def number(figure) -> str:
    """The value with its qualifier and unit: "≥ 84 000 jobs", "10–20 people"."""
    signs = {">": "> ", ">=": "≥ ", "<=": "≤ ", "~": "≈ "}
    value = labels.number(figure.value)
    if figure.value_max is not None:
        value = f"{value}–{labels.number(figure.value_max)}"
    noun = labels.counted(figure.unit, figure.value_max or figure.value)
    if figure.unit in labels.BARE or noun == figure.unit:
        noun = figure.unit_text or noun
    return f"{signs.get(figure.qualifier, '')}{value} {noun}"


class ValueField(forms.DecimalField):
    """A number without the zeros that the column pads it with."""

    def prepare_value(self, value):
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value


VALUES = {**DeskFields.formfield_overrides, models.DecimalField: {"form_class": ValueField}}


class FigureInline(SourcedInline):
    """The figures of a program, written together."""

    model = Figure
    formfield_overrides = VALUES
    formset = CappedFormSet
    fields = [
        "indicator", "qualifier", "value", "value_max", "unit", "status", "start", "end", "as_of", "region", "review",
    ]  # fmt: skip
    readonly_fields = ["review"]
    autocomplete_fields = ["indicator", "region"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*FIGURE_ENDS)


class FigureListInline(ReadOnlyInline):
    """Figures about an organization, a region or an indicator."""

    model = Figure
    verbose_name_plural = _("figures")
    fields = ["number", "counted", "about", "status", "as_of", "review"]
    readonly_fields = ["number", "counted", "about"]
    related = FIGURE_ENDS

    @admin.display(description=_("value"))
    def number(self, figure):
        return linked(figure, number(figure))

    @admin.display(description=_("indicator"))
    def counted(self, figure):
        return figure.indicator.name

    @admin.display(description=_("about"))
    def about(self, figure):
        return " · ".join(str(end) for end in (figure.program, figure.organization, figure.region) if end)


class PledgeListInline(ReadOnlyInline):
    """Pledges by a person or an organization, or about a program or a region."""

    model = Pledge
    verbose_name_plural = _("pledges")
    fields = ["promise", "deadline", "status", "review"]
    readonly_fields = ["promise"]
    related = PLEDGE_ENDS

    @admin.display(description=_("promise"))
    def promise(self, pledge):
        return linked(pledge)


class PledgeChangeInline(SourcedInline):
    model = PledgeChange
    template = admin.StackedInline.template
    fields = [
        ("kind", "on", "review"),
        ("old_deadline", "new_deadline"),
        ("old_status", "new_status"),
        ("old_target", "new_target"),
        "note",
    ]
    readonly_fields = ["review"]
    autocomplete_fields = ["old_target", "new_target"]

    def get_queryset(self, request):
        related = ("pledge", "old_target__indicator", "new_target__indicator")
        return super().get_queryset(request).select_related(*related)


class ProgramForm(ThingForm):
    program_kind = KindField("program", label=_("kind of program"))


@admin.register(Program)
class ProgramAdmin(ThingAdmin):
    form = ProgramForm
    list_display = ["title", "other_names", "kind_name", "part_of", "articles", "shown"]
    list_filter = [kind_filter("program"), *ThingAdmin.list_filter]
    list_select_related = ["parent"]
    autocomplete_fields = ["parent"]
    fieldsets = [
        ThingAdmin.name_fields,
        (None, {"fields": ["program_kind", "parent", "started", "ended", "visibility"]}),
        *ThingAdmin.more_fieldsets,
    ]
    inlines = [ThingAdmin.inlines[0], FigureInline, PledgeListInline, *ThingAdmin.inlines[1:]]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("parent")

    def facts(self, program):
        return [labels.kind("program", program.program_kind), program.parent, years(program.started, program.ended)]

    @admin.display(description=_("kind"), ordering="program_kind")
    def kind_name(self, program):
        return labels.kind("program", program.program_kind)

    @admin.display(description=_("part of"), ordering="parent__names_key")
    def part_of(self, program):
        return linked(program.parent)


UnitFilter = worded_filter(_("unit"), "unit", labels.unit)


@admin.register(Indicator)
class IndicatorAdmin(CuratedAdmin):
    folded_fields = ("key",)
    text_fields = ("name_kk", "name_ru", "name_en")
    # Not "figures": admin would sort by the relation of that name, with a row for each figure.
    list_display = ["name", "name_ru", "unit_name", "total", "broad"]
    list_filter = ["broad", UnitFilter]
    fields = ["name_kk", "name_ru", "name_en", "unit", "broad"]
    inlines = [FigureListInline]

    def get_queryset(self, request):
        counted = Figure.objects.filter(indicator=OuterRef("pk")).order_by().values("indicator")
        total = Coalesce(Subquery(counted.annotate(total=Count("pk")).values("total")), Value(0))
        return super().get_queryset(request).annotate(figure_total=total)

    def labels(self, indicators):
        return {row.pk: f"{row.name} · {labels.unit(row.unit)}" for row in indicators}

    @admin.display(description=_("name"), ordering="key")
    def name(self, indicator):
        return indicator.name

    @admin.display(description=_("unit"), ordering="unit")
    def unit_name(self, indicator):
        return labels.unit(indicator.unit)

    @admin.display(description=_("figures"), ordering="figure_total")
    def total(self, indicator):
        return indicator.figure_total


@admin.register(Figure)
class FigureAdmin(ReviewedAdmin):
    formfield_overrides = VALUES
    folded_fields = (
        "indicator__key",
        "program__names_key",
        "organization__names_key",
        "region__names_key",
        "speaker__names_key",
    )
    text_fields = ("value_text",)
    list_display = ["number", "counted", "quote", "said_by", "period", "state"]
    list_filter = ["review", "status", "span_kind", "qualifier", UnitFilter]
    list_select_related = FIGURE_ENDS
    autocomplete_fields = [*FIGURE_ENDS, "plan"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "indicator",
                    "counted_text",
                    ("qualifier", "value", "value_max"),
                    ("unit", "unit_text"),
                    "value_text",
                ]
            },
        ),
        (_("Of what, where, who says so"), {"fields": ["program", "organization", "region", "speaker"]}),
        (_("Period"), {"fields": ["status", "span_kind", ("start", "end", "as_of"), "date_words", "plan"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*FIGURE_ENDS, "plan__indicator")

    def labels(self, figures):
        return {
            row.pk: ThingAdmin.label(
                number(row), row.indicator, row.program, row.region, years(row.start, row.end or row.as_of)
            )
            for row in figures
        }

    @admin.display(description=_("value"), ordering="value")
    def number(self, figure):
        return number(figure)

    @admin.display(description=_("what, of what, where"), ordering="indicator__key")
    def counted(self, figure):
        ends = [(linked(end),) for end in (figure.program, figure.organization, figure.region) if end]
        return format_html('{}<span class="from">{}</span>', figure.indicator.name, format_html_join(" · ", "{}", ends))

    @admin.display(description=_("said by"), ordering="speaker__names_key")
    def said_by(self, figure):
        return linked(figure.speaker)

    @admin.display(description=_("period"), ordering="as_of")
    def period(self, figure):
        when = str(figure.as_of or "—")
        if figure.start or figure.end:
            when = str(figure.end) if figure.start == figure.end else f"{figure.start or '…'} – {figure.end or '…'}"
        return format_html('{}<span class="from">{}</span>', when, figure.get_status_display())


class DueFilter(admin.SimpleListFilter):
    """Pledges by what is left until their deadline."""

    title = _("due")
    parameter_name = "due"

    def lookups(self, request, model_admin):
        return [("soon", _("in the next 90 days")), ("overdue", _("overdue"))]

    def queryset(self, request, queryset):
        if self.value() == "soon":
            return due_soon(queryset)
        if self.value() == "overdue":
            return overdue(queryset)
        return queryset


OPEN = [Pledge.Status.NOT_RATED, Pledge.Status.IN_THE_WORKS, Pledge.Status.STALLED]


def due_soon(pledges, days=90):
    """Open pledges whose last possible day, as moved last, is from today to ``days`` from now."""
    today = timezone.localdate()
    later = today + timedelta(days=days + 1)
    return pledges.with_due().filter(status__in=OPEN, due_by__not_before=today).exclude(due_by__not_before=later)


def overdue(pledges):
    """Open pledges whose last possible day, as moved last, is over."""
    open_ones = pledges.with_due().filter(status__in=OPEN, due_by__isnull=False)
    return open_ones.exclude(due_by__not_before=timezone.localdate())


@admin.register(Pledge)
class PledgeAdmin(ReviewedAdmin):
    folded_fields = (
        "key",
        "person__names_key",
        "organization__names_key",
        "program__names_key",
        "region__names_key",
    )
    list_display = ["promise", "by", "quote", "until", "state"]
    list_filter = ["review", "status", DueFilter]
    list_select_related = PLEDGE_ENDS
    autocomplete_fields = [*PLEDGE_ENDS, "target"]
    fieldsets = [
        (None, {"fields": ["text", "language", "person", "organization", "program", "region", "target"]}),
        (_("Dates"), {"fields": ["start", "date_words", "deadline", "deadline_words", "status"]}),
        (_("In short"), {"fields": ["summary_kk", "summary_ru", "summary_en"], "classes": ["collapse"]}),
    ]
    inlines = [PledgeChangeInline]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*PLEDGE_ENDS, "target__indicator")

    @admin.display(description=_("promise"))
    def promise(self, pledge):
        return str(pledge)

    @admin.display(description=_("by whom, of what, where"))
    def by(self, pledge):
        ends = [(linked(end),) for end in (pledge.program, pledge.region) if end]
        who = linked(pledge.person or pledge.organization)
        return format_html('{}<span class="from">{}</span>', who, format_html_join(" · ", "{}", ends))

    @admin.display(description=_("deadline"), ordering="deadline")
    def until(self, pledge):
        return format_html('{}<span class="from">{}</span>', pledge.deadline or "—", pledge.get_status_display())


@admin.register(PledgeChange)
class PledgeChangeAdmin(ReviewedAdmin):
    folded_fields = ("pledge__key", "pledge__person__names_key", "pledge__organization__names_key")
    list_display = ["kind", "pledge_text", "on", "change", "quote", "state"]
    list_filter = ["review", "kind", "new_status"]
    list_select_related = ["pledge", "new_target__indicator"]
    autocomplete_fields = ["pledge", "old_target", "new_target"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "pledge",
                    ("kind", "on"),
                    ("old_deadline", "new_deadline"),
                    ("old_target", "new_target"),
                    ("old_status", "new_status"),
                    "note",
                ]
            },
        )
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("pledge", "old_target__indicator", "new_target__indicator")

    @admin.display(description=_("pledge"))
    def pledge_text(self, change):
        return linked(change.pledge)

    @admin.display(description=_("to"))
    def change(self, change):
        if change.kind == PledgeChange.Kind.STATUS:
            return change.get_new_status_display()
        return str(change.new_deadline or change.new_target or "—")
