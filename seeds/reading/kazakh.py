"""Candidate bases of inflected Kazakh words: suffix slots stripped from the right, checked by harmony and assimilation.

Nothing is decided here: a lone form is often ambiguous ("Алматы" could be an accusative), so all candidates are
returned and the caller looks each up in the names it knows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

NOMINATIVE, GENITIVE, DATIVE, ACCUSATIVE = "nominative", "genitive", "dative", "accusative"
LOCATIVE, ABLATIVE, INSTRUMENTAL, ATTRIBUTIVE = "locative", "ablative", "instrumental", "attributive"
PLURAL, POSSESSIVE, RELATIONAL = "plural", "possessive", "relational"

MAX_WORD = 64  # longer "words" are noise and come back as they are

_FRONT, _BACK = frozenset("әеөүіэ"), frozenset("аоұыё")
_NEUTRAL = frozenset("иуюя")  # loans and diphthongs: both harmonies are written after them
_VOWELS = frozenset("аәеоөұүыіэёяю")
_NASALS = frozenset("мнң")
_VOICED = frozenset("рлйузжи")
_HUSHING = frozenset("зж")
# In loans and Russian surnames б в г д take the suffixes of voiceless consonants: "клубта", "Ахметовтің".
_VOICELESS = frozenset("птсккқфхцчшщһбвгғд")

_LAST_VOWEL = re.compile(r"[аәеоөұүыіэёяюиу](?=[^аәеоөұүыіэёяюиу]*$)")
_RUSSIAN_TAIL = re.compile(r"(?:[оеё]в|[иы]н|ск|ь|[ао]г)$")  # "Ахметовтің" beside "Ахметовтың"
_FOREIGN = re.compile(r"[^а-яёәғқңөұүһі]$")


@dataclass(frozen=True, slots=True)
class Base:
    """One way to read a form: what is left, and the suffixes that were taken off, the innermost first."""

    text: str
    suffixes: tuple[tuple[str, str], ...] = ()  # (("possessive", "ы"), ("genitive", "ның"))

    @property
    def case(self) -> str:
        """The case of the form; "nominative" when it has none."""
        for name, _ in reversed(self.suffixes):
            if name in _CASE_NAMES:
                return name
        return NOMINATIVE

    def explain(self, form: str) -> str:
        """For an editor: "Тоқаевқа → Тоқаев, dative -қа"."""
        if not self.suffixes:
            return form
        return f"{form} → {self.text}, " + ", ".join(f"{name} -{suffix}" for name, suffix in self.suffixes)


_CASE_NAMES = frozenset({GENITIVE, DATIVE, ACCUSATIVE, LOCATIVE, ABLATIVE, INSTRUMENTAL, ATTRIBUTIVE})


def _pairs(name: str, slots: dict[str, str]) -> list[tuple[str, str, str]]:
    return [(name, suffix, classes) for classes, row in slots.items() for suffix in row.split()]


# suffix and the classes of the sound before it: v vowel, n nasal, d voiced, z з/ж, t voiceless,
# p the vowel of a third person possessive.
_CASES = [
    *_pairs(GENITIVE, {"vnp": "ның нің", "dz": "дың дің", "t": "тың тің"}),
    *_pairs(DATIVE, {"vndz": "ға ге", "t": "қа ке", "p": "на не"}),
    *_pairs(ACCUSATIVE, {"v": "ны ні", "ndz": "ды ді", "t": "ты ті", "p": "н"}),
    *_pairs(LOCATIVE, {"vndz": "да де", "t": "та те", "p": "нда нде"}),
    *_pairs(ABLATIVE, {"vdz": "дан ден", "t": "тан тен", "np": "нан нен"}),
    *_pairs(INSTRUMENTAL, {"vndp": "мен", "z": "бен", "t": "пен"}),
    *_pairs(ATTRIBUTIVE, {"vndz": "дағы дегі", "t": "тағы тегі", "p": "ндағы ндегі"}),
]
_POSSESSIVES = [
    *_pairs(POSSESSIVE, {"v": "сы сі", "ndzt": "ы і"}),
    *_pairs(POSSESSIVE, {"v": "мыз міз ңыз ңіз м ң", "ndzt": "ымыз іміз ыңыз іңіз ым ім ың ің"}),
]
_PLURALS = _pairs(PLURAL, {"v": "лар лер", "d": "лар лер дар дер", "nz": "дар дер", "t": "тар тер"})
_RELATIONALS = _pairs(RELATIONAL, {"v": "лық лік", "d": "лық лік дық дік", "nz": "дық дік", "t": "тық тік"})

# From the outside in. A suffix is found by its last letters, so that a word is compared with few of them.
_SLOTS = [_CASES, _POSSESSIVES, _PLURALS, _RELATIONALS]
_HARMLESS = frozenset({"мен", "бен", "пен", "н", "м", "ң"})

# Stems that end like a suffix. A form of theirs is stripped down to them and no further.
_STEMS = """
    қазақстан өзбекстан қырғызстан тәжікстан түркіменстан түрікменстан ауғанстан пәкістан үндістан түркістан татарстан
    башқұртстан дағыстан моңғолстан алматы қарағанды астана ақмола ақтөбе атырау семей шымкент қызылорда павлодар
    қостанай көкшетау петропавл талдықорған тараз өскемен жезқазған абай жетісу ұлытау маңғыстау аманкелді қандыағаш
    екібастұз лисаковск қонаев сәтбаев степногорск риддер жаңаөзен байқоңыр сарыағаш кентау арал жамбыл шығыс батыс
    солтүстік оңтүстік орталық
    алтын ақын жақын күн түн өтін сайын ертең бүгін кейін адам қадам аудан білім ілім дәрігер мұғалім мүше ана бала қала
    орда мәселе тіркелген негізгі қазіргі бұрынғы соңғы алғашқы келесі барлық халық құқық қызық ортақ қызметі жағдай
    сыртқы ішкі жоғары төменгі кейінгі
    екі алты жеті елу қыркүйек қазан қараша желтоқсан қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз
    өмір бірге туралы бойынша үшін дейін кезде кезінде ретінде арасында туындаған әрі және мен бен пен да де та те
    сенім төлем көлем жетім аталым бағдарлама жоба партия фракция кеңес ұлан орман отан аман есен бостан дастан
    мұндай сондай қандай осындай отбасы жұртшылық министр әкім төраға қоғам ұлттық оңды
"""
UNSPLITTABLE = frozenset(_STEMS.split())
# Where a vowel falls out before a possessive: "халқы" from "халық".
_FALLEN = {"халқ": "халық", "орн": "орын", "ауз": "ауыз", "мойн": "мойын", "ерн": "ерін", "мурн": "мұрын",
           "мұрн": "мұрын", "қойн": "қойын", "көрк": "көрік", "құлқ": "құлық", "бөрк": "бөрік", "ырқ": "ырық",
           "ерк": "ерік", "парқ": "парық", "нарқ": "нарық", "қарн": "қарын"}  # fmt: skip
_DEVOICED = {"б": "п", "г": "к", "ғ": "қ"}
_HYPHENATED = re.compile(r"^(.*[\w%»\"”])[-‑–]([а-яёәғқңөұүһі]{1,5})$", re.IGNORECASE)
_HYPHEN_SUFFIXES = {
    suffix: name for name, suffix, _ in [*_CASES, *_POSSESSIVES, *_PLURALS] if len(suffix) > 1 or suffix in "ыі"
}


def _sound(stem: str) -> str:
    """The classes of the last sound of a lower-cased stem."""
    last = stem.rstrip("ьъ")[-1:]
    if last in _VOWELS:
        return "v"
    if last in _NASALS:
        return "n"
    if last in _HUSHING:
        return "z"
    if last in _VOICED:
        return "dv" if last in "иу" else "d"
    return "t" if last in _VOICELESS else "vndzt"


def _harmonious(stem: str, suffix: str) -> bool:
    if suffix in _HARMLESS or _RUSSIAN_TAIL.search(stem) or _FOREIGN.search(stem):
        return True
    vowel = _LAST_VOWEL.search(stem)
    if vowel is None or vowel[0] in _NEUTRAL:
        return True
    wanted = _FRONT if vowel[0] in _FRONT else _BACK
    first = _LAST_VOWEL.search(suffix)
    return first is None or first[0] in wanted


def _like(sample: str, letter: str) -> str:
    return letter.upper() if sample.isupper() else letter


def _stems(word: str, slot: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """(stem, slot name, suffix) for every suffix of the slot that ``word`` can end in."""
    low = word.lower()
    if low in UNSPLITTABLE:
        return []
    found = []
    for name, suffix, classes in slot:
        if not low.endswith(suffix):
            continue
        cut = len(word) - len(suffix)
        stem = low[:cut]
        if len(stem) < 2 or not (_LAST_VOWEL.search(stem) or _FOREIGN.search(stem)):
            continue
        third_person = "p" in classes and stem[-1] in "ыі" and len(stem) > 3
        if not third_person and not set(classes) & set(_sound(stem)):
            continue
        if not _harmonious(stem, suffix):
            continue
        found.append((word[:cut], name, word[cut:]))
        if name == POSSESSIVE and suffix[0] in "ыі":
            if stem in _FALLEN:
                found.append((_recase(word[:cut], _FALLEN[stem]), name, word[cut:]))
            elif stem[-1] in _DEVOICED:
                last = word[cut - 1]
                found.append((word[: cut - 1] + _like(last, _DEVOICED[stem[-1]]), name, word[cut:]))
    return found


def _recase(sample: str, word: str) -> str:
    if sample.isupper():
        return word.upper()
    return word.capitalize() if sample[:1].isupper() else word


@lru_cache(maxsize=65536)
def bases(word: str) -> tuple[Base, ...]:
    """Every base ``word`` may be a form of, with its suffixes; the word itself is the first, the shortest the last."""
    found = {word: Base(word)}
    if not 3 <= len(word) <= MAX_WORD or len(word.lower()) != len(word):
        return tuple(found.values())
    hyphenated = _HYPHENATED.match(word)
    if hyphenated and (name := _HYPHEN_SUFFIXES.get(hyphenated[2].lower())):
        stem = hyphenated[1].rstrip('»"”')
        # Abbreviations, numbers and quoted names carry their suffix after a hyphen: "СҚО-да", "AMANAT-тың".
        if stem.isupper() or _FOREIGN.search(stem.lower()) or stem != hyphenated[1]:
            found[stem] = Base(stem, ((name, hyphenated[2]),))
            return tuple(found.values())
    frontier = [(word, 0, ())]
    while frontier:
        form, first_slot, suffixes = frontier.pop()
        for number in range(first_slot, len(_SLOTS)):
            for stem, name, suffix in _stems(form, _SLOTS[number]):
                chain = ((name, suffix), *suffixes)
                if stem not in found or len(found[stem].suffixes) > len(chain):
                    found[stem] = Base(stem, chain)
                frontier.append((stem, number + 1, chain))
    return tuple(sorted(found.values(), key=lambda base: -len(base.text)))


def singular(word: str) -> str:
    """A plural without its -лар, the possessive kept: "депутаттары" gives "депутаты"; another word as it is."""
    for base in bases(word):
        names = [name for name, _ in base.suffixes]
        if names == [PLURAL]:
            return base.text
        if names == [PLURAL, POSSESSIVE] and base.suffixes[1][1].lower() in ("ы", "і"):
            front = base.suffixes[1][1].lower() == "і"
            vowel = base.text[-1].lower() in _VOWELS
            return base.text + _like(word, ("сі" if front else "сы") if vowel else ("і" if front else "ы"))
    return word


_WORD_END = re.compile(r"^(.*?)([\w%]+(?:[»\"”]*[-‑][\w]+)?)(\W*)$", re.DOTALL)


# A possessive that looks like an accusative: "маманы" is of "маман", not "мама" + ны.
_POSSESSED = frozenset(
    ["ауданы", "маманы", "адамы", "орманы", "арманы", "қорғаны", "мақтаны", "бостаны", "құраны", "саны", "құны",
     "жиыны", "дүкені", "мекені"]
)  # fmt: skip


@lru_cache(maxsize=16384)
def without_case(word: str) -> Base:
    """The word less its case, its possessive kept: "партиясының" gives "партиясы", "Алматыдағы" gives "Алматы"."""
    if word.lower() in UNSPLITTABLE or word.lower() in _POSSESSED:
        return Base(word)
    stripped = [base for base in bases(word) if len(base.suffixes) == 1 and base.suffixes[0][0] in _CASE_NAMES]
    return min(stripped, key=_doubt, default=Base(word))


def _doubt(base: Base) -> tuple[bool, bool, int]:
    # "филиалында" is "филиалы" + нда rather than "филиалын" + да: a longer suffix after a possessive is surer.
    return base.text.lower() not in UNSPLITTABLE, base.text[-1].lower() not in "ыі", len(base.text)


@lru_cache(maxsize=16384)
def phrase_base(text: str) -> str:
    """The nominative of a noun phrase: only its last word loses its case ("облыстық филиалының", "филиалы")."""
    if len(text) > 500:
        return text
    match = _WORD_END.match(text)
    if match is None:
        return text
    return match[1] + without_case(match[2]).text + match[3]
