"""Sentences of a document outside its furniture, for Kazakh and Russian alike.

By hand and not by razdel: that one knows no Kazakh abbreviations, glued sentences ("болды.Одан") or wrapped lines.
One pass over the ends of sentences; an end is refused after an initial or an abbreviation, or before a small letter.
"""

import re
from collections.abc import Iterator

from seeds.reading import language
from seeds.reading.drafts import Document, Head, Sentence

# Recognisers may take more than linear time in a sentence, so endless ones are cut.
LONGEST = 3000

_LINE = re.compile(r"[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_END = re.compile(r"[.!?…]{1,8}[\"'»”’)\]]{0,3}")
_WORD_BEFORE = re.compile(r"([^\W_]+(?:[.\-][^\W_]+){0,3})\Z")
_MARKER = re.compile(r"(?:[\s\u200b\ufeff•*·▪■►●◦]|[-–—](?=\s))*")
_OPENING = "«\"“„'([‘"
_SPACE = " \t\u00a0\u2009\u202f\u200b\ufeff"


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Followed by a name or a number: never the end of a sentence.
_BINDING = _set(
    "им ул пр просп пер мкр проф акад ген полк гос тов гр ст стр гл рис см тел т.е т.к т.н т.ч англ рус каз лат доц "
    "инж бул бульв пос дер р-н р-не корп оф нач зам св мыс қаз көш қ ауд м.а м.у.а и.о "
    "т с п пп д кв абз dr mr mrs ms st no"
)
# The end of a sentence before a capital, no end elsewhere.
_CLOSING = _set("т.д т.п др т.б с.с т.с.с тг руб чел экз шт обл")
_MULTIPLIER = _set("тыс млн млрд трлн кв куб долл")
_UNIT = re.compile(
    r"(?:тең?г|тенг|долл|руб|евро|ақш|сша|usd|kzt|eur|гектар|га\b|тонн|адам|отбас|чел|квадрат|метр|м\b|текше)", re.I
)
_SURNAME = re.compile(r"(?:[оеё]в|[оеё]ва|ин|ина|ский|ская|ұлы|бек|бай|қызы|ян|ко)\Z", re.I)
_AFTER_NUMBER = re.compile(r"\d{1,4}[ \u00a0]?\Z")


def find(document: Document, head: Head) -> list[Sentence]:
    """The sentences of ``document`` in order. The title counts as one; furniture, dateline and notices do not."""
    text = document.text
    found: list[Sentence] = []
    paragraph = 0
    for pieces in _paragraphs(text, _barred(head)):
        before = len(found)
        for start, end in pieces:
            for first, last in split(text, start, end):
                words = text[first:last]
                found.append(Sentence(first, last, words, language.of(words, head.language), paragraph))
        paragraph += len(found) > before
    return found


def split(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Bounds of the sentences in one paragraph of ``text``."""
    end = len(text) if end is None else end
    first = start
    for match in _END.finditer(text, start, end):
        if match.start() < first or not _ends(text, first, match, end):
            continue
        yield from _trimmed(text, first, match.end())
        first = match.end()
    yield from _trimmed(text, first, end)


def _barred(head: Head) -> list[tuple[int, int]]:
    spans = [*head.furniture, head.rights_span, head.disclosure and head.disclosure.span]
    return sorted((span.start, span.end) for span in spans if span)


def _paragraphs(text: str, barred: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Paragraphs as lists of pieces between barred spans. A line wrapped in mid-sentence joins the next one."""
    pieces: list[tuple[int, int]] = []
    number = 0
    for line in _LINE.finditer(text):
        start, end = line.span()
        while number < len(barred) and barred[number][1] <= start:
            number += 1
        own: list[tuple[int, int]] = []
        at = number
        while at < len(barred) and barred[at][0] < end:
            if barred[at][0] > start:
                own.append((start, barred[at][0]))
            start = max(start, min(barred[at][1], end))
            at += 1
        if start < end:
            own.append((start, end))
        if not own:
            continue
        if pieces and own[0][0] == line.start() and _wrapped(text, pieces[-1], own[0]):
            pieces[-1] = (pieces[-1][0], own[0][1])
            pieces += own[1:]
            continue
        if pieces:
            yield pieces
        pieces = own
    if pieces:
        yield pieces


def _wrapped(text: str, before: tuple[int, int], after: tuple[int, int]) -> bool:
    gap = text[before[1] : after[0]]
    if gap not in ("\n", "\r\n") or before[1] - before[0] < 40:
        return False
    return text[before[1] - 1] not in ".!?…:;" and text[after[0]].islower()


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    start = _MARKER.match(text, start, end).end()
    while end > start and (text[end - 1].isspace() or text[end - 1] in _SPACE):
        end -= 1
    while end - start > LONGEST:
        cut = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        cut = start + LONGEST if cut < 0 else cut + 1
        yield start, cut
        start = cut
    if any(map(str.isalnum, text[start:end])):
        yield start, end


def _ends(text: str, first: int, match: re.Match, end: int) -> bool:
    """Whether the stop that ``match`` found ends the sentence begun at ``first``."""
    mark = match[0]
    after = match.end()
    if after >= end:
        return True
    at = after
    while at < end and (text[at].isspace() or text[at] in _SPACE):
        at += 1
    if at >= end:
        return True
    glued = at == after
    dash = text[at] in "-–—"
    if dash:
        if glued:
            return False
        at += 1
        while at < end and text[at] in _SPACE:
            at += 1
    while at < end and text[at] in _OPENING:
        at += 1
    if at >= end:
        return not glued
    following = text[at]
    if not (following.isupper() or following.isdigit() or following in "№$€₸%*•"):
        return False
    plain_stop = mark[0] == "." and mark[:2] != ".."
    if glued:
        if following.isdigit() or not following.isupper():
            return False
        if plain_stop and len(mark) == 1:
            return _glued_stop(text, first, match.start(), at)
        return True
    if plain_stop and len(mark) == 1:
        return not _abbreviation(text, first, match.start(), at, end)
    return True


def _glued_stop(text: str, first: int, stop: int, at: int) -> bool:
    word = _WORD_BEFORE.search(text, max(first, stop - 40), stop)
    if not word:
        return stop > first and text[stop - 1] in '»"”)'
    last = re.split(r"[.\-]", word[1])[-1]
    if not last.isdigit() and (len(last) < 2 or last.isascii()):
        return False
    if (last.isupper() and len(last) < 3) or last.casefold() in _BINDING:
        return False
    return not text[at].isascii()


def _abbreviation(text: str, first: int, stop: int, at: int, end: int) -> bool:
    """Whether the full stop at ``stop`` belongs to an abbreviation, an initial or a list number."""
    word = _WORD_BEFORE.search(text, max(first, stop - 40), stop)
    if not word:
        return False
    raw = word[1]
    lowered = raw.casefold()
    before = text[max(first, word.start() - 24) : word.start()]
    if raw.isdigit():
        return not before.strip(" \t*•-–—«(") and len(raw) < 4 and _MARKER.match(text, first).end() >= word.start()
    last = re.split(r"[.\-]", raw)[-1]
    if lowered in ("г", "гг", "ж", "жж"):
        # "В 2021 г. Президент": too short to be a sentence.
        return not _AFTER_NUMBER.search(before) or len(text[first:stop].split()) < 5
    if re.fullmatch(r"\d{4}(?:г|гг|ж|жж)", lowered):
        return False
    if lowered in _CLOSING:
        return False
    if lowered in _MULTIPLIER:
        return bool(_UNIT.match(text, at, min(end, at + 20))) or text[at].isdigit()
    if len(last) == 1 and last.isupper() and (len(raw) == 1 or re.fullmatch(r"(?:\w\.)+\w", raw)):
        named = re.search(r"([^\W\d_]{3,})\s?\Z", before)
        following = re.match(r"[^\W\d_]+", text[at : at + 40])
        surname_after = following and _SURNAME.search(following[0])
        return not (
            len(raw) > 1 and named and named[1][0].isupper() and _SURNAME.search(named[1]) and not surname_after
        )
    return lowered in _BINDING or (last.casefold() in _BINDING and "." in raw)
