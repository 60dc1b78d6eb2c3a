"""Does what editors ask of the import desk, until it is stopped."""

import signal
import sys

from django.core.management.base import BaseCommand

from seeds import jobs


class Command(BaseCommand):
    help = "Do the imports and undos that editors ask for. Runs beside the server; stop it with Ctrl-C or SIGTERM."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="end when no job waits")

    def handle(self, *, once, **options):
        signalled = []

        def stop(number, _frame):
            # The first signal lets the document at hand end; what a killed worker leaves, the next one takes up.
            if not jobs.stop() or signalled:
                sys.exit(0)
            signalled.append(number)

        if not once:
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, stop)
        done = jobs.run_worker(once=once)
        if once:
            self.stdout.write(f"{done} done")
