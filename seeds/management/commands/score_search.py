"""Score search against judged questions."""

import time

from django.core.management.base import BaseCommand
from django.db import transaction

from seeds import search_scoring


class Command(BaseCommand):
    help = (
        "Recall and precision of search by language and kind of question, on the judged questions that this database "
        "can answer: import the samples first. --corpus adds the made-up things and news for the time of the run."
    )

    def add_arguments(self, parser):
        parser.add_argument("--corpus", action="store_true", help="with corpus.yaml, which is taken back at the end")
        parser.add_argument("--news", type=int, default=200, help="how many made-up news beside it (200)")
        parser.add_argument("--wrong", action="store_true", help="name what was missed and what should not be there")

    def handle(self, *, corpus, news, wrong, **options):
        with transaction.atomic():
            if corpus:
                search_scoring.load_corpus(news)
            self.score(wrong)
            transaction.set_rollback(True)

    def score(self, wrong):
        questions, missing = search_scoring.answerable(search_scoring.judged())
        began = time.perf_counter()
        sums = search_scoring.table(questions)
        spent = time.perf_counter() - began
        self.stdout.write(f"{'':<6}{'':<16}asked  recall  precision  first")
        for (language, kind), row in sorted(sums.items(), key=_order):
            self.stdout.write(
                f"{language:<6}{kind:<16}{row.asked:>5}{row.recall:>8.3f}{row.precision:>11.3f}"
                + (f"{row.first:>7.3f}" if row.firsts else "")
            )
        self.stdout.write(f"{len(questions)} questions, {1000 * spent / max(1, len(questions)):.1f} ms each")
        if missing:
            self.stdout.write(f"Not in this database: {len(missing)} answers; their questions were not asked.")
        if wrong:
            for question in questions:
                found = search_scoring.hits(question)
                lost = sorted(question.relevant - set(found))
                more = [ref for ref in found if ref not in question.relevant]
                first = question.first and found[:1] != [question.first]
                if lost or more or first:
                    self.stdout.write(f"\n{question.language} {question.kind} {question.text}")
                    self.stdout.write(f"  missed {lost}\n  more {more}\n" + (f"  first {found[:1]}" if first else ""))


def _order(item):
    (language, kind), _score = item
    return language != "all", language, kind not in ("all", "exact", "morphological"), kind
