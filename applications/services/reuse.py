"""Beginning from an earlier file: what still fits is copied where nothing is written yet, and nothing else."""

from django.db import transaction
from django.utils import timezone

from accounts.backends import require
from accounts.errors import Refused
from applications import budget
from applications.models import Application, Attachment, BudgetLine, Partner, StaffPost
from applications.queries.reuse import Comparison, compare
from applications.questions import EMPTY
from applications.services.drafting import draft_for, touch, write_answers
from applications.services.tracing import traced

PAGE = "reprise"


def take_over(application_id: int, source_id: int, *, by, at=None) -> Comparison:
    """Copies what fits from another file of the structure into this draft; what is already written stays.

    Answers, pieces, title, partners and budget, each only where the draft has none. Returns the comparison.
    """
    at = at or timezone.now()
    with transaction.atomic():
        application = draft_for(application_id, by, at)
        source = Application.objects.select_related("lot", "form", "call").get(pk=source_id)
        require(by, "applications.edit", source)
        if source.structure_id != application.structure_id or source.pk == application.pk:
            raise Refused("Choisissez un autre dossier de la même structure.")
        found = compare(source, application)
        _answers(application, found, by, at)
        _pieces(application, found, by, at)
        with traced(application, by=by, at=at):
            _rest(application, source)
        application.reused_from = source
        touch(
            application, by=by, at=at, fields=["title", "requested_amount", "requested_places", "reused_from"]
        )
        return found


def _answers(application, found, by, at) -> None:
    values = {
        row.question.key: row.value
        for row in found.fits
        if not row.pieces and application.answers.get(row.question.key) in EMPTY
    }
    if values:
        write_answers(application, values, by, PAGE, at)


def _pieces(application, found, by, at) -> None:
    """The same bytes, cited again: kept under their hash, they are stored once."""
    attached = application.attached_keys()
    for row in found.fits:
        if row.question.key in attached:
            continue
        for piece in row.pieces:
            Attachment.objects.create(
                **_copied(piece, application), question_key=row.question.key, uploaded_by=by, uploaded_at=at
            )


def _copied(row, application) -> dict:
    """The fields of a row of an earlier file, for the new one."""
    own = {"id", "application", "question_key", "uploaded_by", "uploaded_at", "removed_at"}
    kept = [field for field in row._meta.concrete_fields if field.name not in own]
    return {"application": application} | {field.name: getattr(row, field.name) for field in kept}


def _rest(application, source) -> None:
    application.title = application.title or source.title
    if application.lot.places and application.requested_places is None:
        application.requested_places = source.requested_places
    if not application.partners.exists():
        Partner.objects.bulk_create(Partner(**_copied(row, application)) for row in source.partners.all())
    if application.with_money and not application.budget_lines.exists():
        _budget(application, source)


def _budget(application, source) -> None:
    """The first year of the earlier budget becomes the first of this one; another frame has other accounts."""
    if budget.frame_of(source.call) != budget.frame_of(application.call):
        return
    years = dict(zip(source.budget_years, application.budget_years, strict=False))

    def moved(rows):
        return [
            _copied(row, application) | {"year": years[row.year]} for row in rows.all() if row.year in years
        ]

    BudgetLine.objects.bulk_create(BudgetLine(**fields) for fields in moved(source.budget_lines))
    StaffPost.objects.bulk_create(StaffPost(**fields) for fields in moved(source.posts))
    application.requested_amount = budget.requested(application)
