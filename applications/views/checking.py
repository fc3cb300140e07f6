"""The check of one file: points verified, complements asked, admissibility."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.backends import may
from accounts.errors import Refused
from applications.enums import State
from applications.forms.authority import ChecksForm, ComplementForm
from applications.queries import refusals, stakes
from applications.queries.reading import deposited
from applications.services import completeness
from applications.views.reading import on_file, tabs
from calls.enums import ComplementScope
from calls.procedures import legal_basis
from engine.deadlines import days_after

CHECKED = {State.SUBMITTED, State.INCOMPLETE}


def frame(application, person, current: str) -> dict:
    """What every page of a file shows to those who judge it: heading, line of stakes, tabs."""
    reads = application.assignments.current().filter(reader=person).exists()
    pages = tabs(application, person, current, reads=reads)
    return {
        "application": application,
        "call": application.call,
        "stakes": stakes(application),
        "tabs": pages,
        "advises": not reads and any(page["key"] == "opinion" for page in pages),
        "may_list": may(person, "calls.list_files", application.call),
        "may_identity": may(person, "applications.view_identity", application),
    }


@on_file("applications.view_checks")
def check(request, application):
    """Answers on one side, points to verify on the other."""
    if request.method == "POST":
        return save_checks(request, application)
    return page(request, application, ChecksForm(application=application))


def save_checks(request, application):
    form = ChecksForm(request.POST, application=application)
    if not form.is_valid():
        return page(request, application, form, status=422)
    try:
        completeness.record_checks(application.pk, by=request.user, results=form.results())
    except Refused as refused:
        return page(request, application, form, reasons=refused.reasons, status=422)
    messages.success(request, "Vérifications enregistrées.")
    return redirect("applications:check", number=application.number)


def page(request, application, form, *, reasons=(), status=200):
    person, checked = request.user, application.state in CHECKED
    may_check = may(person, "applications.admit", application) and checked
    complement = may(person, "applications.request_complement", application)
    context = frame(application, person, "check") | {
        "content": deposited(application),
        "form": form if may_check else None,
        "checks": application.checks.select_related("point"),
        "reasons": reasons,
        "admit_refusals": refusals(application, "admit") if may_check else [],
        "may_admit": may_check,
        "may_ask": complement and application.state == State.SUBMITTED,
        "ask_refusals": ask_refusals(application) if complement else [],
        "open_complement": application.open_complement,
        "may_propose": checked and may(person, "reviews.propose", application),
        "staged": application.decisions.staged().first(),
    }
    return render(request, "applications/authority/check.html", context, status=status)


def ask_refusals(application) -> list[str]:
    """Why complements cannot be asked now, before anything is listed."""
    if application.call.complement == ComplementScope.NONE:
        return ["Le règlement de cet appel n’admet aucun complément."]
    if application.complements.exists():
        return ["Des compléments ont déjà été demandés : un seul tour est prévu."]
    if application.state != State.SUBMITTED:
        return [
            "La vérification de ce dossier est terminée : les compléments se demandent avant la recevabilité."
        ]
    return []


@on_file("applications.request_complement")
def ask_complement(request, application):
    """The request for complements, with its due date and the text it rests on."""
    form, reasons = ComplementForm(request.POST or None, application=application), []
    closed = ask_refusals(application) if request.method == "GET" else []
    if request.method == "POST" and form.is_valid():
        try:
            completeness.ask_complement(
                application.pk, by=request.user, items=form.items(), message=form.cleaned_data["message"]
            )
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, "Compléments demandés. La lettre part dès qu’elle est produite.")
            return redirect("applications:check", number=application.number)
    call = application.call
    context = frame(application, request.user, "check") | {
        "form": None if closed else form,
        "refused": closed,
        "errors": [{"text": reason} for reason in reasons],
        "due_at": days_after(timezone.now(), call.complement_days, call.time_zone),
        "basis": legal_basis(call.kind, "complement"),
        "only_candidature": call.complement == ComplementScope.CANDIDATURE,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "applications/authority/complement.html", context, status=status)


@require_POST
@on_file("applications.admit")
def admit(request, application):
    try:
        completeness.admit(application.pk, by=request.user)
    except Refused as refused:
        form = ChecksForm(application=application)
        return page(request, application, form, reasons=refused.reasons, status=422)
    messages.success(request, "Dossier déclaré recevable.")
    return redirect("applications:check", number=application.number)
