"""Clauses of a sentence, and whether they tell what is, what is planned or what is promised.

A clause ends at a comma, a dash, a colon or a bracket when both sides have a predicate; Kazakh predicates close their
clause, Russian ones stand anywhere in it.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from seeds.reading import russian
from seeds.reading.numbers import Token
from seeds.reading.units import is_kazakh_verb

REPORTED, PLANNED, PLEDGED = "reported", "planned", "pledged"


@dataclass(frozen=True, slots=True)
class Clause:
    """Tokens ``first`` up to ``after`` of the sentence."""

    first: int
    after: int
    predicate: bool


_SEPARATORS = frozenset(",;:()—–")
_AND = frozenset(["и", "а", "но", "да", "және", "әрі", "ал"])


def split(tokens: list[Token], language: str) -> list[Clause]:
    """The clauses of a sentence's tokens, punctuation outside them."""
    clauses: list[Clause] = []
    first = 0
    for at, token in enumerate(tokens):
        dash = token.text == "-" and at and tokens[at - 1].end < token.start
        conjunction = language == "ru" and token.low in _AND and _divides(tokens, first, at)
        if token.text == "," and language == "ru" and _coordinates(tokens, at):
            continue
        if token.kind == "break" or token.text in _SEPARATORS or dash or conjunction:
            if at > first:
                clauses.append(Clause(first, at, has_predicate(tokens[first:at], language)))
            first = at + 1
    if len(tokens) > first:
        clauses.append(Clause(first, len(tokens), has_predicate(tokens[first:], language)))
    return clauses


_SOURCE = re.compile(r"(?:данн|сведени|словам|слов$|информаци|оценк|подсчет|подсчёт|мнени|расчет|расчёт|статистик)")


def is_aside(tokens, part) -> bool:
    """Whether a clause only says in passing whose words or figures they are: ", по данным акимата,"."""
    low = [token.low for token in tokens[part.first : min(part.after, part.first + 4)]]
    enclosed = low and part.after < len(tokens) and tokens[part.after].text == ","
    enclosed = enclosed and (part.first == 0 or tokens[part.first - 1].text == ",")
    if not enclosed or tokens[part.after].kind == "break":
        return False
    if low[0] in ("по", "согласно"):
        return any(map(_SOURCE.match, low[1:]))
    return low[0] == "как" and any(map(is_saying, low[1:]))


def start(tokens: list[Token], clause: Clause) -> int:
    """Where a clause starts that something said in passing may cut in two."""
    comma = next((n for n in range(clause.first - 2, 0, -1) if tokens[n].text == ","), 0)
    if not comma or not is_aside(tokens, Clause(comma + 1, clause.first - 1, False)):
        return clause.first
    return next((n + 1 for n in range(comma - 1, -1, -1) if tokens[n].kind != "word"), 0)


_LIKE = frozenset(["ую", "юю", "ых", "их", "ой", "ые", "ие", "ого", "ому", "ым", "им"])


def _coordinates(tokens: list[Token], at: int) -> bool:
    """Whether a comma joins two adjectives of one noun: "юридическую, психологическую помощь"."""
    if not 0 < at < len(tokens) - 2 or tokens[at - 1].kind != "word" or tokens[at + 1].kind != "word":
        return False
    left, right = tokens[at - 1].low, tokens[at + 1].low
    return len(left) > 4 and len(right) > 4 and left[-2:] == right[-2:] and left[-2:] in _LIKE and all(
        (parses := russian.parses(word)) and parses[0].tag.POS == "ADJF" for word in (left, right)
    )  # fmt: skip


def _divides(tokens: list[Token], first: int, at: int) -> bool:
    """Whether "и" joins two predicates and not two nouns."""
    ahead = tokens[at + 1 : at + 5]
    for number, token in enumerate(ahead):
        if token.kind == "mark":
            ahead = ahead[:number]
            break
    return has_predicate(tokens[first:at], "ru") and has_predicate(ahead, "ru")


def has_predicate(tokens: list[Token], language: str, said: bool = True) -> bool:
    """Whether the clause tells something; less ``said``, something beside who said it."""
    words = [token.low for token in tokens if token.kind == "word"]
    if language == "kk":
        while words and words[-1] in _KK_FRAMES:
            words.pop()
        return bool(words) and (_kk_predicate(words[-1]) or (len(words) > 1 and words[-1] in _KK_TAILS))
    return any(is_russian_verb(word) and (said or not _SAYS.match(word)) for word in words)


_KK_FRAMES = frozenset(["деп", "деді", "дейді", "дегенді"])
_KK_TAILS = frozenset(["еді", "екен", "екенін", "болды", "болады", "болатын", "ма", "ме"])
_KK_FIRST_PERSON = re.compile(r"\w{2}(?:[аейи]м[ыі]з|[аейи]м[ыі]н|[қк]п[ыі]з)$")
_KK_WE_WILL = re.compile(r"\w{2}(?:[аейи]м[ыі]з)$")
# "орындалғанын айтты", "ашылатынын хабарлады": what somebody tells.
_KK_REPORTED = re.compile(r"\w{2}(?:[ғқ]ан[ыі]н|[гк]ен[ыі]н|[аей]т[ыі]н[ыі]н)$")
_KK_PARTICIPLE = re.compile(r"\w{2}(?:ған|ген|қан|кен)$")


def _kk_predicate(low: str) -> bool:
    if is_kazakh_verb(low) or low in _KK_TAILS or low in ("тиіс", "керек", "қажет"):
        return True
    return bool(_KK_PARTICIPLE.search(low) or _KK_FIRST_PERSON.search(low) or _KK_REPORTED.search(low))


_VERBAL = re.compile(r"(?:л[аои]?|[её]т|ит|[уюая]т|[ие]м|[аяыо]|ен|ан|ся|сь)$")


@lru_cache(maxsize=16384)
def is_russian_verb(low: str) -> bool:
    """A finite verb, a short participle or a word that stands for one."""
    if low in ("нет", "есть"):
        return True
    parses = russian.parses(low)
    if not parses or not (parses[0].is_known or _VERBAL.search(low)):
        return False  # "Наурыз" is no past tense
    return parses[0].tag.POS in ("VERB", "PRTS", "PRED") or is_passive(low)


_KK_PLANNED = re.compile(
    r"\b(?:жоспарлан(?:уда|ып|ған(?:ын|ы)?|ады|атын|ды|са)|жоспарла(?:п|ған|йды|уда)|жоспарда|"
    r"көздел(?:ген(?:ін|і)?|іп|уде|еді|се)|көздей(?:ді|міз)|"
    r"көздеп|міндеттел\w+|міндеттен\w+|уәде\w*|күтіл(?:уде|еді|іп)|болжан(?:уда|ады|ып)|"
    r"ниетт\w+|тапсырма берді|\w+у(?:ды|ді)?(?: [^\W\d]+){0,2} тапсыр(?:ды|ылды)|"
    r"мақсат қойыл\w+|мақсат етіп|міндетт(?:імін|іміз)|міндет(?:і|тері) (?:тұр|қойыл|жүктел)\w*|"
    r"\w+у(?:ды|ді)? ұсын(?:ыл(?:ды|ған|уда|ып)|ды|ған|ып)\w*|"
    r"(?:қажет|тиіс|керек)(?=\W*(?:деп|деді|екен\w*|болады|еді|болатын)?\W*$)|болмақ(?:шы)?|"
    r"межелен(?:ген|іп|уде|еді)|межелеп|"
    r"\w+(?:тын|тін) болады?|\w+(?:тын|тін) боламыз)\b"
)
# Verbal forms in -мақ/-мек; "көмек", "тамақ", "-бек" names stay out by what must stand before them.
_KK_INTENT = re.compile(
    r"\b(?:бер|сал|ал|кел|көр|жүр|бар|өт|ет|аш|қос|жет|құр|\w*(?:ыл|іл|ын|ін|лан|лен|сат|сет|тес|дес|лас|лес|ыс|іс|қар|кер|"
    r"\w{3}[ае]л|ар|ер|дыр|дір|тыр|тір|ғыз|гіз|қыз|кіз|йт|айт|ейт|ла|ле|да|де|та|те))"
    r"(?:мақ|мек|бақ|бек|пақ|пек)(?:шы|ші|п[ыі]з|с[ыі]з)?\b|\w{3}(?:мақ|мек|бақ|бек|пақ|пек)(?:шы|ші)?п[ыі]з\b"
)
# "жоспарлады" is the past of "жоспарла", "жасалады" the present of "жасал".
_PAST_OF_VOWEL = re.compile(
    r"(?:[^аәеоөұүыіиу][лд]|[^йе]т|нд)[ае]д[ыі]$|(?:ұлғай|көбей|азай|кемей|молай|күшей|кішірей|қой)д[ыі]$|"
    r"(?<!\w)(?:жин|арн|ойн|сын|ұн|сұр|қар|жар|тар|құр|бұр|қорғ|байқ)ады$"
)
# "артады" is the present of "арт" where "бастады" is the past of "баста".
_CLOSED_STEM = re.compile(
    r"\b(?:арт|айт|қайт|өт|жет|кет|сат|тарт|оқыт|ет|күт|көрсет|орнат|тарат|азайт|көбейт|ұлғайт|төмендет|дамыт|қысқарт|"
    r"босат|"
    r"тұрғыз|ал|бол|қал|сал|кел|бөл)(?:ады|еді)$"
)
# "бөлінетінін айтты": what will be, told by somebody.
_KK_TO_BE = re.compile(r"\w(?:атын|етін|йтын|йтін)(?:ын|ін|дығын|дігін)$")
_KK_TOLD = re.compile(
    r"(?<=[\w»”\"])\W{1,6}(?:айтты|айтады|айтып (?:өтті|отыр)|айта кетті|атап (?:өтті|өтеді|айтты|көрсетті)|"
    r"мәлімде(?:ді|йді)|хабарла(?:ды|йды)|жеткіз(?:ді|еді)|баянда(?:ды|йды)|қос(?:ты|ады)|түсіндір(?:ді|еді)|"
    r"нақтыла(?:ды|йды)|ескерт(?:ті|еді)|еске сал(?:ды|ады)|алға тарт(?:ты|ады)|тілге тиек етті|жасыр(?:мады|майды)|"
    r"деп жауап бер(?:ді|ілді)|деп сендірді)\W{0,6}$"
)
_KK_NAMED = re.compile(r"\b[А-ЯӘҒҚҢӨҰҮІҺ]\w+б[ае][кқ]\b")
_KK_PRESENT = re.compile(r"\w(?:ады|еді|йды|йді|амыз|еміз|аймыз|ейміз|ймыз|йміз|амын|емін)$")
# Once done they stay done: in the present they speak of what will be.
_KK_COMPLETED = re.compile(
    r"\b(?:ашыл|салын|құрыл|тұрғызыл|жөндел|енгізіл|қосыл|қолданысқа беріл|қамтыл|"
    r"пайдалануға беріл|арттырыл|жеткізіл|жасақтал|аяқтал|тартыл|орнатыл|даярлан|орналастырыл|жаңғыртыл|"
    r"көшіріл|бой көтер|(?:жүзеге|іске) (?:ас|асырыл))(?:ады|еді|атын(?:ын|ы)|етін(?:ін|і))\b"
)
# Money that goes somewhere has yet to go there, unless it does so every year.
_KK_SPENT = re.compile(r"\b(?:бағыттал|жұмсал|бөлін)(?:ады|еді|атын(?:ын|ы)|етін(?:ін|і))\W*(?:деп|деді|айтты)?\W*$")
_KK_ALWAYS = re.compile(r"\b(?:жыл|ай|күн) сайын|\b(?:жылына|айына|күніне)\b|\bәр (?:жыл|ай)|\bорта есеппен\b")
# "сараптама алынса, жұмыс басталатынын айтты": what depends on something is still to come.
_KK_ON_CONDITION = re.compile(r"\w{2}с[ае]\b")
_RU_PLANNED = re.compile(
    r"\b(?:буд(?:ет|ут|ем|у)|планиру\w+|планирова\w+|запланирован\w*|намерен\w*|предстоит|предусм\w+|ожида(?:ется|ются|ет)|"
    r"обеща\w+|пообеща\w+|обязу\w+|обязал\w*|позвол(?:ит|ят)|долж(?:ен|на|но|ны)|необходимо|нужно|"
    r"собира(?:ется|ются|емся|лся|лась|лись|лось)|"
    r"поруч(?:ил|ено|ила|или)|прогнозиру\w+|наме(?:тил|чен)\w*|рассчитыва\w+|"
    r"ставит (?:цель|задачу)|цель|целевой|задач[аиу]|заложен[аоы]?|закладыва\w+)\b"
)
_KK_SAYING = re.compile(r"\s+деп\s+отыр\w*\W*$")
_PROMISE = re.compile(
    r"\b(?:обеща(?!ни|нн)\w+|(?:дал[аи]?|дают|дает) обещани\w+|пообеща\w+|обязу\w+|обязательств\w+|"
    r"уәде\w*|міндеттеме\w* ал\w*|"
    r"міндеттен\w+|міндеттел\w+|кепілдік бер\w+)\b"
)


def status(text: str, language: str, ahead: bool) -> str:
    """What the clause says of its figures; ``ahead``: it has a deadline or a period after the document's date."""
    low = _KK_SAYING.sub("", text.lower())
    if language == "kk":
        low = _KK_TOLD.sub("", low)
    if _PROMISE.search(low):
        return PLEDGED
    if language == "kk":
        if _KK_PLANNED.search(low) or _KK_INTENT.search(low):
            return PLANNED
        last = re.findall(r"\w+", low)
        while len(last) > 1 and last[-1] in _KK_FRAMES:
            last.pop()
        if last and _KK_WE_WILL.search(last[-1]):
            return PLANNED
        if len(last) > 1 and last[-1] == "болады" and not re.search(r"(?:[ую][ғгқк][ае]|[аей]тын|[аей]тін)$", last[-2]):
            return PLANNED
        if len(last) > 1 and last[-1] in ("алады", "аламыз") and re.search(r"[аей]$", last[-2]):
            return REPORTED  # "қабылдай алады": what can be done
        if last and _KK_TO_BE.search(last[-1]) and (ahead or _KK_ON_CONDITION.search(low)):
            return PLANNED
        if _KK_SPENT.search(low) and not _KK_ALWAYS.search(low):
            return PLANNED
        if last and (
            _KK_COMPLETED.search(low) or (ahead and _KK_PRESENT.search(last[-1]) and not is_past_of_vowel(last[-1]))
        ):
            return PLANNED
        return REPORTED
    if _RU_PLANNED.search(low):
        return PLANNED
    verbs = [word for word in re.findall(r"[а-яё-]+", low) if is_russian_verb(word)]
    if any(_future(word) for word in verbs):
        return PLANNED
    if ahead and not any(_past(word) for word in verbs):
        return PLANNED
    # "… до 2030 года снизить уровень бедности и создать …": what is to be done stands in the infinitive alone.
    if all(_SAYS.match(word) for word in verbs) and any(map(_to_do, re.findall(r"[а-яё-]+", low))):
        return PLANNED
    return REPORTED


_SAYS = re.compile(
    r"(?:отмет|сказ|сообщ|подчеркн|рассказ|заяв|добав|поясн|подел|долож|напомн|счита|уверен|продолж|говор|призва)"
)


@lru_cache(maxsize=16384)
def is_infinitive(low: str) -> bool:
    """A Russian infinitive."""
    parses = russian.parses(low) if low.endswith(("ть", "ти", "чь", "ться", "тись")) else ()
    return bool(parses) and parses[0].tag.POS == "INFN"


def is_saying(low: str) -> bool:
    """A verb of saying: "отметили"."""
    return bool(_SAYS.match(low)) and is_russian_verb(low)


def _to_do(low: str) -> bool:
    """A perfective infinitive."""
    return is_infinitive(low) and russian.parses(low)[0].tag.aspect == "perf"


def is_past_of_vowel(text: str) -> bool:
    """Whether Kazakh words end with a past that looks like a present: "жоспарлады", not "артады"."""
    return bool(_PAST_OF_VOWEL.search(text)) and not _CLOSED_STEM.search(text)


@lru_cache(maxsize=16384)
def _future(low: str) -> bool:
    """A verb of what will be; "перевозится" is as well what is."""
    parses = russian.parses(low)
    return bool(parses) and parses[0].tag.tense == "futr" and not is_present(low)


@lru_cache(maxsize=16384)
def is_present(low: str) -> bool:
    """A Russian verb that can tell what is."""
    parses = russian.parses(low)
    return any(p.tag.tense == "pres" and p.score >= parses[0].score for p in parses)


@lru_cache(maxsize=16384)
def _past(low: str) -> bool:
    parses = russian.parses(low)
    return bool(parses) and (parses[0].tag.tense == "past" or parses[0].tag.POS == "PRTS")


def is_past(text: str, language: str, aim: bool = False) -> bool:
    """Whether a predicate tells what was done; after "чтобы" the past tense does not."""
    low = text.lower()
    if language == "kk":
        last = re.findall(r"\w+", _KK_TOLD.sub("", low))
        return (
            bool(last)
            and not _KK_PRESENT.search(last[-1])
            and bool(re.search(r"(?:[дт][ыі]|[ғқ]ан|[гк]ен)$", last[-1]))
        )
    return not aim and any(_past(word) for word in re.findall(r"[а-яё-]+", low) if is_russian_verb(word))


def is_passive(low: str) -> bool:
    """A short participle: "построено", also where it is as often an adjective: "занято"."""
    parses = russian.parses(low)
    return any(parse.tag.POS == "PRTS" and parse.score >= parses[0].score for parse in parses)


def less_names(text: str) -> str:
    """The text less Kazakh names that end like a verb of intent: "Кемелбек"."""
    return _KK_NAMED.sub(" ", text)


def less_promises(text: str) -> str:
    """The text less the words of promising: where promises themselves are what is counted."""
    return _PROMISE.sub(" ", text.lower())


def promises(text: str) -> bool:
    """Whether the words themselves say that it is a promise."""
    return bool(_PROMISE.search(text.lower()))
