"""Text in, ``Reading`` out: the order in which the recognisers run.

Each recogniser has ``find(reading, gazetteer)`` and returns what it found; later ones see what earlier ones put into
the reading. All are pure functions of the document, the gazetteer and ``VERSION``.
"""

from seeds.reading import (
    figures,
    guesses,
    head,
    inflection,
    organizations,
    people,
    pledges,
    posts,
    programs,
    regions,
    relations,
    sentences,
)
from seeds.reading.drafts import Document, Reading
from seeds.reading.gazetteer import Gazetteer

# Raise it when a recogniser reads differently: documents read by another version are read again.
VERSION = "4"


def read(document: Document, gazetteer: Gazetteer) -> Reading:
    """Everything that is found in ``document``. Never raises on text, whatever its letters."""
    reading = Reading(document, head.find(document))
    reading.sentences = sentences.find(document, reading.head)
    reading.things += regions.find(reading, gazetteer)
    reading.things += organizations.find(reading, gazetteer)
    reading.things += programs.find(reading, gazetteer)
    reading.things += people.find(reading, gazetteer)
    reading.positions = posts.find(reading, gazetteer)
    reading.figures = figures.find(reading, gazetteer)
    reading.pledges = pledges.find(reading, gazetteer)
    reading.relations = relations.find(reading, gazetteer)
    reading.things += guesses.find(reading)
    inflection.explain(reading.things)
    return reading


def version(gazetteer: Gazetteer) -> str:
    """What a reading depends on besides the bytes; stored with each article."""
    return f"{VERSION}-{gazetteer.version}"
