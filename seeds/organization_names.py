"""What the name of an organization means, in whichever language it is written.

Pure Python. A name becomes a key of the meanings of its words (seeds/data/organization_words.yaml), without its place,
legal form and small words; what the table doesn't know stays as a coarse spelling. Two names of one place with one key
are one body: "Қостанай облысының білім басқармасы", "управление образования акимата Костанайской области".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from kb.core.text import words
from seeds.person_names import loose

_QUOTES = re.compile(r'[«»“”„"]')
_AFTER_SOMEBODY = re.compile(r"(?i)^.*\bатындағы\b|\b(?:имени|им\.).*$")
# So many letters of a place's name must begin a word that is made of it: "Костанай", "Костанайской".
_LEAST_OF_A_PLACE = 4
_ENDING_OF_A_PLACE = 3


@dataclass(frozen=True, slots=True)
class Meaning:
    key: str  # the meanings in alphabetical order, "" for a name of a place alone
    parts: int  # how many there are
    own: bool  # some word is a name of its own, none that the table knows
    national: bool  # the name says that it is of the whole country


@dataclass(slots=True)
class Vocabulary:
    """The table as it is looked up: phrases by their first beginning."""

    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = field(default_factory=dict)
    country: tuple[str, ...] = ()

    @classmethod
    def of(cls, table: dict) -> Vocabulary:
        made = cls(country=tuple(_begin(text)[0] for text in table["ignored"]["country"]))
        for number, row in enumerate(table["words"]):
            for text in (*row["kk"], *row["ru"]):
                made._put(text, f"={number}")
        for language in ("kk", "ru", "country"):
            for text in table["ignored"][language]:
                made._put(text, "")
        return made

    def _put(self, text: str, code: str) -> None:
        stems = _begin(text)
        self.phrases.setdefault(stems[0], []).append((stems, code))

    def meaning(self, name: str, places: Iterable[str] = ()) -> Meaning:
        """What ``name`` means, less the words of ``places`` (names of where it is)."""
        around = {word for place in places for word in words(place)}
        national = any(_is_form(word, stem) for word in words(name) for stem in self.country)
        own: set[str] = set()
        codes: set[str] = set()
        for at, piece in enumerate(_QUOTES.split(name.replace("№", " "))):
            # What stands in quotes is a name: no language translates it.
            if at % 2:
                own |= {_spelling(word) for word in words(piece)}
            else:
                self._read(words(piece), around, codes, own)
        return Meaning(" ".join(sorted(codes | own)), len(codes | own), bool(own), national)

    def _read(self, folded: list[str], around: set[str], codes: set[str], own: set[str]) -> None:
        at = 0
        while at < len(folded):
            if any(_is_of(folded[at], place) for place in around):
                at += 1
                continue
            length, code = self._longest(folded, at)
            if not length:
                own.add(_spelling(folded[at]))
            elif code:
                codes.add(code)
            at += length or 1

    def _longest(self, folded: list[str], at: int) -> tuple[int, str]:
        """How many words the best phrase takes, and its meaning: more words first, then the longer beginning."""
        word, best, rank = folded[at], (0, ""), (0, 0)
        for end in range(1, len(word) + 1):
            for stems, code in self.phrases.get(word[:end], ()):
                following = folded[at : at + len(stems)]
                if len(following) == len(stems) and all(map(_is_form, following, stems)) and (len(stems), end) > rank:
                    best, rank = (len(stems), code), (len(stems), end)
        return best


def has_place(name: str, places: Iterable[str]) -> bool:
    """Whether a word of ``name`` is made of the name of a place: of its first word, the level aside."""
    name = _AFTER_SOMEBODY.sub(" ", name)
    around = {words(place)[0] for place in places if words(place)}
    return any(_is_of(word, place) for word in words(name) for place in around)


def _begin(text: str) -> tuple[str, ...]:
    return tuple(words(text))


# A beginning of so few letters is the whole word.
_WHOLE = 2


def _is_form(word: str, stem: str) -> bool:
    return word == stem or (len(stem) > _WHOLE and word.startswith(stem))


def _is_of(word: str, place: str) -> bool:
    least = max(min(_LEAST_OF_A_PLACE, len(place)), len(place) - _ENDING_OF_A_PLACE)
    return word == place or (len(place) >= _LEAST_OF_A_PLACE and word[:least] == place[:least])


def _spelling(word: str) -> str:
    """A word that the table doesn't know: the coarse spelling of a name, less the ending of a case."""
    return loose(word).rstrip("aeu") or word
