"""What a sitting leaves: members, hearings, votes, rankings, observations; for the minutes, and for each reader's page.

A file closed to the reader is absent from all of it: its item, its votes, its rank, what a seat did because of it.
"""

from dataclasses import replace

from django.db.models import Prefetch

from engine import quorum as engine
from reviews.enums import Choice, Voice
from reviews.models import Ballot
from reviews.queries.commission.coverage import covered, is_complete
from reviews.queries.commission.hall import Hall, label_of, presence_words, quorum_at
from reviews.queries.commission.meetings import clock
from reviews.queries.ranking import ranking_of


def record(hall: Hall, *, person=None) -> dict:
    """The whole record; with `person`, what remains of it for someone to whom some files are closed."""
    hidden = hall.closed_to(person) if person else set()
    polls = polls_of(hall, hidden)
    said = list(hall.meeting.observations.select_related("attendance__seat__holder", "item"))
    items = [item for item in hall.items if item.application_id not in hidden]
    return {
        "members": [member_of(line) for line in hall.lines],
        "quorum": hall.quorum().sentence,
        "declarations": declarations(hall),
        "items": [item_of(hall, item, polls, said) for item in items],
        "rankings": rankings(hall, items, polls, person=person),
        "observations": [observation(row) for row in said if row.item is None],
    }


def member_of(line) -> dict:
    seat = line.seat
    return {
        "capacity": seat.capacity,
        "voice": Voice(seat.voice).label,
        "name": str(seat.holder),
        "alternate": str(seat.alternate or ""),
        "presence": presence_words(line),
    }


def declarations(hall) -> list[dict]:
    """Who of those called declared their interests on the agenda, and when."""
    people = hall.people.values()
    rows = [{"who": str(person), "at": hall.declared.get(person.pk)} for person in people]
    return [row for row in rows if row["at"]]


def item_of(hall, item, polls, said) -> dict:
    file, found = item.application, quorum_at(hall, item)
    return {
        "item": item,
        "number": file.number,
        "structure": file.structure.name,
        "title": file.title,
        "lot": file.lot.title,
        "requested": file.requested_amount if file.with_money else None,
        "hearing": hearing_words(item, hall.meeting.call.time_zone),
        "quorum": found["sentence"],
        "met": found["met"],
        "away": found["notes"],
        "debate": item.debate,
        "votes": [vote(poll) for poll in polls if poll.item_id == item.pk and poll.closed_at],
        "observations": [observation(row) for row in said if row.item_id == item.pk],
    }


def hearing_words(item, zone: str) -> str:
    """When the candidate was heard; nothing when no hearing was planned nor held."""
    if item.heard_from is None:
        return "Le candidat n’a pas été entendu." if item.hearing_at else ""
    words = f"Candidat entendu à partir de {clock(item.heard_from, zone)}"
    if item.questions_from:
        words += f", questions à partir de {clock(item.questions_from, zone)}"
    if item.heard_until:
        words += f", jusqu’à {clock(item.heard_until, zone)}"
    return f"{words}."


def polls_of(hall, hidden=frozenset()) -> list:
    """The votes of the meeting with their ballots, without those that bear on a file closed to the reader."""
    ballots = Prefetch("ballots", Ballot.objects.select_related("attendance__seat__holder"))
    rows = hall.meeting.polls.select_related("item", "lot").prefetch_related(ballots)
    return [poll for poll in rows if not hidden & set(hall.files_of(poll))]


def result_of(poll) -> engine.Outcome:
    return engine.outcome(poll.votes_for, poll.votes_against, poll.abstentions, casting=poll.casting)


def vote(poll) -> dict:
    """A closed vote in words; who chose what, for an open one only."""
    ballots = (
        []
        if poll.secret
        else [
            {"seat": label_of(row.attendance.seat), "choice": Choice(row.choice).label}
            for row in poll.ballots.all()
        ]
    )
    return {
        "poll": poll,
        "question": poll.question,
        "secret": poll.secret,
        "sentence": result_of(poll).sentence,
        "ballots": sorted(ballots, key=lambda row: row["seat"]),
    }


def observation(row) -> dict:
    return {"who": label_of(row.attendance.seat), "text": row.text, "at": row.at}


def lots_of(items) -> list:
    """The lots that these items bear on."""
    found = {item.application.lot_id: item.application.lot for item in items}
    return sorted(found.values(), key=lambda lot: lot.code)


def rankings(hall, items, polls, *, person=None) -> list[dict]:
    """The ranking of each lot with its reasons, among the files deliberated; final once none of the lot is left."""
    if not hall.meeting.call.ranked:
        return []
    held = deliberated(hall)
    return [
        {
            "lot": lot.title,
            "key": lot,
            "complete": is_complete(lot, held),
            "rows": [ranked(row) for row in ranking_for(lot, person) if row.application.pk in held],
            "votes": [vote(poll) for poll in polls if poll.lot_id == lot.pk and poll.closed_at],
        }
        for lot in lots_of(items)
    ]


def ranking_for(lot, person=None) -> list:
    """The ranking of a lot as the commission gave it; for someone to whom files of it are closed, the others in their
    order, numbered among themselves, without reasons that would tell what stands between them.
    """
    rows = ranking_of(lot)
    closed = (
        lot.applications.in_conflict_with(person).order_by().values_list("pk", flat=True) if person else ()
    )
    hidden = set(closed)
    if not hidden:
        return rows
    kept = [row for row in rows if row.application.pk not in hidden]
    before = {
        rank: 1 + sum((row.rank or rank) < rank for row in kept)
        for rank in {row.rank for row in kept} - {None}
    }
    return [replace(row, rank=before.get(row.rank), reason=row.chosen, tied=_tied(row, kept)) for row in kept]


def _tied(row, rows) -> bool:
    return row.rank is not None and sum(other.rank == row.rank for other in rows) > 1


def deliberated(hall) -> set[int]:
    """The files this meeting deliberated with their quorum, and those that earlier ones had."""
    now = {item.application_id for item in hall.items if quorum_at(hall, item)["met"]}
    return now | covered(hall.meeting.call, signed=False)


def ranked(row) -> dict:
    return {
        "rank": row.rank,
        "number": row.application.number,
        "structure": row.application.structure.name,
        "points": row.points,
        "reason": " ".join([row.reason, *row.below]).strip(),
    }
