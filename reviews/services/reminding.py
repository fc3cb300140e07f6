"""The manager reminds a reader of what is left to submit, once a day at most."""

from django.db import transaction
from django.utils import timezone

from accounts.backends import may
from accounts.errors import Forbidden, Refused
from accounts.nudge import nudge
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
