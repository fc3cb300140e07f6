"""Votes: put, cast, closed. A secret one adds to its counts and keeps neither the choice nor the hour of anybody."""

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from accounts.backends import may
from accounts.errors import Forbidden, NotVisible, Refused
from calls.models import Lot
from engine import quorum as engine
from reviews.enums import Choice
from reviews.models import Ballot, Poll
from reviews.queries.commission.hall import hall_of
from reviews.queries.commission.meetings import ON_AGENDA
from reviews.queries.commission.record import result_of
from reviews.queries.commission.room import spoiled
from reviews.services.commission.room import held, item_for

COUNTS = {Choice.FOR: "votes_for", Choice.AGAINST: "votes_against", Choice.ABSTAIN: "abstentions"}
LOCKED_CHOICE = "Une voix est déjà enregistrée pour ce siège\u00a0: elle ne change plus."


def put(meeting_id: int, *, by, question: str, secret: bool, item_id=None, lot_id=None, at=None) -> Poll:
    """Puts a question to the vote, on the item in hand or on the ranking of a lot; one vote at a time."""
    with transaction.atomic():
        meeting = held(meeting_id, by)
        item = item_for(meeting, item_id, by) if item_id else None
        lot = _lot(meeting, lot_id, by) if lot_id else None
        reasons = put_refusals(meeting, item, lot, question)
        if reasons:
            raise Refused(*reasons)
        try:
            with transaction.atomic():
                return Poll.objects.create(
                    meeting=meeting,
                    item=item,
                    lot=lot,
                    question=question.strip(),
                    secret=secret,
                    opened_at=at or timezone.now(),
                )
        except IntegrityError as error:
            raise Refused("Un vote est déjà ouvert.") from error


def _lot(meeting, lot_id: int, by) -> Lot:
    lot = Lot.objects.filter(pk=lot_id, applications__agenda__meeting=meeting).distinct().first()
    hall = hall_of(meeting)
    files = {item.application_id for item in hall.items if lot and item.application.lot_id == lot.pk}
    if lot is None or files & hall.closed_to(by):
        raise NotVisible
    return lot


def put_refusals(meeting, item, lot, question: str) -> list[str]:
    """Why this question cannot be put to the vote now."""
    reasons = [] if question.strip() else ["Écrivez la question mise aux voix."]
    if (item is None) == (lot is None):
        return [*reasons, "Choisissez le dossier ou le lot sur lequel porte le vote."]
    if meeting.polls.filter(closed_at=None).exists():
        reasons.append("Un vote est déjà ouvert.")
    if item and meeting.current_id != item.pk:
        reasons.append("Ce dossier n’est pas le point en cours.")
    if item and item.application.state not in ON_AGENDA:
        reasons.append("Ce dossier n’est plus en lice\u00a0: il n’y a pas lieu de voter.")
    hall = hall_of(meeting)
    files = [
        row.application_id for row in hall.items if row == item or (lot and row.application.lot_id == lot.pk)
    ]
    found = hall.quorum(files)
    return reasons if found.met else [*reasons, found.sentence]


def poll_of(meeting, poll_id: int, by) -> Poll:
    """The open poll, locked, when none of its files is closed to this person."""
    poll = meeting.polls.select_for_update(of=("self",)).filter(pk=poll_id).first()
    if poll is None:
        raise NotVisible
    hall = hall_of(meeting)
    if set(hall.files_of(poll)) & hall.closed_to(by):
        raise NotVisible
    if poll.closed_at:
        raise Refused("Ce vote est clos\u00a0: aucune voix ne s’y ajoute.")
    return poll


def vote(meeting_id: int, poll_id: int, line_id: int, *, by, choice: str) -> None:
    """A member votes on their device, for their seat or with the proxy they hold. Once, whatever the device."""
    with transaction.atomic():
        meeting = held(meeting_id, by, "reviews.vote")
        poll = poll_of(meeting, poll_id, by)
        hall = hall_of(meeting)
        place = _place(hall, poll, line_id)
        if place is None or place.person != str(by.pk):
            raise Forbidden
        _refuse_undeclared(hall, place)
        _cast(poll, line_id, by, choice)


def record(meeting_id: int, poll_id: int, *, by, choices: dict[int, str]) -> None:
    """The secretary writes down a vote by show of hands, seat by seat; they may correct it until it is closed."""
    with transaction.atomic():
        meeting = held(meeting_id, by)
        poll = poll_of(meeting, poll_id, by)
        if poll.secret:
            raise Refused(
                "Un vote à bulletin secret ne s’enregistre pas\u00a0: chacun vote sur son appareil."
            )
        hall = hall_of(meeting)
        for line_id, choice in choices.items():
            place = _place(hall, poll, line_id)
            if place is None:
                raise Refused("Un siège de cette liste ne prend pas part à ce vote\u00a0: rechargez la page.")
            _refuse_undeclared(hall, place)
            _known(choice)
            Ballot.objects.update_or_create(
                poll=poll, attendance_id=line_id, defaults={"choice": choice, "cast_by": by}
            )


def _place(hall, poll, line_id: int):
    found = hall.quorum(hall.files_of(poll))
    return next((place for place in found.voters if place.seat.id == str(line_id)), None)


def _refuse_undeclared(hall, place) -> None:
    """Nobody votes before having declared their interests on the agenda."""
    if int(place.person) not in hall.declared:
        raise Refused(
            f"{hall.people[place.person]} n’a pas déclaré ses liens d’intérêts sur l’ordre du jour\u00a0: sa voix ne peut"
            " pas être comptée."
        )


def _known(choice: str) -> None:
    if choice not in Choice.values:
        raise Refused("Votez pour, contre, ou abstenez-vous.")


def _cast(poll, line_id: int, by, choice: str) -> None:
    _known(choice)
    kept = "" if poll.secret else choice
    before = poll.ballots.filter(attendance=line_id).first()
    if before:
        if kept and before.choice == kept:
            return  # the same voice twice: a second click
        raise Refused(LOCKED_CHOICE)
    try:
        with transaction.atomic():
            Ballot.objects.create(poll=poll, attendance_id=line_id, choice=kept, cast_by=by)
    except IntegrityError as error:
        raise Refused(LOCKED_CHOICE) from error
    if poll.secret:
        name = COUNTS[Choice(choice)]
        Poll.objects.filter(pk=poll.pk).update(**{name: F(name) + 1})


def close(meeting_id: int, poll_id: int, *, by, at=None) -> Poll:
    """Closes a vote and decides it; in an open one, a tie is decided by the voice of who presides."""
    at = at or timezone.now()
    with transaction.atomic():
        meeting = held(meeting_id, by)
        poll = poll_of(meeting, poll_id, by)
        if not poll.ballots.exists():
            raise Refused("Personne n’a voté\u00a0: attendez une voix au moins, ou retirez ce vote.")
        if reason := spoiled(hall_of(meeting), poll):
            raise Refused(f"{reason} Retirez ce vote\u00a0: la question se remet aux voix.")
        if not poll.secret:
            _count(poll)
        poll.refresh_from_db(fields=list(COUNTS.values()))
        found = result_of(poll)
        if found.tied and not poll.secret:
            poll.casting = _chair_choice(hall_of(meeting), poll)
        poll.closed_at, poll.carried = at, result_of(poll).carried
        poll.save()
    return poll


def _count(poll) -> None:
    choices = list(poll.ballots.values_list("choice", flat=True))
    counts = {name: choices.count(choice.value) for choice, name in COUNTS.items()}
    Poll.objects.filter(pk=poll.pk).update(**counts)


def _chair_choice(hall, poll) -> str:
    """What those who preside chose on this item, when they agree."""
    found = hall.quorum(hall.files_of(poll))
    chairs = [place.seat.id for place in found.voters if place.seat.presides and place.how != "proxy"]
    given = dict(poll.ballots.filter(attendance__in=chairs).values_list("attendance", "choice"))
    return engine.casting([given.get(int(chair), "") for chair in chairs])


def withdraw(meeting_id: int, poll_id: int, *, by) -> None:
    """Takes back a question on which nobody has voted yet, or whose vote must be taken again."""
    with transaction.atomic():
        meeting = held(meeting_id, by)
        poll = poll_of(meeting, poll_id, by)
        if poll.ballots.exists() and not spoiled(hall_of(meeting), poll):
            raise Refused("Des voix sont déjà enregistrées\u00a0: ce vote se clôt, il ne se retire plus.")
        poll.delete()


def cast(meeting_id: int, poll_id: int, *, by, choice: str) -> Poll:
    """The casting vote after a tie by secret ballot, said aloud by who presides; it decides, once."""
    with transaction.atomic():
        meeting = held(meeting_id, by, "reviews.attend")
        poll = (
            meeting.polls.select_for_update(of=("self",)).filter(pk=poll_id, closed_at__isnull=False).first()
        )
        hall = hall_of(meeting)
        if poll is None or set(hall.files_of(poll)) & hall.closed_to(by):
            raise NotVisible
        presiding = hall.quorum(hall.files_of(poll)).presiding
        if not (str(by.pk) in presiding or may(by, "reviews.conduct", meeting.call)):
            raise Forbidden
        reasons = casting_refusals(poll, presiding, choice)
        if reasons:
            raise Refused(*reasons)
        poll.casting = choice
        poll.carried = result_of(poll).carried
        poll.save(update_fields=["casting", "carried"])
    return poll


def casting_refusals(poll, presiding, choice: str) -> list[str]:
    if not result_of(poll).tied:
        return ["Les voix ne sont pas à égalité\u00a0: il n’y a pas de voix prépondérante à donner."]
    if poll.casting:
        return ["La voix prépondérante a déjà été donnée."]
    if not presiding:
        return ["Personne ne préside sur ce dossier\u00a0: il n’y a pas de voix prépondérante."]
    if choice not in (Choice.FOR, Choice.AGAINST):
        return ["La voix prépondérante est pour ou contre."]
    return []
