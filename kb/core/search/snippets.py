"""The part of a text that was found, as pieces for a template to escape."""

import re
from collections.abc import Callable, Iterable

WORD = re.compile(r"[^\W_]+")
Hits = Callable[[str], Iterable[re.Match]]  # the words of a text that were found
WIDTH = 240
# Words before the first hit that a reader sees.
LEAD = 60
MAX_HITS = 12


def begun(letters: str) -> re.Pattern:
    """The words that begin with one of these letters: a third of the time that all words take."""
    return re.compile(rf"[{re.escape(letters)}](?<![^\W_].)[^\W_]*")


def snippet(text: str, hits: Hits, width: int = WIDTH) -> list[tuple[str, bool]]:
    """Pieces (text, whether it is a hit) around the first hit; the beginning of the text when there is none."""
    found = next(iter(hits(text)), None)
    start = 0
    if found and found.start() > LEAD:
        start = text.rfind(" ", 0, found.start() - LEAD) + 1
        start = max(start, found.start() - 2 * LEAD)
    end = min(len(text), start + width)
    if end < len(text):
        end = max(text.rfind(" ", start, end), found.end() if found else 0) if " " in text[start:end] else end
    pieces = mark(text[start:end], hits)
    if pieces and start:
        pieces.insert(0, ("… ", False))
    if pieces and end < len(text):
        pieces.append((" …", False))
    return pieces


def mark(text: str, hits: Hits) -> list[tuple[str, bool]]:
    """The whole of ``text`` in pieces (text, whether it is a hit), white space made one."""
    text = " ".join(text.split())
    pieces, at = [], 0
    for word in hits(text):
        if len(pieces) >= 2 * MAX_HITS:
            break
        if word.start() > at:
            pieces.append((text[at : word.start()], False))
        pieces.append((word[0], True))
        at = word.end()
    if at < len(text):
        pieces.append((text[at:], False))
    return pieces
