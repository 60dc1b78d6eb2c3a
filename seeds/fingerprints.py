"""How reading names a finding, free of database keys: by it a second reading finds what editors decided."""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_left
from collections import Counter

from kb.core.text import name_key
from seeds.reading.drafts import Figure, Pledge, Position, Relation, Thing


class Occurrences:
    """Which one of its like a piece of text is: the n-th "986 адам" of an article stays the n-th when lines move."""

    def __init__(self, text: str):
        self.text = text
        self._starts: dict[str, list[int]] = {}

    def number(self, piece: str, start: int) -> int:
        return bisect_left(self.starts(piece), start)

    def starts(self, piece: str) -> list[int]:
        if piece not in self._starts:
            starts, at = [], self.text.find(piece)
            while at >= 0:
                starts.append(at)
                at = self.text.find(piece, at + 1)
            self._starts[piece] = starts
        return self._starts[piece]


class Fingerprints:
    """The fingerprints of one document's findings; the second of two alike gets another one."""

    def __init__(self, text: str):
        self.occurrences = Occurrences(text)
        self._seen: Counter = Counter()

    def of(self, finding: Position | Relation | Figure | Pledge) -> str:
        data = _DATA[type(finding)](finding)
        if isinstance(finding, Figure):
            data += [self.occurrences.number(finding.number.text, finding.number.start)]
        key = json.dumps(data, ensure_ascii=False, default=str)
        self._seen[key] += 1
        return hashlib.sha256(f"{key} {self._seen[key]}".encode()).hexdigest()


def _thing(thing: Thing | None) -> str:
    return (thing.ref or f"{thing.kind}:{name_key(thing.name)}") if thing is not None else ""


def _position(position: Position) -> list:
    return [
        "position",
        _thing(position.person),
        position.post or name_key(position.title),
        _thing(position.organization),
        _thing(position.region),
        position.former,
    ]


def _relation(relation: Relation) -> list:
    return ["relation", _thing(relation.subject), relation.kind, _thing(relation.object)]


def _figure(figure: Figure) -> list:
    return ["figure", _number(figure.value), _number(figure.value_max), figure.unit, name_key(figure.number.text)]


def _pledge(pledge: Pledge) -> list:
    target = [_number(pledge.figure.value), pledge.figure.unit] if pledge.figure else [name_key(pledge.quote.text)[:60]]
    return ["pledge", _thing(pledge.person), _thing(pledge.organization), pledge.deadline, target]


def _number(value) -> str:
    return "" if value is None else format(value.normalize(), "f")


_DATA = {Position: _position, Relation: _relation, Figure: _figure, Pledge: _pledge}
