"""Personal names as linking compares them: any order, with or without patronymic, Kazakh, Russian or Latin letters.

Pure Python. A name falls into base tokens (given name and surname, sorted: sources write either first), a patronymic
and initials. Each base token is spelled in the few ways in which the other language writes the same letters; nothing
here is a similarity, two names meet only when a spelling of one is a spelling of the other.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from kb.core.text import words

# How Russian newsrooms write a Kazakh letter, the plain folding first.
_SPELLINGS = {
    "ө": ("о", "у"),
    "ү": ("у", "ю"),
    "ұ": ("у", "о"),
    "і": ("и", "ы", "у", ""),
    "ә": ("а", "я", "э"),
    "һ": ("х", "г"),
    "қ": ("к", "х"),
}
_FIRST_SPELLINGS = {"ы": ("ы", "и")}  # "Ысқақов", "Искаков"
_MOST_SPELLINGS = 32
_LETTERS = re.compile(r"[^\W\d_]+")
_HYPHENS = re.compile(r"(?<=\w{2})[-‐‑–](?=\w{2})")
_COMPOUND_INITIAL = re.compile(r"\b(\w)\.-\w\.")  # "К.-Ж. Токаев"
_PATRONYMIC = re.compile(r"(?:улы|кызы|овна|евна|ична|ович|евич|(?:ль|ьм|ом|ук)ич)$")
_PATRONYMIC_ENDING = re.compile(r"(?:улы|кызы|овна|евна|ична|ович|евич|ич)$")
_LATIN = re.compile(r"[a-z]")
_ROMAN = {
    "а": "a", "ә": "a", "б": "b", "в": "v", "г": "g", "ғ": "g", "д": "d", "е": "e", "ж": "j", "з": "z", "и": "i",
    "к": "k", "қ": "k", "л": "l", "м": "m", "н": "n", "ң": "n", "о": "o", "ө": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "у": "u", "ұ": "u", "ү": "u", "ф": "f", "х": "h", "һ": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh",
    "ъ": "", "ы": "i", "і": "i", "ь": "", "э": "e", "ю": "u", "я": "a",
}  # fmt: skip
_ROMAN_SPELLINGS = (
    ("yu", "u"), ("iu", "u"), ("ya", "a"), ("yo", "o"), ("ye", "e"), ("zh", "j"), ("kh", "h"), ("gh", "g"),
    ("ng", "n"), ("q", "k"), ("w", "u"), ("y", "i"), ("ı", "i"), ("x", "ks"), ("ss", "s"), ("ii", "i"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PersonName:
    base: tuple[str, ...]  # folded given name and surname, sorted
    spellings: frozenset[str]  # keys of the base, one for each way to spell it
    roman: str  # the base in coarse Latin letters
    loose: str  # the base still coarser: never enough alone
    patronymic: str = ""  # without its ending
    initials: tuple[str, ...] = ()
    latin: bool = False

    @property
    def key(self) -> str:
        return " ".join(self.base)

    @property
    def is_full(self) -> bool:
        """Given name and surname are both written out."""
        return len(self.base) >= 2


def parse(text: str) -> PersonName:
    """The parts of a name in the nominative; a text without letters gives a name without tokens."""
    text = _COMPOUND_INITIAL.sub(r"\1.", unicodedata.normalize("NFKC", text))
    tokens = [token for token in _LETTERS.findall(_HYPHENS.sub("", text).casefold()) if _fold(token)]
    joined: list[str] = []
    for token in tokens:
        if joined and _fold(token) in {"улы", "кызы"}:
            joined[-1] += token
        else:
            joined.append(token)
    initials = tuple(_fold(token) for token in joined if len(token) == 1)
    full = [token for token in joined if len(token) > 1]
    patronymic = ""
    if len(full) >= 3:
        # The surname may end like a patronymic ("Абрамович"): a patronymic never stands first.
        found = next((token for token in full[1:] if _PATRONYMIC.search(_fold(token))), "")
        if found:
            full.remove(found)
            patronymic = _PATRONYMIC_ENDING.sub("", _fold(found))
    full.sort(key=_fold)
    return PersonName(
        base=tuple(_fold(token) for token in full),
        spellings=_spellings(full),
        roman=" ".join(sorted(_roman(token) for token in full)),
        loose=" ".join(sorted(loose(token) for token in full)),
        patronymic=patronymic,
        initials=initials,
        latin=any(_LATIN.search(_fold(token)) for token in full),
    )


def same_patronymic(one: PersonName, other: PersonName) -> bool:
    """True unless both have one and they differ: "Оразәліұлы" and "Оразалиевич" agree by their first letters."""
    length = min(len(one.patronymic), len(other.patronymic), 4)
    return one.patronymic[:length] == other.patronymic[:length]


def fits_initials(short: PersonName, full: PersonName) -> bool:
    """Whether "Б. К. Байбек" may stand for ``full``: surname equal, initials in agreement."""
    if len(short.base) != 1 or short.base[0] not in full.base or len(full.base) != 2:
        return False
    given = full.base[1 - full.base.index(short.base[0])]
    expected = (given, full.patronymic)
    return all(not name or name.startswith(letter) for letter, name in zip(short.initials, expected, strict=False))


# Sounds that the two languages write so differently that only a post and a place can tell two names apart.
_LOOSE = str.maketrans(dict.fromkeys("iyou"))


def loose(token: str) -> str:
    """A spelling in which "Ыбыраев" and "Ибраев", "Бөкетов" and "Букетов" fall together, "Марат" and "Мұрат" don't."""
    return _roman(token.casefold()).translate(_LOOSE)


# Thousands of people share their given names and surnames.
_cached = lru_cache(maxsize=32768)


@_cached
def _fold(token: str) -> str:
    return (words(token) or [""])[0].replace("ь", "").replace("ъ", "")


def _spellings(tokens: list[str]) -> frozenset[str]:
    combined = itertools.islice(itertools.product(*map(_spelled, tokens)), _MOST_SPELLINGS * _MOST_SPELLINGS)
    return frozenset(" ".join(sorted(choice)) for choice in combined if choice)


@_cached
def _spelled(token: str) -> tuple[str, ...]:
    letters = [_SPELLINGS.get(letter) or (_fold(letter),) for letter in token]
    letters[0] = _FIRST_SPELLINGS.get(token[0], letters[0])
    spelled = {"".join(choice) for choice in itertools.islice(itertools.product(*letters), _MOST_SPELLINGS)}
    return tuple(sorted(spelled | {_fold(token)}))


@_cached
def _roman(token: str) -> str:
    folded = unicodedata.normalize("NFKD", _fold(token))
    roman = "".join(_ROMAN.get(letter, letter) for letter in folded if not unicodedata.combining(letter))
    for written, plain in _ROMAN_SPELLINGS:
        roman = roman.replace(written, plain)
    return roman
