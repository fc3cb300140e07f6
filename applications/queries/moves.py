"""The machine as data: which moves a person may make now, and why not."""

from django.utils import timezone

from accounts.policy import POLICY
from applications.enums import State
from applications.models import Application


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
    found, held = [], application.roles_of(person)
    for name, rows in MACHINE.items():
        row = next((row for row in rows if row.source == application.state), None)
        if row and name in application.call.procedure.moves and not POLICY[row.permission].isdisjoint(held):
            reasons = refusals(application, name, attempt={"reason": "à donner"})
            found.append({"name": name, "label": row.custom["label"], "refusals": reasons})
    return found
