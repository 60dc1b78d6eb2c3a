"""Edits of the review desk: the form beside a finding, and words made a mention or a quote."""

import re
from decimal import Decimal

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from articles import places, reviewing, reviewing_edits
from articles.models import Article, Evidence, Mention
from kb.core import batches
from kb.core.admin_base import KnownLabelSelect
from kb.core.keys import is_no_key
from kb.core.models import Entity
from kb.core.partial_dates import PartialDate
from kb.web import review_desk as desk

FIELDS = {
    "mention": ["kind", "entity"],
    "position": ["person", "title_kk", "title_ru", "organization", "region", "start", "end", "acting", "ended"],
    "relation": ["subject", "kind", "object", "start", "end"],
    "figure": [
        "indicator", "qualifier", "value", "value_max", "unit", "status", "start", "end", "as_of", "program",
        "organization", "region", "speaker",
    ],
    "pledge": ["person", "organization", "program", "region", "target", "deadline", "status"],
    "pledge_change": ["on", "new_deadline", "new_target", "new_status", "note"],
}  # fmt: skip
NEW_FIELDS = {
    **{kind: FIELDS[kind] for kind in ("position", "relation", "figure")},
    "pledge": ["text", "language", "start", *FIELDS["pledge"]],
    "pledge_change": ["pledge", "kind", *FIELDS["pledge_change"]],
}


def may_change(request, model) -> bool:
    return admin.site.get_model_admin(model).has_change_permission(request)


def edit(request, pk, key):
    """The form of one finding as JSON; a sent form is saved, and the finding accepted, at once."""
    desk.need(desk.may_look(request) and desk.may_decide(request))
    article = get_object_or_404(Article.objects.defer("raw"), pk=pk)
    with transaction.atomic():
        finding = _finding(article, key, lock=request.method == "POST")
        desk.need(may_change(request, type(finding.row)))
        return _edit(request, article, finding)


def _finding(article, key, lock=False):
    finding = next((found for found in reviewing.findings(article, lock) if found.key == key), None)
    if finding is None:
        raise Http404
    return finding


def _edit(request, article, finding):
    row, seen = finding.row, finding.version
    before = batches.snapshot(row, [column.name for column in row._meta.concrete_fields])
    model_admin = admin.site.get_model_admin(type(row))
    form_class = model_admin.get_form(request, row, change=True, fields=FIELDS[finding.kind])
    form = form_class(request.POST or None, instance=row, prefix="edit", auto_id="edit-%s")
    if request.method == "POST" and form.is_valid():
        if request.POST.get("version") == seen:
            run = reviewing_edits.save(article, finding, form, before, request.user)
            return _saved(request, article, finding.key, run)
        words = _("Somebody changed this meanwhile. Now it says: %(now)s. Save again to keep yours.")
        form.add_error(None, words % {"now": _now(finding, before, form)})
    context = {"form": form, "key": finding.key, "address": request.path, "version": seen}
    return JsonResponse({"form": render_to_string("admin/kb/_finding_edit.html", context, request)})


def _now(finding, before, form) -> str:
    """What the stored row says where the form says something else."""
    told = [
        f"{form.fields[name].label}: {before[name] if before[name] not in (None, '') else '—'}"
        for name in form.changed_data
        if name in before
    ]
    return "; ".join(told) or finding.row.get_review_display()


def _saved(request, article, key, run):
    """The finding as it is now, and the run that the editor may take back."""
    finding = _finding(article, key)
    html = render_to_string("admin/kb/_finding.html", {"card": desk.card(finding), "article": article}, request)
    return JsonResponse({"key": key, "card": html, "run": run.uid})


def new(request, pk, key):
    """The form of a new claim of the kind ``key`` as JSON; a sent one is saved with the words as its quote."""
    desk.need(desk.may_look(request) and desk.may_decide(request))
    if key not in NEW_FIELDS:
        raise Http404
    model = reviewing.TABLES[key]
    desk.need(all(admin.site.get_model_admin(each).has_add_permission(request) for each in (model, Evidence)))
    article = get_object_or_404(Article.objects.defer("raw"), pk=pk)
    data = request.POST or request.GET
    near = data.get("near", "")
    try:
        place = places.locate(article.text, data.get("words", ""), None if is_no_key(near) else int(near))
    except ValidationError as error:
        return JsonResponse({"error": " ".join(error.messages)})
    model_admin = admin.site.get_model_admin(model)
    form_class = model_admin.get_form(request, None, change=False, fields=NEW_FIELDS[key])
    form = form_class(request.POST or None, initial=_first(article, key, place), prefix="edit", auto_id="edit-%s")
    if request.method == "POST" and form.is_valid():
        run, row = reviewing_edits.add_claim(article, place, form, request.user)
        return _saved(request, article, f"{key}:{row.pk}", run)
    context = {"form": form, "address": request.path, "words": article.text[slice(*place)], "near": place[0]}
    return JsonResponse({"form": render_to_string("admin/kb/_finding_edit.html", context, request)})


def _first(article, kind, place) -> dict:
    """What the words and their document say of a new claim by themselves."""
    words, day = article.text[slice(*place)], article.published_on
    if kind == "pledge":
        return {"text": words, "language": article.language, "start": day and PartialDate.of(day)}
    if kind == "figure":
        number = re.search(r"\d+(?:[.,]\d+)?", re.sub(r"(?<=\d)[ \u00a0\u202f](?=\d{3}\b)", "", words))
        value = {"value": Decimal(number[0].replace(",", "."))} if number else {}
        return {**value, "as_of": day and PartialDate.of(day)}
    return {"on": day and PartialDate.of(day)} if kind == "pledge_change" else {}


class AddForm(forms.Form):
    """Words of the text, and what they are."""

    MENTION, NEW = "mention", "new:"
    words = forms.CharField(label=gettext_lazy("words of the text"), max_length=5000)
    near = forms.IntegerField(required=False, widget=forms.HiddenInput)
    use = forms.ChoiceField(label=gettext_lazy("they are"))
    kind = forms.ChoiceField(label=gettext_lazy("kind"), choices=Entity.Kind.choices, required=False)
    entity = forms.ModelChoiceField(Entity.objects.current(), label=gettext_lazy("which one"), required=False)
    name = forms.CharField(label=gettext_lazy("or a new one, called"), max_length=400, required=False)

    def __init__(self, *args, article, found, **kwargs):
        super().__init__(*args, **kwargs)
        self.article = article
        self.claims = {finding.key: finding for finding in found if finding.kind != "mention"}
        quotes = [(key, f"{desk.finding_words.kind_words(f)}: {str(f.row)[:90]}") for key, f in self.claims.items()]
        claims = [(f"{self.NEW}{kind}", reviewing.TABLES[kind]._meta.verbose_name) for kind in NEW_FIELDS]
        self.fields["use"].choices = [
            (self.MENTION, _("a mention of a thing")),
            (_("a new claim, with these words as its quote"), claims),
            *([(_("another quote for"), quotes)] if quotes else []),
        ]
        widget = KnownLabelSelect(Mention._meta.get_field("entity"), admin.site)
        widget.choices = self.fields["entity"].choices
        self.fields["entity"].widget = widget

    def clean(self):
        data = super().clean()
        if data.get("words"):
            try:
                data["place"] = places.locate(self.article.text, data["words"], data.get("near"))
            except ValidationError as error:
                self.add_error("words", error)
        if data.get("use") != self.MENTION:
            return data
        thing, kind, name = data.get("entity"), data.get("kind"), data.get("name", "").strip()
        if not kind:
            self.add_error("kind", _("Choose a kind."))
        elif thing and thing.kind != kind:
            self.add_error("entity", _("This thing is of another kind."))
        elif name and not thing and kind not in reviewing_edits.NEW:
            self.add_error("name", _("Make a new region on its own page: it needs a place among the others."))
        return data


@require_POST
def add(request, pk):
    """Make words of the text a mention or a quote."""
    desk.need(desk.may_look(request) and desk.may_decide(request))
    article = get_object_or_404(Article.objects.defer("raw"), pk=pk)
    wanted = desk.QueueForm(request.GET).wanted()
    form = AddForm(request.POST, article=article, found=reviewing.findings(article))
    if form.is_valid():
        use, place = form.cleaned_data["use"], form.cleaned_data["place"]
        if use.startswith(form.NEW):
            return HttpResponseRedirect(new_address(article, use.removeprefix(form.NEW), place))
        try:
            _add(request, article, form)
            messages.success(request, _("Added: “%(words)s”.") % {"words": form.cleaned_data["words"][:80]})
            return HttpResponseRedirect(desk.address_of(article, wanted))
        except ValidationError as error:
            form.add_error(None, error)
    return desk.page(request, article, wanted, form)


def new_address(article, kind, place) -> str:
    """The page on which a claim is written, these words of the article being its quote."""
    opts = reviewing.TABLES[kind]._meta
    page = reverse(f"admin:{opts.app_label}_{opts.model_name}_add")
    return f"{page}?quoted={article.pk}&at={place[0]}-{place[1]}"


def _add(request, article, form):
    data = form.cleaned_data
    if data["use"] != form.MENTION:
        desk.need(admin.site.get_model_admin(Evidence).has_add_permission(request))
        return reviewing_edits.add_quote(article, data["place"], form.claims[data["use"]], request.user)
    desk.need(admin.site.get_model_admin(Mention).has_add_permission(request))
    name = data["name"].strip() if data["entity"] is None else ""
    if name:
        desk.need(admin.site.get_model_admin(reviewing_edits.NEW[data["kind"]]).has_add_permission(request))
    return reviewing_edits.add_mention(article, data["place"], data["kind"], data["entity"], name, request.user)
