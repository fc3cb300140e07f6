"""Terms people are reminded of, on the day and never after it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, Min, OuterRef, QuerySet
from django.utils import timezone

from applications.enums import State
from applications.models import Application, VaultVersion
from awards.models import ActivityReport, Agreement
from calls.enums import CallStatus
from calls.models import Call
from notifications import audiences as a
from notifications.catalogue.events.awards import IN_RUNNING, WITH_AUTHORITY, WITH_STRUCTURE
from notifications.catalogue.moves import Notice
from reviews.models import AgendaItem, Assignment, Meeting, Offer, Opinion

LONGEST_CLOCK = timedelta(days=400)
INSTRUCTED = (State.SUBMITTED, State.INCOMPLETE, State.ADMISSIBLE)
UNDECIDED = (*INSTRUCTED, State.REVIEWED)


def before(*days: int) -> Callable:
    """On the day that comes so many days before the term."""

    def label(term: date, today: date) -> str:
        left = (term - today).days
        return f"D-{left}" if left in days else ""

    return label


def weekly(start: date, today: date) -> str:
    """Each week after the start."""
    weeks, days = divmod((today - start).days, 7)
    return f"W{weeks}" if weeks > 0 and not days else ""


def overdue(term: date, today: date) -> str:
    """The day after the term, then each week."""
    late = (today - term).days
    return f"D+{late}" if late > 0 and late % 7 == 1 else ""


@dataclass(frozen=True)
class Reminder:
    """Something waits until a term: which rows (near the moment), which term, on which days whom to remind."""

    name: str
    rows: Callable[[datetime], QuerySet]
    term: Callable
    when: Callable[[date, date], str]
    notice: Notice
    file: str = ""
    call: str = ""
    owner: str = ""  # the organisation whose clock counts where there is no call


def soon(field: str, now: datetime, days: int) -> dict:
    return {f"{field}__gt": now, f"{field}__lte": now + timedelta(days=days + 1)}


def soon_on(field: str, now: datetime, days: int) -> dict:
    today = timezone.localdate(now)
    return {f"{field}__gte": today, f"{field}__lte": today + timedelta(days=days + 1)}


def drafts(now):
    begun = {"state": State.DRAFT, "created_at__lte": now - timedelta(days=1)}
    return Application.objects.filter(
        call__status=CallStatus.PUBLISHED, **begun, **soon("call__closes_at", now, 30)
    )


def complements(now):
    return Application.objects.filter(state=State.INCOMPLETE, **soon("complement_due_at", now, 5))


def offers(now):
    return Offer.objects.filter(IN_RUNNING, accepted_at=None, declined_at=None, **soon("due_at", now, 5))


def reports(now):
    funded = {"application__state": State.FUNDED, "submitted_at": None}
    return ActivityReport.objects.filter(**funded, **soon_on("due_on", now, 30))


def readings(now):
    unread = Assignment.objects.current().exclude(review__submitted_at__isnull=False)
    return unread.filter(application__state=State.ADMISSIBLE, **soon_on("due_on", now, 7))


def opinions(now):
    waited = Opinion.objects.filter(answered_at=None, cancelled_at=None, application__state__in=INSTRUCTED)
    return waited.filter(**soon_on("due_on", now, 7))


def late_readings(now):
    """One of the late readings of each reader, call and term: the message speaks of them all."""
    unread = Assignment.objects.current().exclude(review__submitted_at__isnull=False)
    late = unread.filter(application__state=State.ADMISSIBLE, due_on__lt=timezone.localdate(now)).order_by()
    firsts = late.values("reader", "application__call", "due_on").annotate(first=Min("pk"))
    return Assignment.objects.filter(pk__in=firsts.values("first"))


def undecided(now):
    waiting = Application.objects.filter(call=OuterRef("pk"), state__in=UNDECIDED, submitted_at__isnull=False)
    closed = {"closes_at__lt": now, "closes_at__gt": now - LONGEST_CLOCK, "opened_at__isnull": False}
    return Call.objects.filter(Exists(waiting), status=CallStatus.PUBLISHED, **closed)


def meetings(now):
    called = {"convened_at__isnull": False, "cancelled_at": None, "opened_at": None}
    return Meeting.objects.filter(**called, **soon("starts_at", now, 7))


def hearings(now):
    called = {"meeting__convened_at__isnull": False, "meeting__cancelled_at": None, "heard_from": None}
    return AgendaItem.objects.filter(**called, **soon("hearing_at", now, 7))


def kept_pieces(now):
    """The pieces of vaults that end soon, whose structure still has someone to renew them."""
    ending = VaultVersion.objects.current().filter(**soon_on("expires_on", now, 30))
    return ending.select_related("piece__organisation")


REMINDERS: tuple[Reminder, ...] = (
    Reminder(
        "draft",
        drafts,
        lambda row: row.call.closes_at,
        before(30, 14, 7, 2, 1),
        Notice("reminder_draft", a.STRUCTURE),
        file="self",
    ),
    Reminder(
        "complement",
        complements,
        lambda row: row.complement_due_at,
        before(5, 1),
        Notice("reminder_complement", a.STRUCTURE, page="complements"),
        file="self",
    ),
    Reminder(
        "offer",
        offers,
        lambda row: row.due_at,
        before(5, 1),
        Notice("reminder_offer", a.SIGNATORIES, page="offer"),
        file="application",
    ),
    Reminder(
        "report",
        reports,
        lambda row: row.due_on,
        before(30, 7),
        Notice("reminder_report", a.STRUCTURE, page="report"),
        file="application",
    ),
    Reminder(
        "reading",
        readings,
        lambda row: row.due_on,
        before(7, 1),
        Notice("reminder_reading", a.READER, page="reading"),
        file="application",
    ),
    Reminder(
        "reading_late",
        late_readings,
        lambda row: row.due_on,
        overdue,
        Notice("reminder_reading_late", a.READER_OF_CALL, page="readings"),
        call="application.call",
    ),
    Reminder(
        "opinion",
        opinions,
        lambda row: row.due_on,
        before(7, 1),
        Notice("reminder_opinion", a.ASKED, page="opinion"),
        file="application",
    ),
    Reminder(
        "agreement",
        lambda now: Agreement.objects.filter(WITH_STRUCTURE),
        lambda row: row.prepared_at,
        weekly,
        Notice("reminder_agreement", a.SIGNATORIES, page="agreement"),
        file="application",
    ),
    Reminder(
        "countersign",
        lambda now: Agreement.objects.filter(WITH_AUTHORITY),
        lambda row: row.structure_signed_at or row.prepared_at,
        weekly,
        Notice("reminder_countersign", a.DECIDERS, page="agreement"),
        file="application",
    ),
    Reminder(
        "decision",
        undecided,
        lambda row: row.decision_due_at,
        before(30, 7),
        Notice("reminder_decision", a.CALL_MANAGERS, page="files"),
        call="self",
    ),
    Reminder(
        "meeting",
        meetings,
        lambda row: row.starts_at,
        before(7, 1),
        Notice("reminder_meeting", a.SEATED, page="meeting"),
        call="call",
    ),
    Reminder(
        "hearing",
        hearings,
        lambda row: row.hearing_at,
        before(7, 1),
        Notice("reminder_hearing", a.STRUCTURE),
        file="application",
    ),
    Reminder(
        "vault",
        kept_pieces,
        lambda row: row.expires_on,
        before(30, 7),
        Notice("reminder_vault", a.VAULT_KEEPERS, page="vault"),
        owner="organisation",
    ),
)
