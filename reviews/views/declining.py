"""A reader gives a file back, without having to open it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render

from accounts.backends import may
from accounts.errors import Refused
from applications.views.reading import visible_file
from reviews.forms.planning import DeclineForm
from reviews.services import replacing


def decline(request, number):
    application = visible_file(request.user, number)
    reads = application.assignments.current().filter(reader=request.user).exists()
    if not reads or not may(request.user, "reviews.decline", application):
        raise PermissionDenied
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            replacing.decline(application.pk, by=request.user, reason=form.cleaned_data["reason"])
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, reason)
        else:
            messages.success(request, f"Vous ne lirez pas le dossier {number}. L’autorité en est prévenue.")
            return redirect("reviews:mine")
    context = {"application": application, "form": form}
    return render(request, "reviews/planning/decline.html", context, status=422 if form.errors else 200)
