"""The indicator of a figure: what was counted, short, in the clause's own words, as near the nominative as rules go.

Kazakh: the predicate becomes a participle before the counted noun ("атаулы көмек көрсетілген ардагер"); Russian: one
after it ("семьи города, получившие помощь"). Where, when and who said so are told elsewhere.
"""

import re
from dataclasses import dataclass

from seeds.reading import indicators_kk, indicators_ru, russian
from seeds.reading.numbers import Token
from seeds.reading.units import Counted

_DIGITS_TELL = re.compile(r"(?:жас|лет(?!о)|год(?:а|у)?$|сынып|класс|ауысым|қабат|балл|градус)")
_OPENING, _CLOSING = frozenset('«“"'), frozenset('»”"')


@dataclass(frozen=True, slots=True)
class Place:
    """Where a number stands: its clause, and the tokens of the sentence that tell nothing of what is counted."""

    tokens: list[Token]
    first: int  # of the clause
    after: int
    number: int  # first token of the number with its qualifier
    number_after: int
    counted: Counted | None
    kind: str  # of the unit
    dropped: frozenset[int]
    earlier: str = ""  # what "оның", "из них" stand for
    noun: str = ""  # the same as a phrase in the nominative, and what was said of it
    same: str = ""
    plan: bool = False  # a plan told beside what came of it
    reached: bool = False  # how much it is now, not by how much it changed
    doer: bool = False  # who did it stood before the number and was dropped
    unit: str = ""  # the noun of the unit
    proper: frozenset[int] = frozenset()  # tokens of names
    lower: bool = False  # a capital at the start of the sentence means nothing
    named: bool = False  # ``noun`` stands before the number as its label
    label: str = ""  # "төрт баладан" before a dash, "жастар" after one
    label_first: bool = False

    def _tells(self, number: int) -> bool:
        """Whether digits are part of what is counted: of a quoted name, of an age or a form at school."""
        quoted = sum(token.text in _OPENING for token in self.tokens[:number]) > sum(
            token.text in _CLOSING for token in self.tokens[:number]
        )
        following = next((t.low for t in self.tokens[number + 1 : number + 4] if t.kind == "word"), "")
        return quoted or bool(_DIGITS_TELL.match(following))

    def words(self, first: int, after: int) -> list[str]:
        """The words between two tokens that tell something, quotation marks kept on them."""
        found = []
        for number in range(first, after):
            token = self.tokens[number]
            if token.kind not in ("word", "digits") or number in self.dropped:
                continue
            if token.kind == "digits" and not self._tells(number):
                continue
            text = token.text
            joined = token.kind == "digits" and number > 1 and self.tokens[number - 1].text in "-–" and found
            if joined and self.tokens[number - 2].end + 1 == token.start and found[-1] == self.tokens[number - 2].text:
                found[-1] += "-" + text  # "3-6 жас"
                continue
            if number <= 1 and number not in self.proper and (self.lower or _common_russian(text)):
                text = text[0].lower() + text[1:] if text[1:2].islower() or len(text) == 1 else text
            if number and self.tokens[number - 1].text in _OPENING and self.tokens[number - 1].end == token.start:
                text = self.tokens[number - 1].text + text
            follows = self.tokens[number + 1] if number + 1 < len(self.tokens) else None
            if follows and follows.text in _CLOSING and follows.start == token.end:
                text += follows.text
            found.append(text)
        whole = " ".join(found)
        if whole.count("«") != whole.count("»") or whole.count('"') % 2 or whole.count("“") != whole.count("”"):
            return [word.strip('«»"“”') for word in found]
        return found


def _common_russian(word: str) -> bool:
    """A capital that only starts the sentence: a dictionary word that is no name."""
    if not word[:1].isupper() or word[1:2].isupper():
        return False
    parses = russian.parses(word.lower())
    return bool(parses) and parses[0].is_known and not {"Name", "Surn", "Geox", "Orgn"} & set(parses[0].tag.grammemes)


def build(place: Place, language: str) -> str:
    """The indicator; never empty when the clause has a word."""
    if place.named:
        return " ".join(indicators_ru.trim(place.noun.split()) if language == "ru" else place.noun.split())
    words = indicators_kk.build(place) if language == "kk" else indicators_ru.build(place)
    text = " ".join(word for word in words if word).strip(" ,:—–-")
    text = re.sub(r"\s+([,:])", r"\1", text)
    unbalanced = text.count("«") != text.count("»") or text.count('"') % 2 or text.count("“") != text.count("”")
    return re.sub('[«»"“”]', "", text) if unbalanced else text


def noun(place: Place, language: str) -> str:
    """The counted noun with what belongs to it, without what was done."""
    if place.counted is None:
        return place.noun or place.earlier
    return " ".join((indicators_kk if language == "kk" else indicators_ru).noun(place))
