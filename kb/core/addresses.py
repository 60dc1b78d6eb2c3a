"""Addresses of pages. A page has dozens of links; the resolver takes longer than putting strings together."""

from functools import lru_cache

from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language


def address(page: str, slug: str) -> str:
    """What ``reverse(page, args=[slug])`` gives; a slug has nothing to be quoted."""
    head, tail = around(page)
    return f"{head}{slug}{tail}"


def around(page: str) -> list[str]:
    """What stands before and behind the slug in addresses of the page."""
    return _around(page, get_language(), get_script_prefix())


@lru_cache(maxsize=256)
def _around(page: str, language: str | None, script: str) -> list[str]:
    return reverse(page, args=["-"]).rsplit("-", 1)
