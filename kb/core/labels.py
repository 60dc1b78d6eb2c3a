"""Codes of seeds/data in words, in the reader's language; an unknown code stays as it is."""

from decimal import Decimal
from functools import lru_cache

import yaml
from django.conf import settings

from kb.core import languages

DATA = settings.BASE_DIR / "seeds" / "data"
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@lru_cache(maxsize=16)
def _read(name: str):
    path = DATA / name
    if not path.exists():
        return {}
    with path.open(encoding="utf-8") as file:
        return yaml.load(file, _Loader) or {}


# Kazakh letters stand among the Russian ones, not behind them as their code points do.
_ALPHABET = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"


def _order(choice: tuple[str, str]) -> list[tuple[int, str]]:
    return [(_ALPHABET.find(letter), letter) for letter in choice[1].lower()]


def _in_language(names: dict, code: str) -> str:
    first = languages.current()
    return next((names[lang] for lang in (first, *languages.CODES) if names.get(lang)), code)


@lru_cache(maxsize=1)
def _units() -> dict[str, dict]:
    units = {}
    for row in _read("units.yaml").get("units", ()):
        units.setdefault(row["code"], row.get("names", {}))  # the first row of a code names it
    return units


def unit(code: str) -> str:
    """The unit as a noun: "family"."""
    return _in_language(_units().get(code, {}), code)


def units() -> list[tuple[str, str]]:
    """Choices of units, in the reader's language."""
    return sorted(((code, unit(code)) for code in _units()), key=_order)


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


def kind(group: str, code: str) -> str:
    """A kind of ``group`` ("region", "organization", "program")."""
    return _in_language((_read("kinds.yaml").get(group) or {}).get(code, {}), code)


def kinds(group: str) -> list[tuple[str, str]]:
    codes = _read("kinds.yaml").get(group) or {}
    return sorted(((code, kind(group, code)) for code in codes), key=_order)


@lru_cache(maxsize=1)
def _ranks() -> dict[str, int]:
    return {row["code"]: row.get("rank", 99) for row in _read("posts.yaml").get("posts", ())}


def rank(post: str) -> int:
    """1 is the highest post; unknown ones come last."""
    return _ranks().get(post, 99)
