"""Why a mention was read and linked so, in words: what recognisers and the linker put down in ``Mention.why``."""

from collections import Counter

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

_WHY = {
    "form": _("written as"),
    "name": _("read as"),
    "key": _("looked up as"),
    "stem": _("stem"),
    "suffix": _("ending"),
    "gender": _("gender"),
    "implied": _("not named, but meant"),
    "private": _("private"),
    "linked": _("linked by"),
    "rivals": _("could also be"),
}
# Told in one line, "Тоқаевқа → Тоқаев, dative -қа".
_INFLECTED = ("form", "name", "stem", "suffix", "case")
CASES = {
    "genitive": _("genitive"),
    "dative": _("dative"),
    "accusative": _("accusative"),
    "locative": _("locative"),
    "ablative": _("ablative"),
    "instrumental": _("instrumental"),
    "prepositional": _("prepositional"),
    "attributive": _("attributive"),
    "plural": pgettext_lazy("of a form", "plural"),
    "possessive": _("possessive"),
    "relational": _("relational"),
}
_LINKED_BY = {
    "reference": _("the reference data"),
    "full name": _("the full name"),
    "full name and context": _("the full name, with post, organization or region"),
    "surname and context": _("the surname, with post, organization or region"),
    "spelling and post": _("a spelling that the other language gives the name, with the same post and place"),
    "name": _("the name"),
    "place": _("the place"),
    "name and place": _("the name and the place"),
    "meaning": _("what the name means in the other language or in other words"),
    "said in full": _("the full name elsewhere in the document"),
    "new": _("nothing: a new thing was made"),
    "namesake": _("nothing: a namesake, taken for somebody else"),
    "tie": _("nothing: several fit equally"),
    "given name alone": _("nothing: a given name alone"),
    "initials": _("the surname and initials"),
    "sole bearer": _("the surname, which one person has"),
    "no surname": _("nothing: no surname"),
    "no head word": _("nothing: only a model takes this for an organization"),
    "surname alone": _("nothing: a surname alone"),
    "weak": _("nothing: too little speaks for it"),
    "as before": _("an earlier reading"),
}
_BECAUSE = {
    "same_post": _("known in the same post: %(value)s"),
    "same_organization": _("of the same organization: %(value)s"),
    "same_place": _("in the same place: %(value)s"),
    "same_parent": _("part of the same: %(value)s"),
    "beside": _("named beside: %(value)s"),
    "known_as": _("known at the time as: %(value)s"),
}


def why_words(mention) -> list[tuple]:
    """(what, words) for each thing that was put down when the mention was read and linked."""
    why = mention.why
    rows = []
    if line := _inflected(mention.text, why):
        rows.append((_("read as"), line))
    told = {"because", *(_INFLECTED if line else ("case",))}
    for name, value in why.items():
        if name not in told:
            rows.append((_WHY.get(name, name), _in_words(value)))
            if name == "linked" and isinstance(why.get("because"), dict):
                rows.append((_("because"), _reasons(why["because"])))
    return rows


def _inflected(text: str, why: dict) -> str:
    """The form as it stands, the name that it is a form of, and how it came about."""
    name = why.get("name")
    if not isinstance(name, str) or not name or not (why.get("case") or why.get("suffix")):
        return ""
    form = why.get("form") if isinstance(why.get("form"), str) else ""
    ending = " ".join(str(part) for part in (CASES.get(why.get("case"), why.get("case")), why.get("suffix")) if part)
    return f"{form or text} → {name}, {ending}"


def _reasons(because: dict) -> str:
    told = (str(_BECAUSE[what]) % {"value": value} for what, value in because.items() if what in _BECAUSE)
    return "; ".join(told)


def _in_words(value) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{_WHY.get(name, name)}: {_in_words(part)}" for name, part in value.items())
    if isinstance(value, list):
        return ", ".join(map(_in_words, value))
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    return str(_LINKED_BY.get(value, value))


# How recognisers find things (seeds/reading); a rule that isn't here shows its code.
RULES = {
    "number-count": _("a number with what it counts"),
    "number-percent": _("a share in per cent"),
    "number-money": _("a sum of money"),
    "number-measure": _("a number with a measure"),
    "number-times": _("“so many times” more or less"),
    "relation-name": _("a name that holds another one"),
    "relation-runs": _("words like “runs” or “project of”"),
    "relation-initiated": _("words like “on the initiative of”"),
    "relation-operates": _("words like “works in” with a place"),
    "relation-together": _("words like “together with”"),
    "parent": _("the name says what it is part of"),
    "post-before": _("a post before a name"),
    "post-after": _("a post after a name"),
    "post-apart": _("a post in another sentence than the name"),
    "post-list": _("a list of posts and names"),
    "post-given": _("a post before a given name"),
    "post-surname": _("a post before a surname"),
    "after-post": _("a name after a post"),
    "task": _("words of a task that somebody was given"),
    "appointed": _("words like “was appointed”"),
    "future": _("a sentence about the future"),
    "promise": _("words of a promise"),
    "plan": _("words of a plan"),
    "intent": _("words of an intention"),
    "region-listed": _("a region of the reference data"),
    "given-surname": _("a given name with a surname"),
    "speaker-surname": _("a surname beside a word of speech"),
    "initials": _("initials with a surname"),
    "surname-initials": _("a surname with initials"),
    "given-initial": _("a given name with an initial"),
    "surname-given": _("a surname with a given name"),
    "unlisted-given": _("a name whose given name is in no list"),
    "surname": _("a surname named in full elsewhere in the text"),
    "full-name": _("a full name"),
    "bare-given-name": _("a given name alone"),
    "implied-by-post": _("a post that one person holds"),
    "program-head": _("a word like “project” with a name"),
    "program-listed": _("a program of the reference data"),
    "program-listed-quoted": _("a program of the reference data, in quotation marks"),
    "program-centre": _("a word like “centre” with a name"),
    "organization-party": _("a party"),
    "organization-listed": _("an organization of the reference data"),
    "organization-kk-head": _("a word like “fund” or “branch” with a name"),
    "organization-ru-head": _("a word like “fund” or “branch” with a name"),
    "organization-firm": _("a legal form beside a name"),
    "organization-latin": _("a name in Latin letters"),
    "organization-party-unlisted": _("a word like “party” with a name"),
    "organization-of-context": _("a body that the text means without its full name"),
    "relation-within": _("a name that stands inside another one"),
    "post": _("a post at a program"),
    "slovnet": _("a name that the Russian model sees"),
    "tagger": _("a name that the Kazakh model sees"),
    "patronymic": _("a given name with a patronymic"),
    "region-kk-list-unlisted": _("a list of places"),
    "region-ru-adjective": _("an adjective with a word like “oblast”"),
    "region-kk-list": _("a list of regions"),
    "region-ru-list": _("a list of regions"),
    "region-kk-unlisted": _("a region that the reference data lacks"),
    "region-ru-unlisted": _("a region that the reference data lacks"),
}


def rule_choices() -> list[tuple]:
    """(code, words); words that two rules share are told apart by the codes."""
    shared = Counter(map(str, RULES.values()))
    rows = ((code, f"{words} ({code})" if shared[str(words)] > 1 else str(words)) for code, words in RULES.items())
    return sorted(rows, key=lambda row: row[1])


def rule_words(rule: str) -> str:
    return str(RULES.get(rule, rule)) if rule else gettext("by hand")
