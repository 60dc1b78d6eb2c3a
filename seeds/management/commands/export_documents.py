"""What was read of every document, as JSON. For the operator: private persons are in it, marked."""

from django.core.management.base import BaseCommand

from seeds import export


class Command(BaseCommand):
    help = "Write what was read of every document as JSON; private persons are in it, marked as private."

    def add_arguments(self, parser):
        parser.add_argument("--output", metavar="FILE", help="a file instead of standard output")

    def handle(self, *, output, **options):
        if not output:
            export.write(self.stdout)
            return
        with open(output, "w", encoding="utf-8") as file:
            count = export.write(file)
        self.stderr.write(f"{count} documents in {output}")
