"""Rows of a table: what the first cell or the column names is counted in the cells, each in its column's year."""

import re
from dataclasses import dataclass
from decimal import Decimal

from seeds.reading import numbers
from seeds.reading.counting import Counting, Heading

_MOST = 12  # columns
_ROW = re.compile(r"\s*\|.*\|\s*$|[^|]*\S\s?\|[^|]*\S\s?\|[^|]*\S")
_CELLS = {"|": re.compile(r"[^|]+"), "\t": re.compile(r"[^\t]+"), "—": re.compile(r"[^\s—–-](?:(?!\s[—–-]\s).)*")}
# "Район — сумма, млн тенге — число школ", "Абайский — 512 — 140"
_DASHED_HEAD = re.compile(r"[^\W\d][^\d—–.!?:;]{1,40}(?:\s[—–-]\s[^\d—–.!?:;]{2,40}){2,}$")
_DASHED_ROW = re.compile(r"[^\W\d][^—–.!?:;]{1,60}(?:\s[—–-]\s\d[\d\s,]*%?){2,}\s*$")
_RULE = re.compile(r"[\s|:-]*$")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_AHEAD = re.compile(r"(?<!\w)(?:план|прогноз|жоспар|болжам)", re.I)


@dataclass(frozen=True, slots=True)
class Cell:
    """A number of a row; ``start`` and ``end`` enclose it in the text of the row."""

    start: int
    end: int
    value: Decimal
    heading: Heading
    phrase: str
    year: int | None
    ahead: bool  # a column of what is planned


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    heading: Heading | None
    year: int | None
    ahead: bool


def is_row(text: str) -> bool:
    """Whether the text is a row of cells between bars, tabs or dashes."""
    if len(text) > 2000:
        return False
    if "|" in text:
        return bool(_ROW.match(text))
    return text.count("\t") > 1 or bool(_DASHED_HEAD.match(text) or _DASHED_ROW.match(text))


def _cells(text: str) -> list[re.Match]:
    separator = next((mark for mark in "|\t" if mark in text), "—")
    return [match for match in _CELLS[separator].finditer(text) if match[0].strip()][:_MOST]


class Table:
    """The table that is being read; its head is the row before without numbers of things."""

    def __init__(self, counting: Counting):
        self.counting = counting
        self.columns: list[_Column] = []

    def end(self) -> None:
        """Forget the head: no row follows."""
        self.columns = []

    def read(self, text: str, language: str) -> list[Cell]:
        """The numbers of a row that count something."""
        cells = _cells(text)
        if _RULE.match(text) or len(cells) < 2:
            return []
        values = [_number(cell[0]) for cell in cells]
        if not any(value is not None and not _is_year(value) for value in values[1:]):
            self.columns = [self._column(cell[0].strip(), language) for cell in cells]
            return []
        name = cells[0][0].strip()
        row = self.counting.headed(name, language)
        found = []
        for at, (cell, value) in enumerate(zip(cells, values, strict=True)):
            column = self.columns[at] if at < len(self.columns) else _Column("", None, None, False)
            heading = row or column.heading
            if at == 0 or value is None or not value or heading is None:
                continue
            phrase = heading.phrase if row else f"{heading.phrase}: {name}"
            lead = len(cell[0]) - len(cell[0].lstrip())
            start, end = cell.start() + lead, cell.start() + len(cell[0].rstrip())
            found.append(Cell(start, end, value * heading.scale, heading, phrase, column.year, column.ahead))
        return found

    def _column(self, name: str, language: str) -> _Column:
        year = _YEAR.search(name)
        return _Column(
            name, self.counting.headed(name, language), int(year[1]) if year else None, bool(_AHEAD.search(name))
        )


def _number(cell: str) -> Decimal | None:
    """The value of a cell that has nothing but a number."""
    cell = cell.strip().removesuffix("%").rstrip()
    found = numbers.find(cell)
    return found[0].value if len(found) == 1 and found[0].end - found[0].start == len(cell) else None


def _is_year(value: Decimal) -> bool:
    return value == int(value) and 1900 <= value <= 2100
