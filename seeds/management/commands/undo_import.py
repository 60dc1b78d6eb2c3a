"""Take an import back, except what people touched since."""

from django.core.management.base import BaseCommand, CommandError

from seeds import lock, undo

EVERY = 1000  # rows between two lines


class Command(BaseCommand):
    help = "Take an import back, except what people touched since; says what it left."

    def add_arguments(self, parser):
        parser.add_argument("run", metavar="RUN", help="the run's code, as import_seeds prints it, or its number")

    def _tell(self, what, number):
        if number >= self.next.get(what, EVERY):
            self.next[what] = number + EVERY
            self.stderr.write(f"{number} {what}")

    def handle(self, *, run, **options):
        self.next = {}
        try:
            undone = undo.undo(undo.find_run(run), tell=self._tell)
        except (undo.CannotUndo, lock.Busy) as error:
            raise CommandError(str(error))
        for what, count in sorted(undone.counts.items()):
            self.stdout.write(f"{what:<12} {count:>7}")
        self.stdout.write(f"{'left':<12} {len(undone.left):>7}")
        for line in undone.left:
            self.stdout.write(f"  {undo.words(line)}")
