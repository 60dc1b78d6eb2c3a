"""A finding in words: what it says, why it was read so, what else it could be."""

from django.utils.translation import gettext as _

from articles.explanations import rule_words, why_words
from kb.core.admin_base import change_address
from kb.core.models import Entity
from programs.admin import number
from programs.models import PledgeChange


def kind_words(finding) -> str:
    if finding.kind == "mention":
        return finding.row.get_kind_display()
    return str(finding.row._meta.verbose_name)


def facts(finding) -> list[tuple]:
    """(what, value, address): what a decision says yes or no to."""
    rows = _FACTS[finding.kind](finding.row)
    return [
        (what, str(value), change_address(value) if isinstance(value, Entity) else "") for what, value in rows if value
    ]


def _mention(row):
    if row.entity_id is None:
        return [(_("names"), _("nothing yet: unlinked"))]
    return [(_("names"), row.entity), (_("readers see it"), _visibility(row.entity))]


def _visibility(thing) -> str:
    if thing.visibility == "public":
        return ""
    return _("no: %(state)s") % {"state": thing.get_visibility_display().lower()}


def _position(row):
    return [
        (_("who"), row.person),
        (_("post"), row.title),
        (_("acting"), _("yes") if row.acting else ""),
        (_("organization"), row.organization),
        (_("region"), row.region),
        (_("from"), row.start),
        (_("until"), row.end),
        (_("had ended"), _("yes") if row.ended and not row.end else ""),
    ]


def _relation(row):
    return [
        (_("subject"), row.subject),
        (_("stands to"), row.get_kind_display()),
        (_("object"), row.object),
        (_("from"), row.start),
        (_("until"), row.end),
    ]


def _figure(row):
    period = row.start if row.start == row.end else f"{row.start or '…'} – {row.end or '…'}"
    return [
        (_("value"), number(row)),
        (_("indicator"), row.indicator.name),
        (_("status"), row.get_status_display()),
        (_("period"), period if row.start or row.end else ""),
        (_("as of"), row.as_of),
        (_("program"), row.program),
        (_("organization"), row.organization),
        (_("region"), row.region),
        (_("said by"), row.speaker),
        (_("reports on the plan"), number(row.plan) if row.plan_id else ""),
    ]


def _pledge(row):
    return [
        (_("promised by"), row.person),
        (_("promised by the organization") if row.person_id else _("promised by"), row.organization),
        (_("deadline"), row.deadline),
        (_("deadline moved to"), row.due_by if row.due_by != row.deadline else ""),
        (_("target"), f"{number(row.target)} — {row.target.indicator.name}" if row.target_id else ""),
        (_("program"), row.program),
        (_("region"), row.region),
    ]


def _pledge_change(row):
    change = {
        PledgeChange.Kind.DEADLINE: (row.old_deadline, row.new_deadline),
        PledgeChange.Kind.TARGET: (row.old_target, row.new_target),
        PledgeChange.Kind.STATUS: (row.get_old_status_display(), row.get_new_status_display()),
    }[row.kind]
    return [
        (_("pledge"), row.pledge),
        (row.get_kind_display(), f"{change[0] or '—'} → {change[1] or '—'}"),
        (_("on"), row.on),
    ]


_FACTS = {
    "mention": _mention,
    "position": _position,
    "relation": _relation,
    "figure": _figure,
    "pledge": _pledge,
    "pledge_change": _pledge_change,
}


def why(finding) -> list[tuple]:
    """(what, words): the rule first, then what the recogniser and the linker put down."""
    rows = [(_("found by"), rule_words(finding.rule))]
    if finding.kind == "mention":
        rows += why_words(finding.row)
    elif getattr(finding.row, "date_words", ""):
        rows.append((_("dates in the text"), finding.row.date_words))
    return rows
