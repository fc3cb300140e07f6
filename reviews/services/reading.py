"""Who reads which file, what interest they declared first, and what they wrote."""

from django.db import transaction
from django.utils import timezone

from accounts.backends import may
from accounts.enums import Role
from accounts.errors import Forbidden, NotVisible, Refused
from accounts.nudge import nudge
from applications.enums import State
from applications.models import Application
from engine import scoring
from reviews.models import Assignment, Conflict, Decision, Note, RankChoice, Review, Score
from reviews.queries import criteria_of, ranking_problem, scores_of

JUSTIFICATION_MIN = 20


def visible(application_id: int, by, action: str, *, lock=False) -> Application:
    """The file this person may act on; raises NotVisible or Forbidden."""
    rows = Application.objects.select_related("call__authority", "lot", "structure")
    rows = rows.select_for_update(of=("self",)) if lock else rows
    application = rows.get(pk=application_id)
    if not may(by, "applications.view", application):
        raise NotVisible
    if not may(by, action, application):
        raise Forbidden
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
        application.conflicts.filter(person=by, lifted_at=None).update(lifted_at=at)
        row = Conflict.objects.create(
            application=application, person=by, has_conflict=has_conflict, motive=motive, declared_at=at
        )
        if has_conflict:
            application.assignments.current().filter(reader=by).update(
                ended_at=at, end_reason="Conflit d’intérêts déclaré"
            )
    if has_conflict:
        nudge("notifications.tasks.tell", "conflict", row.pk)
    return row


def has_declared(application, person) -> bool:
    return application.conflicts.filter(person=person, has_conflict=False, lifted_at=None).exists()


def assign(application_id: int, reader, *, by, due_on=None, at=None) -> Assignment:
    """Gives a file to read to an expert appointed on the call, or to one of the authority's instructors."""
    at = at or timezone.now()
    with transaction.atomic():
        application = visible(application_id, by, "reviews.assign", lock=True)
        if application.state != State.ADMISSIBLE:
            raise Refused("Seul un dossier recevable peut être confié à un lecteur.")
        if application.in_conflict(reader):
            raise Refused(f"{reader} a déclaré un conflit d’intérêts sur ce dossier.")
        if application.structure.memberships.filter(person=reader, status="active").exists():
            raise Refused(f"{reader} est membre de la structure candidate.")
        if not {Role.EXPERT, Role.INSTRUCTOR} & application.call.roles_of(reader):
            raise Refused(f"{reader} n’est ni expert de cet appel ni instructeur de l’autorité.")
        if application.assignments.current().filter(reader=reader).exists():
            raise Refused(f"Ce dossier est déjà confié à {reader}.")
        row = Assignment.objects.create(
            application=application, reader=reader, assigned_by=by, assigned_at=at, due_on=due_on
        )
    nudge("notifications.tasks.tell", "assignment", row.pk)
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
    application_id: int, *, by, scores: dict, strengths="", reserves="", advice="", at=None
) -> Review:
    """Saves a draft review: {criterion id: (value or None, justification)}. Nothing is checked but the scale."""
    at = at or timezone.now()
    with transaction.atomic():
        assignment = own_assignment(application_id, by)
        review, _ = Review.objects.select_for_update().get_or_create(assignment=assignment)
        if review.submitted_at:
            raise Refused("Votre expertise est rendue : elle ne se modifie plus.")
        for criterion in assignment.application.call.criteria.filter(pk__in=scores):
            value, justification = scores[criterion.pk]
            if value is not None and not 0 <= value <= criterion.maximum:
                raise Refused(f"« {criterion.label} » se note de 0 à {criterion.maximum}.")
            Score.objects.update_or_create(
                review=review,
                criterion=criterion,
                defaults={"value": value, "justification": justification.strip()},
            )
        review.strengths, review.reserves, review.advice = strengths.strip(), reserves.strip(), advice
        review.edited_at = at
        review.save()
    return review


def review_refusals(review) -> list[str]:
    """Why this review cannot be submitted yet."""
    call = review.assignment.application.call
    given = {score.criterion_id: score for score in review.scores.all()}
    reasons = []
    for criterion in call.criteria.all():
        score = given.get(criterion.pk)
        if score is None or score.value is None:
            reasons.append(f"Notez « {criterion.label} ».")
        elif len(score.justification) < JUSTIFICATION_MIN:
            reasons.append(f"Justifiez la note de « {criterion.label} » en une phrase au moins.")
    if not review.advice:
        reasons.append("Choisissez votre avis d’ensemble.")
    return reasons


def submit_review(application_id: int, *, by, at=None) -> Review:
    """Submits a complete review; its points out of 100 are computed and kept, and it no longer changes."""
    with transaction.atomic():
        assignment = own_assignment(application_id, by)
        review = Review.objects.select_for_update().filter(assignment=assignment).first()
        if review is None:
            raise Refused("Vous n’avez encore rien noté.")
        if review.submitted_at:
            raise Refused("Votre expertise est déjà rendue.")
        if assignment.application.state != State.ADMISSIBLE:
            raise Refused("L’instruction de ce dossier est close : il n’attend plus d’expertise.")
        reasons = review_refusals(review)
        if reasons:
            raise Refused(*reasons)
        review.submitted_at = at or timezone.now()
        review.points = scoring.scaled(criteria_of(assignment.application.call), scores_of(review))
        review.save(update_fields=["submitted_at", "points"])
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
        if problem := ranking_problem(application.lot):
            raise Refused(problem)
    return row


def drop_rank(application_id: int, *, by) -> None:
    application = visible(application_id, by, "reviews.rank")
    _refuse_if_staged(application)
    RankChoice.objects.filter(application=application).delete()


def _refuse_if_staged(application):
    if Decision.objects.staged().filter(application__lot=application.lot).exists():
        raise Refused("Des décisions sont préparées sur ce lot : annulez-les avant de changer le classement.")
