"""Files, folders and archives to documents."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from seeds.reading.drafts import Document


@dataclass(frozen=True, slots=True)
class BadFile:
    """A file that could not be read, and what to do about it."""

    name: str
    place: str
    reason: str
    code: str

    def __str__(self) -> str:
        return f"{self.name}{':' + self.place if self.place else ''}: {self.reason} [{self.code}]"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file whose suffix is not one of the formats."""

    name: str


def walk(paths: Iterable[Path]) -> Iterator[Document | BadFile | Skipped]:
    """Every document under ``paths``."""
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.suffix == ".txt":
                yield Document(file.name, file.read_bytes().decode("utf-8-sig"), file.read_bytes())
            elif file.is_file():
                yield Skipped(file.name)
