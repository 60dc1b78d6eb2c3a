"""Score reading against hand-made expectations. No database is needed."""

import resource
import sys
import time
from pathlib import Path

import yaml
from django.core.management.base import BaseCommand, CommandError

from seeds import scoring
from seeds.importing import SAMPLES
from seeds.reading import files, gazetteer
from seeds.reading.drafts import Document
from seeds.reading.reader import read

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
BASELINE = "baseline.yaml"
NEWS_WORDS = 300  # speed is told for news of this length


class Command(BaseCommand):
    help = (
        "Precision, recall and F1 of reading per class and language, and its speed, on documents with hand-made "
        "expectations: the samples that ship, or those of the given files. The documents lie beside their file."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("expected", nargs="*", type=Path, metavar="EXPECTED.yaml")
        how = parser.add_mutually_exclusive_group()
        how.add_argument(
            "--check",
            action="store_true",
            help=f"compare with {BASELINE} beside the first file; exit code 1 when a class lost more than "
            f"{scoring.TOLERANCE}",
        )
        how.add_argument("--write-baseline", action="store_true", help=f"write {BASELINE} beside the first file")

    def handle(self, *, expected, check, write_baseline, **options):
        expected = expected or [SAMPLES / "expected.yaml"]
        pairs = [pair for path in expected for pair in documents(path)]
        known = gazetteer.load()
        for _, text in {row["language"]: (row, text) for row, text in pairs}.values():
            read(text, known)  # models are loaded with the first text of a language
        began = time.process_time()  # counts from the start of the process
        sums = scoring.table([(row["language"], scoring.compare(row, read(text, known))) for row, text in pairs])
        spent = time.process_time() - began
        for language, row in sums.items():
            self.stdout.write(f"{language:<16}precision  recall      F1")
            for name, count in row.items():
                self.stdout.write(f"  {name:<14}{count.precision:>9.3f}{count.recall:>8.3f}{count.f1:>8.3f}")
        words = sum(len(text.text.split()) for _, text in pairs)
        self.stdout.write(
            f"{len(pairs)} documents of {words / len(pairs):.0f} words: {len(pairs) / max(spent, 0.001):.1f} "
            f"per CPU second, {words / NEWS_WORDS / max(spent, 0.001):.1f} of {NEWS_WORDS} words"
        )
        self.stdout.write(f"ready after {began:.1f} CPU seconds; at most {peak_memory():.0f} MB of memory")
        path, now = expected[0].parent / BASELINE, scoring.baseline(sums)
        if write_baseline:
            said = f"# F1 by language and class; manage.py score_seeds --write-baseline\n{yaml.safe_dump(now)}"
            path.write_text(said, encoding="utf-8")
        elif check:
            if not path.is_file():
                raise CommandError(f"No baseline: {path}")
            lost = scoring.drops(yaml.load(path.read_text(encoding="utf-8"), LOADER), now)
            for language, name, was, is_now in lost:
                self.stderr.write(f"{language} {name}: F1 {is_now:.3f}, was {was:.3f}")
            if lost:
                sys.exit(1)


def peak_memory() -> float:
    """The most that the process had, in MB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)


def documents(path: Path) -> list[tuple[dict, Document]]:
    """The expectations in a file, each with its document."""
    try:
        rows = yaml.load(path.read_text(encoding="utf-8"), LOADER)["documents"]
    except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
        raise CommandError(f"No expectations in {path}: {error}") from error
    wanted = {row["file"] for row in rows}
    near = sorted({p for name in wanted for p in path.parent.rglob(name.split("#")[0])})
    texts = {Path(item.name).name: item for item in files.walk(near) if isinstance(item, Document)}
    if missing := sorted(wanted - set(texts)):
        raise CommandError(f"No document beside {path}: {', '.join(missing)}")
    return [(row, texts[row["file"]]) for row in rows]
