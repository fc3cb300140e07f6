"""The whole file bound as one PDF: the deposited version, its pieces, then its acts."""

from django.db import transaction

from accounts.backends import require
from accounts.errors import Refused
from applications.letters import bound
from applications.models import Application
from applications.queries.reading import acts_of
from applications.services.acting import act
from documents.models import Document
from engine import digest


def gather(application_id: int, *, by) -> Document:
    """The PDF of the file as it is today for this person; the one already asked for when nothing changed since."""
    rows = Application.objects.select_related("call__authority", "lot", "structure")
    application = rows.get(pk=application_id)
    require(by, "applications.view_checks", application)
    if not application.snapshots.exists():
        raise Refused("Ce dossier n’est pas déposé : il n’y a encore rien à réunir.")
    context = bound(application, list(acts_of(application, by)))
    with transaction.atomic():
        made = Document.objects.filter(
            act__application=application, kind="whole_file", context_sha256=digest.sha256(context)
        )
        return made.first() or act(application, "whole_file", context, released=False)
