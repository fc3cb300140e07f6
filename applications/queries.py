from django.utils import timezone

from accounts.backends import may
from applications.enums import MAIN_LINE, State
from applications.models import Application
from applications.questions import is_visible, kind_of

STAKE_DATES = {
    State.SUBMITTED: "submitted_at",
    State.ADMISSIBLE: "admitted_at",
    State.REVIEWED: "concluded_at",
    State.SELECTED: "decided_at",
    State.FUNDED: "funded_at",
    State.EVALUATED: "evaluated_at",
}
EXITS = {
    State.INADMISSIBLE,
    State.REJECTED,
    State.WITHDRAWN,
    State.EXPIRED,
    State.LAPSED,
    State.ABANDONED,
    State.WAITLISTED,
}


def machine() -> dict[str, list]:
    """Every transition of the machine, by name."""
    field = Application._meta.get_field("state")
    rows: dict[str, list] = {}
    for row in field.get_all_transitions(Application):
        rows.setdefault(row.name, []).append(row)
    return rows


MACHINE = machine()


def refusals(application, name: str, *, at=None, attempt=None) -> list[str]:
    """Every reason why this move cannot be made now, in French; empty when it can. Permission is not asked here."""
    rows = MACHINE[name]
    application.moment, application.attempt = at or timezone.now(), attempt
    row = next((row for row in rows if row.source == application.state), None)
    if name not in application.call.procedure.moves:
        return ["Cette étape n’existe pas dans cette procédure."]
    if row is None:
        expected = " ou ".join(f"« {State(row.source).label} »" for row in rows)
        return [f"Le dossier est à l’état « {application.get_state_display()} » ; il faudrait {expected}."]
    return [reason for guard in row.conditions for reason in guard.reasons(application)]


def actions(application, person) -> list[dict]:
    """The moves this person may make from the present state, each with its label and its refusals, if any."""
    found = []
    for name, rows in MACHINE.items():
        row = next((row for row in rows if row.source == application.state), None)
        if row and name in application.call.procedure.moves and may(person, row.permission, application):
            reasons = refusals(application, name, attempt={"reason": "à donner"})
            found.append({"name": name, "label": row.custom["label"], "refusals": reasons})
    return found


def stakes(application) -> list[dict]:
    """The line of stakes: each milestone with its state and its date, then the exit if the file left the line."""
    line, reached = [], application.state
    milestones = [s for s in MAIN_LINE if application.with_money or s != State.FUNDED]
    left = reached in EXITS
    for milestone in milestones:
        at = getattr(application, STAKE_DATES[milestone])
        if milestone == State.SELECTED and left and reached != State.LAPSED:
            at = None
        passed = bool(at) and not (left and milestone == State.SELECTED and reached != State.LAPSED)
        status = "current" if milestone == reached else "done" if passed else "ahead"
        line.append({"label": milestone.label, "state": status, "date": at if passed else None})
    if left:
        kept = [stake for stake in line if stake["state"] == "done"]
        exit_at = application.ended_at or application.decided_at
        return [*kept, {"label": application.get_state_display(), "state": "exit", "date": exit_at}]
    return line


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
        "budget": [
            {"account": line.account, "amount": line.amount, "status": line.status}
            for line in application.budget_lines.order_by("account")
        ],
        "partners": list(application.partners.values("name", "siret", "role", "status", "budget_share")),
        "attachments": list(
            application.attachments.current().values("id", "question_key", "name", "size", "sha256")
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
