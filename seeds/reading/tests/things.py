"""What the recognisers of regions, organizations and programs find in a few sentences."""

from datetime import date

from seeds.reading import organizations, programs, regions, relations, sentences
from seeds.reading.drafts import Document, Head, Reading, Thing
from seeds.reading.gazetteer import load


def read(text: str, language: str, published: date | None = None) -> Reading:
    gazetteer = load()
    reading = Reading(Document("a.txt", text), Head(language=language, published=published))
    reading.sentences = sentences.find(reading.document, reading.head)
    for recogniser in (regions, organizations, programs):
        reading.things += recogniser.find(reading, gazetteer)
    reading.relations = relations.find(reading, gazetteer)
    return reading


def things(kind: str, text: str, language: str, published: date | None = None) -> list[Thing]:
    return [thing for thing in read(text, language, published).things if thing.kind == kind]


def names(kind: str, text: str, language: str, published: date | None = None) -> list[str]:
    return [thing.name for thing in things(kind, text, language, published)]
