"""Remove a person for good."""

from django.core.management.base import BaseCommand, CommandError

from people.models import Person
from seeds.suppression import suppress


class Command(BaseCommand):
    help = (
        "Remove a person for good: from every page, from search, exports and history. Names are masked in the texts, "
        "and a keyed hash (KB_SUPPRESSION_KEY) keeps later imports from bringing the person back. No way back."
    )

    def add_arguments(self, parser):
        parser.add_argument("uid", help="the last part of the permanent address /id/<uid>")
        parser.add_argument("--reason", default="", help="kept with the run, without the person's name")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args, uid, reason, yes, **options):
        person = Person.objects.filter(uid=uid).first()
        if person is None:
            raise CommandError(f"No person has the uid {uid}.")
        if not yes and input(f"Remove {person} for good? Type the uid again: ").strip() != uid:
            raise CommandError("Nothing was removed.")
        run = suppress(person, reason=reason)
        self.stdout.write(f"Removed. Masked in {run.counts['articles']} articles, run {run.uid}.")
