"""A meeting before it is held: created, its agenda set, its members and candidates convened, or cancelled."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.backends import may, require
from accounts.errors import Forbidden, Refused
from accounts.nudge import nudge
from applications.enums import State
from calls.models import Call
from engine.deadlines import long_instant
from reviews import papers
from reviews.enums import SittingDocument
from reviews.models import AgendaItem, Meeting
from reviews.queries.commission import meetings as queries
from reviews.queries.commission.coverage import covered
from reviews.queries.commission.seats import seats_for
from reviews.services.commission.attendance import refresh
from reviews.services.commission.papers import issue_paper

WELCOME = timedelta(minutes=15)  # from the start of the meeting to the first hearing


def locked(meeting_id: int, by, action: str) -> Meeting:
    """The meeting, locked, for whoever may act on it; NotVisible to those who do not attend the call's commission."""
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("call__authority", "previous")
    meeting = rows.get(pk=meeting_id)
    require(by, action, meeting.call, to_see="reviews.attend")
    return meeting


def in_preparation(meeting) -> None:
    if meeting.cancelled_at:
        raise Refused("Cette réunion est annulée.")
    if meeting.convened_at:
        raise Refused("La convocation est partie\u00a0: l’ordre du jour et la date ne changent plus.")


def create(call, *, by, starts_at, place, hearing_minutes=10, question_minutes=10, at=None) -> Meeting:
    """A meeting to prepare; on its agenda, every concluded file this person may see and no sitting has deliberated."""
    at = at or timezone.now()
    with transaction.atomic():
        call = Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
        if not may(by, "reviews.convene", call):
            raise Forbidden
        reasons = _frame_refusals(starts_at, place, hearing_minutes, question_minutes, at)
        if not call.files_are_open():
            reasons.append(
                "Les dossiers ne sont pas encore ouverts\u00a0: il n’y a rien à mettre à l’ordre du jour."
            )
        if reasons:
            raise Refused(*reasons)
        meeting = Meeting.objects.create(
            call=call,
            number=_next_number(call),
            starts_at=starts_at,
            place=place.strip(),
            hearing_minutes=hearing_minutes,
            question_minutes=question_minutes,
            created_by=by,
        )
        done = covered(call, signed=False)
        files = queries.eligible(call, by).filter(state=State.REVIEWED).exclude(pk__in=done)
        _write_agenda(meeting, [(pk, None) for pk in files.values_list("pk", flat=True)])
    return meeting


def _next_number(call) -> int:
    return (call.meetings.aggregate(last=Max("number"))["last"] or 0) + 1


def _frame_refusals(starts_at, place, hearing_minutes, question_minutes, at) -> list[str]:
    reasons = [] if starts_at > at else ["La date de la réunion est passée."]
    if not place.strip():
        reasons.append("Indiquez le lieu de la réunion, ou le lien de la visioconférence.")
    if question_minutes and not hearing_minutes:
        reasons.append(
            "Des questions sans présentation\u00a0: donnez une durée à la présentation, ou aucune aux deux."
        )
    return reasons


def edit(meeting_id: int, *, by, starts_at, place, hearing_minutes, question_minutes, at=None) -> Meeting:
    """Changes the date, the place or the length of hearings; the hearings follow."""
    at = at or timezone.now()
    with transaction.atomic():
        meeting = locked(meeting_id, by, "reviews.convene")
        in_preparation(meeting)
        reasons = _frame_refusals(starts_at, place, hearing_minutes, question_minutes, at)
        if meeting.previous and starts_at > queries.second_until(meeting.previous):
            reasons.append(second_limit(meeting.previous))
        if reasons:
            raise Refused(*reasons)
        meeting.starts_at, meeting.place = starts_at, place.strip()
        meeting.hearing_minutes, meeting.question_minutes = hearing_minutes, question_minutes
        meeting.save()
        _schedule(meeting, {})
    return meeting


def set_agenda(meeting_id: int, *, by, files: list[int], hours: dict[int, datetime] | None = None) -> None:
    """The files of the agenda in this order; `hours` fixes the hearing of some, the others follow one another.

    Files closed to this person stay where they were: they are not theirs to move.
    """
    with transaction.atomic():
        meeting = locked(meeting_id, by, "reviews.convene")
        in_preparation(meeting)
        shown = {item.application_id for item in queries.items_of(meeting, by)}
        allowed = shown | set(queries.eligible(meeting.call, by).values_list("pk", flat=True))
        if meeting.previous_id and set(files) - shown:
            raise Refused("Une seconde réunion ne porte que sur ce que la première n’a pas pu délibérer.")
        chosen = list(dict.fromkeys(files))
        if set(chosen) - allowed:
            raise Refused(
                "Un des dossiers choisis n’est plus recevable, ou figure déjà à un autre ordre du jour."
            )
        hidden = list(meeting.items.exclude(application__in=shown).values_list("position", "application"))
        _write_agenda(meeting, _merged(chosen, hidden, hours or {}))


def _merged(chosen, hidden, hours) -> list:
    rows = [(pk, hours.get(pk)) for pk in chosen]
    for position, pk in sorted(hidden):
        rows.insert(position - 1, (pk, None))
    return rows


def _write_agenda(meeting, rows) -> None:
    """Replaces the agenda by these (file, fixed hour) in order."""
    wanted = [pk for pk, _ in rows]
    meeting.items.exclude(application__in=wanted).delete()
    known = {item.application_id: item for item in meeting.items.all()}
    for position, pk in enumerate(wanted, start=1):
        item = known.get(pk) or AgendaItem(meeting=meeting, application_id=pk)
        item.position = position
        item.save()
    _schedule(meeting, {pk: hour for pk, hour in rows if hour})


def _schedule(meeting, fixed) -> None:
    """Hearings of equal length, one after the other; refused when two of them overlap."""
    length, following = queries.slot(meeting), meeting.starts_at + WELCOME
    for item in meeting.items.all():
        asked = fixed.get(item.application_id)
        if asked and length and asked < following:
            raise Refused(
                f"L’audition fixée {long_instant(asked, meeting.call.time_zone)} commence avant la fin de la"
                " précédente, ou avant la réunion."
            )
        item.hearing_at = (asked or following) if length else None
        item.save(update_fields=["hearing_at"])
        following = (item.hearing_at or following) + length


def convene_refusals(meeting, at) -> list[str]:
    """Why the meeting cannot be convened at all; a delay too short is another matter, it takes a reason."""
    reasons = []
    if not meeting.items.exists():
        reasons.append("L’ordre du jour est vide.")
    gone = meeting.items.exclude(application__state__in=queries.ON_AGENDA)
    if gone.exists():
        reasons.append("Un dossier de l’ordre du jour n’est plus recevable\u00a0: revoyez l’ordre du jour.")
    if meeting.starts_at <= at:
        reasons.append("La date de la réunion est passée.")
    seats = seats_for(meeting.call, timezone.localdate(meeting.starts_at))
    if not any(seat.presides for seat in seats):
        reasons.append("Aucun siège ne préside\u00a0: nommez le président de la commission.")
    if not any(seat.voice == "deliberative" and not seat.presides for seat in seats):
        reasons.append("La commission n’a pas d’autre voix délibérative que son président.")
    return reasons


def late(meeting, at) -> list[queries.Delay]:
    """The delays that convening at this instant would not respect."""
    return [delay for delay in queries.delays_of(meeting) if not delay.kept(at)]


def convene(meeting_id: int, *, by, late_reason="", at=None) -> Meeting:
    """Calls the members and tells the candidates of their hearing; each member gets their role on the call.

    Later than the delays allow, only with the reason, kept and printed in the minutes.
    """
    at = at or timezone.now()
    with transaction.atomic():
        meeting = locked(meeting_id, by, "reviews.convene")
        in_preparation(meeting)
        reasons = convene_refusals(meeting, at)
        if late(meeting, at) and not late_reason.strip():
            reasons.append(
                "Le délai de convocation n’est pas respecté\u00a0: écrivez pourquoi, ou changez la date."
            )
        if reasons:
            raise Refused(*reasons)
        meeting.convened_at, meeting.convened_by = at, by
        meeting.late_reason = late_reason.strip() if late(meeting, at) else ""
        meeting.save()
        refresh(meeting, by=by, at=at)
        issue_paper(meeting, SittingDocument.CONVOCATION, papers.convocation(meeting), dated=at)
        _tell(meeting)
    return meeting


def cancel(meeting_id: int, *, by, at=None) -> Meeting:
    """Cancels a meeting not yet opened; those it had called are told."""
    with transaction.atomic():
        meeting = locked(meeting_id, by, "reviews.convene")
        if meeting.cancelled_at:
            raise Refused("Cette réunion est déjà annulée.")
        if meeting.opened_at:
            raise Refused("La séance a été ouverte\u00a0: elle se clôt, elle ne s’annule plus.")
        meeting.cancelled_at = at or timezone.now()
        meeting.previous = None  # the second meeting may be called again
        meeting.save(update_fields=["cancelled_at", "previous"])
        if meeting.convened_at:
            _tell(meeting)
    return meeting


def _tell(meeting) -> None:
    nudge("notifications.tasks.tell", "meeting", meeting.pk)
    for item in meeting.items.filter(hearing_at__isnull=False):
        nudge("notifications.tasks.tell", "hearing", item.pk)


def second_limit(first) -> str:
    until = long_instant(queries.second_until(first), first.call.time_zone)
    return (
        f"La seconde réunion se tient au plus tard le {until} ({first.call.second_meeting_days} jours après la"
        " première)\u00a0: au-delà, créez une nouvelle réunion, qui aura besoin du quorum."
    )


def second(meeting_id: int, *, by, starts_at, place, at=None) -> Meeting:
    """The meeting that follows one without quorum, on what could not be deliberated; it needs no quorum."""
    at = at or timezone.now()
    with transaction.atomic():
        first = locked(meeting_id, by, "reviews.convene")
        waiting = queries.without_quorum(first) if first.closed_at else []
        reasons = _second_refusals(first, waiting, starts_at)
        reasons += _frame_refusals(starts_at, place, first.hearing_minutes, first.question_minutes, at)
        if reasons:
            raise Refused(*reasons)
        meeting = Meeting.objects.create(
            call=first.call,
            number=_next_number(first.call),
            previous=first,
            starts_at=starts_at,
            place=place.strip(),
            hearing_minutes=first.hearing_minutes,
            question_minutes=first.question_minutes,
            created_by=by,
        )
        _write_agenda(meeting, [(item.application_id, None) for item in waiting])
    return meeting


def _second_refusals(first, waiting, starts_at) -> list[str]:
    if not first.closed_at:
        return ["La première réunion n’est pas close."]
    if not waiting:
        return [
            "Le quorum était atteint sur tous les dossiers\u00a0: il n’y a pas lieu à une seconde réunion."
        ]
    if first.previous_id:
        return ["Cette réunion était déjà une seconde réunion\u00a0: elle n’avait besoin d’aucun quorum."]
    if Meeting.objects.filter(previous=first).exists():
        return ["La seconde réunion est déjà créée."]
    return [second_limit(first)] if starts_at > queries.second_until(first) else []
