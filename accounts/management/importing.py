"""What the commands that load a published file share: its arguments, its progress, its account of itself."""

from datetime import date
from pathlib import Path

from django.core.management import BaseCommand, CommandError

from accounts.errors import Refused
from accounts.registers import Unreadable, date_of
from accounts.services.registers import load_register, told
from engine.deadlines import plain_date
from engine.money import number

EVERY = 100_000  # lines between two words of progress


class ImportCommand(BaseCommand):
    """Exit codes: 0 the new copy is in use (malformed lines are told), 1 nothing changed."""

    register = ""

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FICHIER", help="le fichier publié, CSV ou ZIP")
        parser.add_argument("--date", type=date.fromisoformat, metavar="AAAA-MM-JJ", help="date du relevé")
        parser.add_argument(
            "--older", action="store_true", help="accepte un relevé plus ancien que celui en service"
        )
        parser.add_argument(
            "--departements",
            default="",
            metavar="69,38",
            help="ne garde que les adresses dont le code postal commence ainsi (20 pour la Corse)",
        )

    def handle(self, *, file, date, older, departements, **options):
        try:
            dated = date or date_of(file)
            if dated is None:
                raise CommandError(f"La date de {file.name} est inconnue : donnez-la par --date AAAA-MM-JJ.")
            kept = frozenset(code.strip() for code in departements.split(",") if code.strip())
            copy, done = load_register(
                self.register, file, dated, older=older, departements=kept, tell=self.tell
            )
        except Unreadable as error:
            raise CommandError(str(error)) from error
        except Refused as error:
            raise CommandError("\n".join(error.reasons)) from error
        for line in told(done):
            self.stderr.write(line)
        self.stdout.write(
            f"{copy.get_register_display()}, relevé du {plain_date(copy.dated)} : {number(copy.rows)} lignes en service,"
            f" {number(done.malformed)} illisibles, {number(done.other)} laissées de côté."
        )

    def tell(self, kept: int):
        if kept % EVERY == 0:
            self.stdout.write(f"{number(kept)} lignes lues…")
