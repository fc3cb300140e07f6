import os
import sys

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from demo.build import build
from demo.models import World
from demo.queries import tally
from demo.running import words

EVERY = 20  # files between two lines, when nobody watches a terminal


class Command(BaseCommand):
    help = "Bâtit le monde de démonstration, ou reprend là où il s’est arrêté."

    def add_arguments(self, parser):
        parser.add_argument(
            "--behind", action="store_true", help="derrière le site : laisse passer les autres, sans bilan"
        )

    def handle(self, *, behind, **options):
        if not settings.DEMO:
            raise CommandError("Le monde de démonstration ne se bâtit que si JALON_DEMO=1.")
        if behind:
            os.nice(5)
        settings.UPLOADS_APART = False  # in this process, which reads no document but those it draws
        told = build(report)
        if sys.stderr.isatty():
            sys.stderr.write("\r\033[K")
        if not behind:
            seconds = World.objects.get().seconds
            self.stdout.write(
                words.summary(tally(), seconds) if told else "Le monde de démonstration est déjà là."
            )


def report(done: int, total: int) -> None:
    """A bar that redraws itself in a terminal; a line now and then elsewhere."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K{words.bar(done, total)}")
    elif done % EVERY == 0 and done:
        sys.stderr.write(f"{words.bar(done, total)}\n")
    sys.stderr.flush()
