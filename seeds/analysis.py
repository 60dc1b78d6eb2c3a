"""One reading of words for search, the same for what is searched and for what is asked.

A word is found by its keys: what it may be a form of (Russian lemmas, Kazakh bases and verb stems), each written in
Latin letters so coarsely that Cyrillic, Kazakh or Russian letters and the usual Latin spellings fall together:
"Тоқаевқа", "Токаеву", "Tokayev" and "Toqaev" share "_tokaev". Quoted phrases go by the folded words instead.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

from kb.core.search.snippets import WORD
from kb.core.text import latin, name_key
from seeds.reading import kazakh, russian

MAX_LETTERS = 64  # of a word; the rest is cut off on both sides
MAX_QUERY = 300
MAX_CLAUSES = 12
LIKELY = 0.1  # of a Russian lemma, from 0 to 1

_CYRILLIC = re.compile(r"[а-яёәғқңөұүһі]")
_KAZAKH = re.compile(r"[әғқңөұүһі]")
# Letters of the Kazakh Latin alphabets that lose their sound with their mark.
_MARKED = str.maketrans({"ş": "sh", "ç": "ch", "ı": "i", "ł": "l"})
_SPELLINGS = [
    (re.compile("shch|sch"), "sh"),
    (re.compile("kh"), "h"),
    (re.compile("zh"), "j"),
    (re.compile("ts"), "c"),
    (re.compile("ng+"), "n"),
    (re.compile("x"), "ks"),
    (re.compile("q"), "k"),
    (re.compile("w"), "u"),
    (re.compile("y"), "i"),
    (re.compile("i+(?=[aeou])"), ""),  # "Tokayev", "Мария", "Maria"
    (re.compile(r"([^\W\d])\1+"), r"\1"),  # "Kassym", but not 111
]

# Soft hyphens, zero widths and the like: Unicode's format characters.
_INVISIBLE = re.compile(
    "[\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
    "\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001"
    "\U000e0020-\U000e007f]"
)

# Words that say nothing about what is looked for; asked alone they count.
_EMPTY_WORDS = """
    және мен пен бен да де та те үшін туралы бойынша бұл сол осы ол бір
    и в во на с со по не о об от до из к ко у за для что как а но или при
    the of and to in for on at by a an
"""
_EMPTY = frozenset(_EMPTY_WORDS.split())

# Ends of Kazakh verbs, the longest first; what case endings leave ("қамтылған" of "қамтылғандар") comes here.
_VERB_END = re.compile(
    r"(?:атын|етін|йтын|йтін|майды|мейді|байды|бейді|пайды|пейді|"
    r"[аеий]?(?:ды|ді)(?:м|ң|қ|к|ңыз|ңіз)?|[тд][ыі](?:м|ң|қ|к|ңыз|ңіз)?|"
    r"[ғқ]ан|[гк]ен|[аей]м[ыі]з|[аей]м[ыі]н|[ыі]?п|[мбп]ақ|[мбп]ек|"
    r"[аеи]?тын|[аеи]?тін|са|се|[аеы]р|[иу]і?|уы|уі|уді|уды)$"
)
_NOT = re.compile(r"(?:ма|ме|ба|бе|па|пе)$")
_VOICE = re.compile(r"(?:[ыі]л|[ыі]н|[тд][ыі]р|[ғқ]ыз|[гк]із|[ыі]с)$")


@lru_cache(maxsize=65536)
def skeleton(word: str) -> str:
    """The coarse Latin spelling of a word: "Тоқаев", "Tokayev", "Toqaev" give "tokaev"."""
    plain = unicodedata.normalize("NFKD", latin(word).translate(_MARKED))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    for spelling, letters in _SPELLINGS:
        plain = spelling.sub(letters, plain)
    return plain or word.casefold()


def parts(text: str) -> list[str]:
    """The words of ``text``: compatibility forms made plain, hyphenated ones apart."""
    plain = unicodedata.normalize("NFKC", text)
    plain = _INVISIBLE.sub("", plain)
    return [word[:MAX_LETTERS] for word in WORD.findall(plain.casefold())]


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    return name_key(word).replace(" ", "") or word


@lru_cache(maxsize=131072)
def keys(word: str, language: str = "") -> frozenset[str]:
    """What a case-folded word is found by, in a text of ``language``; both languages when it is neither."""
    forms, verbs = {word}, set()
    if _CYRILLIC.search(word):
        if language != "ru":
            bases = [base.text for base in kazakh.bases(word)]
            forms.update(base for base in bases if len(base) > 2)
            verbs = {stem for base in bases if len(base) > 2 for stem in _verb_stems(base)}
        if language != "kk" and not _KAZAKH.search(word):
            forms.update(_lemmas(word))
    return frozenset({"_" + skeleton(form) for form in forms} | {f"_{skeleton(stem)}_" for stem in verbs})


def _lemmas(word: str) -> set[str]:
    """The likely lemmas; several of a name, which the dictionary guesses: "Токаеву" is Токаев's or Токаева's."""
    likely = {parse.normal_form for parse in russian.parses(word) if parse.score >= LIKELY}
    return {*russian.lemmas(word)[:1], *likely}


def _verb_stems(word: str) -> set[str]:
    """What may be the stem of a Kazakh verb: "қамту", "қамтиды", "қамтылды" give "қамт"."""
    if word in kazakh.UNSPLITTABLE:
        return set()
    found = _VERB_END.search(word)
    if not found or found.start() < 2:
        return set()
    stem = word[: found.start()]
    stems = {stem}
    if (negated := _NOT.search(stem)) and negated.start() >= 2:
        stem = stem[: negated.start()]
        stems.add(stem)
    while (voice := _VOICE.search(stem)) and voice.start() >= 2:
        stem = stem[: voice.start()]
        stems.add(stem)
    return {stem.rstrip("ыі") if len(stem) > 3 else stem for stem in stems}


def analyse(text: str, language: str = "") -> tuple[list[str], list[str]]:
    """(folded words in their order, keys): the two readings of a text that the index takes."""
    words = parts(text)
    found: dict[str, None] = {}
    for word in dict.fromkeys(words):
        found.update(dict.fromkeys(sorted(keys(word, language))))
    return [fold(word) for word in words], list(found)


@dataclass(slots=True)
class Question:
    """What a reader typed: clauses for ``kb.core.search``, and which words of a text to mark."""

    clauses: list[list[tuple[str, ...]]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)  # outside quotes
    exact: set[str] = field(default_factory=set)  # folded words of the phrases
    prefix: str = ""
    whole: tuple[str, ...] = ()  # all of it, as a name would be written

    def is_hit(self, word: str) -> bool:
        """Does a word of a text stand for a word that was asked for?"""
        word = word.casefold()[:MAX_LETTERS]
        if fold(word) in self.exact:
            return True
        if self.prefix and (fold(word).startswith(fold(self.prefix)) or skeleton(word).startswith(self.prefix)):
            return True
        return any(_alike(word, asked) for asked in self.words)


@lru_cache(maxsize=65536)
def _alike(word: str, asked: str) -> bool:
    # Most words differ at once; analysing all words of a text for marks would cost more than the search.
    if skeleton(word)[:2] != skeleton(asked)[:2]:
        return False
    return not keys(word).isdisjoint(keys(asked))


_QUOTED = re.compile(r'["«“”„]([^"«»“”„]*)["»“”]')


def question(text: str, exact: bool = False) -> Question:
    """The clauses of a query. Words in quotes stand together as written; ``exact`` takes every word as written."""
    text = text[:MAX_QUERY]
    asked = Question()
    plain, at = [], 0
    for phrase in _QUOTED.finditer(text):
        plain += parts(text[at : phrase.start()])
        at = phrase.end()
        if words := tuple(fold(word) for word in parts(phrase[1])):
            asked.clauses.append([words])
            asked.exact.update(words)
    plain += parts(text[at:])
    telling = [word for word in plain if word not in _EMPTY]
    if not telling and not asked.clauses:
        telling = plain
    for word in dict.fromkeys(telling):
        if exact:
            asked.clauses.append([(fold(word),)])
            asked.exact.add(fold(word))
        else:
            asked.clauses.append(alternatives(word))
            asked.words.append(word)
    del asked.clauses[MAX_CLAUSES:]
    asked.whole = tuple(fold(word) for word in parts(text)[:MAX_CLAUSES])
    return asked


def alternatives(word: str) -> list[tuple[str, ...]]:
    """A clause for one word. The word as written is among its alternatives, so that texts with it weigh more."""
    if len(word) == 1 and word.isalpha():  # an initial
        return [(f"_{skeleton(word)}*",)]
    return [(fold(word),), *((key,) for key in sorted(keys(word)))]


def beginning(text: str) -> Question:
    """The clauses of a query whose last word is still being typed."""
    words = parts(text[:MAX_QUERY])[:MAX_CLAUSES]
    if not words:
        return Question()
    *whole, last = words
    asked = Question(words=whole, prefix=last)
    asked.clauses = [alternatives(word) for word in whole]
    asked.clauses.append([(f"{fold(last)}*",), (f"_{skeleton(last)}*",)])
    return asked


# The same keys under the Russian and the Latin layout.
_LAYOUT = str.maketrans("qwertyuiop[]asdfghjkl;'zxcvbnm,.`", "йцукенгшщзхъфывапролджэячсмитьбюё")


def other_layout(text: str) -> str:
    """What ``text`` would read if typed under the Russian layout; "" when it has Cyrillic letters already."""
    low = text.casefold()
    return "" if _CYRILLIC.search(low) else low.translate(_LAYOUT)


def loosened(text: str) -> Question:
    """For a question without an answer: any of its words, by their beginnings."""
    asked = Question()
    clause = []
    for word in dict.fromkeys(parts(text[:MAX_QUERY])[:MAX_CLAUSES]):
        if word in _EMPTY or len(word) < 4:
            continue
        start = skeleton(word)[: max(4, len(skeleton(word)) - 3)]
        clause.append((f"_{start}*",))
        asked.words.append(word)
    if clause:
        asked.clauses.append(clause)
    return asked
