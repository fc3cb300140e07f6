"""`manage.py reread`: reads everything kept and hashes it again; exit 1 when something is lost or altered."""

import sys

from django.core.management.base import BaseCommand

from applications.services import rereading


class Command(BaseCommand):
    help = "Relit tous les fichiers gardés et compare leur empreinte ; code 1 si l’un est perdu ou altéré."

    def handle(self, **options):
        done = rereading.at_once()
        for fault in done.faults.all():
            self.stdout.write(f"{fault.get_finding_display()} : {fault.path} (cité par : {fault.cited_by})")
        faults = done.faults.count()
        self.stdout.write(
            f"{done.read} fichiers relus, {done.bytes_read} octets, {faults} perdus ou altérés."
        )
        if faults:
            sys.exit(1)
