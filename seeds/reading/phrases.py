"""Words with their offsets, looked up in tables of names: what the recognisers of regions and organizations share."""

from __future__ import annotations

import re
from bisect import bisect_right, insort
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from kb.core.text import name_key
from seeds.reading import kazakh
from seeds.reading.drafts import Mention, Reading, Sentence, Span, Thing
from seeds.reading.gazetteer import Entry, Name

_WORD = re.compile(r"\w+", re.UNICODE)
# Loans whose end takes front suffixes after a back vowel: "банктің", "паркке".
LOAN = re.compile(r"(.*[нр]к)(?:тің|ке|те|тен|тегі|ті|пен)\Z")
_QUOTED = re.compile(r"«[^«»\n]{1,150}»|\"[^\"\n]{1,150}\"|“[^“”\n]{1,150}”|„[^„“”\n]{1,150}[“”]")


class Word(NamedTuple):
    start: int  # in the document
    end: int
    text: str
    key: str  # folded
    glue: str  # what stands between this word and the one before it, "\n" at the start of a sentence

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def joined(self) -> bool:
        """Does it go on the phrase of the word before it: after a space or a hyphen, nothing else?"""
        return self.glue in (" ", "-", "\u00a0", "‑")


@lru_cache(maxsize=1024)
def words(sentence: Sentence) -> tuple[Word, ...]:
    """The words of a sentence; one recogniser after the other asks for them."""
    found = []
    at = None
    for match in _WORD.finditer(sentence.text):
        glue = "\n" if at is None else sentence.text[at : match.start()]
        found.append(Word(sentence.start + match.start(), sentence.start + match.end(), match[0], _key(match[0]), glue))
        at = match.end()
    return tuple(found)


def _key(word: str) -> str:
    return name_key(word) or word.casefold()


@dataclass(slots=True, eq=False)
class Hit:
    """A place in the text that names something, before it becomes a thing."""

    start: int
    end: int
    name: str
    subtype: str
    rule: str
    sentence: Sentence
    entry: Entry | None = None
    confidence: float = 0.85


class Listed:
    """Listed names by the beginning of their first word, the longest first."""

    def __init__(self) -> None:
        self._rows: dict[str, list[tuple[list[str], Entry, Name]]] = {}

    def add(self, key: str, entry: Entry, name: Name) -> None:
        parts = key.split()
        insort(self._rows.setdefault(parts[0][:4], []), (parts, entry, name), key=lambda row: -len(row[0]))

    def at(self, key: str) -> list[tuple[list[str], Entry, Name]]:
        """The folded words, entry and name of all that may begin with a folded word."""
        return self._rows.get(key[:4], [])


@lru_cache(maxsize=32768)
def kazakh_keys(word: str) -> tuple[str, ...]:
    """The folded word and all its candidate bases, the longest first."""
    if word.isdigit():
        return (word,)
    bases = [base.text for base in kazakh.bases(word)]
    if loan := LOAN.match(word):
        bases.append(loan[1])
    return tuple(dict.fromkeys(map(_key, bases)))


def same_stem(form: str, word: str) -> bool:
    """May a folded Russian ``form`` be a case form of ``word``: the same but for the ending."""
    kept = max(4, len(word) - 3)
    return form[:kept] == word[:kept] and abs(len(form) - len(word)) <= 3


def quotes(text: str, offset: int = 0) -> list[tuple[int, int]]:
    """Bounds of quoted names: quotation marks included, none longer than a name can be."""
    return [(offset + match.start(), offset + match.end()) for match in _QUOTED.finditer(text)]


def by_sentence(reading: Reading, things: list[Thing]) -> list[list[tuple[Span, Thing]]]:
    """For each sentence of the reading, the mentions that begin in it, in order."""
    starts = [sentence.start for sentence in reading.sentences]
    found: list[list[tuple[Span, Thing]]] = [[] for _ in starts]
    for thing in things:
        for mention in thing.mentions:
            number = bisect_right(starts, mention.span.start) - 1
            if number >= 0 and mention.span.start < reading.sentences[number].end:
                found[number].append((mention.span, thing))
    for row in found:
        row.sort(key=lambda pair: pair[0])
    return found


def mention(reading: Reading, start: int, end: int, rule: str, confidence: float = 0.9, **why: object) -> Mention:
    return Mention(Span.of(reading.document.text, start, end), rule, confidence, why)


def language(reading: Reading, sentence: Sentence) -> str:
    """The language a name is given in: the sentence's, else the document's."""
    return (sentence.language if sentence.language in ("kk", "ru") else reading.head.language) or "ru"


def gather(found: list[tuple[object, Thing]]) -> list[Thing]:
    """One thing for all that share a key; mentions in the order of the text, none of them twice."""
    things: dict[object, Thing] = {}
    for key, thing in found:
        kept = things.setdefault(key, thing)
        if kept is not thing:
            kept.mentions += thing.mentions
            kept.confidence = max(kept.confidence, thing.confidence)
            kept.parent = kept.parent or thing.parent
            kept.region = kept.region or thing.region
    for thing in things.values():
        once = {mention.span: mention for mention in reversed(thing.mentions)}
        thing.mentions = sorted(once.values(), key=lambda mention: mention.span)
    return sorted(things.values(), key=lambda thing: thing.first)
