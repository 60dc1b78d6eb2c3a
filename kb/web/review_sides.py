"""What the pages of contradictions share: each side with its value and quotes, and a person says which is right."""

from dataclasses import dataclass, field

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.models import Disagreement, Evidence
from kb.core.admin_base import change_address
from kb.core.keys import is_no_key
from kb.core.quotes import HEAVY
from kb.web import review_desk as desk
from people import conflicts as posts
from programs import conflicts as figures

PAGE = 20


@dataclass
class Side:
    """``answer`` is what the button of this side sends."""

    claim: object
    words: str
    facts: str
    quotes: list[Evidence]
    answer: object

    @property
    def address(self) -> str:
        return change_address(self.claim)

    @property
    def more(self) -> int:
        """Quotes behind the first three."""
        return len(self.quotes) - 3


@dataclass
class Section:
    """One contradiction: what it is about, and its sides; ``sent`` goes with whatever button is pressed."""

    kind: str
    key: int
    title: str
    sides: list[Side]
    language: str = ""
    sent: dict = field(default_factory=dict)


def links(here: str = "") -> list[tuple]:
    """(address, title, how many wait, whether it is the page ``here``) of every page of contradictions."""
    pages = [
        ("review_conflicts", _("Two sources, two values"), figures.total()),
        ("review_posts", _("Two sources, one post"), posts.total()),
        ("review_twins", _("Two languages, two values"), Disagreement.objects.waiting().count()),
    ]
    return [(reverse(f"admin:{name}"), title, total, name == here) for name, title, total in pages]


def page(request, address: str, ask, **words) -> TemplateResponse:
    """The page at ``address``; ``ask(limit, offset)`` gives its sections."""
    desk.need(desk.may_look(request))
    tabs = links(address)
    title, total = next((title, total) for _address, title, total, here in tabs if here)
    shown = Paginator(range(total), PAGE).get_page(request.GET.get("p"))
    context = {
        **admin.site.each_context(request),
        "title": title,
        "tabs": tabs,
        "sections": ask(PAGE, (shown.number - 1) * PAGE),
        "page": shown,
        "decides": desk.may_decide(request),
        **words,
    }
    return TemplateResponse(request, "admin/kb/review_sides.html", context)


def posted(request, name: str, rows):
    """The row that a form of the page ``name`` speaks of, or None with a word to the editor."""
    desk.need(desk.may_look(request) and desk.may_decide(request))
    key = request.POST.get(name, "")
    row = None if is_no_key(key) else rows.filter(pk=key).first()
    if row is None:
        messages.warning(request, _("This is not here any more; look at it again."))
    return row


def back(name: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse(f"admin:{name}"))


def quotes_of(name: str, keys) -> dict[int, list[Evidence]]:
    """The quotes of claims of one table by the claim's key, with their articles."""
    rows = Evidence.objects.filter(**{f"{name}__in": keys}).select_related("article").order_by("start", "pk")
    found = {}
    for row in rows.defer(*(f"article__{column}" for column in HEAVY)):
        found.setdefault(getattr(row, f"{name}_id"), []).append(row)
    return found
