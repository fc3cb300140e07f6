"""What several drafts still lack, in the words of their task list, in a number of queries that does not grow."""

from django.db.models import prefetch_related_objects

from applications import budget
from applications.enums import State
from applications.models import Application, Attachment
from applications.questions import is_answered, is_visible, missing_identity
from calls.models import Section


def lacking(files: list[Application]) -> dict[int, list[str]]:
    """For each draft among these files (with call, lot and form read), what its deposit still asks for."""
    drafts = [file for file in files if file.state == State.DRAFT]
    prefetch_related_objects(drafts, "budget_lines", "posts", "call__categories")
    sections, attached = _sections(drafts), _attached(drafts)
    return {file.pk: _missing(file, sections[file.form_id], attached.get(file.pk, set())) for file in drafts}


def _sections(drafts) -> dict[int, list[Section]]:
    found: dict[int, list[Section]] = {file.form_id: [] for file in drafts}
    for section in Section.objects.filter(form__in=found).prefetch_related("questions"):
        found[section.form_id].append(section)
    return found


def _attached(drafts) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    rows = Attachment.objects.current().sound().filter(application__in=drafts)
    for pk, key in rows.values_list("application", "question_key"):
        found.setdefault(pk, set()).add(key)
    return found


def _missing(file, sections, attached) -> list[str]:
    missing = list(missing_identity(file))
    missing += [f"« {section.title} »" for section in sections if _incomplete(file, section, attached)]
    if file.with_money and budget.problems(file):
        missing.append("le budget" if not file.budget_lines.all() else "l’équilibre du budget")
    return missing


def _incomplete(file, section, attached) -> bool:
    """Whether a required, visible question of the section has no answer yet."""
    return any(
        question.required and is_visible(question, file.answers) and not is_answered(question, file, attached)
        for question in section.questions.all()
    )
