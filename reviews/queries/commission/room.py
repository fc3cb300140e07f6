"""The room as one person sees it: the item in hand, the clock, the vote, the ranking; nothing of what is closed to them."""

from datetime import timedelta

from django.utils import timezone

from accounts.policy import POLICY
from reviews.enums import Choice, Presence
from reviews.queries.commission.coverage import rank_refusals
from reviews.queries.commission.hall import hall_of, label_of, quorum_at
from reviews.queries.commission.meetings import ON_AGENDA, brought_forward, numbered
from reviews.queries.commission.record import lots_of, polls_of, ranking_for, result_of, vote
from reviews.queries.ranking import undecided_ties
from reviews.queries.reading import unread_by

STOOD_ASIDE = "Une personne qui a voté ne prend plus part à ce vote\u00a0: elle s’est déportée depuis."


def room_of(meeting, person) -> dict:
    """Everything the page of the room shows this person, in a fixed number of reads per lot."""
    hall, held = hall_of(meeting), meeting.call.roles_of(person)
    hidden = hall.closed_to(person)
    open_to = [item for item in hall.items if item.application_id not in hidden]
    items = numbered(open_to, meeting.call.time_zone)
    polls = polls_of(hall, hidden)
    current = next((item for item in items if item.pk == meeting.current_id), None)
    conducts = not POLICY["reviews.conduct"].isdisjoint(held)
    for item in items:
        item.quorum = quorum_at(hall, item)
        item.votes = [vote(poll) for poll in polls if poll.item_id == item.pk and poll.closed_at]
        item.gone = item.application.state not in ON_AGENDA
    found = hall.quorum([current.application_id] if current else ())
    return {
        "hall": hall,
        "items": items,
        "current": current,
        "elsewhere": bool(meeting.current_id and current is None),
        "timer": timer(meeting, current) if current else None,
        "quorum": found,
        "poll": open_poll(hall, polls, person, conducts),
        "polling": meeting.polls.filter(closed_at=None).exists(),
        "ties": casting_wanted(hall, polls, person, conducts),
        "lots": lots(hall, items, polls, person, held, hidden),
        "conducts": conducts,
        "early": meeting.starts_at > timezone.now(),
        "brought_forward": brought_forward(meeting, timezone.now()) if meeting.convened_at else "",
        "unsettled": sum(line.presence == Presence.EXPECTED for line in hall.lines),
        "declared": person.pk in hall.declared,
        "choices": list(Choice),
        "undeclared": undeclared(hall) if conducts else [],
    }


def timer(meeting, item) -> dict:
    """Where the hearing stands: what runs, and until which instant; each candidate has the same time."""
    if not meeting.hearing_minutes:
        return {}
    if item.heard_until or not item.heard_from:
        return {"phase": "over" if item.heard_until else "before"}
    phase, began, minutes = (
        ("questions", item.questions_from, meeting.question_minutes)
        if item.questions_from
        else ("presentation", item.heard_from, meeting.hearing_minutes)
    )
    return {"phase": phase, "until": began + timedelta(minutes=minutes), "minutes": minutes}


def voters_of(hall, poll) -> list[dict]:
    """Who may vote, for which seat, and whether they have; never what they chose in a secret vote."""
    given = {ballot.attendance_id: ballot for ballot in poll.ballots.all()}
    lines, people = hall.by_id, hall.people
    return [
        {
            "line": lines[place.seat.id],
            "label": label_of(lines[place.seat.id].seat),
            "person": people[place.person],
            "how": place.how,
            "ballot": given.get(int(place.seat.id)),
            "declared": int(place.person) in hall.declared,
        }
        for place in hall.quorum(hall.files_of(poll)).voters
    ]


def spoiled(hall, poll) -> str:
    """Why an open vote must be taken again: since it was put, the quorum was lost, or someone who voted stood aside."""
    found = hall.quorum(hall.files_of(poll))
    if not found.met:
        return found.sentence
    seats = {int(place.seat.id) for place in found.voters}
    away = {person for file in hall.files_of(poll) for person in hall.barred.get(file, ())}
    given = [(ballot.attendance_id, ballot.cast_by_id) for ballot in poll.ballots.all()]
    return STOOD_ASIDE if any(seat not in seats or person in away for seat, person in given) else ""


def open_poll(hall, polls, person, conducts) -> dict | None:
    """The vote in progress: this person's voices, and for those who conduct it who has voted."""
    poll = next((poll for poll in polls if poll.closed_at is None), None)
    if poll is None:
        return None
    voters = voters_of(hall, poll)
    return {
        "poll": poll,
        "mine": [voter for voter in voters if voter["person"] == person],
        "voters": voters if conducts else [],
        "cast": sum(voter["ballot"] is not None for voter in voters),
        "count": len(voters),
        "spoiled": spoiled(hall, poll) if conducts else "",
    }


def casting_wanted(hall, polls, person, conducts) -> list:
    """The votes closed on a tie by secret ballot that whoever presides, or the secretary, may still decide."""
    tied = [
        poll for poll in polls if poll.closed_at and poll.secret and not poll.casting and result_of(poll).tied
    ]
    return [poll for poll in tied if may_decide(hall, poll, person, conducts)]


def may_decide(hall, poll, person, conducts) -> bool:
    presiding = hall.quorum(hall.files_of(poll)).presiding
    return str(person.pk) in presiding or bool(conducts and presiding)


def lots(hall, items, polls, person, held, hidden) -> list[dict]:
    """The ranking of each lot of which this person sees a file: its ties, its votes, whether a rank may be chosen."""
    if not hall.meeting.call.ranked:
        return []
    may_rank = not POLICY["reviews.rank"].isdisjoint(held)
    return [lot_of(hall, lot, polls, person, may_rank, hidden) for lot in lots_of(items)]


def lot_of(hall, lot, polls, person, may_rank, hidden) -> dict:
    waiting = list(unread_by(person, lot.applications.all()))
    rows = [] if waiting else ranking_for(lot, person)
    own = {item.application_id for item in hall.items if item.application.lot_id == lot.pk}
    return {
        "lot": lot,
        "waiting": waiting,
        "rows": rows,
        "own": own,
        "ties": undecided_ties(rows),
        "may_rank": may_rank and hall.meeting.is_sitting and not rank_refusals(lot),
        "may_poll": not own & hidden,
        "votes": [vote(poll) for poll in polls if poll.lot_id == lot.pk and poll.closed_at],
    }


def undeclared(hall) -> list:
    """Those in the room who have not declared their interests on the agenda: their voice cannot be counted yet."""
    inside = {person for seat in hall.seats for person in seat.in_room}
    return [person for key, person in hall.people.items() if key in inside and person.pk not in hall.declared]


def own_lines(hall, person) -> list:
    """The seats this person holds, as holder or alternate."""
    return [line for line in hall.lines if person.pk in {line.seat.holder_id, line.seat.alternate_id}]
