"""Files and folders of documents into the knowledge base."""

import argparse
import os
import sys
from collections import Counter

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from tqdm import tqdm

from seeds import importing, lock
from seeds.models import ImportItem, notes_words

SHOWN = 50  # lines of one list; the rest is counted
FOUND = {
    "person": "people",
    "organization": "organizations",
    "program": "programs",
    "region": "regions",
    "positions": "positions",
    "relations": "relations",
    "figures": "figures",
    "pledges": "pledges",
}
EVERY = 100  # documents between two plain lines


class Command(BaseCommand):
    help = (
        "Import documents (.txt .html .json .jsonl .csv .md .docx .zip) from files and folders; without a path the "
        "samples that ship. Safe to repeat. Exit code 1 when a document failed; the others are in."
    )

    def add_arguments(self, parser):
        parser.add_argument("paths", nargs="*", metavar="PATH", help="files and folders")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done and keep nothing")
        parser.add_argument("--workers", type=_positive, default=1, metavar="N", help="reading processes (1)")

    def handle(self, *, paths, dry_run, workers, **options):
        if paths and not any(map(os.path.lexists, paths)):
            # A slip of the pen is no import: no run is kept of it.
            raise CommandError(f"No such file or folder: {', '.join(paths)} [missing]. Nothing was imported.")
        progress = _Progress(self)
        settings = importing.Options(dry_run=dry_run, workers=workers, tell=progress.tell)
        try:
            report = importing.import_paths(paths or importing.sample_paths(), settings)
        except lock.Busy as busy:
            raise CommandError(str(busy))
        except KeyboardInterrupt:
            self.stderr.write("Interrupted; what was done is kept. Run it again to go on.")
            sys.exit(130)
        finally:
            progress.close()
        self._summary(report, progress)
        if dry_run:
            self.stderr.write("Dry run: nothing was kept.")
        else:
            self.stderr.write(f"Run {report.run.uid}; take it back with: manage.py undo_import {report.run.uid}")
        if report.failed:
            sys.exit(1)

    def _summary(self, report, progress):
        for outcome in ImportItem.Outcome.values:
            self.stdout.write(f"{outcome:<10} {report.counts[outcome]:>7}")
        if progress.found:
            self.stdout.write("Found: " + ", ".join(f"{progress.found[key]} {word}" for key, word in FOUND.items()))
        self._list("Duplicates", progress.duplicates)
        self._list("Skipped, no known format", progress.skipped)
        self._list("Notes", progress.notes)
        names = sorted(report.unlinked.items(), key=lambda entry: (-entry[1], entry[0]))
        lines = _Lines(f"{kind} {name} ({count})" for (kind, name), count in names)
        self._list("Names that stayed unlinked", lines)

    def _list(self, title, lines):
        if not lines.total:
            return
        self.stdout.write(f"{title}: {lines.total}")
        for line in lines.first:
            self.stdout.write(f"  {line}")
        if lines.total > SHOWN:
            self.stdout.write(f"  … and {lines.total - SHOWN} more")


class _Lines:
    """The first lines of a list that may be long, and how many there are."""

    def __init__(self, lines=()):
        self.first, self.total = [], 0
        self.add(*lines)

    def add(self, *lines):
        self.total += len(lines)
        self.first += lines[: SHOWN - len(self.first)]


class _Progress:
    """A bar on a terminal, else a line now and then; failures at once, on standard error."""

    def __init__(self, command):
        self.command = command
        self.bar = tqdm(unit=" documents", leave=False) if sys.stderr.isatty() else None
        self.done = 0
        self.duplicates, self.skipped, self.notes = _Lines(), _Lines(), _Lines()
        self.found = Counter()  # in the documents that were created or updated, before linking across them

    @translation.override("en")
    def tell(self, item):
        self.done += 1
        self.found.update(item.counts)
        if item.outcome == ImportItem.Outcome.FAILED:
            place = f", {item.place}" if item.place else ""
            self.say(f"{item.name}{place}: {item.reason} [{item.code}]")
        elif item.outcome == ImportItem.Outcome.DUPLICATE:
            self.duplicates.add(f"{item.name}: {notes_words(item.notes)}")
        elif item.outcome == ImportItem.Outcome.SKIPPED:
            self.skipped.add(item.name)
        else:
            self.notes.add(*(f"{item.name}: {notes_words([note])}" for note in item.notes))
        if self.bar is not None:
            self.bar.update()
        elif self.done % EVERY == 0:
            self.say(f"{self.done} documents")

    def say(self, line):
        line = "".join(letter if letter.isprintable() else "?" for letter in line)
        if self.bar is not None:
            self.bar.write(line, file=sys.stderr)
        else:
            self.command.stderr.write(line)

    def close(self):
        if self.bar is not None:
            self.bar.close()


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 up")
    return int(text)
