"""A finding in words: what it says, why it was read so, what else it could be."""

from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.explanations import why_words
from kb.core.admin_base import change_address
from kb.core.models import Entity
from programs.admin import number
from programs.models import PledgeChange

# How recognisers find things (seeds/reading); a rule that isn't here shows its code.
RULES = {
    "number-count": gettext_lazy("a number with what it counts"),
    "number-percent": gettext_lazy("a share in per cent"),
    "number-money": gettext_lazy("a sum of money"),
    "number-measure": gettext_lazy("a number with a measure"),
    "number-times": gettext_lazy("“so many times” more or less"),
    "relation-name": gettext_lazy("a name that holds another one"),
    "relation-runs": gettext_lazy("words like “runs” or “project of”"),
    "relation-initiated": gettext_lazy("words like “on the initiative of”"),
    "relation-operates": gettext_lazy("words like “works in” with a place"),
    "relation-together": gettext_lazy("words like “together with”"),
    "parent": gettext_lazy("the name says what it is part of"),
    "post-before": gettext_lazy("a post before a name"),
    "post-after": gettext_lazy("a post after a name"),
    "post-apart": gettext_lazy("a post in another sentence than the name"),
    "post-list": gettext_lazy("a list of posts and names"),
    "post-given": gettext_lazy("a post before a given name"),
    "post-surname": gettext_lazy("a post before a surname"),
    "after-post": gettext_lazy("a name after a post"),
    "task": gettext_lazy("words of a task that somebody was given"),
    "appointed": gettext_lazy("words like “was appointed”"),
    "future": gettext_lazy("a sentence about the future"),
    "promise": gettext_lazy("words of a promise"),
    "plan": gettext_lazy("words of a plan"),
    "intent": gettext_lazy("words of an intention"),
    "region-listed": gettext_lazy("a region of the reference data"),
    "given-surname": gettext_lazy("a given name with a surname"),
    "speaker-surname": gettext_lazy("a surname beside a word of speech"),
    "initials": gettext_lazy("initials with a surname"),
    "surname-initials": gettext_lazy("a surname with initials"),
    "given-initial": gettext_lazy("a given name with an initial"),
    "surname-given": gettext_lazy("a surname with a given name"),
    "unlisted-given": gettext_lazy("a name whose given name is in no list"),
    "surname": gettext_lazy("a surname named in full elsewhere in the text"),
    "full-name": gettext_lazy("a full name"),
    "bare-given-name": gettext_lazy("a given name alone"),
    "implied-by-post": gettext_lazy("a post that one person holds"),
    "program-head": gettext_lazy("a word like “project” with a name"),
    "program-listed": gettext_lazy("a program of the reference data"),
    "program-listed-quoted": gettext_lazy("a program of the reference data, in quotation marks"),
    "program-centre": gettext_lazy("a word like “centre” with a name"),
    "organization-party": gettext_lazy("a party"),
    "organization-listed": gettext_lazy("an organization of the reference data"),
    "organization-kk-head": gettext_lazy("a word like “fund” or “branch” with a name"),
    "organization-ru-head": gettext_lazy("a word like “fund” or “branch” with a name"),
    "organization-firm": gettext_lazy("a legal form beside a name"),
    "organization-latin": gettext_lazy("a name in Latin letters"),
    "organization-party-unlisted": gettext_lazy("a word like “party” with a name"),
    "organization-of-context": gettext_lazy("a body that the text means without its full name"),
    "relation-within": gettext_lazy("a name that stands inside another one"),
    "post": gettext_lazy("a post at a program"),
    "slovnet": gettext_lazy("a name that the Russian model sees"),
    "tagger": gettext_lazy("a name that the Kazakh model sees"),
    "patronymic": gettext_lazy("a given name with a patronymic"),
    "region-kk-list-unlisted": gettext_lazy("a list of places"),
    "region-ru-adjective": gettext_lazy("an adjective with a word like “oblast”"),
    "region-kk-list": gettext_lazy("a list of regions"),
    "region-ru-list": gettext_lazy("a list of regions"),
    "region-kk-unlisted": gettext_lazy("a region that the reference data lacks"),
    "region-ru-unlisted": gettext_lazy("a region that the reference data lacks"),
}


def rule_choices() -> list[tuple]:
    """(code, words); words that two rules share are told apart by the codes."""
    shared = Counter(map(str, RULES.values()))
    rows = ((code, f"{words} ({code})" if shared[str(words)] > 1 else str(words)) for code, words in RULES.items())
    return sorted(rows, key=lambda row: row[1])


def rule_words(rule: str) -> str:
    return str(RULES.get(rule, rule)) if rule else _("by hand")


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
