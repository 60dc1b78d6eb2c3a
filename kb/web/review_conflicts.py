"""Two sources, two values: side by side, and one may be preferred."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.models import Evidence
from kb.core.admin_base import change_address
from kb.web import review_desk as desk
from programs import conflicts
from programs.admin import number
from programs.models import Figure

PAGE = 20


def conflicting(request):
    """All conflicts; a sent form prefers one value."""
    desk.need(desk.may_look(request))
    if request.method == "POST":
        desk.need(desk.may_decide(request))
        figure = get_object_or_404(Figure, pk=request.POST.get("figure") or 0)
        try:
            conflicts.prefer(figure, request.POST.get("reason", ""), request.user)
            messages.success(request, _("Preferred: %(value)s.") % {"value": number(figure)})
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return HttpResponseRedirect(reverse("admin:review_conflicts"))
    pages = Paginator(range(conflicts.total()), PAGE)
    page = pages.get_page(request.GET.get("p"))
    groups = conflicts.groups(PAGE, (page.number - 1) * PAGE)
    context = {
        **admin.site.each_context(request),
        "title": _("Two sources, two values"),
        "groups": _told(groups),
        "page": page,
        "decides": desk.may_decide(request),
    }
    return TemplateResponse(request, "admin/kb/review_conflicts.html", context)


def _told(groups) -> list:
    quotes = {}
    rows = Evidence.objects.filter(figure__in=[row.pk for group in groups for row in group])
    for quote in rows.select_related("article").defer("article__text", "article__raw", "article__furniture"):
        quotes.setdefault(quote.figure_id, []).append(quote)
    return [
        (
            group[0],
            [(row, number(row), change_address(row), quotes.get(row.pk, [])) for row in group],
        )
        for group in groups
    ]
