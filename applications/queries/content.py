"""The whole file as plain values: what is frozen at the deposit."""

from accounts.models import RegisterEntry, profile_of
from applications.queries.budgets import frozen_lines, frozen_staff
from applications.questions import is_visible, kind_of
from engine.deadlines import plain_date


def snapshot_content(application) -> dict:
    """The whole file as plain JSON: what is frozen at the deposit and read by judges afterwards."""
    structure = application.structure
    return {
        "number": application.number,
        "call": {"number": application.call.number, "title": application.call.title},
        "lot": {"code": application.lot.code, "title": application.lot.title},
        "structure": identity_of(structure),
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
        "partners": partners_of(application),
        "attachments": list(
            application.attachments.current().values(
                "id", "question_key", "name", "size", "sha256", "received_sha256"
            )
        ),
    }


def identity_of(structure) -> dict:
    """Who bears the file, as it said once for every file, and what the registers knew of its numbers; never its RIB."""
    profile = profile_of(structure)
    return {
        "name": structure.name,
        "siret": structure.siret,
        "rna": structure.rna,
        "finess": structure.finess,
        "legal_form": structure.get_legal_form_display(),
        "address": structure.address,
        "email": structure.email,
        "representative": structure.representative,
        "capacity": profile.capacity,
        "delegate": listed(profile.delegate, profile.delegate_capacity),
        "technical": reach(profile, "technical"),
        "financial": reach(profile, "financial"),
        "cer": f"Souscrit le {plain_date(profile.cer_signed_on)}" if profile.cer_signed_on else "",
        "registers": [said.words for said in RegisterEntry.objects.about(structure)],
    }


def partners_of(application) -> list[dict]:
    """The partners, each with what the SIRENE register knows of its number: two queries for them all."""
    rows = list(application.partners.values("name", "siret", "role", "status", "budget_share"))
    known = RegisterEntry.objects.known(siret=[row["siret"] for row in rows])
    said = {number: answer.words for (_, number), answer in known.items()}
    return [row | {"register": said.get(row["siret"], "")} for row in rows]


def reach(profile, who: str) -> str:
    return listed(*(getattr(profile, f"{who}_{part}") for part in ("name", "email", "phone")))


def listed(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


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
