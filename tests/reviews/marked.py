"""Admissible files with submitted readings, written directly: the machine is not what is tested with them."""

from datetime import timedelta
from decimal import Decimal

from accounts.enums import OrganisationKind
from accounts.models import Organisation
from applications.enums import State
from applications.models import Application
from reviews.models import Assignment, Conflict, Review, Score

WHY = "Une raison assez longue pour être rendue."


def files(call, cast, count, *, requested=90_000, first=1):
    structures = Organisation.objects.bulk_create(
        Organisation(
            kind=OrganisationKind.APPLICANT, name=f"Structure {rank:02d}", territory=cast.departement
        )
        for rank in range(first, first + count)
    )
    at, form, lot = call.opens_at + timedelta(hours=1), call.forms.first(), call.lots.first()
    return Application.objects.bulk_create(
        Application(
            number=f"{call.number}-{rank:04d}",
            call=call,
            lot=lot,
            structure=structure,
            form=form,
            title=f"Projet {rank}",
            with_money=call.with_money,
            requested_amount=requested if call.with_money else None,
            state=State.ADMISSIBLE,
            submitted_at=at,
            submitted_by=cast.signatory,
            received_at=at,
            admitted_at=at,
            admitted_by=cast.instructor,
        )
        for rank, structure in enumerate(structures, start=first)
    )


def read(file, reader, value, *, by, at=None):
    """A submitted review that gives the same mark to every criterion, interests declared."""
    Conflict.objects.get_or_create(application=file, person=reader, has_conflict=False)
    row = Assignment.objects.create(application=file, reader=reader, assigned_by=by)
    at = at or file.admitted_at + timedelta(hours=1)
    review = Review.objects.create(
        assignment=row,
        advice="favourable",
        submitted_at=at,
        points=Decimal(20 * value) if file.call.scored else None,
    )
    Score.objects.bulk_create(
        Score(review=review, criterion=criterion, value=value, justification=WHY)
        for criterion in file.call.criteria.all()
    )
    return review


def opened(call):
    call.opened_at = call.closes_at + timedelta(hours=1)
    call.save()
    return call
