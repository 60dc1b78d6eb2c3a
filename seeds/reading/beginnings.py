"""The day on which an organization was founded or a program started, where a sentence that names it says so."""

from __future__ import annotations

import re

from seeds.reading import dates, phrases
from seeds.reading.drafts import Reading, Span, Thing

_NEAR = 60  # characters between the verb and the date, or the name


def find(reading: Reading, things: list[Thing], verb: re.Pattern) -> None:
    """Set ``founded`` of the thing that stands nearest to ``verb``; in Kazakh the verb follows its subject."""
    for sentence, inside in zip(reading.sentences, phrases.by_sentence(reading, things), strict=True):
        began = verb.search(sentence.text) if inside else None
        if not began:
            continue
        days = [day for day in dates.find(sentence.text) if day.first and abs(day.start - began.start()) < _NEAR]
        start, end = sentence.start + began.start(), sentence.start + began.end()
        near = [
            (start - span.end if span.end <= start else span.start - end, span.start - span.end, thing)
            for span, thing in inside
            if span.end <= start or (span.start >= end and sentence.language == "ru")
        ]
        if not days or not near:
            continue
        distance, _, thing = min(near, key=lambda row: row[:2])
        if distance > _NEAR or thing.founded:
            continue
        day = min(days, key=lambda day: abs(day.start - began.start()))
        thing.founded = day.first
        first, last = min(began.start(), day.start), max(began.end(), day.end)
        thing.founded_span = Span.of(reading.document.text, sentence.start + first, sentence.start + last)
