from collections import Counter
from collections.abc import Iterable, Iterator

from django.core.management.base import BaseCommand, CommandError
from django.db import reset_queries, transaction

from articles import appearances, cards, tallies
from articles.models import Article
from kb.core.querysets import in_batches
from programs import veils
from programs.models import Veil
from programs.totals import DUE, FIGURES
from seeds import checking

BATCH = 500
LINE_EVERY = 5000  # rows


class Command(BaseCommand):
    help = "Write appearances, stored numbers and cards of articles anew; with --check, only compare."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="change nothing; exit code 1 if a number is wrong")

    def handle(self, *args, check=False, **options):
        if check:
            wrong = list(checking.counted(Counter()))
            for line in wrong:
                self.stderr.write(line)
            if wrong:
                raise CommandError(f"{len(wrong)} wrong")
            return
        self._follow("articles", _appearances())
        numbers = [stored.rebuild() for stored in (tallies.DOCUMENTS, FIGURES, DUE)]
        numbers.append(self._follow("cards", cards.rebuild()))
        self._follow("figures", veils.rebuild())
        numbers.append(Veil.objects.count())
        self.stdout.write(
            "{} things, {} indicators, {} pledges, {} cards of articles, {} names withheld from indicators".format(
                *numbers
            )
        )

    def _follow(self, what: str, batches: Iterable[int]) -> int:
        """Say how many are done now and then; how many there are."""
        said = done = 0
        for done in batches:
            if done - said >= LINE_EVERY:
                said = done
                self.stderr.write(f"{done} {what}")
            reset_queries()  # kept while DEBUG is on
        return done


def _appearances() -> Iterator[int]:
    done = 0
    for batch in in_batches(Article.objects.only("pk"), BATCH):
        with transaction.atomic():
            appearances.rebuild(batch)
        done += len(batch)
        yield done
