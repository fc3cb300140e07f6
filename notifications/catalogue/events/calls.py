"""What happens to a call."""

from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from calls.enums import CallStatus
from calls.models import Answer, Appointment, Call
from notifications import audiences as a
from notifications.catalogue.events.event import Event
from notifications.catalogue.moves import Notice


def by_appointed_and_day(row) -> str:
    return f"declare:{row.call_id}:{row.person_id}:{timezone.localdate(row.reminded_at):%Y%m%d}"


EVENTS: dict[str, tuple[Event, ...]] = {
    "call": (
        Event(
            "published",
            Call,
            # A call already closed is no news.
            Q(status=CallStatus.PUBLISHED) & (Q(closes_at__gte=Now()) | Q(closes_at=None)),
            "published_at",
            (Notice("call_for_members", a.CONCERNED_UNIONS, page="concerned"),),
            call="self",
            by="published_by",
        ),
    ),
    "question": (
        Event(
            "asked",
            Answer,
            Q(answered_at=None),
            "asked_at",
            (Notice("question_asked", a.CALL_HANDLERS, page="questions"),),
            call="call",
            by="asked_by",
        ),
        Event(
            "answered",
            Answer,
            Q(answered_at__isnull=False),
            "answered_at",
            (
                Notice("question_answered", a.ASKER, page="call"),
                Notice("question_answered", a.CANDIDATES_OF_CALL, page="call"),
            ),
            call="call",
            by="answered_by",
        ),
    ),
    "appointment": (
        Event(
            "named",
            Appointment,
            Q(ended_at=None),
            "appointed_at",
            (Notice("appointment", a.MEMBER, page="nomination"),),
            call="call",
            by="appointed_by",
        ),
        Event(
            "reminded",
            Appointment,
            Q(ended_at=None, nomination=None, reminded_at__isnull=False),
            "reminded_at",
            (Notice("nomination_nudge", a.MEMBER, page="nomination"),),
            call="call",
            repeats=True,
            batch=by_appointed_and_day,
        ),
    ),
}
