import sys

from django.core.management import BaseCommand

from reviews.models import Scenario
from reviews.services.scenarios import replay


class Command(BaseCommand):
    help = "Rejoue une sélection sur ses données figées et compare la réponse à celle qui est enregistrée."

    def add_arguments(self, parser):
        parser.add_argument("scenario", type=int, help="numéro du scénario")

    def handle(self, *, scenario, **options):
        row = Scenario.objects.filter(pk=scenario).first()
        if row is None:
            self.stderr.write(f"Aucun scénario ne porte le numéro {scenario}.")
            sys.exit(1)
        told = replay(row)
        (self.stdout if told.same else self.stderr).write(told.sentence)
        sys.exit(0 if told.same else 1)
