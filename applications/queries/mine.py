"""The files of a structure, for their list."""

from django.db.models import F

from applications.enums import State
from applications.models import Application
from applications.queries.stakes import stakes


def files_of_structure(structure, person):
    """Every file of this structure, drafts first by closing, then the others, latest first."""
    files = Application.objects.visible_to(person).filter(structure=structure)
    return files.select_related("call__authority", "lot").order_by(
        F("call__closes_at").desc(nulls_first=True), "number"
    )


def rows(files) -> list[dict]:
    return [{"file": file, "stakes": stakes(file)} for file in files]


def choices(files) -> dict:
    """What the filters offer: only what these files hold."""
    calls = files.order_by("call__number").values_list("call__number", "call__title").distinct()
    return {
        "states": {State(state) for state in files.order_by().values_list("state", flat=True)},
        "calls": [(number, f"{number} – {title}") for number, title in calls],
    }


def filtered(files, chosen: dict):
    fields = {"state": "state", "call": "call__number"}
    return files.filter(**{fields[key]: value for key, value in chosen.items() if key in fields})
