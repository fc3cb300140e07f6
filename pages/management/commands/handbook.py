from django.conf import settings
from django.core.management.base import BaseCommand

from pages.handbook import PAGES


class Command(BaseCommand):
    help = "Draws docs/workflow.md and docs/permissions.md from the code."

    def handle(self, **options):
        for name, draw in PAGES.items():
            (settings.BASE_DIR / "docs" / name).write_text(draw())
            self.stdout.write(f"docs/{name}")
