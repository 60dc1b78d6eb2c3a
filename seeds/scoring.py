"""How much of what a text says is read: a reading against hand-made expectations (``expected.yaml`` of the samples).

Names are right when they are the expected ones or one of their aliases, folded; posts when their words are, with or
without the organization; figures when value and sentence are. Plans count as promises. What is optional, or may be of
either class, is neither wanted nor wrong.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from kb.core.text import name_key, words
from seeds.reading import drafts
from seeds.reading.drafts import Reading

THINGS = {
    "people": drafts.PERSON,
    "organizations": drafts.ORGANIZATION,
    "programs": drafts.PROGRAM,
    "regions": drafts.REGION,
}
CLASSES = (*THINGS, "roles", "figures", "pledges")
TOLERANCE = 0.02  # a class may lose this much against the baseline


@dataclass(slots=True)
class Counts:
    right: int = 0
    wrong: int = 0  # found and not expected
    missed: int = 0

    def __iadd__(self, other: Counts) -> Counts:
        self.right += other.right
        self.wrong += other.wrong
        self.missed += other.missed
        return self

    @property
    def precision(self) -> float:
        return self.right / max(self.right + self.wrong, 1)

    @property
    def recall(self) -> float:
        return self.right / max(self.right + self.missed, 1)

    @property
    def f1(self) -> float:
        return 2 * self.right / max(2 * self.right + self.wrong + self.missed, 1)


def compare(expected: dict, reading: Reading) -> dict[str, Counts]:
    """Counts per class for one document of ``expected.yaml``."""
    either = [row for plural in THINGS for row in expected.get(plural, ()) if row.get("either_class")]
    counts = {}
    for plural, kind in THINGS.items():
        rows = expected.get(plural, [])
        other = [{**row, "optional": True} for row in either if not any(row is own for own in rows)]
        named = [{**row, "optional": row.get("optional") or row.get("either_class")} for row in rows]
        found = [thing for thing in reading.things if thing.kind == kind and not thing.guessed]
        counts[plural] = _pair(named + other, found, _is_named)
    roles = [{**role, "person": person} for person in expected.get("people", ()) for role in person.get("roles", ())]
    counts["roles"] = _pair(roles, reading.positions, _is_role)
    counts["figures"] = _pair(expected.get("figures", []), reading.figures, _is_figure)
    counts["pledges"] = _pair(_promises(expected), _found_promises(reading), _is_promise)
    return counts


def table(documents: Iterable[tuple[str, dict[str, Counts]]]) -> dict[str, dict[str, Counts]]:
    """Sums by language and class, "all" first, of (language, counts of a document)."""
    sums: dict[str, dict[str, Counts]] = {"all": {name: Counts() for name in CLASSES}}
    for language, counts in documents:
        for group in ("all", language):
            row = sums.setdefault(group, {name: Counts() for name in CLASSES})
            for name, count in counts.items():
                row[name] += count
    return sums


def baseline(sums: dict[str, dict[str, Counts]]) -> dict[str, dict[str, float]]:
    return {group: {name: round(count.f1, 3) for name, count in row.items()} for group, row in sums.items()}


def drops(before: dict[str, dict[str, float]], now: dict[str, dict[str, float]]) -> list[tuple[str, str, float, float]]:
    """(language, class, F1 before, F1 now) of what lost more than ``TOLERANCE``; what is gone has lost all."""
    return [
        (group, name, was, now.get(group, {}).get(name, 0.0))
        for group, row in before.items()
        for name, was in row.items()
        if round(was - now.get(group, {}).get(name, 0.0), 3) > TOLERANCE
    ]


def _pair(expected: list[dict], found: list, fits: Callable[[dict, object], bool]) -> Counts:
    """Each expectation takes one finding; those that must be found choose first."""
    counts, left = Counts(), list(found)
    for row in sorted(expected, key=lambda row: bool(row.get("optional"))):
        at = next((i for i, item in enumerate(left) if fits(row, item)), None)
        if at is not None:
            del left[at]
        if not row.get("optional"):
            counts += Counts(right=1) if at is not None else Counts(missed=1)
    counts.wrong = len(left)
    return counts


def _is_named(row: dict, thing: drafts.Thing) -> bool:
    return name_key(thing.name) in {name_key(name) for name in (row["name"], *row.get("aliases", ()))}


def _is_role(row: dict, position: drafts.Position) -> bool:
    full, found = words(row["title"]), words(position.title)
    titles = [full, *map(words, row.get("title_aliases", ()))]
    # Endings change with the words around: "филиал хатшысы" is what "облыстық филиалының хатшысы" says.
    told = found in titles or (_begin(found, full) and any(_begin(title, found) for title in titles))
    return told and _is_named(row["person"], position.person)


def _begin(stems: list[str], full: list[str]) -> bool:
    return all(any(word.startswith(stem) for word in full) for stem in stems)


def _overlap(row: dict, span: drafts.Span) -> bool:
    start, end = row["quote"]["span"]
    return start < span.end and span.start < end


def _is_figure(row: dict, figure: drafts.Figure) -> bool:
    return Decimal(str(row["value"])) == figure.value and _overlap(row, figure.quote)


def _promises(expected: dict) -> list[dict]:
    numbers = [row for row in expected.get("figures", ()) if row["status"] == "pledged"]
    return [*numbers, *expected.get("pledges_without_number", ())]


def _found_promises(reading: Reading) -> list[drafts.Figure | drafts.Pledge]:
    """Planned and pledged figures, and pledges in whose words none of them stands."""
    figures = [figure for figure in reading.figures if figure.status != "reported"]
    bare = [
        pledge
        for pledge in reading.pledges
        if pledge.figure is None and not any(pledge.quote.overlaps(figure.number) for figure in figures)
    ]
    return [*figures, *bare]


def _is_promise(row: dict, promise: drafts.Figure | drafts.Pledge) -> bool:
    if "value" in row:
        return isinstance(promise, drafts.Figure) and _is_figure(row, promise)
    return isinstance(promise, drafts.Pledge) and _overlap(row, promise.quote)


def links(expected: dict, exported: Iterable[dict]) -> dict[str, tuple[Counts, list, list]]:
    """Per class: pairs of documents that name one thing, linked or not; then the wrong and the missed pairs.

    ``expected`` has the names of each thing by class and id, and the ids that each document names; ``exported`` are
    documents of ``seeds.export``. What was not found at all is left out: that is reading's.
    """
    exported = {document["file"]: document for document in exported}
    found = {}
    for plural in THINGS:
        named = [
            (document["file"], wanted, row["id"], row["name"])
            for document in expected["documents"]
            for wanted, row in _named(expected[plural], document.get(plural, ()), exported[document["file"]][plural])
        ]
        counts, wrong, missed = Counts(), [], []
        for one, other in itertools.combinations(named, 2):
            if one[0] == other[0]:
                continue
            same, linked = one[1] == other[1], one[2] == other[2]
            counts += Counts(right=same and linked, wrong=linked and not same, missed=same and not linked)
            if same != linked:
                (wrong if linked else missed).append((one[0], one[3], other[0], other[3]))
        found[plural] = counts, wrong, missed
    return found


def _named(names: dict, wanted: Iterable[str], rows: list[dict]) -> Iterator[tuple[str, dict]]:
    """Each of the wanted things with the exported row that bears one of its names."""
    left = list(rows)
    for key in wanted:
        keys = {name_key(name) for name in names[key]}
        if row := next((row for row in left if name_key(row["name"]) in keys), None):
            left.remove(row)
            yield key, row
