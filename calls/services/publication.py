from django.db import transaction
from django.utils import timezone

from accounts.errors import Refused
from accounts.nudge import nudge
from calls import guards
from calls.enums import CallStatus
from calls.models import Call
from calls.services.drafts import authorise, draft_of
from engine.deadlines import long_instant, on_time


def missing_for_publication(call: Call, at=None) -> list[str]:
    """Everything that stands between the call and its publication, in French; empty when it may be published."""
    return [reason.text for reason in guards.missing(call, at or timezone.now())]


def publish(call: Call, *, by, at=None) -> Call:
    """Publishes and freezes: content, weights and form change no more. Raises Refused with every reason.

    An opening left empty, or already past, is that of publication. What is not sealed is opened at once.
    """
    at = at or timezone.now()
    with draft_of(call, by, "calls.publish") as row:
        if reasons := missing_for_publication(row, at):
            raise Refused(*reasons)
        row.status, row.published_at, row.published_by = CallStatus.PUBLISHED, at, by
        row.opens_at = max(row.opens_at or at, at)
        if not row.sealed:
            row.opened_at, row.opened_by = at, by
        row.save()
        row.forms.filter(frozen_at=None).update(frozen_at=at)
        nudge("notifications.tasks.tell", "call", row.pk)
        return row


def mark_opened(call: Call, *, by, at=None) -> Call:
    """Opens the deposited files to the authority, once the closing is past; by None at the closing itself.

    The room above logs the opening.
    """
    at = at or timezone.now()
    with transaction.atomic():
        row = Call.objects.select_for_update(of=("self",)).select_related("authority").get(pk=call.pk)
        if by is not None:
            authorise(by, "calls.open_files", row)
        if reasons := refusals_to_open(row, at):
            raise Refused(*reasons)
        row.opened_at, row.opened_by = at, by
        row.save(update_fields=["opened_at", "opened_by"])
        return row


def refusals_to_open(call: Call, at=None) -> list[str]:
    """Why the files cannot be opened at this instant."""
    if not call.is_published:
        return ["L’appel n’est pas publié."]
    if call.opened_at:
        return [f"Les dossiers sont ouverts depuis le {long_instant(call.opened_at, call.time_zone)}."]
    if call.closes_at is None:
        return ["L’appel n’a pas de date de clôture : ses dossiers sont ouverts dès leur dépôt."]
    if on_time(at or timezone.now(), call.closes_at):
        return [
            f"La clôture n’est pas passée : elle est fixée au {long_instant(call.closes_at, call.time_zone)}."
            " Jusque-là, personne à l’autorité ne lit les dossiers."
        ]
    return []
