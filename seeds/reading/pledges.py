"""Pledges: what somebody promised to do."""

from seeds.reading.drafts import Pledge, Reading
from seeds.reading.gazetteer import Gazetteer


def find(reading: Reading, gazetteer: Gazetteer) -> list[Pledge]:
    """The promises of the document, in the order of the text."""
    return []
