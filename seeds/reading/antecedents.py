"""A post that stands apart from its holder: "Глава региона отметил рост. Данияр Ержанов поручил …".

Only where one person stands beside one post in neighbouring sentences and both act like officials. It is a proposal of
low confidence and makes nobody public: the person may be a visitor as well.
"""

from __future__ import annotations

import re

from seeds.reading import kazakh, titles
from seeds.reading.drafts import Reading, Sentence, Span, Thing
from seeds.reading.gazetteer import Gazetteer
from seeds.reading.titles import Title

CONFIDENCE = 0.5
_ACTS = {
    "kk": re.compile(
        r"(?:атап өт|айт|де|тапсыр|мәлімде|тоқтал|жеткіз|аралап? көр|арала|таныс|қос|ескерт|баса айт|түсіндір|сендір|"
        r"хабарла|құттықта)(?:ті|ты|ді|ды|ып|іп|п|йді|йды)\b"
    ),
    "ru": re.compile(
        r"\b(?:отмети|сказа|поручи|подчеркну|добави|сообщи|заяви|посети|ознакоми|напомни|рассказа|доложи|провери|"
        r"поздрави|призва|обрати)л(?:а|ся|ась)?\b"
    ),
}
_PRIVATE = re.compile(
    r"тұрғын|көпбалалы|отбасы|зейнеткер|\bана\b|анасы|оқушы|студент|жител|многодетн|семь|пенсионер|\bмать|матер|школьник",
    re.I,
)
_SAID = {
    "kk": re.compile(r"(?:деді|дейді|деп атап өтті|деп қосты|деп мәлімдеді|деп жеткізді)\s+$"),
    "ru": re.compile(r"(?:сказал|отметил|подчеркнул|заявил|сообщил|добавил|пояснил|напомнил|рассказал)а?\s+$"),
}
_WORD = re.compile(r"[^\W\d_]+(?:[-‑][^\W\d_]+)*")


def find(
    reading: Reading, people: list[list[tuple[Span, Thing]]], held: set[str], holders: list[Thing], gazetteer: Gazetteer
) -> list[tuple[Sentence, Title, Thing, Span]]:
    """(sentence of the post, post, holder, where the holder is named); ``people`` are those of each sentence.

    ``held``: the codes of posts whose holders the document names; ``holders``: who they are.
    """
    found = []
    taken = set(held)
    for number, sentence in enumerate(reading.sentences):
        language = sentence.language or reading.head.language
        if people[number] or language not in ("kk", "ru") or not _ACTS[language].search(sentence.text):
            continue
        title = _subject(sentence, language, gazetteer)
        post = titles.post_of(title, gazetteer) if title else None
        if post is None or not post.public or post.kind not in ("state", "local") or post.code in taken:
            continue
        near = [_holder(reading, people, number, other, holders) for other in (number - 1, number + 1)]
        near = [pair for pair in near if pair is not None]
        if len({id(thing) for _, thing in near}) == 1:
            span, thing = near[0]
            taken.add(post.code)
            found.append((sentence, title, thing, span))
    return found


def _holder(
    reading: Reading, people: list[list[tuple[Span, Thing]]], number: int, other: int, holders: list[Thing]
) -> tuple[Span, Thing] | None:
    """The one person of a neighbouring sentence who speaks or acts there and has no post in the document."""
    if not 0 <= other < len(reading.sentences) or len({id(thing) for _, thing in people[other]}) != 1:
        return None
    one, sentence = reading.sentences[number], reading.sentences[other]
    span, thing = people[other][0]
    language = sentence.language or reading.head.language
    if language not in _ACTS or abs(one.paragraph - sentence.paragraph) > 1 or " " not in thing.name:
        return None
    if any(thing is holder for holder in holders) or _PRIVATE.search(sentence.text) or _PRIVATE.search(one.text):
        return None
    opens = not re.search(r"\w", sentence.text[: span.start - sentence.start])
    acts = _ACTS[language].search(sentence.text)
    return (span, thing) if acts and (opens or other < number) else None


def _subject(sentence: Sentence, language: str, gazetteer: Gazetteer) -> Title | None:
    """The post that does what the sentence tells: it opens it, or follows the verb of its speech."""
    text = sentence.text
    end = len(text.rstrip(' .!»"”\n\r\t'))
    opening = _WORD.search(text)
    if opening is None or opening.start() > 5:
        return None
    last = titles.before(text, max(0, end - 120), end, language, gazetteer)
    if last is not None and _SAID[language].search(text, 0, last.start):
        return last
    if language == "ru":
        title = titles.after(text, opening.start(), min(end, 160), "ru", gazetteer)
        return title if title is not None and "nomn" in title.cases else None
    for word in list(_WORD.finditer(text, 0, 120))[:6]:
        title = titles.before(text, opening.start(), word.end(), "kk", gazetteer)
        if title is not None and title.start == opening.start():
            return title if kazakh.without_case(title.head).case == kazakh.NOMINATIVE else None
    return None
