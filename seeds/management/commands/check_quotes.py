"""Look at every quote, relation and appearance. Exit code 1 when one is wrong."""

import sys
from collections import Counter

from django.core.management.base import BaseCommand

from seeds import checking


class Command(BaseCommand):
    help = "Check that every quote stands where it says, relations have right ends, appearances match mentions."

    def handle(self, **options):
        counts = Counter()
        wrong = 0
        for problem in checking.problems(counts):
            wrong += 1
            self.stderr.write(problem)
        for what, count in sorted(counts.items()):
            self.stdout.write(f"{what:<12} {count:>9}")
        self.stdout.write(f"{'wrong':<12} {wrong:>9}")
        if wrong:
            sys.exit(1)
