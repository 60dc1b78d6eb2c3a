"""Finds people's names in texts, as whole words in any case ending.

It answers like a compiled regular expression. One would take milliseconds to compile, for each article anew.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from kb.core.text import CASES, SHORT_CASES, name_stem

_WORD = re.compile(r"\w+")
_REST = {
    (upper, short): re.compile(f"(?:{cases.upper() if upper else cases})?")
    for upper in (False, True)
    for short, cases in ((False, CASES), (True, SHORT_CASES))
}


@lru_cache(maxsize=65536)
def _is_ending(rest: str, upper: bool, short: bool) -> bool:
    return _REST[upper, short].fullmatch(rest) is not None


class Found:
    """One place, as ``re.Match`` tells it."""

    __slots__ = ("_span", "text")

    def __init__(self, text: str, span: tuple[int, int]):
        self.text, self._span = text, span

    def span(self) -> tuple[int, int]:
        return self._span

    def start(self) -> int:
        return self._span[0]

    def end(self) -> int:
        return self._span[1]

    def __getitem__(self, group: int) -> str:
        return self.text[slice(*self._span)]


class Names:
    """The ``texts`` as they stand, and the words of names by ``words``, in any case and in capitals."""

    def __init__(self, texts: Iterable[str], words: Iterable[str]):
        self.texts = sorted({*texts} - {""}, key=lambda text: (-len(text), text))
        stems = {stem for word in words for stem in (word, name_stem(word))}
        self.stems = [(stem, False, len(stem) <= 2) for stem in stems]
        # "Ан" with one more letter is another word, and in capitals too.
        self.stems += [(stem.upper(), True, False) for stem in stems if len(stem) > 3 and stem.upper() != stem]

    def __bool__(self) -> bool:
        return True

    def finditer(self, text: str) -> Iterator[Found]:
        """The places from the left, none in another; a whole name goes before a word of it."""
        places = []
        for order, name in enumerate(self.texts):
            if name in text:
                places += [(start, order, start + len(name)) for start in _occurrences(name, text)]
        order = len(self.texts)
        ends = None
        for stem, upper, short in self.stems:
            if stem not in text:
                continue
            if ends is None:
                ends = {word.start(): word.end() for word in _WORD.finditer(text)}
            start = text.find(stem)
            while start >= 0:
                end = ends.get(start)
                if end is not None and _is_ending(text[start + len(stem) : end], upper, short):
                    places.append((start, order, end))
                start = text.find(stem, start + 1)
        last = 0
        for start, _order, end in sorted(places):
            if start >= last:
                last = end
                yield Found(text, (start, end))

    def search(self, text: str) -> Found | None:
        return next(self.finditer(text), None)

    def findall(self, text: str) -> list[str]:
        return [found[0] for found in self.finditer(text)]

    def sub(self, put: str | Callable[[Found], str], text: str) -> str:
        parts, at = [], 0
        for found in self.finditer(text):
            parts += [text[at : found.start()], put(found) if callable(put) else put]
            at = found.end()
        return "".join([*parts, text[at:]]) if parts else text


def _occurrences(name: str, text: str) -> Iterator[int]:
    """Where it stands with no letter or digit before or after it."""
    start = text.find(name)
    while start >= 0:
        end = start + len(name)
        before = start and _WORD.match(text[start - 1])
        if not before and not (end < len(text) and _WORD.match(text[end])):
            yield start
        start = text.find(name, start + 1)
