"""Why a mention was read and linked so, in words: what recognisers and the linker put down in ``Mention.why``."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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
