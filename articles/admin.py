from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Greatest, Substr
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from articles import appearances, explanations, highlights, places, sources, twins
from articles.models import Appearance, Article, Disagreement, Evidence, Mention
from kb.core import review
from kb.core.admin_base import (
    INLINE_ROWS,
    CuratedAdmin,
    DeskFields,
    DeskForm,
    FoldedSearch,
    KnownLabelSelect,
    LongList,
    ReadOnly,
    ReadOnlyInline,
    ReasonedDeletion,
    ReviewedAdmin,
    ReviewedForm,
    ThingAdmin,
    ask_visibility,
    change_address,
    linked,
    worded_filter,
)
from kb.core.lookups import Spelled
from kb.core.models import Entity, Review, Run
from kb.core.quotes import HEAVY

LONG = tuple(f"article__{column}" for column in HEAVY)
AROUND = 70  # characters shown before and after a mention in lists


def article_place(row, prefix):
    """The article's page here, opened at the mention or quote."""
    return f"{change_address(row.article)}#{prefix}{row.pk}"


class PlacedForm(DeskForm):
    """Characters of an article: who writes the quote may leave out the offsets when it stands there once."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("start", "end"):
            if name in self.fields:
                self.fields[name].required = False

    def clean(self):
        data = super().clean()
        column = self._meta.model.QUOTED
        article, quoted, start = data.get("article") or self._article(), data.get(column), data.get("start")
        if article is None or not quoted or "start" in self.errors:
            return data
        # A start that the writer sees must be right; one that came along with selected words shows which of several.
        if start is None or self.fields["start"].widget.is_hidden:
            try:
                start, end = places.locate(article.text, quoted, start)
            except ValidationError as error:
                told_apart = "start" in self.fields and not self.fields["start"].widget.is_hidden
                self.add_error("start" if told_apart and quoted in article.text else column, error)
                return data
            data[column] = article.text[start:end]
        data["start"], data["end"] = start, start + len(data[column])
        self.instance.start, self.instance.end = data["start"], data["end"]
        return data

    def _article(self):
        return self.instance.article if self.instance.article_id else None


class MentionForm(PlacedForm, ReviewedForm):
    def clean(self):
        data = super().clean()
        thing, kind = data.get("entity"), data.get("kind")
        if thing and kind and thing.kind != kind:
            self.add_error("entity", _("This thing is of another kind."))
        return data


class LinkForm(forms.Form):
    """Which thing the chosen mentions name."""

    entity = forms.ModelChoiceField(Entity.objects.current(), label=_("thing"))
    reason = forms.CharField(label=_("reason"), max_length=300, required=False)

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.kinds = {row.kind for row in rows}
        self.linked = {row.entity_id for row in rows} - {None}
        field = Mention._meta.get_field("entity")
        self.fields["entity"].widget = KnownLabelSelect(field, admin.site)
        self.fields["entity"].widget.choices = self.fields["entity"].choices

    def clean_entity(self):
        thing = self.cleaned_data["entity"]
        if self.kinds != {thing.kind}:
            raise ValidationError(_("This thing is of another kind."))
        return thing

    def clean(self):
        data = super().clean()
        thing = data.get("entity")
        if thing and self.linked - {thing.pk} and not data.get("reason", "").strip():
            self.add_error("reason", _("Say why these name something else than what they are linked to."))
        return data


class EvidenceForm(PlacedForm):
    @property
    def is_whole(self):
        # On the page of a new claim the row gets its claim when that is saved.
        return any(getattr(self.instance, f"{name}_id") for name in Evidence.CLAIMS)

    def clean(self):
        data = super().clean()
        named = [name for name in Evidence.CLAIMS if data.get(name)]
        if set(Evidence.CLAIMS) <= set(self.fields) and len(named) != 1:
            self.add_error(None, _("A quote supports exactly one claim."))
        return data


class QuoteFormSet(forms.BaseInlineFormSet):
    """``asked`` is the quote that the page was opened with."""

    asked = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.asked and not self.is_bound:
            self.initial_extra = [self.asked]


class EvidenceInline(DeskFields, admin.TabularInline):
    """The quotes of a claim: those that stand are shown, new ones are written."""

    model = Evidence
    form = EvidenceForm
    formset = QuoteFormSet
    extra = 0
    can_delete = False
    classes = ["rows-only"]
    fields = ["quote", "article", "start", "place"]
    readonly_fields = ["place"]
    autocomplete_fields = ["article"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("article").defer(*LONG)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "start":
            kwargs["widget"] = forms.HiddenInput
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.asked = places.asked(request.GET)
        return formset

    def get_extra(self, request, obj=None, **kwargs):
        return 1 if places.asked(request.GET) else self.extra

    def has_change_permission(self, request, obj=None):
        return False

    @admin.display(description=_("place"))
    def place(self, evidence):
        if not evidence.pk:
            return "—"
        return format_html('<a href="{}">{}</a>', article_place(evidence, "q"), _("open the place"))


class ClaimEvidenceInline(ReadOnlyInline):
    """The claims that an article supports."""

    model = Evidence
    verbose_name_plural = _("claims supported by this article")
    fields = ["kind", "claim_text", "claim_review", "words"]
    readonly_fields = fields
    related = highlights.CLAIM_ENDS

    @admin.display(description=_("kind"))
    def kind(self, evidence):
        return evidence.claim._meta.verbose_name

    @admin.display(description=_("claim"))
    def claim_text(self, evidence):
        return linked(evidence.claim)

    @admin.display(description=_("review"))
    def claim_review(self, evidence):
        claim = evidence.claim
        return format_html('<span class="state {}">{}</span>', claim.review, claim.get_review_display())

    @admin.display(description=_("quote"))
    def words(self, evidence):
        return format_html('<a href="#q{}">{}</a>', evidence.pk, str(evidence))


class LanguageFilter(admin.SimpleListFilter):
    """By the languages that there are, without looking at each article for its own."""

    title = _("language")
    parameter_name = "language"

    def lookups(self, request, model_admin):
        return settings.LANGUAGES

    def queryset(self, request, queryset):
        return queryset.filter(language=self.value()) if self.value() else queryset


@admin.register(Article)
class ArticleAdmin(CuratedAdmin):
    exact_fields = ("uid", "slug", "sha256", "source_name")
    address_fields = ("url",)
    folded_fields = ("publisher__names_key",)
    list_display = ["title", "published_on", "language", "publisher_name", "kind", "rights", "shown", "read_by"]
    list_filter = ["kind", LanguageFilter, "rights", "visibility", ("twin", admin.EmptyFieldListFilter)]
    date_hierarchy = "published_on"
    autocomplete_fields = ["publisher", "twin"]
    readonly_fields = [
        "slug", "uid", "source_name", "sha256", "read_by", "edited", "run", "created_at", "updated_at", "marked_text",
        "told_otherwise",
    ]  # fmt: skip
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "title",
                    ("language", "kind", "section"),
                    "publisher",
                    ("published_on", "published_time"),
                    "author",
                    "url",
                    "twin",
                    "told_otherwise",
                    ("rights", "visibility"),
                ]
            },
        ),
        (_("Text"), {"fields": ["marked_text"], "classes": ["wide-text"]}),
        (
            _("Disclosure"),
            {"fields": ["customer", "payer", "producer", "rights_notice"], "classes": ["collapse"]},
        ),
        (_("Summaries"), {"fields": ["summary_kk", "summary_ru", "summary_en"], "classes": ["collapse"]}),
        (
            _("Address and origin"),
            {
                "fields": [
                    "slug", "uid", "source_name", "sha256", "read_by", "edited", "run", "created_at", "updated_at",
                ],
                "classes": ["collapse"],
            },
        ),
    ]  # fmt: skip
    inlines = [ClaimEvidenceInline]
    actions = ["publish", "hide"]

    def word_query(self, word):
        # By its key, so that rows are read by indexes alone: in front of what else is asked stand their long texts.
        titled = Article.objects.filter(Spelled("title", word)).order_by()
        return super().word_query(word) | Q(pk__in=titled.values("pk"))

    def has_add_permission(self, request):
        return False  # articles come in by imports: a text typed here would have no bytes to answer for

    def get_queryset(self, request):
        # Texts are long: a list doesn't read them.
        long = [f"{prefix}{name}" for prefix in ("", "twin__") for name in ("text", "raw", "furniture")]
        return super().get_queryset(request).select_related("publisher", "twin").defer(*long)

    def labels(self, articles):
        return {row.pk: ThingAdmin.label(row.title, row.publisher, row.published_on, row.language) for row in articles}

    @admin.display(description=_("publisher"), ordering="publisher__names_key")
    def publisher_name(self, article):
        return linked(article.publisher)

    @admin.display(description=_("visibility"), ordering="visibility")
    def shown(self, article):
        return format_html('<span class="state {}">{}</span>', article.visibility, article.get_visibility_display())

    @admin.display(description=_("read by version"), ordering="reader_version")
    def read_by(self, article):
        return article.reader_version or "—"

    @admin.display(description=_("edited by people"))
    def edited(self, article):
        return ", ".join(article.edited_fields) or "—"

    @admin.display(description=_("text"))
    def marked_text(self, article):
        return highlights.marked(article, change_address)

    @admin.display(description=_("told otherwise in the other language"))
    def told_otherwise(self, article):
        pairs = [
            (linked(getattr(row.own, row.claim)), row.own.quote, linked(getattr(row.other, row.claim)), row.other.quote)
            for row in twins.disagreements(article)
        ]
        rows = "<li>{}<blockquote>{}</blockquote>{}<blockquote>{}</blockquote></li>"
        return format_html("<ul>{}</ul>", format_html_join("", rows, pairs)) if pairs else "—"

    @transaction.atomic
    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if {"visibility", "publisher"} & set(form.changed_data):
            sources.follow([obj])
        if "published_on" in form.changed_data:
            appearances.rebuild([obj])

    @admin.action(description=_("Publish, with a reason"), permissions=["change"])
    def publish(self, request, queryset):
        return self._show(request, queryset, "public")

    @admin.action(description=_("Hide, with a reason"), permissions=["change"])
    def hide(self, request, queryset):
        return self._show(request, queryset, "hidden")

    def _show(self, request, queryset, visibility):
        reason = request.POST.get("reason", "").strip()
        if not reason:
            return ask_visibility(self, request, queryset, visibility)
        rows = list(queryset.exclude(visibility=visibility))
        review.set_visibility(rows, visibility, request.user, reason)
        sources.follow(rows)
        if rows:
            note = f"{rows[0].get_visibility_display()}: {reason}"
            LogEntry.objects.log_actions(request.user.pk, rows, CHANGE, note)
        self.message_user(request, _("Done: %(count)d.") % {"count": len(rows)})
        return None


RuleFilter = worded_filter(_("found by"), "rule", explanations.rule_words)


@admin.display(description=_("found by"), ordering="rule")
def found_by(row):
    return explanations.rule_words(row.rule)


class LinkedFilter(admin.SimpleListFilter):
    title = _("linked")
    parameter_name = "linked"

    def lookups(self, request, model_admin):
        return [("no", _("unlinked")), ("yes", _("linked"))]

    def queryset(self, request, queryset):
        if self.value() == "no":
            return queryset.unlinked()
        if self.value() == "yes":
            return queryset.filter(entity__isnull=False)
        return queryset


@admin.register(Mention)
class MentionAdmin(ReviewedAdmin):
    form = MentionForm
    actions = ["link", *ReviewedAdmin.actions]
    object_history_template = "admin/object_history.html"
    exact_fields = ()
    folded_fields = ("entity__names_key",)
    text_fields = ("text",)
    list_display = ["text", "kind", "thing", "place", "state"]
    list_filter = ["review", "kind", LinkedFilter, RuleFilter]
    list_select_related = ["entity", "article"]
    autocomplete_fields = ["article", "entity"]
    readonly_fields = ["context", "why_so", found_by]
    ordering = ["-pk"]
    fieldsets = [
        (None, {"fields": ["article", "text", ("start", "end"), "context", "kind", "entity"]}),
        (_("How it was found"), {"fields": [found_by, "why_so"]}),
    ]

    def get_queryset(self, request):
        begins = Greatest(OuterRef("start") + 1 - AROUND, Value(1))
        # Asked row by row: to count mentions, or to sort them, their articles need not be joined.
        texts = Article.objects.filter(pk=OuterRef("article"))
        before = texts.values(words=Substr("text", begins, OuterRef("start") + 1 - begins))
        after = texts.values(words=Substr("text", OuterRef("end") + 1, Value(AROUND)))
        rows = super().get_queryset(request).select_related("entity", "article").defer(*LONG)
        return rows.annotate(text_before=Subquery(before), text_after=Subquery(after))

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        # The place is what the row is: another place is another mention.
        return fields if obj is None else [*fields, "article", "text", "start", "end"]

    @admin.display(description=_("thing"), ordering="entity__names_key")
    def thing(self, mention):
        return linked(mention.entity)

    @admin.display(description=_("in the text"))
    def context(self, mention):
        if not mention.pk:
            return "—"
        parts = (article_place(mention, "m"), mention.text_before, mention.text, mention.text_after)
        return format_html('<a class="context" href="{}">{}<mark>{}</mark>{}</a>', *parts)

    @admin.display(description=_("in the text"), ordering="article__title")
    def place(self, mention):
        return format_html('{} <span class="from">{}</span>', self.context(mention), linked(mention.article))

    @admin.display(description=_("why"))
    def why_so(self, mention):
        rows = format_html_join("", "<dt>{}</dt><dd>{}</dd>", explanations.why_words(mention))
        return format_html('<dl class="why">{}</dl>', rows)

    @admin.action(description=_("Link to a thing"), permissions=["change"])
    def link(self, request, queryset):
        rows = list(queryset.order_by("pk"))
        data = request.POST if "entity" in request.POST else None
        form = LinkForm(data, rows=rows)
        if not form.is_valid():
            context = {
                **self.admin_site.each_context(request),
                "title": _("Which thing do these name?"),
                "opts": self.opts,
                "rows": rows[:INLINE_ROWS],
                "more": max(0, len(rows) - INLINE_ROWS),
                "keys": [row.pk for row in rows],
                "form": form,
                "media": self.media + form.media,
            }
            return TemplateResponse(request, "admin/kb/link.html", context)
        thing = form.cleaned_data["entity"]
        reason = form.cleaned_data["reason"].strip()
        run = linking_run(rows, thing, request.user, self.has_review_permission(request), reason)
        LogEntry.objects.log_actions(request.user.pk, rows, CHANGE, f"{run}: → {thing}. {reason}")
        self.message_user(request, _("Done: %(count)d.") % {"count": len(rows)})
        return None

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        appearances.rebuild([obj.article])

    def delete_queryset(self, request, queryset):
        touched = list(Article.objects.filter(mentions__in=queryset).distinct())
        super().delete_queryset(request, queryset)
        appearances.rebuild(touched)

    # Mentions are too many for a table of their versions: the log of decisions is their history.

    def get_urls(self):
        return admin.ModelAdmin.get_urls(self)

    def history_view(self, request, object_id, extra_context=None):
        return admin.ModelAdmin.history_view(self, request, object_id, extra_context)

    def after_decision(self, rows):
        appearances.rebuild({row.article for row in rows})

    def note_edit(self, request, row, fields, change):
        super().note_edit(request, row, fields, change)
        links = change and "entity" in fields and "review" not in fields and row.entity_id
        if links and self.has_review_permission(request):
            row.decide(Review.ACCEPTED, request.user, timezone.now())  # who links a mention has decided on it


@transaction.atomic
def linking_run(mentions, thing, user, decides, reason="") -> Run:
    """Link ``mentions`` to ``thing`` by a person's word; the run keeps what they were linked to.

    Who may not decide leaves them proposed: no import links them anew, and the review desk still asks.
    """
    run = Run.objects.create(kind=Run.Kind.BULK_EDIT, user=user, reason=reason)
    before = {str(row.pk): row.entity_id for row in mentions}
    for row in mentions:
        row.entity = thing
        row.mark_edited(["entity"])
        if decides:
            row.decide(Review.ACCEPTED, user, timezone.now(), reason)
        row.save(update_fields=["entity", "edited_fields", "review", "decided_by", "decided_at", "reason"])
    appearances.rebuild({row.article for row in mentions})
    review.finish(
        run, {"linked": len(mentions)}, {"table": "articles.mention", "set": {"entity": thing.pk}, "before": before}
    )
    return run


@admin.register(Evidence)
class EvidenceAdmin(ReasonedDeletion, DeskFields, FoldedSearch, LongList):
    """Quotes. Their place and their claim are what they are: only new ones are written."""

    form = EvidenceForm
    exact_fields = ()
    text_fields = ("quote",)
    list_display = ["short", "kind", "claim_text", "article_title", found_by]
    list_filter = [(name, admin.EmptyFieldListFilter) for name in Evidence.CLAIMS] + [RuleFilter]
    autocomplete_fields = ["article", *Evidence.CLAIMS]
    readonly_fields = [found_by, "run"]
    fieldsets = [
        (None, {"fields": ["article", "quote", ("start", "end")]}),
        (_("What it supports: one of these"), {"fields": list(Evidence.CLAIMS)}),
        (_("How it was found"), {"fields": [found_by, "run"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("article", "run", *highlights.CLAIM_ENDS).defer(*LONG)

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return fields if obj is None else [*fields, "article", "quote", "start", "end", *Evidence.CLAIMS]

    @admin.display(description=_("quote"))
    def short(self, evidence):
        return str(evidence)

    @admin.display(description=_("kind"))
    def kind(self, evidence):
        return evidence.claim._meta.verbose_name

    @admin.display(description=_("claim"))
    def claim_text(self, evidence):
        return linked(evidence.claim)

    @admin.display(description=_("article"))
    def article_title(self, evidence):
        return format_html('<a href="{}">{}</a>', article_place(evidence, "q"), evidence.article)


@admin.register(Appearance)
class AppearanceAdmin(ReadOnly, FoldedSearch, LongList):
    exact_fields = ()
    folded_fields = ("entity__names_key",)
    list_display = ["thing", "article_title", "published_on", "mentions"]
    # No way by years and months: to find them, SQLite would call Python for each row.
    list_filter = ["entity__kind", "published_on"]
    actions = None

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("entity", "article").defer(*LONG)

    @admin.display(description=_("thing"), ordering="entity__names_key")
    def thing(self, row):
        return linked(row.entity)

    @admin.display(description=_("article"))
    def article_title(self, row):
        return linked(row.article)


@admin.register(Disagreement)
class DisagreementAdmin(ReadOnly, LongList):
    """What was answered where two versions of one news item disagree; the review desk asks."""

    list_display = ["article_title", "claim", "other_claim", "answer", "decided_by", "decided_at"]
    list_filter = [("answer", admin.AllValuesFieldListFilter)]
    list_select_related = ["article", "decided_by"]
    ordering = ["-pk"]
    actions = None

    def get_queryset(self, request):
        ends = ["figure__indicator", "other_figure__indicator", "position__person", "other_position__person"]
        return super().get_queryset(request).select_related("article", "other", *ends).defer(*LONG)

    @admin.display(description=_("article"))
    def article_title(self, row):
        return linked(row.article)

    @admin.display(description=_("claim"))
    def claim(self, row):
        return linked(row.sides[0])

    @admin.display(description=_("in the other language"))
    def other_claim(self, row):
        return linked(row.sides[1])
