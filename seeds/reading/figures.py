"""Figures: numbers with what they count."""

from seeds.reading.drafts import Figure, Reading
from seeds.reading.gazetteer import Gazetteer


def find(reading: Reading, gazetteer: Gazetteer) -> list[Figure]:
    """The figures of the document, in the order of the text."""
    return []
