"""The names that ship in seeds/data, as reading sees them: plain data, looked up by folded key.

Reading gets a Gazetteer passed in (it opens no database); ``load()`` reads the files of seeds/data once a process.
``version`` is a hash of those files and is part of the reader's version.

regions.yaml, organizations.yaml and programs.yaml are lists of entries::

    - code: KZ-62                     # unique in its file; the ref is "region:KZ-62", "org:…", "program:…"
      kind: oblast                    # a code of kinds.yaml
      kk: Ұлытау облысы               # the primary names; kk and ru always, en where there is one
      ru: область Улытау
      en: Ulytau Region
      names:                          # every other way to write it
        - {text: ҰО, language: kk, kind: abbreviation, from: 2022-06-08, until: 2023-01-01}
      parent: KZ                      # or [{parent: KZ-35, until: 2022-06-08}, {parent: KZ-62, from: 2022-06-08}]
      valid_from: 2022-06-08          # a date, "2022" or "2022-06"; likewise valid_until

Kinds of names: alias, former, short, abbreviation, adjective, misprint. Regions also have ``iso``, ``kato``,
``predecessors``, ``centre_of``; organizations ``region`` (a region's code); programs ``owner`` (an organization's code)
and ``started``. ``generic: true``: named like a common noun, its name is a mention only beside its head word. ``from``
is the first day a name is used, ``until`` the first day it is not.
"""

from __future__ import annotations

import datetime
import functools
import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from kb.core.text import name_key
from seeds.reading.drafts import ORGANIZATION, PROGRAM, REGION

DATA = Path(__file__).resolve().parent.parent / "data"
LANGUAGES = ("kk", "ru", "en")
PREFIXES = {REGION: "region", ORGANIZATION: "org", PROGRAM: "program"}
FILES = {REGION: "regions", ORGANIZATION: "organizations", PROGRAM: "programs"}


@dataclass(frozen=True, slots=True)
class Name:
    """One way to write an entry; ``valid_until`` is the first day on which it no longer is."""

    text: str
    language: str
    kind: str = "primary"  # primary | alias | former | short | abbreviation | adjective | misprint
    valid_from: datetime.date | None = None
    valid_until: datetime.date | None = None

    def used_on(self, day: datetime.date | None) -> bool:
        return _within(day, self.valid_from, self.valid_until)


@dataclass(frozen=True, slots=True)
class Parent:
    ref: str
    valid_from: datetime.date | None = None
    valid_until: datetime.date | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A region, an organization or a program of seeds/data."""

    ref: str
    kind: str  # of drafts.KINDS
    subtype: str
    primary: dict[str, str]
    names: tuple[Name, ...]  # the primary ones first
    parents: tuple[Parent, ...] = ()
    valid_from: datetime.date | None = None
    valid_until: datetime.date | None = None
    data: dict = field(default_factory=dict)  # the entry as it stands in the file

    @property
    def code(self) -> str:
        return self.ref.partition(":")[2]

    def exists_on(self, day: datetime.date | None) -> bool:
        return _within(day, self.valid_from, self.valid_until)

    def parent_on(self, day: datetime.date | None) -> str:
        """The ref of what it belonged to on ``day`` (None: today); "" when nothing is known."""
        for parent in self.parents:
            if _within(day, parent.valid_from, parent.valid_until):
                return parent.ref
        return ""

    def name(self, language: str, day: datetime.date | None = None) -> str:
        """Its full name in ``language`` as of ``day`` (None: today), else in another language."""
        for name in self.names:
            if name.kind == "former" and name.valid_until and name.language == language and day and name.used_on(day):
                return name.text
        return self.primary.get(language) or next(iter(self.primary.values()))


@dataclass(slots=True, eq=False)
class Gazetteer:
    """All entries by ref, all names by key, and the other tables of seeds/data as they stand."""

    entries: dict[str, Entry]
    tables: dict[str, object]  # "kinds", "posts", "units" … → the parsed YAML of that file
    version: str
    _by_key: dict[str, list[Entry]] = field(default_factory=dict, repr=False)
    # What a recogniser compiles from the entries, kept with them: one compilation a process.
    compiled: dict[str, object] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        by_key = defaultdict(list)
        for entry in self.entries.values():
            for key in dict.fromkeys(name_key(name.text) for name in entry.names):
                by_key[key].append(entry)
        self._by_key = dict(by_key)

    def get(self, ref: str) -> Entry | None:
        return self.entries.get(ref)

    def of(self, kind: str) -> list[Entry]:
        """All entries of one of drafts.KINDS."""
        return [entry for entry in self.entries.values() if entry.kind == kind]

    def named(self, kind: str, text: str) -> list[Entry]:
        """The entries of ``kind`` that ``text`` (a name in the nominative, whatever its case and quotes) may name."""
        return [entry for entry in self._by_key.get(name_key(text), ()) if entry.kind == kind]

    def name(self, ref: str, language: str, day: datetime.date | None = None) -> str:
        """The full name of ``ref``, "" when it is unknown."""
        entry = self.entries.get(ref)
        return entry.name(language, day) if entry else ""


@functools.cache
def load(folder: Path = DATA) -> Gazetteer:
    """The gazetteer of ``folder``; ValueError, with the file's name, when an entry cannot be read."""
    digest = hashlib.sha256()
    entries: dict[str, Entry] = {}
    tables: dict[str, object] = {}
    for path in sorted(folder.glob("*.yaml")):
        raw = path.read_bytes()
        digest.update(path.name.encode() + b"\0" + raw)
        tables[path.stem] = yaml.load(raw, Loader=_LOADER)
    for kind, stem in FILES.items():
        for row in tables.get(stem) or ():
            try:
                entry = _entry(kind, row)
            except (KeyError, TypeError, ValueError) as error:
                raise ValueError(f"{stem}.yaml: cannot read {row!r}: {error!r}") from error
            if entry.ref in entries:
                raise ValueError(f"{stem}.yaml: {entry.code} stands twice")
            entries[entry.ref] = entry
    return Gazetteer(entries, tables, digest.hexdigest()[:12])


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C one is ten times faster where it was built


def _entry(kind: str, row: dict) -> Entry:
    prefix = PREFIXES[kind]
    primary = {language: row[language] for language in LANGUAGES if row.get(language)}
    names = [Name(text, language) for language, text in primary.items()]
    names += [
        Name(name["text"], name["language"], name.get("kind", "alias"), _day(name.get("from")), _day(name.get("until")))
        for name in row.get("names") or ()
    ]
    links = row.get("parent") or []
    if isinstance(links, str):
        links = [{"parent": links}]
    parents = tuple(
        Parent(f"{prefix}:{link['parent']}", _day(link.get("from")), _day(link.get("until"))) for link in links
    )
    return Entry(
        ref=f"{prefix}:{row['code']}",
        kind=kind,
        subtype=row["kind"],
        primary=primary,
        names=tuple(names),
        parents=parents,
        valid_from=_day(row.get("valid_from")),
        valid_until=_day(row.get("valid_until")),
        data=row,
    )


def _day(value: object) -> datetime.date | None:
    """A date of YAML, or the first day of "2022" and "2022-06"."""
    if value is None or isinstance(value, datetime.date):
        return value
    parts = [int(part) for part in str(value).split("-")]
    return datetime.date(*[*parts, 1, 1][:3])


def _within(day: datetime.date | None, start: datetime.date | None, end: datetime.date | None) -> bool:
    """Whether ``day`` lies in [start, end); None means today, whose only rule is that nothing ended."""
    if day is None:
        return end is None
    return (start is None or start <= day) and (end is None or day < end)
