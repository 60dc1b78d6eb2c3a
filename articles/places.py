"""Words of a text and where they stand in it."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from articles.models import Article


def locate(text: str, words: str, near: int | None = None) -> tuple[int, int]:
    """Where ``words`` stand in ``text``, whatever its line ends: the place nearest to ``near``."""
    parts = words.split()
    places = [found.span() for found in re.finditer(r"\s+".join(map(re.escape, parts)), text)] if parts else []
    if not places:
        raise ValidationError(_("The article does not say this, letter for letter."))
    if near is None:
        if len(places) > 1:
            raise ValidationError(_("The article says this more than once: select the words in the text."))
        return places[0]
    return min(places, key=lambda place: abs(place[0] - near))


def asked(query) -> dict | None:
    """The quote that an address asks to write, ``?quoted=ARTICLE&at=START-END``; the place may be left out."""
    number, found = query.get("quoted", ""), re.fullmatch(r"(\d{1,9})-(\d{1,9})", query.get("at", ""))
    if not number.isdecimal():
        return None
    if found is None:
        return {"article": number}
    start, end = map(int, found.groups())
    text = Article.objects.filter(pk=number).values_list("text", flat=True).first() or ""
    return {"article": number, "quote": text[start:end], "start": start} if text[start:end] else {"article": number}
