from pathlib import Path

from django.core.management import BaseCommand, CommandError

from accounts.errors import Refused
from accounts.registers import Unreadable
from accounts.services.places import load_qpvs
from accounts.services.registers import told
from engine.money import number


class Command(BaseCommand):
    help = "Charge la liste nationale des quartiers prioritaires de la politique de la ville (QPV)."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="LISTE_QPV.CSV")
        parser.add_argument("--year", type=int, required=True, metavar="AAAA", help="millésime de la liste")

    def handle(self, *, file, year, **options):
        try:
            done = load_qpvs(file, year)
        except (Unreadable, Refused) as error:
            raise CommandError(str(error)) from error
        for line in told(done):
            self.stderr.write(line)
        self.stdout.write(
            f"{number(done.kept)} quartiers de {year}, {number(done.malformed)} lignes illisibles."
        )
