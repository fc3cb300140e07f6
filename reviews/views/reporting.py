"""The instruction report of one file, and the end of its instruction."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.backends import may
from accounts.errors import Refused
from applications.enums import State
from applications.queries import refusals
from applications.views.checking import frame
from applications.views.reading import on_file
from reviews.forms.judging import ReasonForm, ReportForm
from reviews.models import Report
from reviews.queries import grid
from reviews.queries.opinions import opinions_of, waited_for
from reviews.queries.reading import sees_scores
from reviews.services import reporting

UNREAD = "Rendez d’abord votre expertise\u00a0: le rapport s’appuie sur celles des autres lecteurs."


def report_of(application):
    return Report.objects.select_related("author", "document").filter(application=application).first()


@on_file("reviews.report")
def report(request, application):
    """The draft of the report beside the readings; saved as often as wanted."""
    found = report_of(application)
    if found and found.author != request.user and not sees_scores(application, request.user):
        raise PermissionDenied(UNREAD)
    initial = {name: getattr(found, name) for name in reporting.FIELDS} if found else {}
    form = ReportForm(request.POST or None, initial=initial)
    reasons = []
    if request.method == "POST" and form.is_valid():
        try:
            reporting.save_report(application.pk, by=request.user, **form.cleaned_data)
            if "sign" in request.POST:
                return established(request, application)
            messages.success(request, "Brouillon du rapport enregistré.")
            return redirect("reviews:report", number=application.number)
        except Refused as refused:
            reasons = refused.reasons
    return page(request, application, form, reasons)


def established(request, application):
    reporting.sign_report(application.pk, by=request.user)
    messages.success(request, "Rapport établi. Son PDF est en cours de production.")
    return redirect("reviews:report", number=application.number)


def page(request, application, form, reasons=()):
    found, person = report_of(application), request.user
    scores = sees_scores(application, person)
    context = frame(application, person, "report") | {
        "form": form,
        "report": found,
        "locked": bool(found and found.signed_at) or application.state != State.ADMISSIBLE,
        "grid": grid(application) if scores else None,
        "checks": application.checks.select_related("point"),
        "opinions": opinions_of(application),
        "waited_for": waited_for(application),
        "errors": [{"text": reason} for reason in reasons],
        "may_conclude": may(person, "applications.conclude", application)
        and application.state == State.ADMISSIBLE,
        "conclude_refusals": refusals(application, "conclude"),
    }
    status = 422 if reasons or form.errors else 200
    return render(request, "reviews/report.html", context, status=status)


@require_POST
@on_file("applications.conclude")
def conclude(request, application):
    try:
        reporting.conclude(application.pk, by=request.user)
    except Refused as refused:
        found = report_of(application)
        initial = {name: getattr(found, name) for name in reporting.FIELDS} if found else {}
        return page(request, application, ReportForm(initial=initial), refused.reasons)
    messages.success(request, "Instruction close. Le dossier attend une décision.")
    return redirect("reviews:file", number=application.number)


@on_file("applications.resume")
def resume(request, application):
    """The manager opens a concluded instruction again, with the reason."""
    form = ReasonForm(request.POST or None)
    reasons = refusals(application, "resume", attempt={"reason": "à donner"})
    if request.method == "POST" and form.is_valid():
        try:
            reporting.resume(application.pk, by=request.user, reason=form.cleaned_data["reason"])
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, "Instruction reprise. Le rapport est à établir de nouveau.")
            return redirect("reviews:file", number=application.number)
    context = frame(application, request.user, "file") | {"form": form, "reasons": reasons}
    return render(request, "reviews/resume.html", context, status=422 if request.method == "POST" else 200)
