"""Meetings of a call: which there are, what may come on their agenda, which delays they must respect."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q

from applications.enums import State
from applications.models import Application
from calls.procedures import legal_basis
from documents.enums import DocumentStatus
from documents.models import Document
from engine.deadlines import days_after, days_before, long_instant, on_time
from reviews.models import AgendaDeclaration, AgendaItem, Attendance, Meeting

ON_AGENDA = (State.ADMISSIBLE, State.REVIEWED)


def listed(call, *, runs: bool):
    """The meetings of the call: all of them for those who convene, once convened for those who attend."""
    rows = call.meetings.select_related("call", "signed_by", "previous")
    return rows.order_by("-number") if runs else rows.filter(convened_at__isnull=False).order_by("-number")


def meetings_of(person):
    """The meetings this person is called to and that are not over, the nearest first; those closed wait for a signature."""
    seat = Q(seat__holder=person) | Q(seat__alternate=person)
    chair = Attendance.objects.filter(seat, meeting=OuterRef("pk"), seat__presides=True)
    rows = Meeting.objects.filter(
        Q(attendances__seat__holder=person) | Q(attendances__seat__alternate=person),
        convened_at__isnull=False,
        cancelled_at=None,
        signed_at=None,
    )
    declared = AgendaDeclaration.objects.filter(meeting=OuterRef("pk"), person=person)
    rows = rows.select_related("call").annotate(declared=Exists(declared), chairs=Exists(chair))
    return rows.filter(Q(closed_at=None) | Q(chairs=True)).distinct().order_by("starts_at")


def has_declared(meeting, person) -> bool:
    return meeting.declarations.filter(person=person).exists()


def items_of(meeting, person):
    """The items of the agenda without those closed to this person, numbered as they see them."""
    files = Application.objects.filter(agenda__meeting=meeting).without_conflicts_of(person)
    rows = meeting.items.filter(application__in=files.order_by().values("pk"))
    rows = rows.select_related("application__structure", "application__lot", "application__call")
    return numbered(rows, meeting.call.time_zone)


def numbered(items, zone: str) -> list:
    """Items as one reader counts them, with the hour of their hearing."""
    rows = list(items)
    for shown, row in enumerate(rows, start=1):
        row.shown, row.hour = shown, clock(row.hearing_at, zone)
    return rows


def clock(moment, zone: str) -> str:
    """The hour of an instant, where the call is: « 9 h 45 »; nothing for None."""
    if moment is None:
        return ""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{local.hour}\u00a0h\u00a0{local.minute:02d}"


def eligible(call, person):
    """The files this person may put on an agenda: admissible or concluded, on no other agenda to come or held."""
    taken = AgendaItem.objects.filter(
        meeting__call=call, meeting__cancelled_at=None, meeting__closed_at=None
    ).values("application")
    files = call.applications.opened_to_authority().without_conflicts_of(person)
    files = files.filter(state__in=ON_AGENDA).exclude(pk__in=taken)
    return files.select_related("structure", "lot").order_by("lot__code", "number")


def inadmissible(call, person):
    """The files refused before judgement, which the members are told of (CASF R. 313-6); none closed to this person."""
    files = call.applications.opened_to_authority().without_conflicts_of(person)
    return files.filter(state=State.INADMISSIBLE).select_related("structure", "ground").order_by("number")


def slot(meeting) -> timedelta:
    """How long each hearing lasts, questions included: the same for everybody."""
    return timedelta(minutes=meeting.hearing_minutes + meeting.question_minutes)


@dataclass(frozen=True)
class Delay:
    """A delay to respect before the meeting: until when one may still act in time, and the text it rests on."""

    label: str
    days: int
    until: datetime
    basis: str

    def kept(self, at) -> bool:
        return on_time(at, self.until)


def delays_of(meeting) -> list[Delay]:
    """What must come so many days before the meeting; a second meeting, held at once, has no such delay."""
    call = meeting.call
    if meeting.previous_id:
        return []
    rows = [("convocation_days", "Convocation des membres")]
    if meeting.items.filter(hearing_at__isnull=False).exists():
        rows.append(("hearing_notice_days", "Convocation des candidats aux auditions"))
    return [
        Delay(
            label,
            getattr(call, name),
            days_before(meeting.starts_at, getattr(call, name), call.time_zone),
            legal_basis(call.kind, name),
        )
        for name, label in rows
    ]


def brought_forward(meeting, at) -> str:
    """Why the sitting cannot be held before its day: its members were promised the days the law leaves them.

    A convocation already late has its reason in the minutes, and a second meeting has no delay: both may be.
    """
    call, zone = meeting.call, ZoneInfo(meeting.call.time_zone)
    if meeting.previous_id or meeting.late_reason or not at < meeting.starts_at:
        return ""
    if at.astimezone(zone).date() == meeting.starts_at.astimezone(zone).date():
        return ""
    if on_time(meeting.convened_at, days_before(at, call.convocation_days, call.time_zone)):
        return ""
    return (
        f"La commission est convoquée pour le {long_instant(meeting.starts_at, call.time_zone)}\u00a0: aujourd’hui,"
        f" ses membres n’auraient pas eu les {call.convocation_days} jours de la convocation"
        f" ({legal_basis(call.kind, 'convocation_days')})."
    )


def second_until(meeting) -> datetime:
    """The last instant at which the second meeting may be held, after one without quorum."""
    return days_after(meeting.starts_at, meeting.call.second_meeting_days, meeting.call.time_zone)


def without_quorum(meeting) -> list[AgendaItem]:
    """The items that could not be deliberated for want of a quorum: they wait for a second meeting."""
    items = list(meeting.items.select_related("application__structure", "application__lot"))
    return items if meeting.without_quorum else [item for item in items if not item.sitting.get("met")]


def reports_of(meeting, person) -> dict[int, Document]:
    """The issued instruction reports of the agenda that this person may read, by file."""
    rows = Document.objects.visible_to(person).filter(
        kind="instruction_report", status=DocumentStatus.ISSUED, act__application__agenda__meeting=meeting
    )
    return {row.act.application_id: row for row in rows.select_related("act").order_by("dated", "pk")}
