"""A submitted review is given back to its reader, with the reason; what it said stays in its history."""

from django.db import transaction
from django.utils import timezone

from accounts.errors import Refused
from accounts.nudge import nudge
from applications.enums import State
from reviews.models import Reopening, Report, Review
from reviews.services import marks
from reviews.services.reading import visible


def reopening_refusals(review, by) -> list[str]:
    """Why this review cannot be given back to its reader."""
    assignment = review.assignment
    reasons = []
    if assignment.application.state != State.ADMISSIBLE:
        reasons.append("L’instruction de ce dossier est close : reprenez-la d’abord.")
    if not review.submitted_at:
        reasons.append("Cette expertise n’est pas rendue : son lecteur peut encore la modifier.")
    if assignment.ended_at:
        reasons.append("Cette lecture est terminée : elle ne compte plus.")
    if assignment.reader_id == by.pk:
        reasons.append("Une autre personne responsable doit rouvrir votre expertise.")
    return reasons


def reopen(review_id: int, *, by, reason: str, at=None) -> Reopening:
    """The review becomes a draft again; the report, if established, is to be established anew."""
    at, reason = at or timezone.now(), reason.strip()
    with transaction.atomic():
        application_id = Review.objects.values_list("assignment__application", flat=True).get(pk=review_id)
        application = visible(application_id, by, "reviews.reopen", lock=True)
        rows = Review.objects.select_for_update(of=("self",)).select_related("assignment__application")
        review = rows.get(pk=review_id)
        reasons = reopening_refusals(review, by)
        if not reason:
            reasons.append("Dites pourquoi : le lecteur reçoit ce motif et il reste à l’historique.")
        if reasons or review.submitted_at is None:
            raise Refused(*reasons)
        marks.record(review, marks.given_in(review), at=review.submitted_at)
        row = Reopening.objects.create(
            review=review, by=by, reason=reason, at=at, submitted_at=review.submitted_at, points=review.points
        )
        review.submitted_at = review.points = None
        review.save(update_fields=["submitted_at", "points"])
        Report.objects.filter(application=application).update(signed_at=None)
    nudge("notifications.tasks.tell", "reopening", row.pk)
    return row
