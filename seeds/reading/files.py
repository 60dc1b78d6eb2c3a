"""Files, folders and archives to documents, in a stable order and in bounded memory.

Nothing here raises on what a file contains: a file or a part of one that can't be read comes out as a ``BadFile``,
and the walk goes on. Codes of ``BadFile`` are listed in seeds/README.md.
"""

from __future__ import annotations

import io
import os
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from seeds.reading import formats
from seeds.reading.bad import BadInput
from seeds.reading.bad import Words as _
from seeds.reading.drafts import Document, Record

# Bytes of an archive that are unpacked in all, and how often an entry may outgrow its packed size.
ARCHIVE_LIMIT = 500_000_000
RATIO_LIMIT = 200
# An archive inside an archive is opened, one inside that is not.
DEPTH_LIMIT = 2
ENTRIES_LIMIT = 100_000

_CHUNK = 1 << 16
_WHOLE = {
    "txt": (formats.text, formats.TEXT_LIMIT),
    "md": (formats.markdown, formats.TEXT_LIMIT),
    "html": (formats.html, formats.TEXT_LIMIT),
    "htm": (formats.html, formats.TEXT_LIMIT),
    "json": (formats.json_file, formats.JSON_LIMIT),
    "docx": (formats.docx, formats.JSON_LIMIT),
}
_STREAMED = {"jsonl": formats.jsonl, "csv": formats.csv_file}
# The file with the things of another system.
ENTITIES = "entities.jsonl"
SUFFIXES = (*_WHOLE, *_STREAMED, "zip")


@dataclass(frozen=True, slots=True)
class BadFile:
    """A file, or a part of one, that could not be read: where, why, what to do, and a stable code."""

    name: str
    place: str
    reason: str
    code: str

    def __str__(self) -> str:
        place = f", {self.place}" if self.place else ""
        line = f"{self.name}{place}: {self.reason} [{self.code}]"
        return re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", "?", line)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file whose suffix is none of ``SUFFIXES``, or a hidden folder."""

    name: str


Item = Document | Record | BadFile | Skipped


def walk(paths: Iterable[Path | str]) -> Iterator[Item]:
    """Every document under ``paths``. Names are relative to the given folder, or the name of the given file."""
    for path in map(Path, paths):
        yield from _path(path, path.name or str(path), ())


def contents(name: str, data: bytes) -> Iterator[Item]:
    """Every document in a file that is at hand as bytes."""
    name = _printable(name)
    suffix = name.rpartition(".")[2].casefold() if "." in name else ""
    if suffix not in SUFFIXES:
        yield Skipped(name)
    elif not data:
        yield _empty(name)
    elif suffix == "zip":
        yield from _archive(name, io.BytesIO(data), 1, _Budget(ARCHIVE_LIMIT))
    else:
        yield from _read(name, suffix, io.BytesIO(data))


def _path(path: Path, name: str, parents: tuple[tuple[int, int], ...], top: bool = True) -> Iterator[Item]:
    name = _printable(name)
    try:
        status = path.stat()
    except OSError as error:
        yield _os_error(name, error, path)
        return
    except ValueError:  # a NUL in the path
        yield BadFile(name, "", _("no such file or folder; check the path"), "missing")
        return
    if stat.S_ISDIR(status.st_mode):
        here = (status.st_dev, status.st_ino)
        if here in parents:
            yield BadFile(name, "", _("the link leads back to a folder that it is in; remove it"), "symlink-loop")
            return
        try:
            # Things go before the documents that name them by their ids.
            children = sorted(os.listdir(path), key=lambda child: (child != ENTITIES, child))
        except OSError as error:
            yield _os_error(name, error, path)
            return
        for child in children:
            inner = child if top else f"{name}/{child}"
            if child.startswith(".") and (path / child).is_dir():
                yield Skipped(_printable(inner) + "/")
                continue
            yield from _path(path / child, inner, (*parents, here), top=False)
    elif not stat.S_ISREG(status.st_mode):
        yield BadFile(name, "", _("a device, pipe or socket, not a file; remove it"), "special")
    else:
        yield from _file(path, name, status.st_size)


def _file(path: Path, name: str, size: int) -> Iterator[Item]:
    suffix = path.suffix.casefold().removeprefix(".")
    if suffix not in SUFFIXES:
        yield Skipped(name)
        return
    if size == 0:
        yield _empty(name)
        return
    if suffix in _WHOLE and size > _WHOLE[suffix][1]:
        yield _too_large(name, _WHOLE[suffix][1])
        return
    try:
        with path.open("rb") as stream:
            if suffix == "zip":
                yield from _archive(name, stream, 1, _Budget(ARCHIVE_LIMIT))
            elif suffix in _STREAMED:
                yield from _read(name, suffix, stream)
            else:
                yield from _read(name, suffix, io.BytesIO(stream.read(_WHOLE[suffix][1] + 1)))
    except OSError as error:
        yield _os_error(name, error, path)


def _read(name: str, suffix: str, stream: BinaryIO) -> Iterator[Item]:
    try:
        if suffix in _STREAMED:
            if not stream.read(_CHUNK).strip(b"\xef\xbb\xbf \t\r\n\f\v"):
                raise BadInput("blank", _("there is nothing in it but white space; remove the file or fill it"))
            stream.seek(0)
            found = _STREAMED[suffix](name, stream)
        else:
            reader, limit = _WHOLE[suffix]
            data = stream.read()
            if not data:
                yield _empty(name)
                return
            if len(data) > limit:
                yield _too_large(name, limit)
                return
            found = reader(name, data)
        for item in found:
            yield BadFile(name, item.place, item.reason, item.code) if isinstance(item, BadInput) else item
    except BadInput as error:
        yield BadFile(name, error.place, error.reason, error.code)


@dataclass(slots=True)
class _Budget:
    left: int


def _archive(name: str, stream: BinaryIO, depth: int, budget: _Budget) -> Iterator[Item]:
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, ValueError, OverflowError):
        yield BadFile(name, "", _("not a zip archive, or a damaged one; pack it again"), "zip-damaged")
        return
    with archive:
        entries = sorted(archive.infolist(), key=_entry_name)
        if len(entries) > ENTRIES_LIMIT:
            yield BadFile(
                name, "", _("more than %(limit)s files inside; split the archive", limit=ENTRIES_LIMIT), "zip-bomb"
            )
            return
        seen = set()
        for entry in entries:
            if entry.is_dir():
                continue
            inner = _entry_name(entry)
            full = f"{name}!{_printable(inner)}"
            if full in seen:
                yield BadFile(full, "", _("a second file of this name; only the first is read"), "zip-twice")
                continue
            seen.add(full)
            suffix = inner.rpartition("/")[2].rpartition(".")[2].casefold() if "." in inner else ""
            if _unsafe(inner):
                yield BadFile(full, "", _("the name leads out of the archive; pack it again without it"), "zip-path")
            elif stat.S_ISLNK(entry.external_attr >> 16):
                yield BadFile(full, "", _("a link, not a file; pack the file itself"), "special")
            elif suffix not in SUFFIXES:
                yield Skipped(full)
            elif suffix == "zip" and depth >= DEPTH_LIMIT:
                yield BadFile(full, "", _("an archive in an archive in an archive; unpack it first"), "zip-nested")
            elif entry.flag_bits & 1:
                yield BadFile(full, "", _("protected by a password; pack it again without one"), "zip-encrypted")
            else:
                yield from _entry(archive, entry, full, suffix, depth, budget)
                if budget.left <= 0:
                    return


def _entry(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, suffix: str, depth: int, budget: _Budget
) -> Iterator[Item]:
    limit = _WHOLE[suffix][1] if suffix in _WHOLE else formats.JSON_LIMIT
    content = io.BytesIO()
    try:
        # The sizes that an archive states are not believed: only what comes out counts.
        with archive.open(entry) as stream:
            while chunk := stream.read(_CHUNK):
                content.write(chunk)
                budget.left -= len(chunk)
                size = content.tell()
                if budget.left <= 0:
                    yield BadFile(
                        name,
                        "",
                        _("more than %(limit)s MB unpacked; split the archive", limit=ARCHIVE_LIMIT // 1_000_000),
                        "zip-bomb",
                    )
                    return
                if size > 1_000_000 and size > RATIO_LIMIT * max(entry.compress_size, 1):
                    yield BadFile(
                        name,
                        "",
                        _("grows over %(limit)s times when unpacked; remove it", limit=RATIO_LIMIT),
                        "zip-bomb",
                    )
                    return
                if size > limit:
                    yield _too_large(name, limit)
                    return
    except Exception:  # what the unpackers raise on damage has no common kind
        yield BadFile(name, "", _("damaged inside the archive; pack it again"), "zip-damaged")
        return
    content.seek(0)
    if suffix == "zip":
        yield from _archive(name, content, depth + 1, budget)
    elif not content.getbuffer().nbytes:
        yield _empty(name)
    else:
        yield from _read(name, suffix, content)


def _entry_name(entry: zipfile.ZipInfo) -> str:
    """The name inside the archive; Windows archives without the UTF-8 mark have it in the DOS code page."""
    if not entry.flag_bits & 0x800:
        try:
            return entry.filename.encode("cp437").decode("cp866")
        except UnicodeError:
            pass
    return entry.filename


def _unsafe(name: str) -> bool:
    parts = re.split(r"[/\\]", name)
    return ".." in parts or name.startswith(("/", "\\")) or bool(re.match(r"[A-Za-z]:", name)) or "\0" in name


def _empty(name: str) -> BadFile:
    return BadFile(name, "", _("the file is empty; remove it or fill it"), "empty")


def _too_large(name: str, limit: int) -> BadFile:
    return BadFile(
        name, "", _("larger than %(limit)s MB; split it into documents", limit=limit // 1_000_000), "too-large"
    )


def _os_error(name: str, error: OSError, path: Path) -> BadFile:
    if isinstance(error, PermissionError):
        return BadFile(name, "", _("not readable for this user; change its permissions"), "permission")
    if isinstance(error, FileNotFoundError):
        if path.is_symlink():
            return BadFile(name, "", _("the link leads nowhere; remove it"), "missing")
        return BadFile(name, "", _("no such file or folder; check the path"), "missing")
    if path.is_symlink():
        return BadFile(name, "", _("the link leads to itself; remove it"), "symlink-loop")
    return BadFile(name, "", _("can't be read: %(error)s", error=error.strerror or str(error)), "unreadable")


def _printable(name: str) -> str:
    """A file name that UTF-8 can hold, whatever bytes the disk has."""
    return name.encode("utf-8", "replace").decode("utf-8")
