"""Readings given back before they are done, and who takes them up."""

from django.db import transaction
from django.utils import timezone

from accounts.errors import Forbidden, Refused
from accounts.nudge import nudge
from applications.enums import State
from reviews.models import Assignment, Review
from reviews.queries.replacing import replacement_for
from reviews.services.assigning import Pair, give
from reviews.services.reading import visible

REASON_MAX = Assignment._meta.get_field("end_reason").max_length


def decline(application_id: int, *, by, reason: str, at=None) -> Assignment:
    """A reader gives a file back before submitting their review; the authority is told why."""
    if not reason.strip():
        raise Refused("Dites pourquoi vous ne pouvez pas lire ce dossier.")
    with transaction.atomic():
        application = visible(application_id, by, "reviews.decline", lock=True)
        row = application.assignments.current().filter(reader=by).first()
        if row is None:
            raise Forbidden
        if Review.objects.filter(assignment=row, submitted_at__isnull=False).exists():
            raise Refused("Votre expertise est rendue\u00a0: ce dossier ne se décline plus.")
        if application.state != State.ADMISSIBLE:
            raise Refused("L’instruction de ce dossier est close\u00a0: il n’attend plus d’expertise.")
        row.ended_at, row.end_reason, row.declined = at or timezone.now(), reason.strip()[:REASON_MAX], True
        row.save(update_fields=["ended_at", "end_reason", "declined"])
    nudge("notifications.tasks.tell", "assignment", row.pk)
    return row


def replace(assignment_id: int, reader_id: int, *, by, at=None) -> Assignment:
    """Gives the file to the reader proposed, as long as it is still the one proposed."""
    with transaction.atomic():
        left = Assignment.objects.select_related("application").get(pk=assignment_id)
        application = visible(left.application_id, by, "reviews.assign", lock=True)
        found = replacement_for(left, by)
        if found.reader is None or found.reader.pk != reader_id:
            raise Refused("La proposition a changé entre-temps\u00a0: relisez-la.")
        pair = Pair(application, found.reader, found.why)
        (row,) = give(application.call, [pair], by=by, due_on=found.due_on, at=at or timezone.now())
    return row
