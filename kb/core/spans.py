"""How long ago and how long until, in words that a person would use."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

MONTH, YEAR = 30.44, 365.25


def span(days: int) -> str:
    """ "12 days", "about 5 months", "more than 2 years", "almost 7 years"."""
    if days < 60:
        return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
    months = round(days / MONTH)
    if months < 18:
        return ngettext("about %(count)d month", "about %(count)d months", months) % {"count": months}
    years = days / YEAR
    if years % 1 > 0.75:
        count = int(years) + 1
        return ngettext("almost %(count)d year", "almost %(count)d years", count) % {"count": count}
    count = int(years)
    if years % 1 < 0.1:
        return ngettext("about %(count)d year", "about %(count)d years", count) % {"count": count}
    return ngettext("more than %(count)d year", "more than %(count)d years", count) % {"count": count}


def until(deadline, today: date) -> str:
    """Of a partial date: how long is left to its last day, or how long ago that was."""
    days = (deadline.last_day - today).days
    if days < 0:
        return _("deadline passed %(span)s ago") % {"span": span(-days)}
    if days == 0:
        return pgettext("deadline", "due today")
    return _("%(span)s left") % {"span": span(days)}
