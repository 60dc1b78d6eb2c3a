"""Posts that a biography tells of whom it has named before: "Бұған дейін ол мектеп директоры болды", "Ранее работал …".

The sentence, or the last clause of one, names nobody and says by its first words that it goes on about the one person
of the text before it.
"""

from __future__ import annotations

import re

from seeds.reading import titles
from seeds.reading.drafts import Reading, Sentence, Span, Thing
from seeds.reading.gazetteer import Gazetteer
from seeds.reading.titles import Title

CONFIDENCE = 0.75
# So many sentences before it the person may be named.
_FAR = 3

_YEAR = r"(?:19|20)\d\d"
_GOES_ON = {
    "kk": re.compile(
        rf"\s*(?:бұған дейін|бұрын(?:ырақ)?|оған дейін|одан кейін|кейін(?:нен|ірек)?|ол|әр жылдары|"
        rf"{_YEAR}(?:\s?[-–—]\s?{_YEAR})?[ -](?:жыл|ж\.))\w*(?:\s+ол(?!\w))?",
        re.I,
    ),
    "ru": re.compile(
        rf"\s*(?:ранее|до этого|до того|прежде|затем|после этого|позже|потом|он|она|в разные годы|"
        rf"(?:[сcв]|до) (?:\w+ )?{_YEAR})",
        re.I,
    ),
}
# A clause of the same sentence that says so: ", ол бұрын …", ", который ранее …".
_CLAUSE = {
    "kk": re.compile(r",\s+(?=(?:ал\s+)?(?:ол|бұған дейін|бұрын)\s)"),
    "ru": re.compile(r",\s+(?=(?:он|она|котор(?:ый|ая)|а? ?(?:ранее|до этого|прежде))\s)"),
}
_HELD = {
    "kk": re.compile(
        r"\s+(?:(?:қызметін|лауазымын|міндетін)\s+атқар(?:ды|ған)|(?:қызметінде|лауазымында)\s+(?:болды|болған|істеді)|"
        r"болып\s+(?:жұмыс\s+)?(?:істеді|істеген|қызмет\s+(?:етті|еткен|атқарды))|болды|болған|болатын|еді)(?!\w)"
    ),
    "ru": re.compile(
        r"(?<!\w)(?:работал|был|занимал|трудил(?:ся|ась)(?=\s)|служил|являл(?:ся|ась)(?=\s)|исполнял\w?\s+обязанности)"
        r"[а]?\s+(?:(?:на\s+)?(?:должност\w+|пост[ау]?)\s+)?"
    ),
}


def find(
    reading: Reading, people: list[list[tuple[Span, Thing]]], gazetteer: Gazetteer
) -> list[tuple[Sentence, Title, Thing, Span]]:
    """(sentence, former post, holder, where the holder is named); ``people`` are those of each sentence."""
    found = []
    for number, sentence in enumerate(reading.sentences):
        language = sentence.language or reading.head.language
        if language not in ("kk", "ru"):
            continue
        holder, at = None, 0
        if people[number]:
            last = people[number][-1][0].end - sentence.start
            clause = _CLAUSE[language].search(sentence.text, last)
            if clause and _alone(people[number]):
                holder, at = people[number][-1], clause.end()
        elif goes_on := _GOES_ON[language].match(sentence.text):
            holder, at = _before(reading, people, number), goes_on.end()
        title = _held(sentence.text, at, language, gazetteer) if holder else None
        if title is not None:
            title.former = True
            found.append((sentence, title, holder[1], holder[0]))
    return found


def _alone(here: list[tuple[Span, Thing]]) -> bool:
    return len({id(thing) for _span, thing in here}) == 1


def _before(reading: Reading, people: list[list[tuple[Span, Thing]]], number: int) -> tuple[Span, Thing] | None:
    """The one person of the nearest sentence before this one that names anybody."""
    one = reading.sentences[number]
    for other in range(number - 1, max(-1, number - 1 - _FAR), -1):
        if one.paragraph - reading.sentences[other].paragraph > 1:
            return None
        if people[other]:
            return people[other][-1] if _alone(people[other]) else None
    return None


def _held(text: str, at: int, language: str, gazetteer: Gazetteer) -> Title | None:
    """The post that the verb names, beside it."""
    verb = _HELD[language].search(text, at)
    if verb is None:
        return None
    if language == "ru":
        return titles.after(text, verb.end(), len(text), "ru", gazetteer)
    title = titles.before(text, at, verb.start(), "kk", gazetteer)
    return title if title is not None and not re.search(r"[,;:]", text[at : title.start]) else None
