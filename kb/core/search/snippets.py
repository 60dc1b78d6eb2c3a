"""The part of a text that was found, as pieces for a template to escape."""

import re
from collections.abc import Callable

WORD = re.compile(r"[^\W_]+")
WIDTH = 240
# Words before the first hit that a reader sees.
LEAD = 60
MAX_HITS = 12


def snippet(text: str, is_hit: Callable[[str], bool], width: int = WIDTH) -> list[tuple[str, bool]]:
    """Pieces (text, whether it is a hit) around the first hit; the beginning of the text when there is none."""
    found = next((word for word in WORD.finditer(text) if is_hit(word[0])), None)
    start = 0
    if found and found.start() > LEAD:
        start = text.rfind(" ", 0, found.start() - LEAD) + 1
        start = max(start, found.start() - 2 * LEAD)
    end = min(len(text), start + width)
    if end < len(text):
        end = max(text.rfind(" ", start, end), found.end() if found else 0) if " " in text[start:end] else end
    pieces = mark(text[start:end], is_hit)
    if pieces and start:
        pieces.insert(0, ("… ", False))
    if pieces and end < len(text):
        pieces.append((" …", False))
    return pieces


def mark(text: str, is_hit: Callable[[str], bool]) -> list[tuple[str, bool]]:
    """The whole of ``text`` in pieces (text, whether it is a hit), white space made one."""
    text = " ".join(text.split())
    pieces, at = [], 0
    for word in WORD.finditer(text):
        if len(pieces) < 2 * MAX_HITS and is_hit(word[0]):
            if word.start() > at:
                pieces.append((text[at : word.start()], False))
            pieces.append((word[0], True))
            at = word.end()
    if at < len(text):
        pieces.append((text[at:], False))
    return pieces
