"""Who reads which file, what interest they declared first, and what they wrote."""

from django.db import transaction
from django.utils import timezone

from accounts.backends import require
from accounts.errors import Forbidden, Refused
from accounts.nudge import nudge
from applications.enums import State
from applications.models import Application
from engine import scoring
from reviews.models import Assignment, Conflict, Decision, Note, RankChoice, Review
from reviews.queries import criteria_of, ranking_problem, scores_of
from reviews.queries.commission import rank_refusals
from reviews.services import marks
from reviews.services.assigning import Pair, give
from reviews.services.declaring import record

JUSTIFICATION_MIN = 20


def visible(application_id: int, by, action: str, *, lock=False) -> Application:
    """The file this person may act on; raises NotVisible or Forbidden."""
    rows = Application.objects.select_related("call__authority", "lot", "structure")
    rows = rows.select_for_update(of=("self",)) if lock else rows
    application = rows.get(pk=application_id)
    require(by, action, application)
    return application


def declare(application_id: int, *, by, has_conflict: bool, motive="", at=None) -> Conflict:
    """A person declares, before reading a file, that they have no interest in it, or which one they have.

    A declared conflict takes away every role on the file at once and ends the person's reading of it.
    """
    at, motive = at or timezone.now(), motive.strip()
    if has_conflict and not motive:
        raise Refused("Précisez la nature de l’intérêt : elle est inscrite au registre des déports.")
    with transaction.atomic():
        application = visible(application_id, by, "reviews.declare", lock=True)
        (row,) = record([application], {application.pk: (has_conflict, motive)}, by=by, at=at)
    return row


def has_declared(application, person) -> bool:
    return application.conflicts.filter(person=person, has_conflict=False, lifted_at=None).exists()


def assign(application_id: int, reader, *, by, due_on=None, why="", at=None) -> Assignment:
    """Gives a file to read to an expert appointed on the call, or to one of the authority's instructors."""
    with transaction.atomic():
        application = visible(application_id, by, "reviews.assign", lock=True)
        pair = Pair(application, reader, why)
        (row,) = give(application.call, [pair], by=by, due_on=due_on, at=at or timezone.now())
    return row


def unassign(assignment_id: int, *, by, reason: str, at=None) -> None:
    """Takes a file back from a reader who has not submitted their review."""
    with transaction.atomic():
        row = Assignment.objects.current().select_related("application").get(pk=assignment_id)
        visible(row.application_id, by, "reviews.assign", lock=True)
        if Review.objects.filter(assignment=row, submitted_at__isnull=False).exists():
            raise Refused("L’expertise est déjà rendue : elle reste au dossier.")
        row.ended_at, row.end_reason = at or timezone.now(), reason.strip() or "Attribution retirée"
        row.save(update_fields=["ended_at", "end_reason"])


def own_assignment(application_id: int, by) -> Assignment:
    """This person's current reading of the file, its interests declared first."""
    application = visible(application_id, by, "reviews.score")
    row = application.assignments.current().filter(reader=by).select_related("application__call").first()
    if row is None:
        raise Forbidden
    if not has_declared(application, by):
        raise Refused("Déclarez d’abord si vous avez un intérêt dans ce dossier.")
    return row


def save_review(
    application_id: int, *, by, scores: dict, strengths="", reserves="", advice="", typing=False, at=None
) -> Review:
    """Saves a draft review: {criterion id: (value or None, justification)}. Nothing is checked but the scale.

    `typing`: the page saves by itself, so the reasons are not final yet.
    """
    at = at or timezone.now()
    with transaction.atomic():
        assignment = own_assignment(application_id, by)
        review, _ = Review.objects.select_for_update(of=("self",)).get_or_create(assignment=assignment)
        if review.submitted_at:
            raise Refused("Votre expertise est rendue : elle ne se modifie plus.")
        _refuse_if_closed(assignment.application)
        criteria = list(assignment.application.call.criteria.all())
        marks.keep(review, criteria, scores, at=at, typing=typing)
        review.strengths, review.reserves, review.advice = strengths.strip(), reserves.strip(), advice
        review.edited_at = at
        review.save()
    return review


def _refuse_if_closed(application):
    if application.state != State.ADMISSIBLE:
        raise Refused("L’instruction de ce dossier est close : il n’attend plus d’expertise.")


def review_refusals(review) -> list[str]:
    """Why this review cannot be submitted yet."""
    call = review.assignment.application.call
    given = {score.criterion_id: score for score in review.scores.all()}
    reasons = []
    for criterion in call.criteria.all():
        score = given.get(criterion.pk)
        if score is None or score.value is None:
            reasons.append(f"{'Notez' if call.scored else 'Donnez votre constat sur'} « {criterion.label} ».")
        elif len(score.justification) < JUSTIFICATION_MIN:
            what = "la note" if call.scored else "le constat"
            reasons.append(
                f"Justifiez {what} de « {criterion.label} » en une phrase au moins, soit {JUSTIFICATION_MIN} caractères."
            )
    if not review.advice:
        reasons.append("Choisissez votre avis d’ensemble.")
    return reasons


def submit_review(application_id: int, *, by, at=None) -> Review:
    """Submits a complete review; its points out of 100 are computed and kept, and it no longer changes."""
    with transaction.atomic():
        assignment = own_assignment(application_id, by)
        review = Review.objects.select_for_update(of=("self",)).filter(assignment=assignment).first()
        if review is None:
            raise Refused("Vous n’avez encore rien noté.")
        if review.submitted_at:
            raise Refused("Votre expertise est déjà rendue.")
        _refuse_if_closed(assignment.application)
        reasons = review_refusals(review)
        if reasons:
            raise Refused(*reasons)
        call = assignment.application.call
        review.submitted_at = at or timezone.now()
        review.points = scoring.scaled(criteria_of(call), scores_of(review)) if call.scored else None
        review.save(update_fields=["submitted_at", "points"])
        marks.record(review, marks.given_in(review), at=review.submitted_at)
    nudge("notifications.tasks.tell", "review", review.pk)
    return review


def add_note(application_id: int, *, by, text: str, at=None) -> Note:
    if not text.strip():
        raise Refused("La note est vide.")
    application = visible(application_id, by, "reviews.note")
    return Note.objects.create(application=application, author=by, text=text.strip(), at=at or timezone.now())


def choose_rank(application_id: int, *, by, rank: int, reason: str, at=None) -> RankChoice:
    """Sets a rank by hand, for a declared tie or a departure from the points; the reason is compulsory."""
    if not reason.strip():
        raise Refused("Motivez ce rang : le motif figure au classement.")
    with transaction.atomic():
        application = visible(application_id, by, "reviews.rank", lock=True)
        _refuse_if_staged(application)
        row, _ = RankChoice.objects.update_or_create(
            application=application,
            defaults={"rank": rank, "reason": reason.strip(), "by": by, "at": at or timezone.now()},
        )
        if problem := ranking_problem(application.lot, by):
            raise Refused(problem)
    return row


def drop_rank(application_id: int, *, by) -> None:
    application = visible(application_id, by, "reviews.rank")
    _refuse_if_staged(application)
    RankChoice.objects.filter(application=application).delete()


def _refuse_if_staged(application):
    if reasons := rank_refusals(application.lot):
        raise Refused(*reasons)
    if Decision.objects.staged().filter(application__lot=application.lot).exists():
        raise Refused("Des décisions sont préparées sur ce lot : annulez-les avant de changer le classement.")
