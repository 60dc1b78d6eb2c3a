"""What the admins of all tables share: search that folds letters, edits that imports respect, decisions, merging."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.contrib.admin.models import CHANGE, DELETION, LogEntry
from django.contrib.admin.views.main import SEARCH_VAR, ChangeList
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import FieldDoesNotExist, PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from simple_history.admin import SimpleHistoryAdmin
from simple_history.models import DeletedObject
from simple_history.template_utils import HistoricalRecordContextHelper

from kb.core import concurrency, correcting, deleting, labels, languages, merging, review
from kb.core.concurrency import SeenForm
from kb.core.correcting import CorrectionForm, Meaning
from kb.core.keys import is_no_key
from kb.core.lookups import Spelled
from kb.core.models import Curated, Entity, Name, OldSlug, Relation, Review, Reviewed, Run
from kb.core.partial_dates import PartialDateField
from kb.core.text import name_key, sort_key, words

# Rows that a read-only inline shows; more stand in the list that it links to.
INLINE_ROWS = 40
# Rows that a search knows by their keys.
FEW = 500


class FoldedSearch:
    """Search over columns that hold folded words (``folded_fields``) and over plain texts (``text_fields``).

    Every word of the query must be found; ``exact_fields`` (uid, code) take the query as it is, and ``address_fields``,
    which stand behind long texts, one that may be an address. Names are looked through once, not for each row.
    """

    folded_fields = ()
    text_fields = ()
    exact_fields = ("uid",)
    address_fields = ()
    search_fields = ("pk",)  # what shows the search box and allows autocomplete

    def get_search_results(self, request, queryset, search_term):
        term = search_term.strip()[:200]
        if not term:
            return queryset, False
        found = Q(pk__in=[])
        if asked := words(term):
            found = Q()
            for word in asked:
                found &= self.word_query(word)
        for column in (*self.exact_fields, *(self.address_fields if "/" in term else ())):
            found |= Q(**{column: term})
        rows = queryset.filter(found)
        # Looked for once, where they are few: a list counts them, then shows a page.
        keys = list(rows.order_by().values_list("pk", flat=True)[: FEW + 1])
        return queryset.filter(pk__in=keys) if len(keys) <= FEW else rows, False

    def word_query(self, word) -> Q:
        found = Q()
        for column in self.folded_fields:
            found |= keys_of(self.model, column, word)
        for column in self.text_fields:
            found |= Q(Spelled(column, word))
        return found


def keys_of(model, column: str, word: str) -> Q:
    """The rows whose ``column``, their own or of what they belong to, has the word, by their keys."""
    way, _, name = column.rpartition("__")
    for step in filter(None, way.split("__")):
        model = model._meta.get_field(step).related_model
    return Q(
        **{f"{way or 'pk'}__in": model._base_manager.filter(**{f"{name}__contains": word}).order_by().values("pk")}
    )


class KeysFirst(Paginator):
    """Finds the keys of a page, then its rows: to sort or to skip whole rows, SQLite would read the texts in each.

    A page of the second half is counted from the end.
    """

    def page(self, number):
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        end = min(first + self.per_page, self.count)
        keys = self.object_list.values_list("pk", flat=True)
        if first > self.count // 2:
            keys = keys.reverse()
            first, end = self.count - end, self.count - first
        return self._get_page(self.object_list.filter(pk__in=list(keys[first:end])), number, self)


class DatedChangeList(ChangeList):
    """The way by years and months stands above all rows alone: for found ones it would find them twice more."""

    def __init__(self, request, model, list_display, list_display_links, list_filter, date_hierarchy, *rest):
        if request.GET.get(SEARCH_VAR):
            date_hierarchy = None
        super().__init__(request, model, list_display, list_display_links, list_filter, date_hierarchy, *rest)


class KnownLabelSelect(AutocompleteSelect):
    """An autocomplete box that is given the label of its row, and asks the database only for others.

    A form that is shown again with what no key can be has nothing chosen; Django's own box breaks.
    """

    known = None  # {"12": "label"}

    def optgroups(self, name, value, attr=None):
        value = [option for option in value if option and not is_no_key(option)]
        chosen = {str(option) for option in value}
        if not chosen or not chosen <= set(self.known or ()):
            return super().optgroups(name, value, attr)
        options = [] if self.is_required or self.allow_multiple_selected else [
            self.create_option(name, "", "", False, 0)
        ]  # fmt: skip
        options += [self.create_option(name, key, self.known[key], True, len(options)) for key in sorted(chosen)]
        return [(None, options, 0)]


class DeskForm(SeenForm, forms.ModelForm):
    """Autocomplete boxes get the label that the row has at hand; constraints look at the whole row."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            widget = getattr(field.widget, "widget", field.widget)
            if isinstance(widget, KnownLabelSelect) and self.instance.pk:
                row = self.instance._state.fields_cache.get(name)
                if row is not None:
                    widget.known = {str(row.pk): str(row)}

    @property
    def is_whole(self) -> bool:
        """Whether the row knows by now all that constraints look at."""
        return True

    def _post_clean(self):
        super()._post_clean()
        if self.errors or not self.is_whole:
            return
        # Django leaves out constraints on columns that the form doesn't show; the database would not.
        try:
            self.instance.validate_constraints()
        except ValidationError as error:
            self._update_errors(error)


class DeskFields:
    """Every foreign key of ``autocomplete_fields`` as a KnownLabelSelect; partial dates as text, not as numbers."""

    form = DeskForm
    formfield_overrides = {
        PartialDateField: {"widget": forms.TextInput(attrs={"size": 11, "placeholder": "2021-06-15"})},
        models.URLField: {"assume_scheme": "https"},
    }

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request) and "widget" not in kwargs:
            kwargs["widget"] = KnownLabelSelect(db_field, self.admin_site, using=kwargs.get("using"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class CappedFormSet(forms.BaseInlineFormSet):
    """The first rows only."""

    def get_queryset(self):
        if not hasattr(self, "_first"):
            self._first = list(super().get_queryset()[:INLINE_ROWS])
        return self._first

    def initial_form_count(self):
        return super().initial_form_count() if self.is_bound else len(self.get_queryset())


class SourcedForm(DeskForm):
    """A row inside another page: values that a quote vouches for change on the row's own page, which asks why."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if getattr(self.instance, "is_quoted", False):
            for name in self.instance.sourced:
                if name in self.fields:
                    self.fields[name].disabled = True


class SourcedInline(DeskFields, admin.TabularInline):
    """Claims on the page of a thing."""

    form = SourcedForm
    extra = 0
    can_delete = False
    show_change_link = True

    def get_queryset(self, request):
        evidence = self.model._meta.get_field("evidence")
        quotes = evidence.related_model.objects.filter(**{evidence.field.name: OuterRef("pk")})
        return super().get_queryset(request).annotate(is_quoted=Exists(quotes))


class LongList(admin.ModelAdmin):
    """A list of a table that may be long: nothing is counted or read beyond the page that is asked for."""

    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER  # they would count the whole table for each choice
    show_full_result_count = False
    paginator = KeysFirst


class ReadOnly:
    """Rows that are looked at, not written by hand."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class ReadOnlyInline(ReadOnly, admin.TabularInline):
    """The first rows of a table with links to each; the list has all."""

    template = "admin/kb/read_only_inline.html"
    formset = CappedFormSet
    extra = 0
    can_delete = False
    classes = ["rows-only"]
    related = ()

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.select_related(*self.related) if self.related else rows

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        if obj is not None and self.admin_site.is_registered(self.model):
            opts = self.model._meta
            address = reverse(f"{self.admin_site.name}:{opts.app_label}_{opts.model_name}_changelist")
            formset.all_rows = f"{address}?{formset.fk.name}={obj.pk}"
        return formset


class VersionWords(HistoricalRecordContextHelper):
    """What changed from version to version, in words: no thing is a dash, a code is its label."""

    def prepare_delta_change_value(self, change, value):
        if value in (None, "") or (isinstance(value, DeletedObject) and value.pk is None):
            return "—"
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        choices = dict(self.model._meta.get_field(change.field).flatchoices)
        return choices.get(value, value) if choices else super().prepare_delta_change_value(change, value)


@admin.action(permissions=["delete"], description=_("Delete, with a reason"))
def delete_with_reason(model_admin, request, queryset):
    if "post" in request.POST and not model_admin.reason_to_delete(request):
        request.POST = request.POST.copy()
        del request.POST["post"]  # it is asked again
    return delete_selected(model_admin, request, queryset)


class ReasonedDeletion:
    """Nothing is deleted without a word; the run keeps it, with what went."""

    def reason_to_delete(self, request) -> str:
        reason = request.POST.get("reason", "").strip()[:300]
        if not reason:
            self.message_user(request, _("Give a reason."), messages.ERROR)
        return reason

    def get_actions(self, request):
        actions = super().get_actions(request)
        if "delete_selected" in actions:
            words = delete_with_reason.short_description
            actions["delete_selected"] = (delete_with_reason, "delete_selected", words)
        return actions

    def get_deleted_objects(self, objs, request):
        """As Django's, without reading all that goes along.

        What is only looked at here (appearances, old addresses) goes with what it belongs to.
        """
        if not objs:
            return [], {}, set(), []
        found, registry = deleting.of(objs), self.admin_site._registry

        def told(row):
            shown = linked(row) if type(row) in registry else row
            return format_html("{}: {}", capfirst(row._meta.verbose_name), shown)

        counts = found.counts()
        needed = {
            model._meta.verbose_name
            for model in counts.keys() & registry.keys()
            if not isinstance(registry[model], ReadOnly) and not registry[model].has_delete_permission(request)
        }
        totals = {model._meta.verbose_name_plural: total for model, total in counts.items()}
        return found.nested(told), totals, needed, [told(row) for row in found.protected]

    def delete_view(self, request, object_id, extra_context=None):
        if request.method == "POST" and self.has_delete_permission(request) and not self.reason_to_delete(request):
            return HttpResponseRedirect(request.get_full_path())
        return super().delete_view(request, object_id, extra_context)

    def log_deletions(self, request, queryset):
        reason = request.POST.get("reason", "").strip()[:300]
        rows = list(queryset)
        run = Run.objects.create(kind=Run.Kind.BULK_EDIT, user=request.user, reason=reason)
        gone = [str(row)[:200] for row in rows[:INLINE_ROWS]]
        review.finish(run, {"deleted": len(rows)}, {"table": self.model._meta.label_lower, "deleted": gone})
        request.deletion = run
        return LogEntry.objects.log_actions(request.user.pk, rows, DELETION, f"{run}: {reason}")

    def delete_model(self, request, obj):
        obj._change_reason = f"run {request.deletion.uid}"
        obj.delete()

    def delete_queryset(self, request, queryset):
        for row in queryset:
            ReasonedDeletion.delete_model(self, request, row)


class CuratedAdmin(ReasonedDeletion, DeskFields, FoldedSearch, LongList, SimpleHistoryAdmin):
    """What a person writes is theirs: the columns are remembered, and no import overwrites them."""

    object_history_list_template = "admin/kb/versions.html"
    save_on_top = True

    def get_changelist(self, request, **kwargs):
        return DatedChangeList

    def get_historical_record_context_helper(self, request, historical_record):
        return VersionWords(self.model, historical_record)

    def lookup_allowed(self, lookup, value, request=None):
        # Inlines link to lists of "all rows of this one".
        if lookup in {field.name for field in self.model._meta.concrete_fields if field.is_relation}:
            return True
        return super().lookup_allowed(lookup, value, request)

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_preview"
        view = self.admin_site.admin_view(self.preview)
        pages = [path("<int:object_id>/preview/", view, name=name)] if hasattr(self.model, "get_absolute_url") else []
        return [*pages, *super().get_urls()]

    def preview(self, request, object_id):
        """The public page of a row that readers don't see yet."""
        return self.admin_site.preview(request, self, object_id)

    def view_on_site(self, obj):
        """The public page, where there is one to see."""
        if not hasattr(obj, "get_absolute_url"):
            return None
        rows = type(obj)._default_manager
        is_public = not hasattr(rows, "public") or rows.public().filter(pk=obj.pk).exists()
        return obj.get_absolute_url() if is_public else None

    def preview_address(self, obj) -> str:
        """Where editors see the page of a row that is not public, but may be."""
        left = getattr(obj, "merged_into_id", None) or getattr(obj, "review", "") in review.NEEDS_REASON
        if left or not hasattr(obj, "get_absolute_url") or getattr(obj, "visibility", "") == Entity.Visibility.REMOVED:
            return ""
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_preview", args=[obj.pk])

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if change and obj is not None and "adminform" in context:
            rows = [form for inline in context["inline_admin_formsets"] for form in inline.formset.initial_forms]
            context["seen"] = concurrency.seal([context["adminform"].form, *rows])
        response = super().render_change_form(request, context, add, change, form_url, obj)
        if change and obj is not None and not response.context_data.get("absolute_url"):
            response.context_data["preview_address"] = self.preview_address(obj)
        return response

    def save_model(self, request, obj, form, change):
        fields = set(form.changed_data)
        if request.resolver_match.url_name.endswith("_simple_history"):
            fields |= self.bring_back(obj, form)
        self.note_edit(request, obj, fields, change)
        super().save_model(request, obj, form, change)

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        # simple_history asks for no more than the right to look, also of who saves.
        if request.method == "POST" and not self.has_change_permission(request):
            raise PermissionDenied
        return super().history_form_view(request, object_id, version_id, extra_context)

    def bring_back(self, obj, form) -> set:
        """Keep of an old version what the form shows, and no more: not a merge, a run or a name's key undone."""
        stored = self.model._base_manager.get(pk=obj.pk)
        changed = set()
        for column in self.model._meta.concrete_fields:
            now = getattr(stored, column.attname)
            if column.name not in form.fields:
                setattr(obj, column.attname, now)
            elif getattr(obj, column.attname) != now:
                changed.add(column.name)
        return changed

    def save_formset(self, request, form, formset, change):
        rows = formset.save(commit=False)
        changed = {id(row): fields for row, fields in formset.changed_objects}
        for row in rows:
            is_old = id(row) in changed
            fields = changed.get(id(row)) or [name for name in formset.form.base_fields if getattr(row, name, None)]
            self.note_edit(request, row, fields, is_old)
            row._history_user = request.user
            row.save()
        for row in formset.deleted_objects:
            row._history_user = request.user
            row.delete()
        formset.save_m2m()

    def note_edit(self, request, row, fields, change):
        """Put down what a person wrote, and that a claim written by somebody who may decide is accepted by them."""
        if isinstance(row, Curated):
            columns = {column.name for column in row._meta.concrete_fields}
            row.mark_edited(columns.intersection(fields) - {"review", "reason"})
        if isinstance(row, Reviewed):
            if not change:
                if request.user.has_perm("core.review_claim"):
                    row.decide(Review.ACCEPTED, request.user, timezone.now(), row.reason)
            elif "review" in fields:
                row.decide(row.review, request.user, timezone.now(), row.reason)


def ask_reason(model_admin, request, queryset, *, title, action, note=""):
    """The page that asks why, between an action and its deed."""
    rows = list(queryset[:INLINE_ROWS])
    context = {
        **model_admin.admin_site.each_context(request),
        "title": title,
        "note": note,
        "opts": model_admin.model._meta,
        "rows": rows,
        "more": max(0, queryset.count() - len(rows)),
        "keys": queryset.values_list("pk", flat=True),
        "action": action,
        "missing": "reason" in request.POST,
    }
    return TemplateResponse(request, "admin/kb/reason.html", context)


def ask_visibility(model_admin, request, queryset, visibility):
    """Why rows are shown or hidden, all at once."""
    titles = {
        Entity.Visibility.PUBLIC: _("Why are these published?"),
        Entity.Visibility.HIDDEN: _("Why are these hidden?"),
    }
    return ask_reason(model_admin, request, queryset, title=titles[visibility], action=request.POST["action"])


class ReviewedForm(CorrectionForm, DeskForm):
    def clean(self):
        data = super().clean()
        decided = "review" in self.changed_data and data.get("review") in review.NEEDS_REASON
        if decided and "reason" in self.fields and not data.get("reason", "").strip():
            self.add_error("reason", _("Give a reason."))
        return data


_QUESTION = _(
    "A quote vouches for the value. Answer when you change it: an answer keeps the old value where it belongs, and no "
    "import brings it back."
)
_QUOTE = '<blockquote lang="{}">{}<footer><a href="{}#q{}">{}</a> {}</footer></blockquote>'


def _told(quote) -> tuple:
    article = quote.article
    return article.language, quote.quote, change_address(article), quote.pk, article, article.published_on or ""


def _first_quotes(model) -> Prefetch | None:
    """The quotes of claims as ``quotes``, without the long texts of their articles."""
    try:
        key = model._meta.get_field("evidence").field
    except FieldDoesNotExist:
        return None
    rows = key.model.objects.select_related("article").order_by("pk")
    return Prefetch("evidence", rows.only(key.name, "quote", "article__title"), to_attr="quotes")


class ReviewedAdmin(CuratedAdmin):
    """Claims and mentions: proposed by the machine, decided here."""

    form = ReviewedForm
    actions = ["accept", "reject", "deprecate"]
    review_fields = ["review", "reason", "confidence", "decided_by", "decided_at", "run"]

    def has_review_permission(self, request):
        return request.user.has_perm("core.review_claim")

    def get_readonly_fields(self, request, obj=None):
        fields = [*super().get_readonly_fields(request, obj), "quoted", "confidence", "decided_by", "decided_at", "run"]
        return fields if self.has_review_permission(request) else [*fields, "review", "reason"]

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None:
            return fieldsets
        fieldsets = [*fieldsets, (_("Review"), {"fields": self.review_fields, "classes": ["review"]})]
        if correcting.asks(obj):
            if self.has_change_permission(request, obj):
                # Last: it sticks to the end of the window, wherever the value stands that changes.
                question = {"fields": CorrectionForm.QUESTION, "classes": ["question"], "description": _QUESTION}
                fieldsets.append((_("Why does the value change?"), question))
            fieldsets.insert(0, (None, {"fields": ["quoted"], "classes": ["quotes-first"]}))
        return fieldsets

    @admin.display(description=_("the source says"))
    def quoted(self, row):
        """The quotes, and whether they still say what the row does."""
        quotes = correcting.quotes_of(row)
        told = format_html_join("", _QUOTE, map(_told, quotes))
        if not correcting.is_changed_under(row, quotes):
            return told
        warning = _("A person changed the value, and every quote is as it was read: add one that says the new value.")
        return format_html('{}<p class="changed-under">{}</p>', told, warning)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("decided_by")

    def after_decision(self, rows):
        """What else follows from the decision; nothing by default."""

    def save_model(self, request, obj, form, change):
        meaning = form.meant() if change else ""
        if meaning in (Meaning.WRONG, Meaning.OUTDATED):
            answer = form.cleaned_data
            correcting.succeed(obj, meaning, request.user, answer["meaning_reason"], answer["meaning_since"])
            text = _("The old value is kept, as %(state)s; the new one is a row of its own.")
            state = _("deprecated") if meaning == Meaning.WRONG else _("ended")
            self.message_user(request, text % {"state": state}, messages.SUCCESS)
        else:
            super().save_model(request, obj, form, change)
            review.weigh([obj])
        self.after_decision([obj])

    def get_changelist_instance(self, request):
        """The rows of one page, with their quotes, and with buttons for those who may decide."""
        page = super().get_changelist_instance(request)
        rows = page.result_list
        if (quotes := _first_quotes(self.model)) is not None:
            rows = rows.prefetch_related(quotes)
        page.result_list = list(rows)
        for row in page.result_list:
            row.may_decide = self.has_review_permission(request)
        return page

    def changelist_view(self, request, extra_context=None):
        if request.method == "POST" and "_decide" in request.POST:
            return self._decide_one(request)
        return super().changelist_view(request, extra_context)

    def _decide_one(self, request):
        """The buttons of a row: ``accept-12``, ``reject-12``."""
        if not self.has_review_permission(request):
            raise PermissionDenied
        choice, _dash, key = request.POST["_decide"].partition("-")
        decision = {"accept": Review.ACCEPTED, "reject": Review.REJECTED}.get(choice)
        if decision is None or is_no_key(key):
            raise PermissionDenied
        page = self._decide(request, self.get_queryset(request).filter(pk=key), decision, action=choice)
        return page or HttpResponseRedirect(request.get_full_path())

    @admin.display(description=_("review"), ordering="review")
    def state(self, row):
        """The decision and how sure the reader was; buttons where something else may be decided."""
        label = format_html(
            '<span class="state {}">{}</span> <span class="quiet">{}\u00a0%</span>',
            row.review, row.get_review_display(), round(row.confidence * 100),
        )  # fmt: skip
        if not getattr(row, "may_decide", False):
            return label
        others = [
            (choice, row.pk, words)
            for choice, decision, words in (
                ("accept", Review.ACCEPTED, _("Accept")),
                ("reject", Review.REJECTED, _("Reject…")),
            )
            if row.review != decision
        ]
        button = '<button type="submit" name="_decide" value="{0}-{1}" class="decide {0}">{2}</button>'
        return format_html('{}<div class="decisions">{}</div>', label, format_html_join(" ", button, others))

    @admin.display(description=_("quote"))
    def quote(self, row):
        """The first quote in its words, with the document; how many more there are."""
        quotes = getattr(row, "quotes", ())
        if not quotes:
            return "—"
        first, more = quotes[0], len(quotes) - 1
        words = first.quote if len(first.quote) <= 220 else f"{first.quote[:219]}…"
        place = f"{change_address(first.article)}#q{first.pk}"
        link = format_html('<a class="from" href="{}">{}</a>', place, first.article.title)
        return format_html("<q>{}</q>{}{}", words, link, f" +{more}" if more else "")

    @admin.action(description=_("Accept"), permissions=["review"])
    def accept(self, request, queryset):
        return self._decide(request, queryset, Review.ACCEPTED)

    @admin.action(description=_("Reject, with a reason"), permissions=["review"])
    def reject(self, request, queryset):
        return self._decide(request, queryset, Review.REJECTED)

    @admin.action(description=_("Deprecate (true source, wrong fact), with a reason"), permissions=["review"])
    def deprecate(self, request, queryset):
        return self._decide(request, queryset, Review.DEPRECATED)

    def _decide(self, request, queryset, decision, action=""):
        reason = request.POST.get("reason", "").strip()
        if decision in review.NEEDS_REASON and not reason:
            titles = {Review.REJECTED: _("Why are these rejected?"), Review.DEPRECATED: _("Why are these deprecated?")}
            return ask_reason(self, request, queryset, title=titles[decision], action=action or request.POST["action"])
        rows = list(queryset.order_by("pk"))
        run = review.decide(rows, decision, request.user, reason)
        decided = [row for row in rows if str(row.pk) in run.options["before"]]
        if decided:
            LogEntry.objects.log_actions(request.user.pk, decided, CHANGE, _log_note(decision, reason))
        self.after_decision(decided)
        total = len(decided)
        text = ngettext("%(count)d row decided: %(decision)s.", "%(count)d rows decided: %(decision)s.", total)
        self.message_user(request, text % {"count": total, "decision": Review(decision).label}, messages.SUCCESS)
        return None


def _log_note(decision, reason):
    return f"{Review(decision).label}: {reason}" if reason else str(Review(decision).label)


class ThingForm(DeskForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            code = getattr(self.instance, name, "")
            if isinstance(field, KindField) and code not in dict(field.choices):
                field.choices = [*field.choices, (code, code)]  # a code that the file has lost

    def _post_clean(self):
        super()._post_clean()
        if not self.errors:
            try:
                merging.refuse_rings(self.instance)
            except ValidationError as error:
                self.add_error("parent" if "parent" in self.fields else None, error)

    def clean_slug(self):
        slug = self.cleaned_data["slug"]
        owner = OldSlug.objects.filter(slug=slug).exclude(entity=self.instance.pk or 0).first() if slug else None
        if owner:
            text = _("This address once led to “%(thing)s” and still does.")
            raise ValidationError(text, params={"thing": owner.entity})
        return slug

    def clean(self):
        data = super().clean()
        names = [f"name_{code}" for code in languages.CODES]
        # A name that has an error of its own isn't there, but was given.
        if not any(name in self.errors or name_key(data.get(name) or "") for name in names):
            self.add_error(None, _("Give a name in at least one language."))
        return data


class KindField(forms.ChoiceField):
    """A code of seeds/data/kinds.yaml in words."""

    def __init__(self, group, **kwargs):
        super().__init__(required=False, choices=lambda: [("", "---------"), *labels.kinds(group)], **kwargs)


def kind_filter(group):
    """A filter by kind that names the codes in words."""
    return worded_filter(_("kind"), f"{group}_kind", lambda code: labels.kind(group, code))


def worded_filter(heading, column, words):
    """A filter by a code that is shown in words: ``words(code)`` names it."""

    class WordedFilter(admin.SimpleListFilter):
        title = heading
        parameter_name = column

        def lookups(self, request, model_admin):
            codes = model_admin.model._default_manager.order_by().values_list(column, flat=True).distinct()
            return sorted(((code, words(code)) for code in codes if code), key=lambda row: sort_key(str(row[1])))

        def queryset(self, request, queryset):
            return queryset.filter(**{column: self.value()}) if self.value() else queryset

    return WordedFilter


class NameInline(DeskFields, admin.TabularInline):
    model = Name
    extra = 0
    fields = ["text", "language", "kind", "valid_from", "valid_until"]


class RelationInline(SourcedInline):
    """Relations read from the subject."""

    model = Relation
    fk_name = "subject"
    formset = CappedFormSet
    verbose_name, verbose_name_plural = _("relation"), _("relations: this one …")
    fields = ["kind", "object", "start", "end", "review"]
    readonly_fields = ["review"]
    autocomplete_fields = ["object"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("subject", "object")


class InverseRelationInline(RelationInline):
    """Relations read from the object."""

    fk_name = "object"
    verbose_name_plural = _("relations: … this one")
    fields = ["subject", "kind", "start", "end", "review"]
    autocomplete_fields = ["subject"]


class OldSlugInline(ReadOnlyInline):
    model = OldSlug
    fields = ["slug"]


class ThingColumns(FoldedSearch):
    """How lists of things look and search: all their names, how many articles, who sees them."""

    folded_fields = ("names_key",)
    exact_fields = ("uid", "ref", "slug")
    ordering = ["names_key", "pk"]

    def word_query(self, word):
        other = Name.objects.filter(key__contains=word).values("entity")
        return super().word_query(word) | Q(pk__in=other)

    def get_queryset(self, request):
        return super().get_queryset(request).with_documents().select_related("merged_into")

    @staticmethod
    def label(*parts, hidden=None):
        parts = [str(part) for part in parts if part]
        if hidden is not None and hidden.visibility != Entity.Visibility.PUBLIC:
            parts.append(str(hidden.get_visibility_display()).lower())
        return " · ".join(parts)

    @admin.display(description=_("name"), ordering="names_key")
    def title(self, thing):
        name, code = languages.pick(thing, "name")
        return format_html('<span lang="{}">{}</span>', code, name)

    @admin.display(description=_("in other languages"))
    def other_names(self, thing):
        first = languages.pick(thing, "name")[1]
        names = [(code, getattr(thing, f"name_{code}")) for code in languages.CODES if code != first]
        return format_html_join(" / ", '<span lang="{}">{}</span>', [pair for pair in names if pair[1]])

    @admin.display(description=_("articles"), ordering="tally__documents")
    def articles(self, thing):
        return thing.documents

    @admin.display(description=_("visibility"), ordering="visibility")
    def shown(self, thing):
        if thing.merged_into_id:
            return format_html('<span class="state merged">{}</span>', _("merged"))
        return format_html('<span class="state {}">{}</span>', thing.visibility, thing.get_visibility_display())


class ThingAdmin(ThingColumns, CuratedAdmin):
    """People, organizations, programs and regions."""

    form = ThingForm
    list_filter = ["visibility", ("merged_into", admin.EmptyFieldListFilter)]
    readonly_fields = ["uid", "ref", "merged", "edited", "created_at", "updated_at", "run"]
    inlines = [NameInline, RelationInline, InverseRelationInline, OldSlugInline]
    actions = ["publish", "hide", "merge"]

    name_fields = (None, {"fields": ["name_kk", "name_ru", "name_en"]})
    more_fieldsets = [
        (_("Summaries"), {"fields": ["summary_kk", "summary_ru", "summary_en"], "classes": ["collapse"]}),
        (
            _("Address and origin"),
            {
                "fields": ["slug", "uid", "ref", "merged", "edited", "run", "created_at", "updated_at"],
                "classes": ["collapse"],
            },
        ),
    ]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if add:
            context["similar_kind"] = self.model.KIND
        return super().render_change_form(request, context, add, change, form_url, obj)

    def labels(self, things) -> dict:
        """What tells each thing from its namesakes, by primary key; few queries for any number of things."""
        return {thing.pk: self.label(thing.name, *self.facts(thing), hidden=thing) for thing in things}

    def facts(self, thing) -> list:
        return []

    def has_merge_permission(self, request):
        return request.user.has_perm("core.merge_entity")

    def has_publish_permission(self, request):
        return self.has_change_permission(request)

    @admin.display(description=_("merged into"))
    def merged(self, thing):
        if not thing.merged_into_id:
            return "—"
        return format_html('<a href="{}">{}</a>', change_address(thing.merged_into), thing.merged_into)

    @admin.display(description=_("edited by people"))
    def edited(self, row):
        return ", ".join(row.edited_fields) or "—"

    def save_model(self, request, obj, form, change):
        old = Entity.objects.filter(pk=obj.pk).values_list("slug", flat=True).first() if change else None
        super().save_model(request, obj, form, change)
        if old and old != obj.slug:
            OldSlug.objects.filter(slug=obj.slug, entity=obj.pk).delete()
            OldSlug.objects.get_or_create(slug=old, defaults={"entity_id": obj.pk})

    @admin.action(description=_("Publish, with a reason"), permissions=["publish"])
    def publish(self, request, queryset):
        return self._show(request, queryset, Entity.Visibility.PUBLIC)

    @admin.action(description=_("Hide, with a reason"), permissions=["change"])
    def hide(self, request, queryset):
        return self._show(request, queryset, Entity.Visibility.HIDDEN)

    def _show(self, request, queryset, visibility):
        reason = request.POST.get("reason", "").strip()
        if not reason:
            return ask_visibility(self, request, queryset, visibility)
        run = review.set_visibility(list(queryset), visibility, request.user, reason)
        changed = [thing for thing in queryset if str(thing.pk) in run.options["before"]]
        if changed:
            note = f"{Entity.Visibility(visibility).label}: {reason}"
            LogEntry.objects.log_actions(request.user.pk, changed, CHANGE, note)
        text = ngettext("%(count)d thing is now: %(state)s.", "%(count)d things are now: %(state)s.", len(changed))
        state = Entity.Visibility(visibility).label
        self.message_user(request, text % {"count": len(changed), "state": state}, messages.SUCCESS)
        return None

    @admin.action(description=_("Merge, after a preview"), permissions=["merge"])
    def merge(self, request, queryset):
        things = list(queryset.order_by("-documents", "pk")[: INLINE_ROWS + 1])
        if not 2 <= len(things) <= INLINE_ROWS:
            text = _("Choose from 2 to %(limit)d things to merge.") % {"limit": INLINE_ROWS}
            self.message_user(request, text, messages.WARNING)
            return None
        chosen = next((thing for thing in things if str(thing.pk) == request.POST.get("keep")), None)
        keep = chosen or things[0]
        others = [thing for thing in things if thing.pk != keep.pk]
        reason = request.POST.get("reason", "").strip()
        try:
            if chosen and "confirm" in request.POST:
                run = merging.merge(keep, others, request.user, reason)
                return self._merged(request, keep, others, run)
            plan = merging.preview(keep, others)
        except ValidationError as error:
            self.message_user(request, " ".join(error.messages), messages.ERROR)
            return None
        texts = self.labels(things)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Merge into one"),
            "opts": self.model._meta,
            "things": [(thing, texts[thing.pk], thing.pk == keep.pk) for thing in things],
            "keep": keep,
            "plan": plan,
            "reason": reason,
            **self.admin_site.merge_context(things, texts, keep, plan),
        }
        return TemplateResponse(request, "admin/kb/merge.html", context)

    def _merged(self, request, keep, others, run):
        names = ", ".join(str(other) for other in others)
        LogEntry.objects.log_actions(request.user.pk, [keep], CHANGE, f"{run}: {names}", single_object=True)
        for other in others:
            LogEntry.objects.log_actions(request.user.pk, [other], CHANGE, f"{run}: → {keep}", single_object=True)
        total = len(others)
        text = ngettext("%(count)d thing merged into “%(kept)s”.", "%(count)d things merged into “%(kept)s”.", total)
        self.message_user(request, text % {"count": total, "kept": keep}, messages.SUCCESS)


def change_address(row) -> str:
    """The admin page of a row; of the child row for a thing."""
    opts = row._meta
    if type(row) is Entity:
        opts = next(kind for kind in Entity.__subclasses__() if row.kind == kind.KIND)._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[row.pk])


def linked(row, text=None):
    """A link to the admin page of ``row``, or a dash."""
    return format_html('<a href="{}">{}</a>', change_address(row), text or row) if row else "—"


# What runs count.
COUNTED = {
    "accept": _("Accepted"),
    "accepted": _("Accepted"),
    "articles": _("Articles"),
    "claims": _("Claims"),
    "corrected": _("Corrected"),
    "created": _("Created"),
    "deleted": _("Deleted"),
    "deprecated": _("Deprecated"),
    "dropped": _("Relations dropped"),
    "duplicate": _("Duplicate"),
    "edited": _("Edited"),
    "failed": _("Failed"),
    "folded": _("Doubles folded"),
    "hidden": _("Hidden"),
    "indicators": _("Indicators"),
    "left": _("Left as they are"),
    "linked": _("Linked"),
    "mentions": _("Mentions"),
    "moved": _("Moved"),
    "names": _("Other names"),
    "proposed": _("Proposed"),
    "public": _("Public"),
    "quotes": _("Quotes"),
    "reject": _("Rejected"),
    "rejected": _("Rejected"),
    "relations": _("Relations"),
    "restored": _("Put back"),
    "skipped": _("Skipped"),
    "texts": _("Earlier texts brought back"),
    "things": _("Things"),
    "unchanged": _("Unchanged"),
    "unsure": _("Unsure"),
    "updated": _("Updated"),
    "values": _("Values put back"),
}


def summary_of_counts(run: Run) -> str:
    # PostgreSQL keeps JSON in an order of its own.
    counts = sorted((name, count) for name, count in run.counts.items() if count)
    return ", ".join(f"{COUNTED.get(name, name)}: {count}" for name, count in counts)
