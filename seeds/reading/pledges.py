"""Pledges: what a party, a body or an official says will be done, with or without a number.

Forecasts ("станет", "ожидается"), wishes ("үміттенемін"), duties of others ("тиіс", "должны") and conditions are none.
"""

import re

from seeds.reading import clauses, periods
from seeds.reading.drafts import ORGANIZATION, Figure, Pledge, Reading, Sentence, Span, Thing
from seeds.reading.figures import Places
from seeds.reading.gazetteer import Gazetteer
from seeds.reading.numbers import Token, tokens

_SHORTEST = 20

_KK_PLEDGE = re.compile(
    r"\b(?:\w+(?:тын|тін) бола(?:ды|мыз|мын)|жоспарла(?:п отыр\w*|нуда|нып отыр\w*|нған|уда|ймыз)|жоспарда бар|"
    r"көздел(?:ген|іп|уде)\w*|көздеп отыр\w*|міндеттен\w+|міндеттеме ал\w+|уәде \w+|ниетт\w+|болмақ(?:шы)?)\b"
)
_KK_WE = re.compile(r"\w(?:амыз|еміз|аймыз|ейміз|ймыз|йміз|мақпыз|мекпіз|бақпыз|бекпіз|пақпыз|пекпіз)$")
_KK_INTENT = re.compile(
    r"\b\w*(?:ыл|іл|ын|ін|лан|лен|дыр|дір|тыр|тір|ғыз|гіз|бер|сал|аш|құр|өткіз|көмектес|жаса|аста)(?:мақ|мек|бақ|бек|пақ|пек)(?:шы|ші)?$"
)
_KK_NOT = re.compile(
    r"\b(?:үміт\w*|сен(?:емін|еміз|ім\w*)|ойла\w+|білеміз|көреміз|айтамыз|түсінеміз|деп санаймыз|санаймыз|"
    r"тиіс\w*|керек|қажет\w*|"
    r"мүмкін|күтіл\w+|болжан\w+|егер|тілейм\w*|тілейміз|құттықта\w+|шақырамыз|сұраймыз|үйретеміз|қалыптастырамыз|"
    r"ескерсек|болсын|көрсететіні\w*|қолдаймыз|мақтан\w*)\b"
)
_RU_PASSIVE = re.compile(
    r"\bбуд(?:ет|ут) (?:(?:и|также|полностью|активно|обязательно|в|на|до|не) )?(?:\w+ ){0,3}?(\w+)", re.I
)
_RU_PLEDGE = re.compile(
    r"\b(?:обеща\w+|пообеща\w+|обязу\w+|берет на себя|намерен\w*|планиру(?:ет|ем|ют|ется|ются)|запланирован\w*|"
    r"предусмотрен\w*|собира(?:ется|ются|емся)|гарантиру(?:ем|ю))\b"
)
_RU_NOT = re.compile(
    r"\b(?:надею\w*|надеемся|надеется|хотелось|хотим|желаю|пожелал\w*|долж(?:ен|на|но|ны)|необходимо|нужно|следует|ожида\w+|прогноз\w*|"
    r"если|возможно|вероятно|может|могут|позволит|позволят|станет|станут|окажет|состоится|состоятся|пройдет|пройдёт|пройдут|"
    r"начнется|начнётся|уверен\w*|считаю|думаю|верю|видим|увидим|поймем)\b"
)
_RU_RELATIVE = re.compile(
    r"(?:\w{1,3} )?(?:котор\w+|что(?!бы) это|где) |напомним|отметим|скажем|добавим|расскажем|посмотрим"
)


def find(reading: Reading, gazetteer: Gazetteer) -> list[Pledge]:
    """The promises of the document, in the order of the text."""
    places = Places(reading)
    found = []
    for sentence in reading.sentences:
        if sentence.language in ("kk", "ru"):
            found += _of_sentence(reading, places, sentence)
    return found


def _of_sentence(reading: Reading, places: Places, sentence: Sentence) -> list[Pledge]:
    text = reading.document.text[sentence.start : sentence.end]
    if text.rstrip().endswith("?"):
        return []
    parts = tokens(text)
    if len(parts) < 4:
        return []
    spans = None
    found = []
    for first, after in _clauses(parts, sentence.language):
        start, end = parts[first].start, parts[after - 1].end
        words = text[start:end]
        # Cheap signs first: most clauses promise nothing.
        if end - start < _SHORTEST or not _might_promise(words, sentence.language):
            continue
        if spans is None:
            spans = periods.find(text, reading.head.published)
        inside = [span for span in spans if start <= span.start < end] or [span for span in spans if span.end <= start][
            -1:
        ]
        deadline = next((span for span in inside if span.kind == periods.DEADLINE or span.future), None)
        rule = _promise(words, sentence.language, deadline is not None)
        if not rule or _doubted(text[max(0, start - 60) : start], words):
            continue
        at = sentence.start
        person = places.speaker(sentence, at + start)
        organization = places.before(ORGANIZATION, at + start, at + end, at + end) or _party(
            reading, person, rule, text
        )
        if person is None and organization is None:
            continue
        figure = _target(reading.figures, at + start, at + end)
        pledge = Pledge(
            quote=Span.of(reading.document.text, at + start, at + end),
            rule=rule,
            confidence=0.8 if rule == "promise" or deadline or figure else 0.65,
            person=person,
            organization=organization,
            region=places.region(sentence, at + start, at + end, at + end),
            program=places.program(sentence, at + end)
            or (figure.program if figure else None)
            or places.electoral(at + start),
            figure=figure,
        )
        if deadline:
            pledge.deadline = deadline.last
            pledge.deadline_words = deadline.text
        found.append(pledge)
    return found


def _clauses(parts: list[Token], language: str) -> list[tuple[int, int]]:
    """Token ranges with one predicate each; parts without one go with the next (Kazakh) or the one before (Russian)."""
    ranges: list[tuple[int, int]] = []
    waiting: int | None = None
    for clause in clauses.split(parts, language):
        if not clause.predicate:
            if language == "ru" and ranges and waiting is None:
                ranges[-1] = (ranges[-1][0], clause.after)
            elif waiting is None:
                waiting = clause.first
            continue
        ranges.append((clause.first if waiting is None else waiting, clause.after))
        waiting = None
    return [_without_marks(parts, first, after) for first, after in ranges]


def _without_marks(parts: list[Token], first: int, after: int) -> tuple[int, int]:
    """Less the quotation mark or dash it starts with and the stop it ends with."""
    while after - first > 1 and parts[first].kind in ("mark", "break") and parts[first].text not in '«“"':
        first += 1
    while after - first > 1 and parts[after - 1].kind == "mark" and parts[after - 1].text not in '»”"%':
        after -= 1
    marks = [part.text for part in parts[first:after] if part.text in ("«", "»")]
    if marks.count("«") > marks.count("»") and parts[first].text == "«":
        first += 1
    if marks.count("»") > marks.count("«") and parts[after - 1].text == "»":
        after -= 1
    return first, after


def _might_promise(words: str, language: str) -> bool:
    low = words.lower()
    if language == "kk":
        return bool(
            _KK_PLEDGE.search(low)
            or _KK_INTENT.search(_last(low))
            or re.search(r"(?:ады|еді|йды|йді|мыз|міз|пыз|піз)$", _last(low))
        )
    return True


def _last(low: str) -> str:
    found = re.findall(r"\w+", low)
    while len(found) > 1 and found[-1] in ("деді", "деп", "дейді", "айтты"):
        found.pop()
    return found[-1] if found else ""


def _promise(words: str, language: str, ahead: bool) -> str:
    """The rule by which the clause promises; "" when it does not."""
    low = words.lower()
    if clauses.promises(low):
        return "promise"
    if language == "kk":
        if _KK_NOT.search(low):
            return ""
        last = _last(low)
        if _KK_PLEDGE.search(low):
            return "plan"
        if _KK_WE.search(last) or _KK_INTENT.search(last):
            return "intent"
        # "жасалады" alone may be a habit; with a deadline it is a promise.
        if ahead and clauses.status(low, "kk", True) == clauses.PLANNED:
            return "future"
        return "future" if _KK_OPENING.search(low) else ""
    if _RU_NOT.search(low) or _RU_RELATIVE.match(low):
        return ""
    if _RU_PLEDGE.search(low):
        return "plan"
    for match in _RU_PASSIVE.finditer(low):
        if match[1] and _verbal(low, match.start()):
            return "future"
    return "future" if any(_perfective_future(word) for word in re.findall(r"[а-яё-]+", low)) else ""


# Passives of things that are built, opened or handed out once.
_KK_OPENING = re.compile(
    r"\b(?:ашылады|салынады|тұрғызылады|іске қосылады|пайдалануға беріледі|"
    r"құрылады|бөлінеді|жөнделеді|қамтылады|енгізіледі)\b"
)


def _verbal(low: str, at: int) -> bool:
    """After "будет" within a few words a participle or an infinitive: "будут обеспечены", "будет способствовать"."""
    for word in re.findall(r"[а-яё-]+", low[at:])[1:6]:
        parses = clauses.russian.parses(word)
        if parses and parses[0].tag.POS in ("PRTS", "INFN"):
            return True
    return False


def _perfective_future(word: str) -> bool:
    parses = clauses.russian.parses(word)
    if not parses:
        return False
    tag = parses[0].tag
    return tag.tense == "futr" and tag.person in ("1per", "3per") and not word.startswith("буд") and tag.mood != "impr"


def _doubted(before: str, words: str) -> bool:
    """ "Надеемся, что …", "Ожидается, что …": the doubt stands in the clause before."""
    return words.lower().startswith(("что ", "чтобы ")) and bool(_RU_NOT.search(before.lower()))


def _target(figures: list[Figure], start: int, end: int) -> Figure | None:
    for figure in figures:
        if start <= figure.number.start < end and figure.status != clauses.REPORTED:
            return figure
    return None


def _party(reading: Reading, person: Thing | None, rule: str, sentence: str) -> Thing | None:
    """The party of a party's text or sentence: what nobody in particular promises there, the party does."""
    if person is not None or (reading.head.kind == "news" and rule != "plan" and "парти" not in sentence.lower()):
        return None
    parties = [thing for thing in reading.things if thing.kind == ORGANIZATION and thing.subtype == "party"]
    return max(parties, key=lambda thing: len(thing.mentions), default=None)
