"""Russian morphology: the nominative of noun phrases and of people's names, lemmas, and the names a model sees.

pymorphy3 knows the dictionary words; names go by rules, because few Kazakh names are in a Russian dictionary and the
parts of one name agree with each other. The named entity model is read from the files inside the natasha package,
which is never imported: its own dependencies break on current Pythons.
"""

from __future__ import annotations

import importlib.util
import re
import threading
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from seeds.reading import given_names

_LOCK = threading.Lock()
_CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")
CASE_NAMES = {
    "nomn": "nominative",
    "gent": "genitive",
    "datv": "dative",
    "accs": "accusative",
    "ablt": "instrumental",
    "loct": "prepositional",
}

# Nouns of Kazakhstan's offices that the dictionary lacks or takes for given names.
_OWN_NOUNS = {
    form: (noun, case)
    for noun in ("аким", "акимат", "маслихат", "мажилис", "курултай", "акын", "имам", "омбудсмен", "аксакал")
    for ending, case in (("", "nomn"), ("а", "gent"), ("у", "datv"), ("ом", "ablt"), ("е", "loct"))
    for form in (noun + ending,)
} | {
    form: (noun, case)
    for noun in ("астана", "акмола")
    for ending, case in (("а", "nomn"), ("ы", "gent"), ("е", "datv"), ("у", "accs"), ("ой", "ablt"))
    for form in (noun[:-1] + ending,)
}
_INDECLINABLE = frozenset(["елбасы", "жасыл", "курултайы", "улы", "кызы"])
_WORD = re.compile(r"[^\W\d_]+(?:[-‑][^\W\d_]+)*")


@lru_cache(maxsize=1)
def _morph():
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang="ru")


@lru_cache(maxsize=65536)
def parses(word: str) -> tuple:
    """What pymorphy3 makes of one word, the likeliest first."""
    if len(word) > 64 or max(word, default="") > "\u04ff":
        return ()  # pymorphy3 stumbles over letters of rare scripts
    with _LOCK:
        return tuple(_morph().parse(word))


@lru_cache(maxsize=65536)
def lemmas(word: str) -> tuple[str, ...]:
    """All dictionary forms ``word`` can be of, the likeliest first; never empty."""
    own = _OWN_NOUNS.get(word.lower())
    if own:
        return (own[0],)
    return tuple(dict.fromkeys(parse.normal_form for parse in parses(word))) or (word.lower(),)


def _recase(sample: str, word: str) -> str:
    if "ё" not in sample.lower():
        word = word.replace("ё", "е")
    if len(sample) > 1 and sample.isupper():
        return word.upper()
    if sample[:1].isupper():
        word = word[:1].upper() + word[1:]
        for found in re.finditer(r"-(\w)", sample):
            if found[1].isupper() and (at := _nth_hyphen(word, sample[: found.start() + 1].count("-"))) is not None:
                word = word[: at + 1] + word[at + 1 : at + 2].upper() + word[at + 2 :]
    return word


def _nth_hyphen(word: str, number: int) -> int | None:
    places = [at for at, letter in enumerate(word) if letter == "-"]
    return places[number - 1] if 0 < number <= len(places) else None


@dataclass(frozen=True, slots=True)
class Form:
    case: str
    number: str
    gender: str | None
    noun: bool
    nominative: str
    score: float


@lru_cache(maxsize=16384)
def word_forms(word: str) -> tuple[Form, ...]:
    """The nouns, adjectives and participles ``word`` can be, each with its nominative of the same number."""
    low = word.lower()
    if low in _INDECLINABLE:
        return tuple(Form(case, "sing", None, True, low, 1.0) for case in _CASES)
    if low in _OWN_NOUNS:
        noun, case = _OWN_NOUNS[low]
        cases = (case, "accs") if case == "gent" else (case,)
        return tuple(Form(each, "sing", "femn" if noun[-1] == "а" else "masc", True, noun, 1.0) for each in cases)
    found = []
    for parse in parses(word):
        tag = parse.tag
        part = tag.POS
        if part not in ("NOUN", "ADJF", "PRTF") or tag.case is None:
            continue
        noun = part == "NOUN"
        wanted = {"nomn", tag.number}
        if not noun and tag.number == "sing":
            wanted.add(tag.gender)
        if part == "PRTF":
            wanted |= {tag.voice, tag.tense}  # "населенный", not "населивший"
        case = {"gen2": "gent", "loc2": "loct", "acc2": "accs"}.get(tag.case, tag.case)
        nominative_word = _closest(parse, part, wanted, word.lower())
        if nominative_word and case in _CASES:
            found.append(Form(case, tag.number, tag.gender, noun, nominative_word, parse.score))
    # "главой" is a form of "глава" and hardly ever of an adjective.
    best = max(found, key=lambda form: form.score, default=None)
    found = [form for form in found if form.noun == best.noun or form.score > 0.1 * best.score]
    return tuple(found)


def _shared(a: str, b: str) -> int:
    """How many letters two words begin with alike."""
    return next((at for at, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _closest(parse, part: str, wanted: set[str], word: str) -> str:
    """The form of the lexeme that has the wanted marks and looks most like ``word``: "Высшего" is no "высокий"."""
    with _LOCK:
        fitting = [f.word for f in parse.lexeme if part == f.tag.POS and f.tag.grammemes.issuperset(wanted)]
    return max(fitting, key=lambda form: _shared(form, word), default="")


def _agree(adjective: Form, noun: Form) -> bool:
    if adjective.case != noun.case or adjective.number != noun.number:
        return False
    return noun.number == "plur" or noun.gender is None or adjective.gender in (noun.gender, None)


def _rank(chain: list[Form]) -> tuple:
    head = chain[-1]
    # "министерства" is rather one ministry in the genitive than many; a plural only when nothing else agrees.
    return (
        head.number == "sing" and head.case == "nomn",
        head.number == "sing",
        head.case == "nomn",
        head.score,
    )


_MAX_CHAIN = 8


@lru_cache(maxsize=16384)
def nominative(phrase: str) -> str:
    """``phrase`` with its head noun and the adjectives before it in the nominative; all after the head stays.

    "Жамбылскую область" gives "Жамбылская область". Letters keep their case, quotes their place; a phrase that can't
    be read comes back as it is.
    """
    return _decline(phrase)[0]


@lru_cache(maxsize=16384)
def case_of(phrase: str) -> str:
    """The case of the head of ``phrase`` ("genitive"); "" when it can't be read."""
    return CASE_NAMES.get(_decline(phrase)[1], "")


def singular(phrase: str) -> str:
    """What one of several is: "депутатам маслихата" gives "депутат маслихата"."""
    out, at = [], 0
    for match in list(_WORD.finditer(phrase[:300]))[:_MAX_CHAIN]:
        if match[0].lower() in _OWN_NOUNS:
            break
        parse = next(
            (p for p in parses(match[0]) if p.tag.POS in ("NOUN", "ADJF", "PRTF") and p.tag.number == "plur"), None
        )
        if parse is None:
            break
        noun = parse.tag.POS == "NOUN"
        wanted = {"sing", "nomn"} if noun else {"sing", "nomn", "masc"}
        word = _closest(parse, parse.tag.POS, wanted, match[0].lower())
        if not word:
            break
        out += [phrase[at : match.start()], _recase(match[0], word)]
        at = match.end()
        if noun:
            break
    return "".join(out) + phrase[at:]


def _decline(phrase: str) -> tuple[str, str]:
    if len(phrase) > 600:
        return phrase, ""
    words: list[re.Match] = []
    for match in _WORD.finditer(phrase):
        between = phrase[words[-1].end() if words else 0 : match.start()]
        if words and re.search(r"[«»\"“”„(),;:]", between):
            break
        words.append(match)
        if len(words) > _MAX_CHAIN:
            break
        if re.fullmatch(r"[A-Za-z-]+", match[0]):
            return phrase, ""
        forms = word_forms(match[0])
        if not forms:
            if match[0].lower() in ("и", "по", "на"):
                words.pop()
                if words and match[0].lower() == "и":
                    continue
            elif len(words) == 1:
                return phrase, ""
            else:
                words.pop()
            break
        if any(form.noun for form in forms) and not _also_adjective(forms, phrase, match.end()):
            break
    return _best(phrase, words)


def _also_adjective(forms: tuple[Form, ...], phrase: str, end: int) -> bool:
    """Is the word an adjective to the noun that follows it ("рабочий" in "рабочий посёлок")?"""
    if all(form.noun for form in forms):
        return False
    following = _WORD.match(phrase, end + 1) if phrase[end : end + 1] == " " else None
    if following is None:
        return False
    return any(_agree(form, after) for form in forms if not form.noun for after in word_forms(following[0]))


def _best(phrase: str, words: list[re.Match]) -> tuple[str, str]:
    if not words:
        return phrase, ""
    rows = [word_forms(word[0]) for word in words]
    nouns = [form for form in rows[-1] if form.noun] or list(rows[-1])
    best: list[Form] | None = None
    for head in nouns:
        chain = []
        for row in rows[:-1]:
            fitting = [form for form in row if not form.noun and _agree(form, head)]
            if not fitting:
                break
            chain.append(max(fitting, key=lambda form: form.score))
        else:
            chain.append(head)
            if best is None or _rank(chain) > _rank(best):
                best = chain
    if best is None:
        # Nothing agrees ("исполняющим обязанности акима"): the first word alone is the head.
        if len(words) > 1:
            return _best(phrase, words[:1])
        return phrase, ""
    out, at = [], 0
    for word, form in zip(words, best, strict=True):
        out += [phrase[at : word.start()], _recase(word[0], form.nominative)]
        at = word.end()
    return "".join(out) + phrase[at:], best[-1].case


# --- people's names -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name in the nominative, its parts told apart ("" where there is none)."""

    given: str = ""
    patronymic: str = ""
    surname: str = ""
    gender: str = ""  # m, f or ""
    case: str = "nomn"

    def __str__(self) -> str:
        return " ".join(part for part in (self.given, self.patronymic, self.surname) if part)


@dataclass(frozen=True, slots=True)
class _Reading:
    nominative: str
    gender: str
    case: str
    score: float


_OV = re.compile(r"(?:[оеё]в|[иы]н)$")
_OV_FORM = re.compile(r"[оеё]в(?:а|у|ым|е|ой|ою)?$")
_CONSONANT = re.compile(r"[бвгджзклмнпрстфхцчшщғқңһ]$")
_PATRONYMIC = re.compile(r"(?:[оеё]вич|[^аеиоуыэюя]ич)(?:а|у|ем|е)?$|(?:[оеё]вн|ичн|иничн)(?:а|ы|е|у|ой|ою)$", re.I)
KAZAKH_PATRONYMIC = re.compile(r"(?:ұлы|улы|қызы|кызы|оглы|ули|тегі)$", re.I)
_NOUN_ENDINGS = (("а", "gent"), ("а", "accs"), ("у", "datv"), ("ом", "ablt"), ("ем", "ablt"), ("е", "loct"))
_MASC_GIVEN = re.compile(
    r"(?:бек|хан|жан|гали|ғали|бай|тай|султан|сұлтан|мат|рат|[кх]ат|нат|лан|ман|дар|мар|ар|ир|ил|ор|им|ым|ен|ан|ос|ас|уз|"
    r"ит|ыт|бол|дин|мурат|гельд|нур|мухамед|улла|олла|ис|ыс|ус|ик|ык|ек|ак)$"
)


_ANY_SURNAME = re.compile(r"(?:(?:[оеё]в|[иы]н)(?:а|у|ым|е|ой|ою)?|ск(?:ий|ой|ого|ому|им|ом|ая|ую)|енко|швили)$")


def is_surname(word: str) -> bool:
    """Does ``word`` end like a surname in -ов, -ев, -ин, -ский in any case of either gender?"""
    return bool(_ANY_SURNAME.search(word.lower()))


def is_adjective(word: str) -> bool:
    """May ``word`` be an adjective or a participle?"""
    return any(parse.tag.POS in ("ADJF", "PRTF") for parse in parses(word)[:3])


def is_patronymic(word: str) -> bool:
    """Russian -ович / -овна in any case, or Kazakh -ұлы / -қызы."""
    return bool(_PATRONYMIC.search(word) or (len(word) > 5 and KAZAKH_PATRONYMIC.search(word)))


@lru_cache(maxsize=16384)
def _surname_readings(word: str) -> tuple[_Reading, ...]:
    low = word.lower()
    found = [_Reading(word, "", case, 0.2) for case in _CASES]  # indeclinable: women's Байбек, anybody's -улы, -ко
    if _OV.search(low):
        found = [_Reading(word, "m", "nomn", 2)]
    for ending, case in (("а", "gent"), ("а", "accs"), ("у", "datv"), ("ым", "ablt"), ("е", "loct")):
        if low.endswith(ending) and _OV.search(low[: -len(ending)]):
            found.append(_Reading(word[: -len(ending)], "m", case, 2))
    for ending, case in (("а", "nomn"), ("у", "accs"), ("ой", "gent"), ("ой", "datv"), ("ой", "ablt"), ("ой", "loct")):
        if low.endswith(ending) and _OV.search(low[: -len(ending)]):
            found.append(_Reading(word[: -len(ending)] + _case_like(word, "а"), "f", case, 2))
    for ending, base, gender, case in (
        ("ий", "ий", "m", "nomn"), ("ого", "ий", "m", "gent"), ("ого", "ий", "m", "accs"), ("ому", "ий", "m", "datv"),
        ("им", "ий", "m", "ablt"), ("ом", "ий", "m", "loct"), ("ая", "ая", "f", "nomn"), ("ую", "ая", "f", "accs"),
        ("ой", "ая", "f", "gent"), ("ой", "ая", "f", "datv"), ("ой", "ая", "f", "ablt"), ("ой", "ая", "f", "loct"),
    ):  # fmt: skip
        if low.endswith(ending) and low[: -len(ending)].endswith(("ск", "цк")):
            found.append(_Reading(word[: -len(ending)] + _case_like(word, base), gender, case, 2))
    if len(found) > 6 or found[0].score == 2:
        return tuple(found)
    found += _adjective_readings(word)
    if _CONSONANT.search(low):
        found.append(_Reading(word, "m", "nomn", 1))
        found += [_Reading(word, "f", case, 1) for case in _CASES]
    for ending, case in _NOUN_ENDINGS:
        if low.endswith(ending) and _CONSONANT.search(low[: -len(ending)]) and len(low) - len(ending) >= 3:
            base = word[: -len(ending)]
            if _FALLEN_E.search(base.lower()):
                base = base[:-1] + _case_like(word, "ец")
            found.append(_Reading(base, "m", case, 1))
    if re.search(r"[бвжзмнрсх]ы$", low):
        found.append(_Reading(word[:-1] + "а", "m", "gent", 0.5))  # "Нуртазы", but "Сатыбалды" has one form
    if not _CONSONANT.search(low):
        for ending, base in (("ая", "ай"), ("аю", "ай"), ("аем", "ай"), ("ае", "ай")):
            if low.endswith(ending):
                case = {"ая": "gent", "аю": "datv", "аем": "ablt", "ае": "loct"}[ending]
                found.append(_Reading(word[: -len(ending)] + base, "m", case, 1))
                if case == "gent":
                    found.append(_Reading(word[: -len(ending)] + base, "m", "accs", 1))
        if low.endswith("ай"):
            found.append(_Reading(word, "m", "nomn", 1))
    return tuple(found)


def _case_like(sample: str, ending: str) -> str:
    return ending.upper() if len(sample) > 1 and sample.isupper() else ending


_FALLEN = {"павл": "павел", "льв": "лев"}  # the vowel of the nominative falls out
_FALLEN_E = re.compile(r"[бвгджзкмпстчш]ц$")  # "Радостовца" of "Радостовец"

# ending of the form, ending of the nominative, gender, cases
_GIVEN_ENDINGS = [
    ("а", "", "m", "gent accs"), ("у", "", "m", "datv"), ("ом", "", "m", "ablt"), ("ем", "", "m", "ablt"),
    ("е", "", "m", "loct"), ("я", "й", "m", "gent accs"), ("ю", "й", "m", "datv"), ("ем", "й", "m", "ablt"),
    ("е", "й", "m", "loct"), ("я", "ь", "m", "gent accs"), ("ю", "ь", "m", "datv"), ("ем", "ь", "m", "ablt"),
    ("ы", "а", "f", "gent"), ("е", "а", "f", "datv loct"), ("у", "а", "f", "accs"), ("ой", "а", "f", "ablt"),
    ("и", "а", "f", "gent"), ("ей", "а", "f", "ablt"),
    ("ии", "ия", "f", "gent datv loct"), ("ию", "ия", "f", "accs"), ("ией", "ия", "f", "ablt"),
    ("и", "я", "f", "gent"), ("е", "я", "f", "datv loct"), ("ю", "я", "f", "accs"), ("ей", "я", "f", "ablt"),
    ("и", "ь", "f", "gent datv loct"), ("ью", "ь", "f", "ablt"),
]  # fmt: skip


@lru_cache(maxsize=16384)
def _given_readings(word: str) -> tuple[_Reading, ...]:
    low = word.lower()
    for ending, cases in (("а", "gent accs"), ("у", "datv"), ("ом", "ablt"), ("е", "loct")):
        if low.endswith(ending) and low[: -len(ending)] in _FALLEN:
            name = _recase(word, _FALLEN[low[: -len(ending)]])
            return tuple(_Reading(name, "m", case, 4.1) for case in cases.split())
    known = given_names.gender(word)
    found = []
    for gender in known or "":
        found.append(_Reading(word, gender, "nomn", 4))
        if gender == "f" and (_CONSONANT.search(low) or low[-1:] in "ьуеиюоәү"):
            found += [_Reading(word, "f", case, 3.5) for case in _CASES[1:]]  # "Айгуль", "Меруерт" stay as they are
        if gender == "m" and low[-1:] in "иыуо":
            found += [_Reading(word, "m", case, 3.5) for case in _CASES[1:]]  # "Гали", "Ескали"
    if not known:
        feminine = low[-1:] in "ая"
        found.append(_Reading(word, "f" if feminine else "m", "nomn", 1))
        if low[-1:] in "иыуоеэю":
            found += [_Reading(word, "m", case, 0.8) for case in _CASES[1:]]
        if not feminine:
            found += [_Reading(word, "f", case, 0.3) for case in _CASES]
    for ending, base, gender, cases in _GIVEN_ENDINGS:
        if not low.endswith(ending) or len(low) - len(ending) < 2:
            continue
        stem = word[: -len(ending)]
        candidate = stem + _case_like(word, base)
        if base == "" and not _CONSONANT.search(stem.lower()):
            continue
        if base == "й" and not re.search(r"[аеоуиы]$", stem.lower()):
            continue
        if base in ("а", "я", "ь") and not _CONSONANT.search(stem.lower()) and base != "я":
            continue
        listed = given_names.gender(candidate)
        if listed:
            score = (4.1 if given_names.spelled(candidate) else 4) if gender in listed else -1
        elif known:
            score = -1
        else:
            score = 0.9 if gender == "m" and base == "" and _MASC_GIVEN.search(stem.lower()) else 0.4
        if score > 0:
            found += [_Reading(candidate, gender, case, score) for case in cases.split()]
    return tuple(found)


@lru_cache(maxsize=4096)
def _patronymic_readings(word: str) -> tuple[_Reading, ...]:
    low = word.lower()
    if KAZAKH_PATRONYMIC.search(low):
        gender = "f" if low.endswith(("қызы", "кызы")) else "m"
        return tuple(_Reading(word, gender, case, 2) for case in _CASES)
    for stem, rows, gender in (
        ("ич", (("", "nomn"), ("а", "gent"), ("а", "accs"), ("у", "datv"), ("ем", "ablt"), ("е", "loct")), "m"),
        ("н", (("а", "nomn"), ("ы", "gent"), ("е", "datv"), ("у", "accs"), ("ой", "ablt"), ("е", "loct")), "f"),
    ):
        found = [
            _Reading(
                (word[: len(word) - len(ending)] if ending else word)
                + (_case_like(word, "а") if gender == "f" else ""),
                gender,
                case,
                2,
            )
            for ending, case in rows
            if low.endswith(stem + ending)
        ]
        if found:
            return tuple(found)
    return tuple(_Reading(word, "", case, 0) for case in _CASES)


_INITIAL = re.compile(r"^\w\.?$|^(?:\w\.)+$")


def split_name(words: list[str]) -> tuple[str, str, str]:
    """(given, patronymic, surname) of the words of a name in either order; initials count as given."""
    words = list(words)
    patronymic = ""
    for at, word in enumerate(words):
        if is_patronymic(word) and len(words) > 1 and not _INITIAL.match(word):
            # The last of two words in -ович is a surname only after a given name and another patronymic.
            patronymic = words.pop(at)
            break
    if len(words) == 1:
        return (words[0], patronymic, "") if patronymic or is_given(words[0]) else ("", "", words[0])
    if not words:
        return "", patronymic, ""
    first, last = words[0], " ".join(words[1:])
    if _INITIAL.match(words[-1]):
        return last, patronymic, first
    if _INITIAL.match(first):
        return first, patronymic, last
    swapped = is_given(words[-1]) or (_OV_FORM.search(first.lower()) and not is_surname(words[-1]))
    if is_surname(first) and not is_given(first) and swapped:
        return last, patronymic, first
    return first, patronymic, last


def is_given(word: str) -> bool:
    """Is ``word`` a listed given name in any case?"""
    return any(reading.score >= 3.5 for reading in _given_readings(word))


def _adjective_readings(word: str) -> list[_Reading]:
    """A surname that is an adjective: "Бережной" is of a Бережная, or is a Бережной himself."""
    found = []
    for parse in parses(word):
        gender = {"masc": "m", "femn": "f"}.get(parse.tag.gender or "")
        if parse.tag.POS != "ADJF" or not gender or parse.tag.case not in _CASES:
            continue
        base = parse.inflect({"nomn", "sing", parse.tag.gender})
        if base is not None:
            text = base.word.upper() if word.isupper() else base.word.capitalize()
            found.append(_Reading(text, gender, parse.tag.case, 1.5))
    return found


@lru_cache(maxsize=8192)
def person_nominative(name: str, case: str = "", gender: str = "") -> PersonName:
    """The nominative of a Russian form of a name: "Алию Садырбаеву" gives Алия Садырбаева.

    The parts must agree in case and gender; ``case`` (a pymorphy case, "gent") and ``gender`` are what the context
    demands, when it is known.
    """
    words = name.split()[:5]
    given, patronymic, surname = split_name(words)
    rows = _name_rows(given, patronymic, surname)
    readings = _agreeing(rows, case, gender)
    if not readings:
        return PersonName(given, patronymic, surname)
    _, chosen, best_case, best_gender = max(readings, key=lambda reading: reading[0])
    return PersonName(
        chosen.get("given", given),
        chosen.get("patronymic", patronymic),
        chosen.get("surname", surname),
        best_gender,
        best_case,
    )


@lru_cache(maxsize=8192)
def name_cases(name: str) -> frozenset[str]:
    """The cases that the form ``name`` of a person's name can be in."""
    readings = _agreeing(_name_rows(*split_name(name.split()[:5])), "", "")
    best = max((score for score, *_ in readings), default=0)
    return frozenset(case for score, _, case, _ in readings if score > best - 1.6)


def _name_rows(given: str, patronymic: str, surname: str) -> list[tuple[str, tuple[_Reading, ...]]]:
    rows = []
    if given and not _INITIAL.match(given.split()[0]):
        rows.append(("given", _given_readings(given)))
    if patronymic:
        rows.append(("patronymic", _patronymic_readings(patronymic)))
    if surname:
        rows.append(("surname", _surname_readings(surname)))
    return rows


def _agreeing(
    rows: list[tuple[str, tuple[_Reading, ...]]], case: str, gender: str
) -> list[tuple[float, dict[str, str], str, str]]:
    """(score, part → nominative, case, gender) for every case and gender in which all parts agree."""
    found = []
    for each_case in _CASES:
        for each_gender in "mf":
            chosen, score = {}, 0.0
            for part, readings in rows:
                fitting = [r for r in readings if r.case == each_case and r.gender in (each_gender, "")]
                if not fitting:
                    break
                reading = max(fitting, key=lambda r: r.score)
                chosen[part] = reading.nominative
                score += reading.score
            else:
                score += (each_case == "nomn") * 0.5 + (each_case == case) * 3 + (each_gender == gender) * 2
                found.append((score, chosen, each_case, each_gender))
    return found


# --- named entities -------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _model():
    """The named entity model, or None where its files are not installed."""
    found = importlib.util.find_spec("natasha")
    if found is None or not found.submodule_search_locations:
        return None
    data = Path(next(iter(found.submodule_search_locations))) / "data"
    vectors, weights = data / "emb" / "navec_news_v1_1B_250K_300d_100q.tar", data / "model" / "slovnet_ner_news_v1.tar"
    if not (vectors.is_file() and weights.is_file()):
        return None
    from navec import Navec
    from navec.pq import PQ
    from slovnet import NER

    PQ.precompute = lambda vectors: None  # norms and products for similarities, which nobody asks for: 26 MB
    model = NER.load(weights)
    model.navec(Navec.load(vectors))
    return model


@lru_cache(maxsize=512)
def named(text: str) -> tuple[tuple[int, int, str], ...]:
    """(start, end, "PER" | "LOC" | "ORG") for the names the model sees in a sentence; empty without the model."""
    if not text.strip() or len(text) > 5000:
        return ()
    with _LOCK:
        model = _model()
        if model is None:
            return ()
        return tuple((span.start, span.stop, span.type) for span in model(text).spans)
