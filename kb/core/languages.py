"""Content in three languages: one column a language, the reader's first, else the next that is set."""

from django.utils.translation import get_language
from django.utils.translation import override as speaking  # noqa: F401

CODES = ("kk", "ru", "en")


def current() -> str:
    """The active language, one of CODES."""
    language = (get_language() or "kk")[:2]
    return language if language in CODES else "kk"


def pick(row, field: str, language: str = "") -> tuple[str, str]:
    """The value of ``field`` in ``language`` (the active one by default) and the language it is in; ("", "") if none.

    ``field`` is the common part of the columns: "name" for name_kk, name_ru, name_en.
    """
    first = language or current()
    for code in (first, *(code for code in CODES if code != first)):
        if value := getattr(row, f"{field}_{code}"):
            return value, code
    return "", ""
