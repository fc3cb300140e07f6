"""Messages on a file: between its structure and the agents of the authority, and nobody else."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.backends import require
from accounts.errors import Refused
from accounts.nudge import nudge
from applications.enums import Side
from applications.models import Application, Exchange
from applications.queries.declaring import OWN
from applications.services.attaching import record
from applications.services.gate import locked
from applications.services.keeping import keep
from applications.uploads import inspect

BODY_MAX = 5000
PIECES_MAX = 5
SAME = timedelta(minutes=1)  # the same words sent again so soon are a second click
NOT_YET = (
    "Les messages s’ouvrent avec les dossiers : jusque-là, l’autorité ne voit pas ce dossier."
    " Posez votre question sur la page de l’appel : la réponse y est la même pour tous."
)


def write(application_id: int, *, by, body: str, uploads=(), at=None) -> Exchange:
    """Sends a message, with files, to the other side; the second of two identical clicks changes nothing."""
    at, body = at or timezone.now(), body.strip()
    with transaction.atomic():
        _open_to(application_id, by, body, uploads)  # nothing is read nor kept of what cannot go
    pieces = [(received, keep(received.content)) for received in map(inspect, uploads)]
    with transaction.atomic():
        application = _open_to(application_id, by, body, uploads)
        if again := _same(application, by, body, pieces, at):
            return again
        row = Exchange.objects.create(
            application=application, side=side_of(application, by), by=by, body=body, at=at
        )
        for received, blob in pieces:
            record(application, row.piece_key, received, blob, by=by, at=at)
        nudge("notifications.tasks.tell", "exchange", row.pk)
        return row


def _open_to(application_id: int, by, body: str, uploads) -> Application:
    """The locked file, when this person may write this message there."""
    application = locked(application_id)
    require(by, "applications.write_message", application)
    if reasons := refusals(application, body, uploads):
        raise Refused(*reasons)
    return application


def side_of(application: Application, person) -> str:
    return Side.STRUCTURE if application.roles_of(person) & OWN else Side.AUTHORITY


def refusals(application: Application, body: str, uploads=()) -> list[str]:
    """Why this message cannot be sent, in words."""
    if not application.opened_to_authority():
        return [NOT_YET]
    reasons = [] if body else ["Écrivez votre message."]
    if len(body) > BODY_MAX:
        reasons.append(f"Le message compte {len(body)} caractères : {BODY_MAX} au plus.")
    if len(uploads) > PIECES_MAX:
        reasons.append(f"Joignez au plus {PIECES_MAX} fichiers par message.")
    return reasons


def _same(application, by, body, pieces, at) -> Exchange | None:
    last = application.exchanges.first()
    if not last or (last.by_id, last.body) != (by.pk, body) or at - last.at >= SAME:
        return None
    joined = application.attachments.filter(question_key=last.piece_key).values_list("blob", flat=True)
    return last if set(joined) == {blob.pk for _, blob in pieces} else None
