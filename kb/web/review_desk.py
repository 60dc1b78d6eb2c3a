"""The review desk: one page a document, decided by keys and sent at once."""

from collections import defaultdict
from dataclasses import asdict
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.contrib.humanize.templatetags.humanize import intcomma
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from articles import explanations, highlights, reviewing, waiting
from articles.models import Article, Disagreement, Evidence, Mention
from kb.core import correcting
from kb.core.admin_base import KnownLabelSelect
from kb.core.models import Entity, Run
from kb.regions.models import Region
from kb.web import finding_words
from programs.models import Figure, Program

# Offered with the digits 1 to 5.
REASONS = (
    gettext_lazy("read wrongly"),
    gettext_lazy("another person or thing"),
    gettext_lazy("the text does not say this"),
    gettext_lazy("said twice"),
    gettext_lazy("not for this knowledge base"),
)
KEYS = (
    ("A", gettext_lazy("accept")),
    ("Shift A", gettext_lazy("accept this and all alike on this page")),
    ("E", gettext_lazy("edit and accept")),
    ("R", gettext_lazy("reject, with a reason")),
    ("1–5", gettext_lazy("reject with one of the usual reasons")),
    ("U", gettext_lazy("unsure: leave it to somebody else")),
    ("N, ↓", gettext_lazy("next")),
    ("P, ↑", gettext_lazy("previous")),
    ("Z", gettext_lazy("take the last decision back; with none left, the last page sent")),
    ("M", gettext_lazy("make the selected words a mention, a claim or a quote")),
    ("S", gettext_lazy("save and go on to the next document")),
    ("?", gettext_lazy("show or hide this help")),
)


def urls(site) -> list:
    from kb.web import review_conflicts, review_edits, review_queue, review_twins  # they stand on this module

    def at(address, view, name):
        return path(f"review/{address}", site.admin_view(view), name=name)

    return [
        at("next/", next_document, "review_next"),
        at("undo/", undo, "review_undo"),
        at("accept/", review_queue.accept_rule, "review_accept"),
        at("conflicts/", review_conflicts.of_figures, "review_conflicts"),
        at("posts/", review_conflicts.of_posts, "review_posts"),
        at("twins/", review_twins.disagreeing, "review_twins"),
        at("similar/", review_queue.similar, "review_similar"),
        at("", review_queue.queue, "review_queue"),
        at("<int:pk>/", document, "review_document"),
        at("<int:pk>/add/", review_edits.add, "review_add"),
        at("<int:pk>/new/<str:key>/", review_edits.new, "review_new"),
        at("<int:pk>/<str:key>/", review_edits.edit, "review_edit"),
    ]


class RuleField(forms.ChoiceField):
    """The rules in words, and any other by its code."""

    def __init__(self, **kwargs):
        super().__init__(choices=lambda: [("", _("any")), *explanations.rule_choices()], **kwargs)

    def valid_value(self, value):
        return len(value) <= 60


class QueueForm(forms.Form):
    """The filters of the queue; wrong values ask for nothing."""

    state = forms.ChoiceField(
        label=gettext_lazy("state"),
        required=False,
        choices=[
            (waiting.WAITING, gettext_lazy("not decided")),
            (waiting.UNSURE, gettext_lazy("somebody was unsure")),
            (waiting.RETURNED, gettext_lazy("rejected before, with a new quote")),
            (waiting.CHANGED, gettext_lazy("value changed under its quote")),
        ],
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("kind"),
        required=False,
        choices=lambda: [
            ("", _("any")),
            (_("Mentions"), Entity.Kind.choices),
            (_("Claims"), [(name, reviewing.TABLES[name]._meta.verbose_name) for name in Evidence.CLAIMS]),
        ],
    )
    rule = RuleField(label=gettext_lazy("found by"), required=False)
    confidence = forms.ChoiceField(
        label=gettext_lazy("sure"),
        required=False,
        choices=[
            ("", gettext_lazy("any")),
            ("low", gettext_lazy("below 60 %")),
            ("middle", gettext_lazy("60 to 85 %")),
            ("high", gettext_lazy("85 % and more")),
        ],
    )
    risk = forms.ChoiceField(
        label=gettext_lazy("risk"),
        required=False,
        choices=[
            ("", gettext_lazy("any")),
            (waiting.RIVALS, gettext_lazy("could be somebody or something else")),
            (waiting.SHOWN, gettext_lazy("readers see it already")),
            (waiting.PEOPLE, gettext_lazy("about a person")),
        ],
    )
    age = forms.ChoiceField(
        label=gettext_lazy("waits"),
        required=False,
        choices=[
            ("", gettext_lazy("any time")),
            ("1", gettext_lazy("longer than a day")),
            ("7", gettext_lazy("longer than a week")),
            ("30", gettext_lazy("longer than a month")),
        ],
    )
    program = forms.ModelChoiceField(Program.objects.current(), label=gettext_lazy("program"), required=False)
    region = forms.ModelChoiceField(Region.objects.current(), label=gettext_lazy("region"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("program", "region"):
            widget = KnownLabelSelect(Figure._meta.get_field(name), admin.site)
            widget.choices = self.fields[name].choices
            self.fields[name].widget = widget
        asked = self.data.get("rule", "")
        if asked and asked not in dict(self.fields["rule"].choices):
            self.fields["rule"].choices = [*self.fields["rule"].choices, (asked[:60], asked[:60])]

    def wanted(self) -> waiting.Wanted:
        self.is_valid()
        data = {name: value for name, value in self.cleaned_data.items() if value}
        things = {name: data[name].pk for name in ("program", "region") if name in data}
        return waiting.Wanted(**{**data, **things})


def query_of(wanted: waiting.Wanted) -> str:
    """The filters as the end of an address."""
    defaults = asdict(waiting.Wanted())
    given = {name: value for name, value in asdict(wanted).items() if value != defaults[name] and value}
    return f"?{urlencode(given)}" if given else ""


def no_more(total: int, most: int) -> int | str:
    """How many there are, of which no more than ``most`` and one were counted."""
    return total if total <= most else _("more than %(count)s") % {"count": intcomma(most)}


def may_look(request) -> bool:
    return all(admin.site.get_model_admin(model).has_view_permission(request) for model in (Article, Mention, Evidence))


def may_decide(request) -> bool:
    return request.user.has_perm("core.review_claim")


def need(allowed: bool):
    if not allowed:
        raise PermissionDenied


def next_document(request):
    """Open the first document that waits."""
    need(may_look(request))
    wanted = QueueForm(request.GET).wanted()
    article = waiting.following(None, wanted)
    if article is None:
        messages.success(request, _("Nothing waits here."))
        return HttpResponseRedirect(reverse("admin:index"))
    return HttpResponseRedirect(address_of(article, wanted))


def address_of(article, wanted) -> str:
    return reverse("admin:review_document", args=[article.pk]) + query_of(wanted)


def document(request, pk):
    need(may_look(request))
    article = get_object_or_404(Article.objects.select_related("publisher").defer("raw"), pk=pk)
    wanted = QueueForm(request.GET).wanted()
    if request.method == "POST":
        need(may_decide(request))
        return _decide(request, article, wanted)
    return page(request, article, wanted)


def page(request, article, wanted, add_form=None):
    """The desk of one document; ``add_form`` with its errors when one was sent."""
    return TemplateResponse(request, "admin/kb/review_document.html", _page(request, article, wanted, add_form))


def _decide(request, article, wanted):
    answer = reviewing.decide(article, sent_decisions(request.POST), request.user)
    if "leaving" in request.POST:
        return HttpResponse(status=204)
    if answer.decided:
        total = len(answer.decided)
        text = ngettext("%(count)d finding decided.", "%(count)d findings decided.", total)
        messages.success(request, text % {"count": total})
    if answer.refused:
        known = {finding.key: finding for finding in reviewing.findings(article)}
        for key, reason in answer.refused.items():
            words = known[key].row if key in known else key
            messages.error(request, _("Not decided: %(finding)s. %(reason)s") % {"finding": words, "reason": reason})
        return HttpResponseRedirect(address_of(article, wanted))
    following = waiting.following(article, wanted)
    if following is None:
        messages.success(request, _("That was the last document of this queue."))
        return HttpResponseRedirect(address_of(article, wanted))
    return HttpResponseRedirect(address_of(following, wanted))


def sent_decisions(data) -> list[reviewing.Decision]:
    """The fields ``choice-KEY``, ``reason-KEY`` and ``version-KEY`` of the page's form."""
    return [
        reviewing.Decision(key, choice, data.get(f"reason-{key}", "")[:1000], data.get(f"version-{key}", ""))
        for name, choice in data.items()
        if choice and name.startswith("choice-")
        for key in [name.removeprefix("choice-")]
    ]


@require_POST
def undo(request):
    """Take back the last page that this editor sent."""
    need(may_decide(request))
    run = last_batch(request.user)
    if run is None or run.uid != request.POST.get("run"):
        messages.error(request, _("This was taken back already."))
        return HttpResponseRedirect(reverse("admin:review_next"))
    _back, left = reviewing.undo(run, request.user)
    messages.success(request, _("Taken back: %(count)d.") % {"count": _back.counts["restored"]})
    if left:
        messages.warning(request, _("Changed since, and left as they are: %(rows)s.") % {"rows": "; ".join(left[:10])})
    articles = run.options.get("articles") or [None]
    article = Article.objects.filter(pk=articles[0]).first() if len(articles) == 1 else None
    wanted = QueueForm(request.GET).wanted()
    return HttpResponseRedirect(address_of(article, wanted) if article else reverse("admin:review_next"))


def last_batch(user) -> Run | None:
    """The last run of ``user``, when it came from the desk and stands."""
    run = Run.objects.filter(user=user, kind=Run.Kind.BULK_EDIT).order_by("-pk").first()
    standing = run is not None and run.status == Run.Status.FINISHED and "articles" in run.options
    return run if standing else None


def _page(request, article, wanted, add_form) -> dict:
    from kb.web.review_edits import AddForm

    found = reviewing.findings(article)
    _mark_wanted(found, article, wanted)
    decides = may_decide(request)
    otherwise = _told_otherwise(article)
    cards = [{**card(finding, decides), "otherwise": otherwise.get(finding.key, ())} for finding in found]
    open_cards = [each for each in cards if each["open"]]
    following = waiting.following(article, wanted)
    batch = last_batch(request.user) if decides else None
    return {
        **admin.site.each_context(request),
        "title": article.title,
        "subtitle": _("Review desk"),
        "article": article,
        "text": highlights.pinned(article, found),
        "cards": open_cards + [each for each in cards if not each["open"]],
        "open_total": len(open_cards),
        "decided_total": sum(not finding.is_open for finding in found),
        "documents_total": len(waiting.newest(wanted)),
        "documents_most": waiting.MOST,
        "following": address_of(following, wanted) if following else "",
        "query": query_of(wanted),
        "wanted": wanted,
        "batch": batch,
        "batch_total": sum(batch.counts.values()) if batch else 0,
        "decides": decides,
        "add_form": (add_form or AddForm(article=article, found=found)) if decides else None,
        "new_address": reverse("admin:review_new", args=[article.pk, "KIND"]),
        "media": admin.site.get_model_admin(Mention).media + QueueForm().media,
        "reasons": REASONS,
        "keys": KEYS,
        "words": {
            "saving": _("All decided. Saving…"),
            "decided": _("%(done)s of %(all)s"),
            "nothing": _("Nothing to take back."),
        },
    }


def _told_otherwise(article) -> dict[str, list]:
    """By the key of a finding: the quotes of the version in the other language that says something else."""
    theirs = {}  # (kind, claim, article) of the other version → the key of the finding here
    rows = Disagreement.objects.waiting().filter(Q(article=article) | Q(other=article))
    for row in rows:
        kind = "figure" if row.figure_id else "position"
        sides = [(row.article_id, getattr(row, f"{kind}_id")), (row.other_id, getattr(row, f"other_{kind}_id"))]
        (_here, own), (there, other) = sides if row.article_id == article.pk else sides[::-1]
        theirs[kind, other, there] = f"{kind}:{own}"
    told = defaultdict(list)
    if theirs:
        wanted = Q(article__in={there for *_claim, there in theirs})
        for quote in Evidence.objects.filter(wanted).order_by("start"):
            for kind in ("figure", "position"):
                if key := theirs.get((kind, getattr(quote, f"{kind}_id"), quote.article_id)):
                    told[key].append(quote.quote)
    return told


def _mark_wanted(found, article, wanted):
    if not wanted:
        return
    keys = {f"mention:{pk}" for pk in waiting.mentions(wanted).filter(article=article).values_list("pk", flat=True)}
    quotes = set(waiting.quotes(wanted).filter(article=article).values_list("pk", flat=True))
    for finding in found:
        finding.wanted = finding.key in keys or any(quote.pk in quotes for quote in finding.quotes)


def card(finding, decides=True) -> dict:
    """What the template shows of a finding."""
    row = finding.row
    thing = row.entity_id if finding.kind == "mention" else None
    return {
        "finding": finding,
        "key": finding.key,
        "anchor": finding.key.replace(":", "-"),
        "kind": row.kind if finding.kind == "mention" else finding.kind,
        "kind_words": finding_words.kind_words(finding),
        "words": row.text if finding.kind == "mention" else finding.quotes[0].quote,
        "more": [quote.quote for quote in finding.quotes[1:]],
        "facts": finding_words.facts(finding),
        "why": finding_words.why(finding),
        "sure": round(row.confidence * 100),
        "open": finding.is_open and finding.wanted and decides,
        "alike": f"{row.kind} {thing}" if thing else "",
        "address": finding_words.change_address(row),
        "earlier_address": finding_words.change_address(finding.earlier) if finding.earlier else "",
        "changed_under": correcting.is_changed_under(row, finding.quotes),
        "row": row,
    }
