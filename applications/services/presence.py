"""Who has a page of a draft open: said by their browser every few seconds, forgotten after a minute."""

from datetime import timedelta

from django.utils import timezone

from accounts.backends import require
from applications.models import Presence

FORGOTTEN = timedelta(hours=1)


def note(application, *, by, page: str, part: str, question: str = "", at=None) -> None:
    """Notes that this person has this page open, and which question they are in."""
    require(by, "applications.edit", application)
    at = at or timezone.now()
    _, created = Presence.objects.update_or_create(
        application=application,
        person=by,
        page=page,
        defaults={"part": part, "question": question, "seen_at": at},
    )
    if created:
        application.presences.filter(seen_at__lt=at - FORGOTTEN).delete()
