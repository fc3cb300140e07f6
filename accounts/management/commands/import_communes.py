from pathlib import Path

from django.core.management import BaseCommand, CommandError

from accounts.errors import Refused
from accounts.registers import Unreadable
from accounts.services.places import load_communes
from accounts.services.registers import told
from engine.money import number


class Command(BaseCommand):
    help = "Charge les communes et les intercommunalités d’un millésime du code officiel géographique."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="COMMUNES.CSV")
        parser.add_argument("--epci", type=Path, metavar="EPCI.JSON")
        parser.add_argument("--year", type=int, required=True, metavar="AAAA", help="millésime du code")

    def handle(self, *, file, epci, year, **options):
        try:
            done = load_communes(file, epci, year)
        except (Unreadable, Refused, ValueError, KeyError) as error:
            raise CommandError(str(error)) from error
        for line in told(done):
            self.stderr.write(line)
        self.stdout.write(
            f"{number(done.kept)} communes de {year}, {number(done.malformed)} lignes illisibles."
        )
