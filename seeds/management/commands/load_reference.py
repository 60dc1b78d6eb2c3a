"""Regions, organizations and programs of seeds/data into the database; repeatable."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from seeds import lock, reference, searching
from seeds.reading.gazetteer import load


class Command(BaseCommand):
    help = "Bring regions, organizations and programs in step with the files of seeds/data."

    def handle(self, **options):
        try:
            with lock.exclusive(), transaction.atomic():
                counts = reference.load(load())
                searching.refresh()
        except lock.Busy as busy:
            raise CommandError(str(busy))
        said = ", ".join(f"{what}: {count}" for what, count in sorted(counts.items()))
        self.stdout.write(f"Reference data: {said or 'nothing to change'}")
