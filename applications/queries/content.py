"""The whole file as plain values: what is frozen at the deposit."""

from applications.queries.budgets import frozen_lines, frozen_staff
from applications.questions import is_visible, kind_of


def snapshot_content(application) -> dict:
    """The whole file as plain JSON: what is frozen at the deposit and read by judges afterwards."""
    structure = application.structure
    return {
        "number": application.number,
        "call": {"number": application.call.number, "title": application.call.title},
        "lot": {"code": application.lot.code, "title": application.lot.title},
        "structure": {
            "name": structure.name,
            "siret": structure.siret,
            "finess": structure.finess,
            "legal_form": structure.get_legal_form_display(),
            "address": structure.address,
            "representative": structure.representative,
        },
        "title": application.title,
        "requested_amount": application.requested_amount,
        "requested_places": application.requested_places,
        "form": application.form.number,
        "sections": [
            {
                "key": section.key,
                "title": section.title,
                "part": section.part,
                "answers": [
                    answer_content(question, application)
                    for question in section.questions.all()
                    if is_visible(question, application.answers)
                ],
            }
            for section in application.form_sections()
        ],
        "budget": frozen_lines(application),
        "staff": frozen_staff(application),
        "partners": list(application.partners.values("name", "siret", "role", "status", "budget_share")),
        "attachments": list(
            application.attachments.current().values(
                "id", "question_key", "name", "size", "sha256", "received_sha256"
            )
        ),
    }


def answer_content(question, application) -> dict:
    value = application.answers.get(question.key)
    kind = kind_of(question, application)
    shown = "" if value in (None, "", [], {}) else kind.display(value)
    return {
        "key": question.key,
        "label": question.label,
        "kind": question.kind,
        "value": value,
        "shown": shown,
    }
