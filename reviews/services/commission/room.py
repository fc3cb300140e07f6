"""The sitting: who came, its opening, the item in hand, the hearings, what is written down.

A file closed to someone is no item of theirs: they neither move to it nor write on it.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.backends import may
from accounts.errors import Forbidden, NotVisible, Refused
from engine import quorum as engine
from reviews.enums import Presence
from reviews.models import Attendance, Observation
from reviews.queries.commission.hall import Hall, frozen, hall_of, seat_of
from reviews.queries.commission.meetings import ON_AGENDA, brought_forward
from reviews.services.commission.attendance import refresh
from reviews.services.commission.meetings import locked

MISTAKE = timedelta(minutes=1)  # in which a hearing begun by mistake may be taken back


def held(meeting_id: int, by, action: str = "reviews.conduct"):
    """The open meeting, locked, for whoever may take this action in it."""
    meeting = locked(meeting_id, by, action)
    if meeting.cancelled_at:
        raise Refused("Cette réunion est annulée.")
    if meeting.closed_at:
        raise Refused("La séance est close\u00a0: plus rien n’y change.")
    if meeting.opened_at is None:
        raise Refused("La séance n’est pas encore ouverte.")
    return meeting


def item_for(meeting, item_id: int, by):
    """An item of the agenda that this person may hear of."""
    item = (
        meeting.items.select_related("application__structure", "application__lot").filter(pk=item_id).first()
    )
    if item is None or item.application.in_conflict(by):
        raise NotVisible
    return item


def record_attendance(meeting_id: int, *, by, rows: dict[int, dict]) -> None:
    """How each seat is held: {line: {presence, proxy_to, alternate_here}}; all lines together, or none."""
    with transaction.atomic():
        meeting = locked(meeting_id, by, "reviews.conduct")
        _may_still_come(meeting)
        lines = {
            line.pk: line for line in meeting.attendances.select_related("seat__holder", "seat__alternate")
        }
        for pk, row in rows.items():
            if pk in lines:
                _take(lines[pk], row, lines)
        found = engine.faults([seat_of(line) for line in lines.values()])
        if found:
            raise Refused(*found)
        # Proxies first released, then given: two lines may exchange them in one save.
        Attendance.objects.filter(pk__in=lines).update(
            presence=Presence.EXPECTED, proxy_to=None, alternate_here=False
        )
        for line in lines.values():
            line.save()


def _may_still_come(meeting) -> None:
    if meeting.cancelled_at or not meeting.convened_at:
        raise Refused("Cette réunion n’est pas convoquée.")
    if meeting.closed_at:
        raise Refused("La séance est close\u00a0: les présences ne changent plus.")
    if meeting.polls.filter(closed_at=None).exists():
        raise Refused("Un vote est ouvert\u00a0: closez-le avant de changer les présences.")


def _take(line, row, lines) -> None:
    line.presence = row["presence"]
    represented = line.presence == Presence.REPRESENTED
    line.proxy_to = lines.get(row.get("proxy_to")) if represented else None
    line.alternate_here = bool(row.get("alternate_here")) and line.presence == Presence.HOLDER


def open_refusals(meeting, hall: Hall, at) -> list[str]:
    """Why the sitting cannot be opened yet."""
    if any(line.presence == Presence.EXPECTED for line in hall.lines):
        return ["Des présences ne sont pas notées\u00a0: dites de chaque siège s’il est tenu."]
    found = hall.quorum()
    reasons = [] if found.met else [found.sentence]
    if not found.presiding:
        reasons.append("Personne ne préside\u00a0: ni le président ni son suppléant n’est présent.")
    return reasons


def open_meeting(meeting_id: int, *, by, at=None):
    """Opens the sitting once every seat is settled and the quorum met."""
    at = at or timezone.now()
    with transaction.atomic():
        meeting = locked(meeting_id, by, "reviews.conduct")
        _may_be_opened(meeting, at)
        refresh(meeting, by=by, at=at)
        reasons = open_refusals(meeting, hall_of(meeting), at)
        if reasons:
            raise Refused(*reasons)
        meeting.opened_at, meeting.opened_by = at, by
        meeting.save(update_fields=["opened_at", "opened_by"])
    return meeting


def _may_be_opened(meeting, at) -> None:
    if meeting.cancelled_at:
        raise Refused("Cette réunion est annulée.")
    if not meeting.convened_at:
        raise Refused("La commission n’est pas convoquée.")
    if meeting.opened_at:
        raise Refused("La séance est déjà ouverte.")
    if reason := brought_forward(meeting, at):
        raise Refused(reason)


def go_to(meeting_id: int, item_id: int | None, *, by) -> None:
    """Takes an item in hand, or none; the quorum of the one that is left is kept as it was."""
    with transaction.atomic():
        meeting = held(meeting_id, by)
        item = item_for(meeting, item_id, by) if item_id else None
        if meeting.polls.filter(closed_at=None).exists():
            raise Refused("Un vote est ouvert\u00a0: closez-le avant de changer de point.")
        if meeting.items.filter(heard_from__isnull=False, heard_until=None).exists():
            raise Refused("Une audition est en cours\u00a0: terminez-la avant de changer de point.")
        leave(meeting, hall_of(meeting))
        meeting.current = item
        meeting.save(update_fields=["current"])


def leave(meeting, hall: Hall) -> None:
    """Keeps the quorum and the interests of the item in hand as they stand."""
    if meeting.current_id:
        keep_quorum(hall, meeting.current)


def keep_quorum(hall: Hall, item) -> None:
    item.sitting = frozen(hall.quorum([item.application_id]))
    item.save(update_fields=["sitting"])


STEPS = {"start": "heard_from", "questions": "questions_from", "end": "heard_until"}


def hear(meeting_id: int, item_id: int, step: str, *, by, at=None) -> None:
    """The steps of a hearing, each at its instant: begun, questions, ended; a start by mistake taken back at once."""
    at = at or timezone.now()
    with transaction.atomic():
        meeting = held(meeting_id, by)
        item = item_for(meeting, item_id, by)
        reasons = hearing_refusals(meeting, item, step, at)
        if reasons:
            raise Refused(*reasons)
        if step == "undo":
            item.heard_from = None
        else:
            setattr(item, STEPS[step], at)
        item.save(update_fields=["heard_from", "questions_from", "heard_until"])


def hearing_refusals(meeting, item, step: str, at) -> list[str]:
    """Why this step of the hearing is not the next one."""
    if not meeting.hearing_minutes:
        return ["Cette réunion ne prévoit pas d’audition."]
    if item.application.state not in ON_AGENDA:
        return ["Ce dossier n’est plus en lice\u00a0: il n’y a pas lieu d’entendre le candidat."]
    running = item.heard_from is not None and item.heard_until is None
    if step == "start":
        return _start_refusals(meeting, item)
    if not running:
        return ["L’audition n’est pas en cours."]
    if step == "questions" and item.questions_from:
        return ["Les questions ont déjà commencé."]
    if step == "undo" and (item.questions_from or at - item.heard_from > MISTAKE):
        return [
            "L’audition a commencé depuis plus d’une minute\u00a0: elle se termine, elle ne s’efface plus."
        ]
    return [] if step in {*STEPS, "undo"} else ["Cette étape n’existe pas."]


def _start_refusals(meeting, item) -> list[str]:
    if item.heard_from:
        return ["Ce candidat a déjà été entendu\u00a0: chacun l’est une fois, pour le même temps."]
    if meeting.current_id != item.pk:
        return ["Ce dossier n’est pas le point en cours."]
    if meeting.items.filter(heard_from__isnull=False, heard_until=None).exists():
        return ["Une autre audition est en cours."]
    return []


def write_debate(meeting_id: int, item_id: int, *, by, text: str) -> None:
    """The summary of what was said on an item, as the minutes will print it."""
    with transaction.atomic():
        meeting = held(meeting_id, by)
        item = item_for(meeting, item_id, by)
        item.debate = text.strip()
        item.save(update_fields=["debate"])


def observe(
    meeting_id: int, line_id: int, *, by, text: str, item_id: int | None = None, at=None
) -> Observation:
    """What a member asks to have written in the minutes; their own seat, or any for whoever keeps the minutes."""
    if not text.strip():
        raise Refused("Écrivez l’observation à consigner.")
    with transaction.atomic():
        meeting = held(meeting_id, by, "reviews.attend")
        line = meeting.attendances.select_related("seat").filter(pk=line_id).first()
        if line is None or not may_speak_for(meeting, line, by):
            raise Forbidden
        item = item_for(meeting, item_id, by) if item_id else None
        return Observation.objects.create(
            meeting=meeting, item=item, attendance=line, text=text.strip(), at=at or timezone.now()
        )


def may_speak_for(meeting, line, by) -> bool:
    """Whether this person writes for this seat: theirs, or any for those who conduct the sitting."""
    return by.pk in {line.seat.holder_id, line.seat.alternate_id} or may(by, "reviews.conduct", meeting.call)
