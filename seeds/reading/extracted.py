"""Documents in which another system has found the names and numbers already (seeds/README.md) to readings.

What it says is taken as it stands, where its words stand in the text; nothing else is looked for.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation

from seeds.reading import head as heads
from seeds.reading import units
from seeds.reading.bad import BadInput
from seeds.reading.bad import Words as _
from seeds.reading.drafts import (
    KINDS,
    ORGANIZATION,
    PERSON,
    PROGRAM,
    REGION,
    Document,
    Figure,
    Head,
    Mention,
    Reading,
    Record,
    Span,
    Thing,
)
from seeds.reading.gazetteer import Gazetteer

# Raise it when a line is read differently.
VERSION = "extracted-1"
RULE = "extracted"
CONFIDENCE = 0.9
# Kinds of things by the types that other systems write.
KIND_OF = {**{kind: kind for kind in KINDS}, "district": REGION}
_SCALES = {
    **dict.fromkeys(("мың", "тыс", "тысяч", "тысяча", "thousand"), 3),
    **dict.fromkeys(("млн", "миллион", "миллиона", "миллионов", "million"), 6),
    **dict.fromkeys(("млрд", "миллиард", "миллиарда", "миллиардов", "billion"), 9),
    **dict.fromkeys(("трлн", "триллион", "триллиона", "триллионов", "trillion"), 12),
}
_STATUSES = ("reported", "planned", "pledged")


def is_extracted(item: object) -> bool:
    """Whether another system has read the document, or says what it knows of a thing."""
    return isinstance(item, Record) or (isinstance(item, Document) and "pre_extracted" in item.meta)


def key(kind: str, number: object) -> str:
    """How a thing of another system is known: "person:77"; BadInput for what is no key."""
    if isinstance(number, bool) or not isinstance(number, (int, str)) or not str(number).strip():
        raise BadInput("extracted", _("an id is a number or a word, not %(given)s", given=f"{number!r:.40}"))
    return f"{kind}:{str(number).strip()[:60]}"


def system(data: dict) -> str:
    """Whose ids a line has."""
    name = data.get("system")
    return name.strip()[:60] if isinstance(name, str) else ""


def read(document: Document, gazetteer: Gazetteer) -> Reading:
    """The mentions and figures that stand in the line; BadInput, with the place, for one that doesn't fit its text."""
    given = document.meta["pre_extracted"]
    reading = Reading(document, _head(document), system=system(given))
    offset = given["text_offset"]
    things: dict[str, Thing] = {}
    spans = set()
    for number, item in enumerate(given["mentions"]):
        place = f"mentions[{number}]"
        kind, foreign, span = _mention(item, document.text, offset, place)
        if (kind, span) in spans:
            continue  # two of one place: the first one stands
        spans.add((kind, span))
        thing = things.get(foreign) if foreign else None
        if thing is None:
            private = kind == PERSON and not foreign
            thing = Thing(kind, span.text, reading.head.language, foreign=foreign, private=private)
            reading.things.append(thing)
            if foreign:
                things[foreign] = thing
        thing.mentions.append(Mention(span, RULE, _confidence(item, place)))
    figures = given.get("figures")
    for number, item in enumerate(figures if isinstance(figures, list) else ()):
        reading.figures.append(_figure(item, document, offset, f"figures[{number}]", things, reading, gazetteer))
    reading.things += [thing for thing in things.values() if not thing.mentions]
    return reading


def _head(document: Document) -> Head:
    return heads.given(document)


def _mention(item: object, text: str, offset: int, place: str) -> tuple[str, str, Span]:
    if not isinstance(item, dict):
        raise BadInput("extracted", _("a mention is an object with “type” and “surface”"), place)
    kind = KIND_OF.get(item.get("type")) if isinstance(item.get("type"), str) else None
    if kind is None:
        raise BadInput("extracted", _("the type is one of %(kinds)s", kinds=", ".join(KIND_OF)), place)
    try:
        foreign = key(item["type"], item["id"]) if item.get("id") is not None else ""
    except BadInput as error:
        raise BadInput(error.code, error.reason, place)
    surface = item.get("surface", item.get("text"))
    if "start" in item:
        span = _span(item.get("start"), item.get("end"), text, offset, place)
        if isinstance(surface, str) and span.text != surface:
            reason = _("“%(words)s” does not stand at %(at)s", words=surface[:40], at=item["start"])
            raise BadInput("extracted", reason, place)
        return kind, foreign, span
    if not isinstance(surface, str) or not surface.strip():
        raise BadInput("extracted", _("a mention needs its words (“surface”), or “start” and “end”"), place)
    quote = _quote(item, text, offset, place)
    at = quote.text.find(surface)
    if at < 0:
        raise BadInput("extracted", _("“%(words)s” does not stand in its quote", words=surface[:40]), place)
    return kind, foreign, Span(quote.start + at, quote.start + at + len(surface), surface)


def _quote(item: dict, text: str, offset: int, place: str) -> Span:
    quote, at = item.get("quote", item.get("surface")), item.get("pos")
    if not isinstance(quote, str) or not quote.strip() or isinstance(at, bool) or not isinstance(at, int) or at < 0:
        raise BadInput("extracted", _("“quote” is words of the text and “pos” the character that they begin at"), place)
    at += offset
    if not text.startswith(quote, at):
        raise BadInput("extracted", _("“%(words)s” does not stand at %(at)s", words=quote[:40], at=at - offset), place)
    return Span(at, at + len(quote), quote)


def _span(start: object, end: object, text: str, offset: int, place: str) -> Span:
    if any(isinstance(at, bool) or not isinstance(at, int) or at < 0 for at in (start, end)):
        raise BadInput("extracted", _("“start” and “end” are characters of the text, counted from 0"), place)
    try:
        return Span.of(text, start + offset, end + offset)
    except ValueError:
        raise BadInput("extracted", _("the text has no characters %(start)s to %(end)s", start=start, end=end), place)


def _figure(item, document, offset, place, things, reading, gazetteer) -> Figure:
    if not isinstance(item, dict) or not isinstance(item.get("label"), str) or not item["label"].strip():
        raise BadInput("extracted", _("a figure is an object with “label”, “value”, “quote” and “pos”"), place)
    quote = _quote(item, document.text, offset, place)
    value, written = item.get("value"), str(item.get("value"))
    try:
        amount = Decimal(written)
    except InvalidOperation:
        amount = None
    if isinstance(value, bool) or amount is None or not amount.is_finite() or abs(amount.adjusted()) > 24:
        raise BadInput("extracted", _("the value %(given)s is no number", given=repr(written[:40])), place)
    unit = item.get("unit")
    unit = " ".join(unit.split()) if isinstance(unit, str) else ""
    scale, code, noun = _unit(unit, reading.head.language, gazetteer)
    words = next((words for words in (f"{written} {unit}", written) if words.strip() in quote.text), quote.text).strip()
    at = quote.start + quote.text.index(words)
    year = item.get("year")
    start = (year,) if isinstance(year, int) and not isinstance(year, bool) and 1 <= year <= 9999 else None
    status = item.get("status")
    return Figure(
        quote,
        RULE,
        _confidence(item, place),
        number=Span(at, at + len(words), words),
        value=amount.scaleb(scale),
        unit=code,
        unit_text=noun,
        status=status if status in _STATUSES else "reported",
        indicator=" ".join(item["label"].split()),
        language=reading.head.language,
        start=start,
        end=start,
        **{kind: _thing(item.get(kind), kind, things, place) for kind in (PROGRAM, ORGANIZATION, REGION)},
    )


def _thing(number: object, kind: str, things: dict[str, Thing], place: str) -> Thing | None:
    """The thing that a figure is about; one that the text doesn't name has no mention."""
    if number is None:
        return None
    try:
        foreign = key(kind, number)
    except BadInput as error:
        raise BadInput(error.code, error.reason, place)
    return things.setdefault(foreign, Thing(kind, "", "", foreign=foreign))


def _unit(words: str, language: str, gazetteer: Gazetteer) -> tuple[int, str, str]:
    """(power of ten, code, noun) of a unit in words: "млн теңге" is 6, KZT, теңге."""
    known = gazetteer.compiled.setdefault("extracted-units", {})
    if (words, language) not in known:
        first, _gap, rest = words.partition(" ")
        scale = _SCALES.get(first.casefold().rstrip("."), 0)
        noun = rest if scale else words
        table = units.load(gazetteer)
        low = noun.casefold()
        found = table.signs.get(low.replace(" ", "")) or next(
            (unit for by in table.by_language.values() if (unit := by.get(tuple(low.split())))), None
        )
        if len(known) < 10_000:
            known[words, language] = scale, found.code if found else units.COUNT, noun
        return scale, found.code if found else units.COUNT, noun
    return known[words, language]


def _confidence(item: dict, place: str) -> float:
    value = item.get("confidence", CONFIDENCE)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 1:
        raise BadInput("extracted", _("a confidence is a number from 0 to 1"), place)
    return float(value)


def born(data: dict) -> tuple[int, ...] | None:
    """The day of "birth_date", as a partial date."""
    try:
        day = date.fromisoformat(data.get("birth_date", ""))
    except (TypeError, ValueError):
        return None
    return day.year, day.month, day.day
