"""The end of a sitting: it is closed, its minutes and rankings are drafted at once, then its president signs them."""

from django.db import transaction
from django.utils import timezone

from accounts.backends import may
from accounts.errors import Forbidden, Refused
from accounts.nudge import nudge
from documents.enums import DocumentStatus
from engine import digest
from reviews import papers
from reviews.enums import Presence
from reviews.enums import SittingDocument as D
from reviews.queries import ranking_of, ranking_problem, undecided_ties
from reviews.queries.commission.hall import Hall, hall_of
from reviews.queries.commission.record import deliberated, lots_of, record
from reviews.services.commission.meetings import locked
from reviews.services.commission.papers import drafts_of, issue_paper, issue_signed
from reviews.services.commission.room import held, keep_quorum


def close_refusals(meeting, hall: Hall) -> list[str]:
    """Why the sitting cannot be closed yet: once it is, nothing of it changes, ranks included."""
    reasons = []
    if meeting.polls.filter(closed_at=None).exists():
        reasons.append("Un vote est ouvert\u00a0: closez-le.")
    if meeting.items.filter(heard_from__isnull=False, heard_until=None).exists():
        reasons.append("Une audition est en cours\u00a0: terminez-la.")
    if meeting.call.ranked:
        reasons += [reason for lot in lots_of(hall.items) for reason in ranking_refusals(hall, lot)]
    return reasons


def ranking_refusals(hall: Hall, lot) -> list[str]:
    """Why the ranking of a lot cannot be given as it stands; no file is named, one may be closed to the reader."""
    if ranking_problem(lot):
        return [
            f"Les rangs fixés à la main dans le lot «\u00a0{lot}\u00a0» ne forment plus un classement\u00a0: revoyez-les."
        ]
    held_files = deliberated(hall)
    ranked = [row for row in ranking_of(lot) if row.application.pk in held_files]
    if undecided_ties(ranked):
        return [
            f"Des dossiers du lot «\u00a0{lot}\u00a0» sont ex æquo\u00a0: fixez leur ordre, avec son motif."
        ]
    return []


def close(meeting_id: int, *, by, at=None):
    """Closes the sitting: its items keep their quorum, its papers are drafted in the same transaction."""
    at = at or timezone.now()
    with transaction.atomic():
        meeting = held(meeting_id, by)
        hall = hall_of(meeting)
        reasons = close_refusals(meeting, hall)
        if reasons:
            raise Refused(*reasons)
        for item in hall.items:
            if not item.sitting or item.pk == meeting.current_id:
                keep_quorum(hall, item)
        _close(meeting, by, at)
        issue_paper(meeting, D.MINUTES, papers.minutes(meeting), dated=at, released=False)
        for ranking in record(hall_of(meeting))["rankings"]:
            if ranking["complete"] and any(row["rank"] for row in ranking["rows"]):
                context = papers.ranking_list(meeting, ranking)
                issue_paper(meeting, D.RANKING, context, dated=at, lot=ranking["key"], released=False)
    return meeting


def close_without_quorum(meeting_id: int, *, by, at=None):
    """Closes a meeting that could not be opened for want of a quorum; the minutes say so."""
    at = at or timezone.now()
    with transaction.atomic():
        meeting = locked(meeting_id, by, "reviews.conduct")
        reasons = without_quorum_refusals(meeting, hall_of(meeting), at)
        if reasons:
            raise Refused(*reasons)
        meeting.opened_at, meeting.opened_by, meeting.without_quorum = at, by, True
        _close(meeting, by, at)
        issue_paper(meeting, D.MINUTES, papers.minutes(meeting), dated=at, released=False)
    return meeting


def without_quorum_refusals(meeting, hall: Hall, at) -> list[str]:
    """Why a lack of quorum cannot be recorded: it is there, unknown yet, or the hour has not come."""
    if meeting.cancelled_at or not meeting.convened_at:
        return ["Cette réunion n’est pas convoquée."]
    if meeting.opened_at:
        return ["La séance a été ouverte avec son quorum."]
    if meeting.starts_at > at:
        return ["L’heure de la réunion n’est pas venue\u00a0: des membres peuvent encore arriver."]
    if any(line.presence == Presence.EXPECTED for line in hall.lines):
        return ["Des présences ne sont pas notées\u00a0: dites de chaque siège s’il est tenu."]
    found = hall.quorum()
    return [f"{found.sentence} Ouvrez la séance."] if found.met else []


def _close(meeting, by, at) -> None:
    meeting.closed_at, meeting.closed_by, meeting.current = at, by, None
    meeting.save()
    nudge("notifications.tasks.tell", "meeting", meeting.pk)


def signers(hall: Hall) -> set[int]:
    """Who may sign: for each seat that presides, its holder or, failing that, the alternate, free of any interest.

    Someone who may not hear of one item cannot sign minutes that speak of it.
    """
    away = {person for people in hall.barred.values() for person in people}
    chairs = [seat for seat in hall.seats if seat.presides]
    able = [next((p for p in seat.in_room if int(p) not in away), None) for seat in chairs]
    able = able if any(able) else [_absent_chair(seat, away) for seat in chairs]
    return {int(person) for person in able if person}


def _absent_chair(seat, away) -> str | None:
    """When nobody who presided may sign, whoever else holds the seat."""
    people = [person for person in (seat.holder, seat.alternate) if person]
    return next((person for person in people if int(person) not in away), None)


def stamp(drafts) -> str:
    """What the drafts say: the signature holds for the words that were shown, and for no others."""
    return digest.sha256([paper.document.context_sha256 for paper in drafts])


def sign_refusals(meeting, drafts) -> list[str]:
    if meeting.signed_at:
        return ["Le procès-verbal est déjà signé."]
    if not meeting.closed_at:
        return ["La séance n’est pas close\u00a0: il n’y a pas encore de procès-verbal."]
    failed = [paper for paper in drafts if paper.document.status == DocumentStatus.FAILED]
    if failed:
        return ["Un projet n’a pas pu être produit\u00a0: relancez-le depuis sa page."]
    if not all(paper.document.issued for paper in drafts):
        return ["Les projets sont en cours de production\u00a0: réessayez dans un instant."]
    return []


def sign(meeting_id: int, *, by, capacity: str, seen: str = "", at=None, await_drafts=True):
    """The president signs the minutes and the rankings as drafted; the signed papers replace the drafts."""
    at = at or timezone.now()
    with transaction.atomic():
        meeting = locked(meeting_id, by, "reviews.attend")
        hall = hall_of(meeting)
        if not may(by, "reviews.sign_minutes", meeting) or by.pk not in signers(hall):
            raise Forbidden
        drafts = drafts_of(meeting)
        reasons = sign_refusals(meeting, drafts if await_drafts else [])
        if not capacity.strip():
            reasons.append("Indiquez la qualité au titre de laquelle vous signez.")
        if seen and seen != stamp(drafts):
            reasons.append("Les projets ont changé depuis l’affichage de cette page\u00a0: relisez-les.")
        if reasons:
            raise Refused(*reasons)
        signatory = papers.signed_by(meeting, by, capacity.strip(), at)
        letter = papers.letter(meeting, dated=at, signatory=signatory)
        for paper in drafts:
            issue_signed(meeting, paper, letter, dated=at)
        meeting.signed_at, meeting.signed_by, meeting.signed_as = at, by, capacity.strip()
        meeting.save(update_fields=["signed_at", "signed_by", "signed_as"])
        nudge("notifications.tasks.tell", "meeting", meeting.pk)
    return meeting
