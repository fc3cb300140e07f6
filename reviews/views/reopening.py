"""The manager gives a submitted review back to its reader."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from accounts.errors import Refused
from applications.views.checking import frame
from applications.views.reading import on_file
from reviews.forms.judging import ReasonForm
from reviews.models import Review
from reviews.services.reopening import reopen, reopening_refusals


@on_file("reviews.reopen")
def reopening(request, application, review):
    row = Review.objects.select_related("assignment__application", "assignment__reader")
    row = get_object_or_404(row, pk=review, assignment__application=application)
    form, reasons = ReasonForm(request.POST or None), reopening_refusals(row, request.user)
    if request.method == "POST" and form.is_valid():
        try:
            reopen(row.pk, by=request.user, reason=form.cleaned_data["reason"])
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(
                request, f"L’expertise de {row.assignment.reader} est rouverte ; un message l’en prévient."
            )
            return redirect("reviews:file", number=application.number)
    report = getattr(application, "report", None)
    context = frame(application, request.user, "file") | {
        "review": row,
        "form": form,
        "reasons": reasons,
        "established": bool(report and report.signed_at),
    }
    return render(request, "reviews/reopen.html", context, status=422 if request.method == "POST" else 200)
