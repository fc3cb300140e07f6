import os
import sys
import time

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.db import close_old_connections

from demo.build.settling import settle, waiting
from demo.models import World
from demo.queries import tally
from demo.running import ground, words
from demo.running.children import Child, Stopped, calm, django, stop, stop_on_sigterm, web, worker

PAUSE = 0.5


class Command(BaseCommand):
    help = "Sert le site, son worker et son horloge, et bâtit derrière eux le monde de démonstration."

    def handle(self, **options):
        if not settings.LOCAL:
            raise CommandError(
                "« run » sert sur sa propre machine : JALON_LOCAL=1 python manage.py run, ou make run. En production :"
                " docker compose up (docs/operations.md)."
            )
        began, host, port = time.monotonic(), os.environ.get("HOST", "127.0.0.1"), ground.port()
        ground.refuse_busy(host, port)
        ground.make_folders()
        ground.prepare_database()
        quiet = calm(PORT=str(port))
        self.children = [Child("le site", web(host, port), quiet), Child("le worker", worker(), quiet)]
        self.building = settings.DEMO and not World.objects.filter(finished_at__isnull=False).exists()
        if self.building:
            self.children.append(Child("la démonstration", django("demo", "--behind"), quiet, lasting=False))
        stop_on_sigterm()
        try:
            self.serve(host, port, began)
        except (KeyboardInterrupt, Stopped):
            self.say("Arrêt demandé : le site et le worker se ferment.")
        finally:
            stop(self.children)

    def serve(self, host, port, began):
        for child in self.children:
            child.start()
        self.say(
            f"Jalon répond sur http://{'localhost' if host == '127.0.0.1' else host}:{port}/ ({time.monotonic() - began:.0f} s). Ctrl-C arrête tout."
        )
        if settings.DEMO and not self.building:
            self.present()
        self.settled = not settings.DEMO
        while True:
            time.sleep(PAUSE)
            self.watch()
            self.look_at_effects()

    def watch(self):
        """Starts again what died; the building of the world ends by itself."""
        for child in list(self.children):
            if child.code is None:
                continue
            if not child.lasting:
                self.children.remove(child)
                self.built(child.code)
            elif child.too_often():
                self.say(
                    f"{child.name.capitalize()} s’arrête sans cesse (code {child.code}) : voyez les messages ci-dessus."
                )
                sys.exit(1)
            else:
                self.say(f"{child.name.capitalize()} s’est arrêté (code {child.code}) : il redémarre.")
                child.start()

    def built(self, code):
        self.building = False
        if code:
            self.say(
                "Le monde de démonstration n’est pas achevé : relancez make run, il reprendra où il s’est arrêté."
            )
        else:
            self.present()

    def present(self):
        close_old_connections()
        self.say(words.summary(tally(), World.objects.get().seconds))
        self.say(words.accounts())

    def look_at_effects(self):
        """Says once that the worker has produced everything the world asked of it."""
        if self.settled or self.building or waiting():
            return
        self.settled = True
        if settle():
            self.say(words.effects(tally()))

    def say(self, text):
        self.stdout.write(text)
        self.stdout.flush()
