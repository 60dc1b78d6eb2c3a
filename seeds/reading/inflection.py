"""How the words of a text came from a name: "Тоқаевқа" is "Тоқаев" with a dative -қа. For editors who ask why."""

from __future__ import annotations

import re

from kb.core.text import name_key
from seeds.reading import kazakh, russian
from seeds.reading.drafts import PERSON, Thing

_WORD = re.compile(r"[\w-]+")
_QUOTE = re.compile(r"[«»“”„\"]")
_KAZAKH = re.compile(r"[әғқңөұүһі]", re.IGNORECASE)


def explain(things: list[Thing]) -> None:
    """Put down with every mention how its form came from the name of its thing."""
    for thing in things:
        for mention in thing.mentions:
            for key, value in inflection(mention.span.text, thing.name, thing.language, thing.kind).items():
                mention.why.setdefault(key, value)


def inflection(form: str, name: str, language: str, kind: str) -> dict:
    """How ``form`` of a text came from ``name``: its case, in Kazakh stem and suffix too; {} for the bare name."""
    form = " ".join(form.split())
    if not form or name_key(form) == name_key(name):
        return {}
    if language == "kk" or _KAZAKH.search(form):
        return _kazakh(form, name)
    if language != "ru" or _QUOTE.search(form[:1]):
        return {}
    if kind == PERSON:
        cases = russian.name_cases(form)
        case = russian.CASE_NAMES.get(next(iter(cases)), "") if len(cases) == 1 else ""
    else:
        case = russian.case_of(form)
    return {"case": case} if case and case != kazakh.NOMINATIVE else {}


def _kazakh(form: str, name: str) -> dict:
    """The last word of the form, less the suffixes that leave a word of the name."""
    found, known = _WORD.findall(form), {name_key(word) for word in _WORD.findall(name)}
    if not found:
        return {}
    for base in kazakh.bases(found[-1]):
        if base.suffixes and name_key(base.text) in known:
            return {
                "stem": base.text,
                "suffix": ", ".join(f"-{suffix}" for _name, suffix in base.suffixes),
                "case": base.suffixes[-1][0],
            }
    return {}
