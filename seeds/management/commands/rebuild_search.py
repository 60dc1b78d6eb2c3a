"""The search index, written anew."""

import sys

from django.core.management.base import BaseCommand

from seeds import searching

LINE_EVERY = 5000  # rows, where the output is no terminal


class Command(BaseCommand):
    help = "Write the search index anew, in batches; searches meanwhile find a part. --stale: only what changed."

    def add_arguments(self, parser):
        parser.add_argument("--stale", action="store_true", help="follow the changes that wait, and no more")

    def handle(self, *, stale, **options):
        if stale:
            self.stdout.write(f"Followed {searching.refresh()} changes.")
            return
        terminal = hasattr(self.stdout, "isatty") and self.stdout.isatty()
        totals = {}
        for kind, done, total in searching.rebuild():
            before = totals.get(kind, 0)
            totals[kind] = done
            if terminal:
                sys.stderr.write(f"\r{kind}: {done} of {total}  ")
                sys.stderr.flush()
            elif done // LINE_EVERY > before // LINE_EVERY:
                self.stdout.write(f"{kind}: {done} of {total}")
                self.stdout.flush()
        if terminal:
            sys.stderr.write("\n")
        said = ", ".join(f"{kind}: {done}" for kind, done in totals.items())
        self.stdout.write(f"Read for search: {said or 'nothing'}.")
