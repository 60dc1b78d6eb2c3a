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
# Contradictions that a tab counts; nobody goes through more at once.
MOST = 200


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
    """One contradiction: what it is about, its sides, and how many ``more`` there are that the page does not show;
    ``sent`` goes with whatever button is pressed.
    """

    kind: str
    key: int
    title: str
    sides: list[Side]
    language: str = ""
    sent: dict = field(default_factory=dict)
    more: int = 0


def _pages() -> dict:
    """Of every page of contradictions its title, and what gives their keys, as many as are asked for."""
    return {
        "review_conflicts": (_("Two sources, two values"), figures.found),
        "review_posts": (_("Two sources, one post"), posts.found),
        "review_twins": (_("Two languages, two values"), disagreements),
    }


def disagreements(most: int) -> list[int]:
    rows = Disagreement.objects.waiting().order_by("-article__published_on", "pk")
    return list(rows.values_list("pk", flat=True)[:most])


def links(here: str = "", keys=()) -> list[tuple]:
    """(address, title, how many wait, whether it is the page ``here``) of every page of contradictions.

    ``keys`` are those of the page ``here``.
    """
    return [
        (
            reverse(f"admin:{name}"),
            title,
            desk.no_more(len(keys if name == here else found(MOST + 1)), MOST),
            name == here,
        )
        for name, (title, found) in _pages().items()
    ]


def page(request, address: str, ask, **words) -> TemplateResponse:
    """The page at ``address``; ``ask(keys)`` gives its sections."""
    desk.need(desk.may_look(request))
    title, found = _pages()[address]
    number = request.GET.get("p", "")
    # As far as a tab counts from the page that is asked for; of a number no database can count to, its beginning.
    keys = found(MOST + 1 + (PAGE * int(number[:5]) if number.isdecimal() else 0))
    shown = Paginator(keys, PAGE).get_page(number)
    context = {
        **admin.site.each_context(request),
        "title": title,
        "tabs": links(address, keys),
        "sections": ask(list(shown)),
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
