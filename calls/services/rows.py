"""The rows of a call: lots, criteria, indicators, checks, sections and questions. Four writes for all of them."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import slugify

from accounts.errors import Refused
from calls.models import (
    Call,
    CheckPoint,
    Criterion,
    FormVersion,
    Indicator,
    Lot,
    Question,
    Section,
)
from calls.services.drafts import draft_of
from engine import conditions

PARENT = {
    Lot: "call",
    Criterion: "call",
    Indicator: "call",
    CheckPoint: "call",
    FormVersion: "call",
    Section: "form",
    Question: "section",
}
KEY_LENGTH = 40


def call_of(row) -> Call:
    """The call a row belongs to, however deep."""
    while not isinstance(row, Call):
        row = getattr(row, PARENT[type(row)])
    return row


def add_row(model: type[models.Model], parent, *, by, **values):
    """Adds a row at the end of its list. `parent` is the call, its form (Section) or a section (Question)."""
    with draft_of(call_of(parent), by) as call:
        many = _many(model, values)
        row = model(**{PARENT[model]: parent, **values})
        if hasattr(row, "position"):
            row.position = (siblings(row).aggregate(last=models.Max("position"))["last"] or 0) + 1
        if hasattr(row, "key") and not row.key:
            row.key = unique_key(str(row), set(_named_alike(row).values_list("key", flat=True)))
        return _save(call, row, many)


def change_row(row, *, by, **values):
    """Sets values of a row."""
    with draft_of(call_of(row), by) as call:
        many = _many(type(row), values)
        for name, value in values.items():
            setattr(row, name, value)
        return _save(call, row, many)


def remove_row(row, *, by) -> None:
    """Removes a row, unless another one rests on it."""
    with draft_of(call_of(row), by) as call:
        if reasons := _resting_on(row, call):
            raise Refused(*reasons)
        row.delete()


def shift_row(row, step: int, *, by) -> None:
    """Moves a row up (-1) or down (1) among its siblings; at an end, nothing changes."""
    with draft_of(call_of(row), by):
        ordered = list(siblings(row))
        here = ordered.index(row)
        there = min(max(here + step, 0), len(ordered) - 1)
        ordered.insert(there, ordered.pop(here))
        for position, sibling in enumerate(ordered, start=1):
            type(row).objects.filter(pk=sibling.pk).update(position=position)


def siblings(row):
    parent = PARENT[type(row)]
    return type(row).objects.filter(**{parent: getattr(row, parent)}).order_by("position", "id")


def unique_key(label: str, taken: set[str]) -> str:
    """A key made from a label, unlike those taken; it joins them."""
    base = slugify(label.replace("’", " ")).replace("-", "_")[: KEY_LENGTH - 4] or "ligne"
    key, rank = base, 2
    while key in taken:
        key, rank = f"{base}_{rank}", rank + 1
    taken.add(key)
    return key


def _named_alike(row):
    """Rows whose key must differ: answers are kept by key, so questions are alone in the whole form."""
    if isinstance(row, Question):
        return Question.objects.filter(section__form=row.section.form)
    return siblings(row)


def _many(model, values) -> dict:
    names = {field.name for field in model._meta.many_to_many}
    return {name: values.pop(name) for name in names & values.keys()}


def _save(call, row, many):
    if call_of(row) != call:
        raise ValueError("a row stays in its call")
    try:
        row.clean_fields()
    except ValidationError as error:
        raise Refused(*error.messages) from error
    row.save()
    for name, objects in many.items():
        getattr(row, name).set(objects)
    return row


def _resting_on(row, call) -> list[str]:
    if isinstance(row, Section) and row.questions.exists():
        return ["Supprimez ou déplacez d’abord les questions de cette rubrique."]
    if not isinstance(row, Question):
        return []
    dependents = Question.objects.filter(section__form=row.section.form, visible_if__isnull=False)
    weighs = row.key == call.priority_question
    counted = [
        "Cette question donne la priorité\u00a0: choisissez-en d’abord une autre dans les règles de l’appel."
    ]
    return (counted if weighs else []) + [
        f"L’affichage de « {question.label} » dépend de cette question."
        for question in dependents
        if row.key in conditions.keys(question.visible_if or {"all": []})
    ]
