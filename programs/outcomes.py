"""What reports say of a pledge: derived by rules, never stored, and no editor's rating.

The largest single report that counts (``programs.querysets``) is set against the target; values are never added up.
"""

from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Outcome(TextChoices):
    REACHED = "reached", _("target reached, as reported")
    BELOW = "below", _("deadline passed, less reported than promised")
    SILENT = "silent", _("deadline passed, no result reported")
    PARTLY = "partly", _("not yet due, part of it reported")
    WAITING = "waiting", _("not yet due")
    UNDATED = "undated", _("no deadline, target not reached yet")


RULES = {
    Outcome.REACHED: _("A figure reported after the promise is at least as large as the target."),
    Outcome.BELOW: _("The deadline has passed, and the largest figure reported since is below the target."),
    Outcome.SILENT: _("The deadline has passed, and no article here reports a figure to set against the promise."),
    Outcome.PARTLY: _("The deadline lies ahead, and the largest figure reported so far is below the target."),
    Outcome.WAITING: _("The deadline lies ahead, and no article here reports a figure to set against the promise."),
    Outcome.UNDATED: _("The promise names no deadline, and no figure reported since reaches its target."),
}


def outcome_of(pledge, day: date) -> Outcome:
    """Of a pledge of ``with_due`` and ``with_result``."""
    value, target = pledge.result_value, pledge.target
    passed = pledge.due_by is not None and pledge.due_by.last_day < day
    if value is not None and value >= target.value:
        return Outcome.REACHED
    if passed:
        return Outcome.SILENT if value is None else Outcome.BELOW
    if pledge.due_by is None:
        return Outcome.UNDATED
    return Outcome.WAITING if value is None else Outcome.PARTLY
