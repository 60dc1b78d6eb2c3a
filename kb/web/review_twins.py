"""Where two versions of one news item disagree: both quotes, and a person says which is right."""

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from articles import twins
from articles.models import Disagreement, Evidence
from kb.core.admin_base import change_address
from kb.web import review_desk as desk

PAGE = 20
ENDS = ("figure__indicator", "position__person")


def disagreeing(request):
    """All that waits for an answer; a sent form answers one."""
    desk.need(desk.may_look(request))
    if request.method == "POST":
        desk.need(desk.may_decide(request))
        return _answer(request)
    ends = [f"{side}{end}" for end in ENDS for side in ("", "other_")]
    rows = (
        Disagreement.objects.waiting()
        .select_related("article", "other", *ends)
        .order_by("-article__published_on", "pk")
    )
    page = Paginator(rows.defer(*_long("article"), *_long("other")), PAGE).get_page(request.GET.get("p"))
    context = {
        **admin.site.each_context(request),
        "title": _("Two languages, two values"),
        "rows": _told(page),
        "page": page,
        "decides": desk.may_decide(request),
    }
    return TemplateResponse(request, "admin/kb/review_twins.html", context)


def _answer(request):
    row = get_object_or_404(Disagreement.objects.waiting(), pk=_number(request.POST.get("row")))
    answer = request.POST.get("answer", "")
    if answer in Disagreement.Answer.values:
        twins.decide(row, answer, request.user, request.POST.get("reason", "")[:1000])
        messages.success(request, _("Decided: %(answer)s.") % {"answer": row.get_answer_display()})
    else:
        messages.error(request, _("Say which is right."))
    return HttpResponseRedirect(reverse("admin:review_twins"))


def _number(text) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 18 else 0


def _long(name) -> list[str]:
    return [f"{name}__{column}" for column in ("text", "raw", "furniture")]


def _told(rows) -> list:
    """(row, its two sides): article, claim, the claim's page, and the quotes in that article."""
    rows = list(rows)
    quotes = {}
    for name in ("figure", "position"):
        keys = {pk for row in rows for pk in (getattr(row, f"{name}_id"), getattr(row, f"other_{name}_id")) if pk}
        for quote in Evidence.objects.filter(**{f"{name}__in": keys}).order_by("start"):
            quotes.setdefault((name, getattr(quote, f"{name}_id"), quote.article_id), []).append(quote.quote)
    told = []
    for row in rows:
        name = "figure" if row.figure_id else "position"
        sides = [
            (article, claim, change_address(claim), quotes.get((name, claim.pk, article.pk), []), answer)
            for article, claim, answer in zip(
                (row.article, row.other), row.sides, (Disagreement.Answer.OWN, Disagreement.Answer.OTHER), strict=True
            )
        ]
        told.append((row, sides))
    return told
