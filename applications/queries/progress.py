"""How far a draft has come: one task per part of the file, and what each still lacks, in words."""

from dataclasses import dataclass, field

from applications import budget
from applications.questions import is_answered, is_visible, missing_identity

TODO, DOING, DONE, FIX = "todo", "doing", "done", "fix"


@dataclass
class Task:
    """One part of a draft. `needed` counts what the deposit asks of it, `missing` names what it still lacks."""

    key: str
    label: str
    state: str
    missing: list[str] = field(default_factory=list)
    needed: int = 0
    optional: bool = False


def tasks(application) -> list[Task]:
    """The parts of a draft in the order people fill them."""
    attached = application.attached_keys()
    found = [_identity(application)]
    found += [_section(section, application, attached) for section in application.form_sections()]
    if application.with_money:
        found.append(_budget(application))
    partners = DONE if application.partners.exists() else TODO
    return [*found, Task("partners", "Partenaires", partners, optional=True)]


def meter(found: list[Task]) -> dict[str, int]:
    """How many of the things the deposit asks for are there."""
    needed = sum(task.needed for task in found)
    return {"value": needed - sum(min(len(task.missing), task.needed) for task in found), "max": needed}


def _identity(application) -> Task:
    missing, needed = missing_identity(application), 2 if application.lot.places else 1
    state = DONE if not missing else TODO if len(missing) == needed else DOING
    return Task("identity", "Intitulé du projet", state, missing, needed)


def _section(section, application, attached) -> Task:
    asked = [question for question in section.questions.all() if is_visible(question, application.answers)]
    answered = {question.key for question in asked if is_answered(question, application, attached)}
    required = [question for question in asked if question.required]
    missing = [f"«\u00a0{question.label}\u00a0»" for question in required if question.key not in answered]
    state = DOING if missing and answered else TODO if missing or not answered else DONE
    return Task(section.key, section.title, state, missing, len(required), optional=not required)


def _budget(application) -> Task:
    started = application.budget_lines.exists()
    problems = budget.problems(application)
    state = FIX if problems and started else TODO if problems else DONE
    return Task("budget", "Budget prévisionnel", state, problems if started else ["le budget"], 1)
