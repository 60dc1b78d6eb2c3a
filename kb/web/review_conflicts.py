"""Two sources, two values, of figures and of posts: side by side, and one may be preferred."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kb.web import review_sides
from kb.web.review_sides import Section, Side
from people import conflicts as posts
from people.models import Position
from programs import conflicts as figures
from programs.admin import number
from programs.models import Figure

SIDES = 20  # of one contradiction on the page


def of_figures(request):
    return _conflicting(
        request,
        "review_conflicts",
        "figure",
        figures,
        help=_("The same indicator, place, program and period, and different values. All stay on record; one may be "
               "preferred, with a reason."),
    )  # fmt: skip


def of_posts(request):
    return _conflicting(
        request,
        "review_posts",
        "position",
        posts,
        help=_("Two people in one post at one time, or two dates for one time in office. All stay on record; one may "
               "be preferred, with a reason."),
    )  # fmt: skip


def _conflicting(request, page, kind, conflicts, **words):
    model, _title, told = _TOLD[kind]
    if request.method == "POST":
        row = review_sides.posted(request, kind, model.objects.all())
        if row is not None:
            _prefer(request, row, conflicts, told(row)[0])
        return review_sides.back(page)

    def ask(keys):
        groups = conflicts.groups(keys)
        shown = [most_different(rows, told) for rows in groups]
        quotes = review_sides.quotes_of(kind, [row.pk for rows in shown for row in rows])
        return [_section(kind, rows, few, quotes) for rows, few in zip(groups, shown, strict=True)]

    words |= {"name": kind, "verb": _("Prefer"), "asks": _("Prefer one, because"), "reason_needed": True}
    return review_sides.page(request, page, ask, empty=_("No two sources contradict each other."), **words)


def most_different(rows: list, told) -> list:
    """As many as the page shows, in their order: the preferred one, then each value once, then the others."""
    firsts = {told(row): row.pk for row in reversed(rows)}.values()
    chosen = sorted(rows, key=lambda row: (not row.preferred_because, row.pk not in firsts))[:SIDES]
    return sorted(chosen, key=rows.index)


def _section(kind, rows, shown, quotes) -> Section:
    _model, title, told = _TOLD[kind]
    sides = [Side(row, *told(row), quotes.get(row.pk, []), row.pk) for row in shown]
    return Section(kind, rows[0].pk, title(rows[0]), sides, more=len(rows) - len(shown))


def _prefer(request, row, conflicts, words):
    try:
        conflicts.prefer(row, request.POST.get("reason", ""), request.user)
        messages.success(request, _("Preferred: %(value)s.") % {"value": words})
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))


def _figure_title(row) -> str:
    return _joined(row.indicator, row.region, row.program, f"{row.start or '…'} – {row.end or '…'}")


def _post_title(row) -> str:
    return _joined(row.title, row.organization, row.region)


def _joined(*parts) -> str:
    return " · ".join(str(part) for part in parts if part)


def _post_side(row) -> tuple[str, str]:
    days = [date_format(day, "SHORT_DATE_FORMAT") for day in (row.first_reported, row.last_reported) if day]
    told = _("reported %(days)s") % {"days": " – ".join(dict.fromkeys(days))} if days else ""
    span = " – ".join(str(day or "…") for day in (row.start, row.end)) if row.start or row.end else ""
    return str(row.person), _joined(span, told)


_TOLD = {
    "figure": (Figure, _figure_title, lambda row: (number(row), "")),
    "position": (Position, _post_title, _post_side),
}
