"""Where two versions of one news item disagree: both quotes, and a person says which is right."""

from django.contrib import messages
from django.utils.translation import gettext as _

from articles import twins
from articles.models import Disagreement
from kb.core.quotes import HEAVY
from kb.web import review_sides
from kb.web.review_sides import Section, Side

ENDS = ("figure__indicator", "position__person")
PAGE = "review_twins"


def disagreeing(request):
    """All that waits for an answer; a sent form answers one."""
    if request.method == "POST":
        return _answer(request)
    return review_sides.page(
        request,
        PAGE,
        _sections,
        name="answer",
        verb=_("This is right"),
        asks=_("Reason"),
        more=[(Disagreement.Answer.BOTH, _("Both stand"))],
        help=_("The Kazakh and the Russian version of one news item tell a figure or a post differently. What is right "
               "is accepted, what is wrong stays on record as deprecated; the same quotes are not asked about again."),
        empty=_("No two versions of one news item disagree."),
    )  # fmt: skip


def _answer(request):
    row = review_sides.posted(request, "row", Disagreement.objects.waiting())
    answer = request.POST.get("answer", "")
    if row is not None and answer in Disagreement.Answer.values:
        twins.decide(row, answer, request.user, request.POST.get("reason", "")[:1000])
        messages.success(request, _("Decided: %(answer)s.") % {"answer": row.get_answer_display()})
    elif row is not None:
        messages.error(request, _("Say which is right."))
    return review_sides.back(PAGE)


def _sections(keys) -> list[Section]:
    ends = [f"{side}{end}" for end in ENDS for side in ("", "other_")]
    rows = Disagreement.objects.waiting().select_related("article", "other", *ends)
    rows = rows.defer(*(f"{side}__{column}" for side in ("article", "other") for column in HEAVY))
    rows = list(rows.filter(pk__in=keys).order_by("-article__published_on", "pk"))
    quotes = {
        name: review_sides.quotes_of(
            name, [side.pk for row in rows if getattr(row, f"{name}_id") for side in row.sides]
        )
        for name in ("figure", "position")
    }
    return [_section(row, kind, quotes[kind]) for row in rows for kind in ["figure" if row.figure_id else "position"]]


def _section(row, kind, quotes) -> Section:
    """Each side with its quotes in the article of that side alone."""
    answers = (Disagreement.Answer.OWN, Disagreement.Answer.OTHER)
    sides = []
    for article, claim, answer in zip((row.article, row.other), row.sides, answers, strict=True):
        own = [quote for quote in quotes.get(claim.pk, []) if quote.article_id == article.pk]
        sides.append(Side(claim, str(claim), "", own, answer))
    return Section(kind, row.pk, row.article.title, sides, row.article.language, {"row": row.pk})
