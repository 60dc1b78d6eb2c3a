"""Codes of seeds/data in words, in the reader's language; an unknown code stays as it is."""

from decimal import Decimal
from functools import lru_cache

import yaml
from django.conf import settings
from django.utils.translation import pgettext

from kb.core import languages
from kb.core.text import sort_key

DATA = settings.BASE_DIR / "seeds" / "data"
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@lru_cache(maxsize=16)
def _read(name: str):
    path = DATA / name
    if not path.exists():
        return {}
    with path.open(encoding="utf-8") as file:
        return yaml.load(file, _Loader) or {}


def _in_language(names: dict, code: str) -> str:
    first = languages.current()
    return next((names[lang] for lang in (first, *languages.CODES) if names.get(lang)), code)


@lru_cache(maxsize=1)
def _units() -> dict[str, dict]:
    units = {}
    for row in _read("units.yaml").get("units", ()):
        units.setdefault(row["code"], row.get("names", {}))  # the first row of a code names it
    return units


# A unit that says nothing of what is counted: the source's own word does.
BARE = {"count"}


def unit(code: str) -> str:
    """The unit as a noun: "family"."""
    return pgettext("unit", "number") if code in BARE else _in_language(_units().get(code, {}), code)


def units() -> list[tuple[str, str]]:
    """Choices of units, in the reader's language."""
    return sorted(((code, unit(code)) for code in _units()), key=lambda choice: sort_key(choice[1]))


def plural_form(value: Decimal, language: str) -> int:
    """Which form of a noun goes with ``value``: 0 one, 1 few (Russian), 2 many."""
    whole = value == value.to_integral_value()
    if language == "ru":
        if not whole:
            return 1
        last, tens = int(abs(value)) % 10, int(abs(value)) % 100
        if last == 1 and tens != 11:
            return 0
        return 1 if 2 <= last <= 4 and not 12 <= tens <= 14 else 2
    return 0 if whole and abs(value) == 1 else 2


def counted(code: str, value: Decimal, *, at_most_or_least: bool = False) -> str:
    """The unit's noun as it stands behind ``value``: "families", "семьи", "отбасы".

    ``at_most_or_least``: behind "not less than" and the like, where Russian takes the genitive.
    """
    language = languages.current()
    forms = (_read("unit_forms.yaml").get(code) or {}).get(language)
    if not forms:
        return unit(code)
    number = plural_form(value, language)
    if language == "ru" and at_most_or_least:
        number = 1 if number == 0 else 2
    return forms[min(number, len(forms) - 1)]


NBSP = "\u00a0"


def number(value) -> str:
    """1234567.50 as "1 234 567,5": groups by no-break space, the decimal mark of the language."""
    text = f"{Decimal(value):,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    mark = "." if languages.current() == "en" else ","
    return text.replace(",", NBSP).replace(".", mark).replace("-", "−")


def kind(group: str, code: str) -> str:
    """A kind of ``group`` ("region", "organization", "program")."""
    return _in_language((_read("kinds.yaml").get(group) or {}).get(code, {}), code)


def kinds(group: str) -> list[tuple[str, str]]:
    codes = _read("kinds.yaml").get(group) or {}
    return sorted(((code, kind(group, code)) for code in codes), key=lambda choice: sort_key(choice[1]))


def post(code: str, language: str) -> str:
    """What holders of the post are called in ``language``; "" for a code that post_names.yaml lacks."""
    return (_read("post_names.yaml").get(code) or {}).get(language, "")


@lru_cache(maxsize=1)
def _ranks() -> dict[str, int]:
    return {row["code"]: row.get("rank", 99) for row in _read("posts.yaml").get("posts", ())}


def rank(post: str) -> int:
    """1 is the highest post; unknown ones come last."""
    return _ranks().get(post, 99)


_ONE_HOLDER = {
    "president",
    "minister",
    "akim",
    "chair",
    "head",
    "director",
    "secretary",
    "rector",
    "chief",
    "ombudsman",
}
_MANY_HOLDERS = {
    "deputy",
    "vice",
    "member",
    "adviser",
    "candidate",
    "first-president",
    "committee",
    "primary",
    "section",
}


def single(post: str) -> bool:
    """Whether one person at a time holds the post in a place, so that holders follow each other."""
    words = set(post.split("-"))
    return bool(words & _ONE_HOLDER) and not words & _MANY_HOLDERS and post != "first-president"


def single_posts() -> list[str]:
    return [post for post in _ranks() if single(post)]
