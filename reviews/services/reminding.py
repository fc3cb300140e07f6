"""The manager reminds people of what they owe, once a day at most: a reader's reports, a declaration of interests."""

from django.db import transaction
from django.utils import timezone

from accounts.backends import may
from accounts.errors import Forbidden, Refused
from accounts.nudge import nudge
from calls.models import Appointment
from reviews.models import Assignment
from reviews.queries.progress import is_today, readings_in, waiting


def remind(call, reader_id: int, *, by, at=None) -> int:
    """One message for all that this reader has left on the call; how many readings it speaks of."""
    if not may(by, "reviews.assign", call):
        raise Forbidden
    with transaction.atomic():
        mine = readings_in(call, by).filter(reader=reader_id)
        rows = list(waiting(mine).select_for_update(of=("self",)))
        if not rows:
            raise Refused("Cette personne n’a plus rien à rendre sur cet appel.")
        if any(map(is_today, mine.values_list("reminded_at", flat=True))):
            raise Refused("Cette personne a déjà été relancée aujourd’hui.")
        Assignment.objects.filter(pk__in=[row.pk for row in rows]).update(reminded_at=at or timezone.now())
    nudge("notifications.tasks.tell", "assignment", rows[0].pk)
    return len(rows)


def remind_to_declare(call, *, by, at=None) -> int:
    """One message to each person appointed who has not declared their interests; how many are reminded now."""
    if not may(by, "reviews.view_conflicts", call):
        raise Forbidden
    with transaction.atomic():
        owed = call.appointments.filter(ended_at=None, nomination=None).select_for_update(of=("self",))
        rows = list(owed.order_by("pk"))
        if not rows:
            raise Refused("Toutes les personnes nommées ont déclaré leurs liens d’intérêt.")
        told = {row.person_id for row in rows if is_today(row.reminded_at)}
        left = [row for row in rows if row.person_id not in told]
        if not left:
            raise Refused("Chaque personne attendue a déjà été relancée aujourd’hui.")
        Appointment.objects.filter(pk__in=[row.pk for row in left]).update(reminded_at=at or timezone.now())
    for row in left:
        nudge("notifications.tasks.tell", "appointment", row.pk)
    return len({row.person_id for row in left})
