"""Lots, criteria, checks, indicators, sections and questions: the same four pages for all."""

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Model
from django.forms import ModelForm
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from calls import forms, queries, services
from calls.models import CheckPoint, Criterion, Indicator, Lot, Question, Section
from calls.views.frame import attempt, frame, managed_call


@dataclass(frozen=True)
class Rows:
    model: type[Model]
    form: type[ModelForm]
    facet: str  # the page that lists them
    of_call: str  # from the row to its call
    adding: str
    editing: str


ROWS = {
    "lots": Rows(Lot, forms.LotForm, "lots", "call", "Ajouter un lot", "Modifier le lot"),
    "criteria": Rows(
        Criterion, forms.CriterionForm, "criteria", "call", "Ajouter un critère", "Modifier le critère"
    ),
    "checks": Rows(
        CheckPoint, forms.CheckPointForm, "checks", "call", "Ajouter un contrôle", "Modifier le contrôle"
    ),
    "indicators": Rows(
        Indicator, forms.IndicatorForm, "indicators", "call", "Ajouter un indicateur", "Modifier l’indicateur"
    ),
    "sections": Rows(
        Section, forms.SectionForm, "form", "form__call", "Ajouter une rubrique", "Modifier la rubrique"
    ),
    "questions": Rows(
        Question,
        forms.QuestionForm,
        "form",
        "section__form__call",
        "Ajouter une question",
        "Modifier la question",
    ),
}
LISTS = {
    "lots": lambda call: {"rows": call.lots.prefetch_related("territories")},
    "criteria": lambda call: {
        "rows": call.criteria.all(),
        "maximum": queries.criteria_total(call),
        "scales": queries.scales(call),
    },
    "checks": lambda call: {"rows": call.check_points.all()},
    "indicators": lambda call: {"rows": call.indicators.all()},
    "form": lambda call: {"sections": queries.sections(call)},
}


@require_safe
def listing(request, slug, name):
    call = managed_call(request, slug)
    return render(request, f"calls/manage/{name}.html", frame(request, call, name, **LISTS[name](call)))


@require_http_methods(["GET", "HEAD", "POST"])
def add(request, slug, name, section=None):
    call, rows = managed_call(request, slug, "calls.edit"), ROWS[name]
    parent = _parent(call, name, section)
    form = _form(request, rows, rows.model(**{services.PARENT[rows.model]: parent}))

    def write():
        services.add_row(rows.model, parent, by=request.user, **_values(form))

    return _save(request, call, rows, form, write, rows.adding)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, slug, name, pk):
    call, rows = managed_call(request, slug, "calls.edit"), ROWS[name]
    form = _form(request, rows, _row(call, name, pk))

    def write():
        services.change_row(_row(call, name, pk), by=request.user, **_values(form))

    return _save(request, call, rows, form, write, rows.editing)


@require_POST
def remove(request, slug, name, pk):
    call = managed_call(request, slug, "calls.edit")
    row = _row(call, name, pk)
    label = str(row)
    return _act(
        request, call, name, lambda: services.remove_row(row, by=request.user), f"« {label} » est supprimé."
    )


@require_POST
def shift(request, slug, name, pk):
    call = managed_call(request, slug, "calls.edit")
    step = -1 if request.POST.get("direction") == "up" else 1
    return _act(request, call, name, lambda: services.shift_row(_row(call, name, pk), step, by=request.user))


def _act(request, call, name, write, done=""):
    facet = ROWS[name].facet
    errors = attempt(write)
    if errors:
        context = frame(request, call, facet, errors=errors, **LISTS[facet](call))
        return render(request, f"calls/manage/{facet}.html", context, status=422)
    if done:
        messages.success(request, done)
    return redirect(f"calls:{facet}", slug=call.slug)


def _save(request, call, rows, form, write, title):
    errors = []
    if request.method == "POST" and form.is_valid():
        errors = attempt(write)
        if not errors:
            messages.success(request, "Modifications enregistrées.")
            return redirect(f"calls:{rows.facet}", slug=call.slug)
    context = frame(request, call, rows.facet, form=form, errors=errors, title=title)
    if context["locked"] and request.method != "POST":
        form.lock()
    return render(request, "calls/manage/row.html", context, status=422 if request.method == "POST" else 200)


def _form(request, rows, row):
    return rows.form(request.POST if request.method == "POST" else None, instance=row)


def _values(form) -> dict:
    return form.values() if hasattr(form, "values") else form.cleaned_data


def _row(call, name, pk):
    rows = ROWS[name]
    return get_object_or_404(rows.model, pk=pk, **{rows.of_call: call})


def _parent(call, name, section):
    if section is not None:
        return _row(call, "sections", section)
    return call.current_form() if ROWS[name].facet == "form" else call
