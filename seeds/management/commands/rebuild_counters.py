from collections import Counter

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from articles import appearances, cards, tallies
from articles.models import Article
from kb.core.querysets import in_batches
from programs import veils
from programs.totals import DUE, FIGURES
from seeds import checking

BATCH = 500


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
        done = 0
        for batch in in_batches(Article.objects.only("pk"), BATCH):
            with transaction.atomic():
                appearances.rebuild(batch)
            done += len(batch)
            self.stderr.write(f"{done} articles")
        self.stdout.write(
            f"{tallies.DOCUMENTS.rebuild()} things, {FIGURES.rebuild()} indicators, {DUE.rebuild()} pledges,"
            f" {cards.rebuild()} cards of articles, {veils.rebuild()} names withheld from indicators"
        )
