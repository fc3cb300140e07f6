import shutil
import sys
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management import BaseCommand, CommandError

from accounts.errors import Refused
from applications.enums import State
from demo import journey
from demo.running import ground
from demo.running.children import Child, Stopped, calm, django, stop, stop_on_sigterm, worker
from demo.running.throwaway import throwaway


class Command(BaseCommand):
    help = "Mène un dossier du brouillon à l’évaluation, sur une base jetable et avec un vrai worker."

    def add_arguments(self, parser):
        parser.add_argument("--keep", type=Path, metavar="DOSSIER", help="copie les PDF dans ce dossier")
        parser.add_argument("--inside", action="store_true", help="déjà dans la base jetable (usage interne)")

    def handle(self, *, inside, keep, **options):
        stop_on_sigterm()
        self.keep = keep
        if keep:
            keep.mkdir(parents=True, exist_ok=True)
        try:
            return self.walk() if inside else self.elsewhere()
        except (KeyboardInterrupt, Stopped):
            raise CommandError("Parcours interrompu.") from None

    def elsewhere(self):
        """The settings are read once per process: the journey runs in one that sees the throw-away place."""
        kept = ("--keep", str(self.keep)) if self.keep else ()
        with throwaway() as environment:
            child = Child("le parcours", django("journey", "--inside", *kept), environment).start()
            try:
                code = child.process.wait()
            finally:
                stop([child])
        if code:
            sys.exit(1)

    def walk(self):
        ground.make_folders()
        ground.prepare_database()
        with open(Path(settings.DATA_DIR) / "worker.log", "wb") as log:
            self.worker = Child("le worker", worker(), calm(), output=log).start()
            try:
                self.go_through()
            except Refused as error:
                raise CommandError(f"Une étape a été refusée : {' '.join(error.reasons)}") from error
            finally:
                stop([self.worker])

    def go_through(self):
        walk = journey.begin()
        self.say(f"{walk.call.number} « {walk.call.title} », dossier {walk.file.number} de {walk.structure}")
        self.say(f"\n  {State.DRAFT:<12} {State.DRAFT.label}, par {walk.editor}")
        seen = 0
        for act, moves in journey.steps(walk):
            act()
            self.refuse_dead_worker()
            if moves:
                found = journey.witness(walk, seen)
                self.show(found)
                seen = found.row.sequence
        journey.refuse_unless_whole(walk)
        self.say("\nTout est passé par le worker : dossier évalué, journal intact.")

    def refuse_dead_worker(self):
        if self.worker.code is not None:
            raise CommandError(
                f"Le worker s’est arrêté (code {self.worker.code}) : le parcours ne peut pas continuer."
            )

    def show(self, found):
        row = found.row
        self.say(f"\n→ {row.target:<12} {State(row.target).label}, par {row.by or 'Jalon'} ({row.name})")
        for message in found.messages:
            self.say(
                f"    message  « {message.subject} » à {message.recipient} ({message.get_mail_display().lower()})"
            )
        for act in found.acts:
            self.say(
                f"    PDF      {act.get_kind_display()}, {act.pages} p., {act.weight},"
                f" SHA-256 {act.file_sha256[:16]}…\n             {self.place(act)}"
            )

    def place(self, act):
        """Where the PDF is: in the throw-away place, gone with it, unless it is kept."""
        if not self.keep:
            return default_storage.path(act.file) if hasattr(default_storage, "path") else act.file
        copy = self.keep / act.filename
        with default_storage.open(act.file) as source, open(copy, "wb") as target:
            shutil.copyfileobj(source, target)
        return copy

    def say(self, text):
        self.stdout.write(text)
        self.stdout.flush()
