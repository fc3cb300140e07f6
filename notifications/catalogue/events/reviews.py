"""What happens while files are judged."""

from datetime import UTC

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from notifications import audiences as a
from notifications.catalogue.events.event import Event
from notifications.catalogue.moves import Notice
from reviews.models import (
    AgendaItem,
    Assignment,
    Conflict,
    Decision,
    Departure,
    Meeting,
    Offer,
    Opinion,
    Reopening,
    Review,
    Waiver,
)


def by_call_and_day(row) -> str:
    return f"decisions:{row.application.call_id}:{timezone.localdate(row.proposed_at):%Y%m%d}"


def together(row) -> str:
    return (
        f"assigned:{row.application.call_id}:{row.reader_id}:{row.assigned_at.astimezone(UTC):%Y%m%d%H%M%S}"
    )


def by_reader_and_day(row) -> str:
    return f"nudge:{row.application.call_id}:{row.reader_id}:{timezone.localdate(row.reminded_at):%Y%m%d}"


GIVEN_TOGETHER = Assignment.objects.filter(
    reader=OuterRef("reader"),
    assigned_at=OuterRef("assigned_at"),
    application__call=OuterRef("application__call"),
).exclude(pk=OuterRef("pk"))

EVENTS: dict[str, tuple[Event, ...]] = {
    "assignment": (
        Event(
            "tied",
            Assignment,
            Q(tied=True),
            "ended_at",
            (Notice("reading_tied", a.TIED_READER, page="interests"),),
            file="application",
            repeats=True,
            names_file=False,  # it is closed to the person told
        ),
        Event(
            "tied_file",
            Assignment,
            Q(tied=True),
            "ended_at",
            (Notice("reading_tied_file", a.MANAGERS, page="instruction"),),
            file="application",
            repeats=True,
        ),
        Event(
            "given",
            Assignment,
            Q(ended_at=None) & ~Q(Exists(GIVEN_TOGETHER)),
            "assigned_at",
            (Notice("assignment", a.READER, page="reading"),),
            file="application",
            by="assigned_by",
        ),
        Event(
            "given_together",
            Assignment,
            Q(ended_at=None) & Q(Exists(GIVEN_TOGETHER)),
            "assigned_at",
            (Notice("assignments", a.READER_OF_CALL, page="readings"),),
            call="application.call",
            by="assigned_by",
            batch=together,
        ),
        Event(
            "declined",
            Assignment,
            Q(declined=True, ended_at__isnull=False),
            "ended_at",
            (Notice("reading_declined", a.MANAGERS, page="assignments"),),
            file="application",
            by="reader",
        ),
        Event(
            "reminded",
            Assignment,
            Q(ended_at=None, reminded_at__isnull=False, review__submitted_at=None),
            "reminded_at",
            (Notice("reading_nudge", a.READER_OF_CALL, page="readings"),),
            call="application.call",
            repeats=True,
            batch=by_reader_and_day,
        ),
    ),
    "waiver": (
        Event(
            "set_aside",
            Waiver,
            Q(),
            "at",
            (Notice("tie_waived", a.MEMBER, page="reading"),),
            file="application",
            by="by",
        ),
    ),
    "conflict": (
        Event(
            "declared",
            Conflict,
            Q(has_conflict=True, lifted_at=None),
            "declared_at",
            (Notice("conflict", a.MANAGERS, page="instruction"),),
            file="application",
            by="person",
        ),
    ),
    "review": (
        Event(
            "submitted",
            Review,
            Q(submitted_at__isnull=False),
            "submitted_at",
            (Notice("review_in", a.INSTRUCTORS, page="instruction"),),
            file="assignment.application",
            by="assignment.reader",
            repeats=True,
        ),
    ),
    "reopening": (
        Event(
            "reopened",
            Reopening,
            Q(),
            "at",
            (Notice("review_reopened", a.REVIEWER, page="score"),),
            file="review.assignment.application",
            by="by",
        ),
    ),
    "opinion": (
        Event(
            "asked",
            Opinion,
            Q(answered_at=None, cancelled_at=None),
            "asked_at",
            (Notice("opinion_asked", a.ASKED, page="opinion"),),
            file="application",
            by="asked_by",
        ),
        Event(
            "given",
            Opinion,
            Q(answered_at__isnull=False),
            "answered_at",
            (Notice("opinion_given", a.HANDLERS, page="instruction"),),
            file="application",
            by="asked_of",
        ),
        Event(
            "cancelled",
            Opinion,
            Q(cancelled_at__isnull=False),
            "cancelled_at",
            (Notice("opinion_cancelled", a.ASKED, page=""),),
            file="application",
            names_file=False,
        ),
    ),
    "decision": (
        Event(
            "proposed",
            Decision,
            Q(signed_at=None, cancelled_at=None),
            "proposed_at",
            (Notice("decisions_to_sign", a.CALL_DECIDERS, page="files"),),
            call="application.call",
            by="proposed_by",
            batch=by_call_and_day,
        ),
    ),
    "departure": (
        Event(
            "released",
            Departure,
            Q(released_at__isnull=False),
            "released_at",
            (Notice("departure", a.COMMISSION_OF_CALL, page="call"),),
            call="lot.call",
        ),
    ),
    "meeting": (
        Event(
            "convened",
            Meeting,
            Q(convened_at__isnull=False, cancelled_at=None),
            "convened_at",
            (Notice("meeting_convened", a.SEATED, page="meeting"),),
            call="call",
            by="convened_by",
        ),
        Event(
            "cancelled",
            Meeting,
            Q(convened_at__isnull=False, cancelled_at__isnull=False),
            "cancelled_at",
            (Notice("meeting_cancelled", a.SEATED, page="meeting"),),
            call="call",
        ),
        Event(
            "closed",
            Meeting,
            Q(closed_at__isnull=False, signed_at=None),
            "closed_at",
            (Notice("minutes_to_sign", a.CHAIR, page="meeting"),),
            call="call",
            by="closed_by",
        ),
        Event(
            "signed",
            Meeting,
            Q(signed_at__isnull=False),
            "signed_at",
            (
                Notice("minutes_signed", a.SEATED, page="meeting"),
                Notice("minutes_signed", a.CALL_MANAGERS, page="meeting"),
            ),
            call="call",
            by="signed_by",
        ),
    ),
    "hearing": (
        Event(
            "called",
            AgendaItem,
            Q(hearing_at__isnull=False, meeting__convened_at__isnull=False, meeting__cancelled_at=None),
            "convened_at",
            (Notice("hearing_called", a.STRUCTURE),),
            file="application",
        ),
        Event(
            "cancelled",
            AgendaItem,
            Q(
                hearing_at__isnull=False,
                meeting__convened_at__isnull=False,
                meeting__cancelled_at__isnull=False,
            ),
            "cancelled_at",
            (Notice("hearing_cancelled", a.STRUCTURE),),
            file="application",
        ),
    ),
    "offer": (
        Event(
            "accepted",
            Offer,
            Q(accepted_at__isnull=False),
            "accepted_at",
            (
                Notice("offer_accepted", a.STRUCTURE, page="award"),
                Notice("offer_accepted_file", a.MONEY, page="award"),
            ),
            file="application",
            by="answered_by",
        ),
    ),
}
