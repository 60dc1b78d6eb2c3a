"""Organizations that a model sees and no head word bears out: proposed with little confidence, linked by editors alone.

The F1 of such spans is .66 in Kazakh (seeds/reading/README.md): too little to make a thing of.
"""

import re

from kb.core.text import name_key
from seeds.reading.drafts import ORGANIZATION, Reading, Thing

CONFIDENCE = 0.3

_NAME = re.compile(r"[^\W\d_]{3}")


def find(reading: Reading) -> list[Thing]:
    """The organizations of ``reading.bodies`` that touch nothing else that is named; one thing for each name."""
    taken = sorted((m.span.start, m.span.end) for thing in reading.things for m in thing.mentions)
    found: dict[str, Thing] = {}
    for mention in sorted(reading.bodies, key=lambda mention: mention.span):
        span = mention.span
        if not _NAME.search(span.text) or any(start < span.end and span.start < end for start, end in taken):
            continue
        thing = found.setdefault(
            name_key(span.text),
            Thing(ORGANIZATION, span.text, reading.head.language, guessed=True, confidence=CONFIDENCE),
        )
        thing.mentions.append(mention)
    return list(found.values())
