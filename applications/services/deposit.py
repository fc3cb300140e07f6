"""Deposit, withdrawal, and files received outside the site."""

from django.db import transaction
from django.utils import timezone

from accounts.backends import may
from accounts.errors import Forbidden, Refused
from accounts.nudge import nudge
from applications import letters
from applications.enums import Channel
from applications.guards import answers_are_complete, budget_is_sound, call_is_open
from applications.models import Application, Handover, Snapshot
from applications.queries import snapshot_content
from applications.services.acting import act
from applications.services.attaching import attach
from applications.services.drafting import draft_for, start
from applications.services.gate import locked, move
from documents.models import Document
from documents.services import withdraw as withdraw_act
from engine import digest

OUTSIDE_PIECES = "hors-site"
BEFORE_SIGNATURE = (call_is_open, answers_are_complete, budget_is_sound)


def submit(application_id: int, *, by, at=None, read_at_edit: int | None = None):
    """Deposits a file: freezes what was typed, moves it, asks for its receipt. `at` is the instant of reception.

    `read_at_edit` is the edit the signatory read: nobody deposits a file that changed under their eyes.
    """
    with transaction.atomic():
        row = move(application_id, "submit", by=by, at=at)
        application = locked(application_id)
        if reasons := alone(application, by):
            raise Refused(*reasons)
        if read_at_edit is not None and read_at_edit != application.edits:
            raise Refused(
                "Le dossier a été modifié depuis que vous avez ouvert cette page. Relisez-le, puis déposez-le."
            )
        snapshot = freeze(application, row.at)
        act(application, "receipt", letters.receipt(application, snapshot), transition=row, dated=row.at)
    return row


def alone(application, by) -> list[str]:
    """Where two people are wanted, why the one who asked for the signature does not sign."""
    if not application.structure.two_people or application.channel == Channel.OUTSIDE:
        return []
    asked = application.handovers.filter(edit=application.edits)
    if not asked.filter(by=by).exists() or asked.exclude(by=by).exists():
        return []
    return ["Vous avez demandé la signature de ce dossier : une autre personne doit le déposer."]


def hand_over(application_id: int, *, by, at=None) -> Handover:
    """Asks the signatories to read and deposit the file as it stands; refused while something is missing."""
    with transaction.atomic():
        application = draft_for(application_id, by, at)
        if missing := [reason for guard in BEFORE_SIGNATURE for reason in guard.reasons(application)]:
            raise Refused(*missing)
        row, created = Handover.objects.get_or_create(
            application=application, edit=application.edits, by=by, defaults={"at": at or timezone.now()}
        )
        if created:
            nudge("notifications.tasks.tell", "handover", row.pk)
        return row


def freeze(application, at) -> Snapshot:
    """Keeps the file as it stands, with the SHA-256 of its content; the latest snapshot is the one in force."""
    content = snapshot_content(application)
    return Snapshot.objects.create(
        application=application,
        number=application.snapshots.count() + 1,
        at=at,
        content=content,
        sha256=digest.sha256(content),
    )


def reopen(application_id: int, *, by, at=None):
    """Takes a deposited file back to draft before the closing.

    Its snapshot is kept; so is its receipt, withdrawn: whoever verifies it must not believe the file still deposited.
    """
    with transaction.atomic():
        row = move(application_id, "reopen", by=by, at=at)
        for receipt in Document.objects.filter(act__application=application_id, kind="receipt"):
            withdraw_act(receipt)
    return row


def withdraw(application_id: int, *, by, reason="", at=None):
    return move(application_id, "withdraw", by=by, reason=reason, at=at)


def enter_outside(
    lot, structure, *, by, received_at, title, requested_amount=None, requested_places=None, files=(), at=None
):
    """Enters a file received on paper or by mail, with its date of reception; a late one can be entered too.

    A late file can then only be refused with its ground: it is never silently left out.
    """
    at = at or timezone.now()
    if not may(by, "applications.enter_outside", lot.call):
        raise Forbidden
    if lot.call.opened_at is None:
        raise Refused("Un dossier reçu hors du site s’enregistre après l’ouverture des dossiers.")
    if received_at > at:
        raise Refused("La date de réception est dans le futur.")
    with transaction.atomic():
        application = start(
            lot,
            structure,
            by=by,
            at=at,
            channel=Channel.OUTSIDE,
            title=title,
            received_at=received_at,
            requested_amount=requested_amount,
            requested_places=requested_places,
        )
        for upload in files:
            attach(application.pk, by=by, question_key=OUTSIDE_PIECES, upload=upload, at=at)
        submit(application.pk, by=by, at=at)
    return Application.objects.get(pk=application.pk)
