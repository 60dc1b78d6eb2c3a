"""Which listed indicator (seeds/data/indicators.yaml) a figure counts, by its unit and the words of its phrase."""

from dataclasses import dataclass

from kb.core.text import words
from seeds.reading.drafts import Concept

# A line of the table: for each of its words the beginnings that a word of the phrase may have, and those it may not.
Line = tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Pattern:
    """Words that tell of a concept."""

    concept: Concept
    lines: dict[str, tuple[Line, ...]]
    forbidden: tuple[str, ...]

    def fits(self, found: list[str], language: str) -> bool:
        if _begins(found, self.forbidden):
            return False
        return any(
            all(_begins(found, stems) for stems in wanted) and not _begins(found, unwanted)
            for wanted, unwanted in self.lines.get(language, ())
        )


class Concepts:
    """The table, by unit, in its order."""

    def __init__(self, table: dict):
        self.by_key: dict[str, Concept] = {}
        self._by_unit: dict[str, list[_Pattern]] = {}
        for row in table["indicators"]:
            concept = Concept(row["key"], row["unit"], row["names"], row.get("broad", False))
            self.by_key[concept.key] = concept
            lines = {language: tuple(map(_line, row.get(language, ()))) for language in ("kk", "ru")}
            forbidden = tuple(stem for word in row.get("not", ()) for stem in words(word))
            for unit in dict.fromkeys([concept.unit, *row.get("also", ())]):
                self._by_unit.setdefault(unit, []).append(_Pattern(concept, lines, forbidden))

    def of(self, unit: str, phrase: str, language: str) -> Concept | None:
        """The first concept of the unit whose words the phrase has."""
        found = words(phrase)
        patterns = self._by_unit.get(unit or "count", ())
        return next((pattern.concept for pattern in patterns if pattern.fits(found, language)), None)


def load(gazetteer) -> Concepts:
    """The concepts of the gazetteer, compiled once."""
    concepts = gazetteer.compiled.get("concepts")
    if concepts is None:
        concepts = gazetteer.compiled["concepts"] = Concepts(gazetteer.tables.get("indicators") or {"indicators": []})
    return concepts


def _line(text: str) -> Line:
    wanted, unwanted = [], []
    for each in text.split():
        stems = tuple(stem for part in each.lstrip("-").split("|") for stem in words(part))
        if each.startswith("-"):
            unwanted += stems
        else:
            wanted.append(stems)
    return tuple(wanted), tuple(unwanted)


def _begins(found: list[str], stems: tuple[str, ...]) -> bool:
    return any(word.startswith(stems) for word in found) if stems else False
