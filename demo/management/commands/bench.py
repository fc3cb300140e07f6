import sys

from django.core.management import BaseCommand

from demo import bench
from demo.running import ground
from demo.running.children import Child, django, stop, stop_on_sigterm
from demo.running.throwaway import throwaway


class Command(BaseCommand):
    help = (
        "Mesure le dépôt, les pages, une lettre, les pièces, le budget et les calculs, à côté de ce à quoi on les compare,"
        " sur une base jetable."
    )

    def add_arguments(self, parser):
        parser.add_argument("--inside", action="store_true", help="déjà dans la base jetable (usage interne)")

    def handle(self, *, inside, **options):
        stop_on_sigterm()
        if inside:
            self.measure()
        else:
            self.elsewhere()

    def elsewhere(self):
        with throwaway() as environment:
            child = Child("les mesures", django("bench", "--inside"), environment).start()
            try:
                code = child.process.wait()
            finally:
                stop([child])
        if code:
            sys.exit(1)

    def measure(self):
        ground.make_folders()
        ground.prepare_database()
        self.stdout.write(bench.machine())
        self.stdout.write(f"{'Mesure':<58}{'médiane':>10}{'pire':>10}  essais")
        for row in bench.measures():
            self.stdout.write(f"{row.what:<58}{row.median_ms:>7.1f} ms{row.worst_ms:>7.1f} ms  {row.runs:>4}")
            self.stdout.flush()
