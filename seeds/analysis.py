"""One reading of words for search, the same for what is searched and for what is asked.

A word is found by its keys: what it may be a form of (Russian lemmas, Kazakh bases and verb stems), each written in
Latin letters so coarsely that Cyrillic, Kazakh or Russian letters and the usual Latin spellings fall together:
"Тоқаевқа", "Токаеву", "Tokayev" and "Toqaev" share "_tokaev". Quoted phrases go by the folded words instead.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from pathlib import Path
from sys import intern

import yaml

from kb.core import search
from kb.core.search import snippets
from kb.core.search.snippets import WORD
from kb.core.text import compatible, latin
from kb.core.text import words as folded_words
from seeds.reading import kazakh, russian

DATA = Path(__file__).parent / "data" / "search"
MAX_LETTERS = 64  # of a word; the rest is cut off on both sides
MAX_QUERY = 300
MAX_CLAUSES = 12
MOST_LOOSENED = 6  # words of a question, the longest, of which any is looked for
MAX_PHRASES = 30  # runs of words that may be the name of a thing
NEAREST = 4  # known words that may stand for a misspelled one
WORSE = 0.6  # than the nearest, at most
MOST_FEW = 2  # letters of a beginning that are few
LIKELY = 0.1  # of a Russian lemma, from 0 to 1

_CYRILLIC = re.compile(r"[а-яёәғқңөұүһі]")
_KAZAKH = re.compile(r"[әғқңөұүһі]")
# Letters of the Kazakh Latin alphabets that lose their sound with their mark.
_MARKED = str.maketrans({"ş": "sh", "ç": "ch", "ı": "i", "ł": "l"})
_SPELLINGS = (
    ("shch", "sh"), ("sch", "sh"), ("kh", "h"), ("zh", "j"), ("ts", "c"), ("x", "ks"), ("q", "k"), ("w", "u"),
    ("y", "i"),
)  # fmt: skip
_NG = re.compile("ng+")
_GLIDE = re.compile("i+(?=[aeou])")  # "Tokayev", "Мария", "Maria"
_DOUBLE = re.compile(r"([^\W\d])\1+")  # "Kassym", but not 111

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
    r"[ғқ]ан|[гк]ен|[аейи]м[ыі]з|[аейи]м[ыі]н|[ыі]п|(?<=[аеуи])п|[мбп]ақ|[мбп]ек|"
    r"[аеи]?тын|[аеи]?тін|са|се|[аеы]р|[иу]і?|уы|уі|уді|уды|(?<=[ае])й|(?<=[^аәеоөұүыіэёяюиу])[ае])$"
)
_NOT = re.compile(r"(?:ма|ме|ба|бе|па|пе)$")
_VOICE = re.compile(r"(?:[ыі]л|[ыі]н|(?<=[ае])[лн]|[тд][ыі]р|[ғқ]ыз|[гк]із|[ыі]с)$")
_CONVERB = 5  # letters that a word in -а, -е or -й has at least, to be taken for a verb
# Nouns of two letters that have cases; other ends of two letters are rather suffixes.
_SHORT = frozenset(["су", "үй", "ел", "ер", "ай", "ат", "ән", "ой", "іс", "ас", "ту", "ми", "би", "ит", "ет"])


@lru_cache(maxsize=65536)
def skeleton(word: str) -> str:
    """The coarse Latin spelling of a word: "Тоқаев", "Tokayev", "Toqaev" give "tokaev"."""
    if word.isascii() and word.isdecimal():
        return word
    plain = latin(word)
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain.translate(_MARKED))
        plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    for spelling, letters in _SPELLINGS:
        plain = plain.replace(spelling, letters)
    plain = _NG.sub("n", plain)
    # What tells short words apart, abbreviations among them, stays: "АӘК" is not "ақ".
    if len(word) > 3:
        plain = _DOUBLE.sub(r"\1", _GLIDE.sub("", plain))
    return plain or word.casefold()


def parts(text: str) -> list[str]:
    """The words of ``text``: compatibility forms made plain, hyphenated ones apart."""
    plain = _INVISIBLE.sub("", compatible(text))
    return [word[:MAX_LETTERS] for word in WORD.findall(plain.casefold())]


@lru_cache(maxsize=16384)
def fold(word: str) -> str:
    return "".join(folded_words(word)) or word


@lru_cache(maxsize=16384)
def keys(word: str, language: str = "") -> frozenset[str]:
    """What a case-folded word is found by, in a text of ``language``; both languages when it is neither."""
    forms, verbs = {word}, set()
    if _CYRILLIC.search(word):
        if language != "ru":
            bases = [base.text for base in kazakh.bases(word)]
            forms.update(base for base in bases if len(base) > 2 or base in _SHORT)
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
    if not found or found.start() < 2 or (found[0] in "аей" and len(word) < _CONVERB + (found[0] == "й")):
        return set()
    stem = word[: found.start()]
    if found[0] in "аей":  # many nouns end so: no further
        return {stem.rstrip("ыіае")}
    stems = {stem}
    if (negated := _NOT.search(stem)) and negated.start() >= 2:
        stem = stem[: negated.start()]
        stems.add(stem)
    while (voice := _VOICE.search(stem)) and voice.start() >= 2:
        stem = stem[: voice.start()]
        stems.add(stem)
    return {stem.rstrip("ыіае") if len(stem) > 3 else stem for stem in stems}


class _Read(dict):
    """Words of texts in a language → (folded, keys in the order of the index); forms of one word share their strings.

    Begun anew where it grows too large: to find a word in it takes half as long as in an ``lru_cache``.
    """

    def __init__(self, language: str):
        super().__init__()
        self.language = language

    def __missing__(self, word: str) -> tuple[str, tuple[str, ...]]:
        if len(self) >= _MOST_READ:
            self.clear()
        found = sorted(keys.__wrapped__(word, self.language))
        read = self[word] = intern(fold.__wrapped__(word)), tuple(map(intern, found))
        return read


_MOST_READ = 65536
_read = {language: _Read(language) for language in ("", "kk", "ru")}


Analysed = tuple[tuple[str, ...], tuple[str, ...]]


def analyse(text: str, language: str = "") -> Analysed:
    """(folded words in their order, keys): the two readings of a text that the index takes."""
    return _analysed(text, language) if len(text) <= _AGAIN else _analyse(text, language)


# Names and what figures count come again and again.
_AGAIN = 80  # letters


@lru_cache(maxsize=32768)
def _analysed(text: str, language: str) -> Analysed:
    return _analyse(text, language)


def _analyse(text: str, language: str) -> Analysed:
    words = parts(text)
    read = list(map(_read.get(language, _read[""]).__getitem__, words))
    found = dict.fromkeys(chain.from_iterable([entries for _folded, entries in read]))
    for short, stands_for, written in () if found.keys().isdisjoint(_telling()) else _abbreviations():
        if short in found:
            found.update(dict.fromkeys(sorted(stands_for)))
        elif stands_for <= found.keys() and written.search(" ".join(words)):
            found[short] = None
    return tuple([folded for folded, _entries in read]), tuple(found)


@lru_cache(maxsize=1)
def _abbreviations() -> list[tuple[str, frozenset[str], re.Pattern]]:
    """(key of an abbreviation, keys of its words, the words side by side in any form)."""
    rows = yaml.safe_load((DATA / "abbreviations.yaml").read_text(encoding="utf-8"))
    found = []
    for short, written in rows.items():
        words = parts(written)
        stems = [word if len(word) < 4 else f"{word[: max(4, len(word) - 3)]}\\w*" for word in words]
        stands_for = frozenset(f"_{skeleton(word)}" for word in words if word not in _EMPTY)
        found.append((f"_{skeleton(short.casefold())}", stands_for, re.compile(rf"\b{' '.join(stems)}")))
    return found


@lru_cache(maxsize=1)
def _telling() -> frozenset[str]:
    """Keys of which a text with an abbreviation, or with all of its words, has one."""
    return frozenset(
        key for short, stands_for, _written in _abbreviations() for key in (short, max(sorted(stands_for), key=len))
    )


_REGION_WORDS = frozenset(
    ["облысы", "ауданы", "қаласы", "ауылы", "кенті", "область", "район", "района", "города", "город", "имени",
     "region", "district", "city"]
)  # fmt: skip
_ADJECTIVE = re.compile(r"ск(?:ая|ий|ое)$")


def bare(name: str) -> str:
    """The name of a region without the word for what it is: "Абай облысы", "область Абай" give "Абай"."""
    kept = [word for word in name.split() if word.casefold().strip(".") not in _REGION_WORDS]
    return "" if len(kept) == len(name.split()) or _ADJECTIVE.search(kept[0] if kept else "ская") else " ".join(kept)


@dataclass(slots=True)
class Question:
    """What a reader typed: clauses for ``kb.core.search``, and which words of a text to mark."""

    clauses: list[list[tuple[str, ...]]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)  # outside quotes
    exact: set[str] = field(default_factory=set)  # folded words of the phrases
    prefix: str = ""
    whole: tuple[str, ...] = ()  # all of it, as a name would be written
    spoken: list[str] = field(default_factory=list)  # the words outside quotes, in their order
    # Folded words outside quotes in their order, each with the number of its clause or -1.
    order: list[tuple[str, int]] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)  # what was put in the place of misspelled words
    misspelled: dict[str, frozenset[str]] = field(default_factory=dict)  # those words, and the keys they became
    is_loose: bool = False
    begun: re.Pattern | None = None  # words that may be hits, by their first letters
    looked_at: dict[str, bool] = field(default_factory=dict)  # those that were met, and whether they are

    def hits(self, text: str) -> Iterator[re.Match]:
        """The words of a text that stand for a word that was asked for."""
        if self.begun is None:
            spelled = {*self.exact, *self.words, self.prefix} - {""}
            begin = {skeleton(word)[0] for word in spelled} | {word[0] for word in spelled}
            found = chain(self.keys, *(asked_keys(word) for word in self.words if _LATIN.search(word)))
            self.begun = _begun("".join(sorted(begin | {key[1] for key in found})))
        return (word for word in self.begun.finditer(text) if self._is_hit(word[0]))

    def _is_hit(self, word: str) -> bool:
        is_hit = self.looked_at.get(word)
        if is_hit is None:
            is_hit = self.looked_at[word] = self._stands_for(word.casefold()[:MAX_LETTERS])
        return is_hit

    def _stands_for(self, word: str) -> bool:
        if fold(word) in self.exact:
            return True
        if self.prefix and (fold(word).startswith(fold(self.prefix)) or skeleton(word).startswith(self.prefix)):
            return True
        begin = skeleton(word)[:2]
        if any(key[1:3] == begin for key in self.keys) and not self.keys.isdisjoint(keys(word)):
            return True
        return any(_alike(word, asked) for asked in self.words)

    def for_index(self) -> search.Question:
        near = [[(fold(word),), (f"_{skeleton(word)}",)] for word in self.words if len(word) > 1]
        return search.Question(self.clauses, self.whole, near, self.is_loose)

    @property
    def is_few(self) -> bool:
        """Are there few letters of the word that is being typed?"""
        return 0 < len(self.prefix) <= MOST_FEW

    def is_name(self, name: str) -> bool:
        """Are the words that were asked for all of this name, in any forms?"""
        words = parts(name)
        if len(words) != len(self.spoken):
            return False
        mine = [set(keys(word)) for word in words]
        return all(any(not key.isdisjoint(asked_keys(word)) for key in mine) for word in self.spoken)

    def phrases(self) -> list[tuple[str, ...]]:
        """The runs of words that may be the name of a thing, the longest first."""
        return [tuple(word for word, _clause in self.order[at : at + length]) for at, length in self._runs()]

    def _runs(self) -> list[tuple[int, int]]:
        found = []
        for length in range(min(len(self.order), MAX_CLAUSES), 0, -1):
            for at in range(len(self.order) - length + 1):
                ends = (self.order[at], self.order[at + length - 1])
                if all(clause >= 0 for _word, clause in ends) and len(found) < MAX_PHRASES:
                    found.append((at, length))
        return found

    def extend(self, called: Iterable[tuple[int, str]], people: Iterable[str]):
        """Take texts for answers that name these things in other words: (which phrase, uid), and people by uid."""
        runs = self._runs()
        wanted = [({clause for _word, clause in self.order[at : at + length]}, uid)
                  for number, uid in called for at, length in [runs[number]]]  # fmt: skip
        wanted += [(set(range(len(self.clauses))), uid) for uid in people]
        for clauses, uid in wanted:
            for number in sorted(clauses - {-1}):
                alternative = (search.facet(search.NAMES, uid),)
                if alternative not in self.clauses[number]:
                    self.clauses[number].append(alternative)

    def alternatives(self) -> set[str]:
        return {word for clause in self.clauses for alternative in clause for word in alternative if word[-1] != "*"}

    def is_known(self, known) -> bool:
        """Has each clause words that texts have?"""
        return bool(self.clauses) and all(_is_known(clause, known) for clause in self.clauses)

    def unknown(self, known) -> list[str]:
        """The words that no text has just as they were typed."""
        return [word for word in self.words if not _stands(word, known)]

    def corrected(self, edits: dict[str, dict[str, float]], known: dict[str, int]) -> list[Question]:
        """The question with the nearest known words in the place of unknown ones, then with any of the nearest few."""
        made = [self._corrected(edits, known, nearest) for nearest in (1, NEAREST)]
        return [each for each in made[: 1 if len(self.clauses) == 1 else 2] if each]

    def _corrected(self, edits, known, nearest) -> Question | None:
        made = Question(exact=self.exact, order=self.order)
        words = {number: word for word, number in self.order}
        typed = {fold(word): word for word in self.words}
        for number, clause in enumerate(self.clauses):
            word = typed.get(words.get(number, ""), "")
            possible = edits.get(word, {}).items()
            near = sorted((cost - min(known[key], 100) / 1000, key) for key, cost in possible if key in known)
            if (_stands(word, known) if word else True) or (not near and _is_known(clause, known)):
                made.clauses.append(clause)
                made.words += [word] if word else []
            elif not near:
                return None
            else:
                keys_ = {key for cost, key in near[:nearest] if cost < near[0][0] + WORSE}
                made.misspelled[word] = frozenset(keys_)
                keys_ |= {key for near_key in keys_ for key in asked_keys(cyrillic(near_key[1:]))}
                made.clauses.append([(key,) for key in sorted(keys_)])
                made.keys.update(keys_)
        return made if made.misspelled else None

    def spelled(self, text: str, hits: Iterable[str]) -> str:
        """``text`` with its misspelled words as they are written in the hits."""
        hits = list(dict.fromkeys(hits))
        for word, near in self.misspelled.items():
            written = [hit for hit in hits if not near.isdisjoint(keys(hit.casefold()))]
            best = min(written, key=lambda hit: (abs(len(hit) - len(word)), len(hit)), default=min(near).strip("_"))
            text = re.sub(rf"(?i)(?<![^\W_]){re.escape(word)}(?![^\W_])", lambda _found, best=best: best, text)
        return text


def _stands(word, known) -> bool:
    return len(word) < _SHORTEST or fold(word) in known or f"_{skeleton(word)}" in known


def _is_known(clause, known) -> bool:
    return any(all(word in known or word[-1] == "*" for word in alternative) for alternative in clause)


@lru_cache(maxsize=65536)
def _alike(word: str, asked: str) -> bool:
    # Most words differ at once; analysing all words of a text for marks would cost more than the search.
    if skeleton(word)[:2] != skeleton(asked)[:2] and not _LATIN.search(asked):
        return False
    return not keys(word).isdisjoint(asked_keys(asked))


@lru_cache(maxsize=1024)
def _begun(letters: str) -> re.Pattern:
    """The words whose spelling may begin with one of these letters."""
    written = chain.from_iterable(_written().get(letter, ()) for letter in letters)
    either = {either for letter in (*letters, *written) for either in (letter, letter.upper()) if len(either) == 1}
    return snippets.begun("".join(sorted(either)))


@lru_cache(maxsize=1)
def _written() -> dict[str, set[str]]:
    """Each first letter of a coarse spelling with those that such words begin with: "h" with "һ", "х" and "k"."""
    found = {}
    letters = map(chr, (*range(0x61, 0x7B), *range(0xDF, 0x180), *range(0x430, 0x530)))
    for letter in filter(str.islower, letters):
        for word in (letter, *(f"{letter}{second}_" for second in _TOGETHER)):
            for form in (skeleton(word), skeleton(fold(word))):
                found.setdefault(form[0], set()).add(letter)
    return found


_TOGETHER = "hscaeouһхсшщцаеоуюя"  # letters that make another sound of the one before


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
    plain = _whole_numbers(plain)
    telling = [word for word in plain if word not in _EMPTY]
    if not telling and not asked.clauses:
        telling = plain
    numbers = {}
    for word in dict.fromkeys(telling):
        if len(asked.clauses) >= MAX_CLAUSES:
            break
        numbers[word] = len(asked.clauses)
        if exact:
            asked.clauses.append(_number(word) or [(fold(word),)])
            asked.exact.add(fold(word))
        else:
            asked.clauses.append(alternatives(word))
            asked.words.append(word)
    del asked.clauses[MAX_CLAUSES:]
    if not all(_is_initial(word) for word in numbers):
        # Every text has words that begin so: to look for them would take longer than for all else.
        for word in filter(_is_initial, asked.words):
            asked.clauses[numbers[word]] += [(search.facet("kind", kind),) for kind in search.DOCUMENTS]
    asked.spoken = plain[:MAX_CLAUSES]
    if not exact:
        asked.order = [(fold(word), numbers.get(word, -1)) for word in plain[:MAX_CLAUSES]]
    asked.whole = tuple(fold(word) for word in parts(text)[:MAX_CLAUSES])
    return asked


def _whole_numbers(words: list[str]) -> list[str]:
    """ "1", "250" are one number, as it stands in texts."""
    joined = []
    for word in words:
        if joined and len(word) == 3 and word.isdecimal() and _GROUPED.match(joined[-1]):
            joined[-1] += word
        else:
            joined.append(word)
    return joined


_GROUPED = re.compile(r"[1-9]\d{0,2}(?:\d{3})*$")


def _number(word: str) -> list[tuple[str, ...]] | None:
    """A number in one piece and in groups of three; None for other words."""
    if not word.isdecimal() or not 4 <= len(word) <= 15:
        return None
    first = len(word) % 3
    groups = [word[:first]] * bool(first) + [word[at : at + 3] for at in range(first, len(word), 3)]
    return [(word,), tuple(groups)]


def _is_initial(word: str) -> bool:
    return len(word) == 1 and word.isalpha()


def alternatives(word: str) -> list[tuple[str, ...]]:
    """A clause for one word. The word as written is among its alternatives, so that texts with it weigh more."""
    if _is_initial(word):
        return [(_few(word),)]
    return _number(word) or [(fold(word),), *((key,) for key in sorted(asked_keys(word)))]


_SOFT = re.compile(r"(?<=[бвдлмнпрст])([ия])$")
_LATIN = re.compile(r"^[a-zà-ÿāăğıñńōŏşūŭýžčš'’ʼ]+$")


@lru_cache(maxsize=65536)
def asked_keys(word: str) -> frozenset[str]:
    """The keys of a word that somebody typed, who may have no Kazakh letters or no Cyrillic ones."""
    found = set(keys(word))
    if _LATIN.search(word) and len(word) > 3:
        written = [cyrillic(word)]
        if word[-1] in "ia":  # "semi", "semya" of a family
            written.append(_SOFT.sub(r"ь\1", written[0]))
    elif _CYRILLIC.search(word) and not _KAZAKH.search(word):
        written = [word]
    else:
        return frozenset(found)
    for text in written:
        found |= keys(text)
        for ends, kazakh_ends in _ENDS:
            if (other := ends.sub(kazakh_ends, text)) != text:
                found |= keys(other, "kk")
    return frozenset(found)


# Kazakh endings typed without Kazakh letters.
_ENDS = [
    (re.compile(r"([ндт])ын$"), r"\1ың"),
    (re.compile(r"([ндт])[иы]н$"), r"\1ің"),
    (re.compile(r"([ндт])и$"), r"\1і"),
    (re.compile(r"га$"), "ға"),
    (re.compile(r"ка$"), "қа"),
    (re.compile(r"лери$"), "лері"),
    (re.compile(r"лар[иы]н?ын$"), "ларының"),
    (re.compile(r"дагы$"), "дағы"),
    (re.compile(r"дык(тар)?$"), r"дық\1"),
    (re.compile(r"лык(тар)?$"), r"лық\1"),
]
_TO_CYRILLIC = [
    ("shch", "щ"), ("yo", "ё"), ("jo", "жо"), ("yu", "ю"), ("iu", "ю"), ("ya", "я"), ("ia", "я"), ("ye", "е"),
    ("zh", "ж"), ("kh", "х"), ("ts", "ц"), ("ch", "ч"), ("sh", "ш"), ("gh", "ғ"), ("ng", "ң"), ("iy", "ий"),
    ("yi", "ый"), ("ay", "ай"), ("ey", "ей"), ("oy", "ой"), ("uy", "уй"), ("ai", "ай"), ("ei", "ей"), ("oi", "ой"),
    ("ui", "уй"), ("yy", "ый"), ("ii", "ий"),
]  # fmt: skip
_AFTER_CONSONANT = re.compile(r"(?<=[bcdfghjklmnpqrstvwxz])ye")
_ONE_LETTER = str.maketrans("abvgdezijklmnoprstufhcyqwxñğşıöüäāūōý", "абвгдезийклмнопрстуфхцықуксңғшыөүәаұоу"[:37])
_ONE_LETTER[ord("j")] = "ж"


def cyrillic(word: str) -> str:
    """A word in Latin letters as it may be written in Cyrillic ones."""
    word = _AFTER_CONSONANT.sub("ые", word)
    for latin_letters, letters in _TO_CYRILLIC:
        word = word.replace(latin_letters, letters)
    return word.translate(_ONE_LETTER)


# Typing errors

_SHORTEST, _LONGEST = 4, 32  # letters of a word that may be misspelled
_NOT_FIRST = 0.4  # an error in the first letter is rare
_SKELETON_LETTERS = "".join(letter for letter in string.ascii_lowercase if letter not in "qwxy")
_VOWELS = "aeiou"
_LONG = 8  # letters of a word that may have two errors
_TWO = 1.0  # that two errors are less likely than any one
_MOST_TWICE = 1500  # keys with two errors that are asked for, the likeliest
_ALIKE = {a: b for pair in ("bp", "dt", "gk", "zs", "vf", "mn", "lr") for a, b in (pair, pair[::-1])}


def misspelled(word: str) -> dict[str, float]:
    """The keys one error away from a word or from what it may be a form of, each with how unlikely the error is."""
    if not _SHORTEST <= len(word) <= _LONGEST or not word.isalpha():
        return {}
    whole = skeleton(word)
    found: dict[str, float] = {}
    # Two letters of the word may be one of its skeleton: what was swapped or doubled is put right in the word itself.
    for edit, cost in _swaps(word):
        own = f"_{skeleton(edit)}"
        for key in keys(edit):
            if key[-1] != "_":
                found[key] = min(cost + (0.25 if key != own else 0), found.get(key, 9))
    for base in sorted({whole, *(key[1:] for key in asked_keys(word) if key[-1] != "_")}):
        if len(base) < _SHORTEST - 1:
            continue
        # The form that was typed itself is a nearer guess than what it may be a form of.
        for edit, cost in _edits(base):
            cost += 0 if base == whole else 0.2 + 0.05 * (len(whole) - len(base))
            if len(edit) >= _SHORTEST - 1:
                found[f"_{edit}"] = min(cost, found.get(f"_{edit}", 9))
    if len(word) >= _LONG:
        for edit, cost in _twice(whole):
            found.setdefault(f"_{edit}", cost)
    return found


def _twice(word: str) -> list[tuple[str, float]]:
    """(word with two errors less, cost), the likeliest: all that are two errors away would be a hundred thousand."""
    found: dict[str, float] = {}
    for once, cost in _likely(word):
        for edit, more in _likely(once):
            found[edit] = min(cost + more + _TWO, found.get(edit, 9))
    return sorted(found.items(), key=lambda pair: (pair[1], pair[0]))[:_MOST_TWICE]


def _likely(word: str):
    """What most often goes wrong: neighbours swapped, a letter too many, another vowel or none, a sound alike."""
    for at in range(1, len(word)):
        before, letter, after = word[:at], word[at], word[at + 1 :]
        if after and after[0] != letter:
            yield before + after[0] + letter + after[1:], 0.7
        yield before + after, 1.0
        if letter in _VOWELS:
            yield from ((before + vowel + after, 0.8) for vowel in _VOWELS if vowel != letter)
        elif letter in _ALIKE:
            yield before + _ALIKE[letter] + after, 0.9
        if letter not in _VOWELS and before[-1] not in _VOWELS:
            yield from ((before + vowel + letter + after, 0.9) for vowel in _VOWELS)


def _swaps(word: str):
    for at in range(len(word) - 1):
        if word[at] != word[at + 1]:
            yield word[:at] + word[at + 1] + word[at] + word[at + 2 :], 0.7 + (_NOT_FIRST if at == 0 else 0)
        yield word[:at] + word[at + 1 :], 1.0 + (_NOT_FIRST if at == 0 else 0)


def _edits(word: str):
    """(word with one error less, cost)."""
    for at in range(len(word) + 1):
        first = _NOT_FIRST if at == 0 else 0.0
        before, after = word[:at], word[at:]
        if len(after) > 1 and after[0] != after[1]:
            yield before + after[1] + after[0] + after[2:], 0.7 + first
        if after:
            yield before + after[1:], 1.0 + first
        for letter in _SKELETON_LETTERS:
            if after and letter != after[0]:
                alike = letter in _VOWELS and after[0] in _VOWELS
                yield before + letter + after[1:], (0.8 if alike else 1.1) + first
            yield before + letter + after, 0.9 + first


def beginning(text: str) -> Question:
    """The clauses of a query whose last word is still being typed."""
    words = parts(text[:MAX_QUERY])[:MAX_CLAUSES]
    if not words:
        return Question()
    *whole, last = words
    asked = Question(words=whole, prefix=last)
    asked.clauses = [alternatives(word) for word in whole]
    begun = [(_few(last),)] if asked.is_few else [(f"{fold(last)}*",), (f"_{skeleton(last)}*",)]
    asked.clauses.append(begun)
    return asked


def beginnings(words: Iterable[str]) -> set[str]:
    """What words of names are found by while few of their letters are typed: asking the index for all words that
    begin so would take longer the more texts there are.
    """
    return {_few(word[:letters]) for word in words for letters in range(1, MOST_FEW + 1) if word != search.EDGE}


def _few(letters: str) -> str:
    return f"__{skeleton(fold(letters))}"


# The same keys under the Latin, the Russian and the Kazakh layout.
_LATIN_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`" + '{}:"<>~'
_RUSSIAN_KEYS = "йцукенгшщзхъфывапролджэячсмитьбюё" + "хъжэбюё"
_DIGITS = str.maketrans("234567890-=", "әіңғ,.үұқөһ")
_TO_RUSSIAN = str.maketrans(_LATIN_KEYS, _RUSSIAN_KEYS)
_FROM_RUSSIAN = str.maketrans(_RUSSIAN_KEYS[:33] + "әіңғүұқөһ", _LATIN_KEYS[:33] + "234589" + "0-=")
_WITH_DIGITS = re.compile(r"(?<=[a-z\[\];',.`])[2345890=-]|[2345890=-](?=[a-z\[\];',.`])")


def other_layouts(text: str) -> list[str]:
    """What ``text`` would read if typed under another layout: Latin taken for Russian or Kazakh, and the other way."""
    low = text.casefold()
    if _CYRILLIC.search(low):
        found = [] if re.search(r"[a-z]", low) else [low.translate(_FROM_RUSSIAN)]
    else:
        found = [_WITH_DIGITS.sub(lambda key: key[0].translate(_DIGITS), low).translate(_TO_RUSSIAN)]
        found.insert(0, low.translate(_TO_RUSSIAN))
    return [other for other in dict.fromkeys(found) if other != low and parts(other)]


def loosened(text: str) -> Question:
    """For a question without an answer: any of its words, by their beginnings."""
    asked = Question(is_loose=True)
    clause = []
    telling = [word for word in dict.fromkeys(parts(text[:MAX_QUERY])) if word not in _EMPTY and len(word) >= 4]
    for word in sorted(telling, key=len, reverse=True)[:MOST_LOOSENED]:
        start = skeleton(word)[: max(4, len(skeleton(word)) - 3)]
        clause.append((f"_{start}*",))
        asked.words.append(word)
    if clause:
        asked.clauses.append(clause)
    return asked
