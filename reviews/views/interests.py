"""Interests are declared before a file is read; the manager keeps the register."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.backends import may
from accounts.errors import Refused
from applications.views.authority import call_or_404, call_tabs
from applications.views.reading import safe_next, visible_file
from reviews.forms import DeclarationForm
from reviews.queries.reading import register_of
from reviews.services.reading import declare as record


def declare(request, number):
    """Number, structure and title only: what one needs to know whether one has an interest."""
    application = visible_file(request.user, number)
    if not may(request.user, "reviews.declare", application):
        raise PermissionDenied
    form = DeclarationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return declared(request, application, form.cleaned_data)
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, reason)
    context = {
        "application": application,
        "form": form,
        "suite": safe_next(request, ""),
        "done": application.conflicts.filter(person=request.user, lifted_at=None).exists(),
    }
    return render(request, "reviews/declare.html", context, status=422 if form.errors else 200)


def declared(request, application, data):
    record(application.pk, by=request.user, has_conflict=data["has_conflict"], motive=data["motive"])
    if data["has_conflict"]:
        messages.success(
            request, "Votre déport est enregistré. Ce dossier ne vous est plus accessible, sous aucune forme."
        )
        return redirect("reviews:mine")
    messages.success(request, "Votre déclaration est enregistrée.")
    return redirect(safe_next(request, reverse("reviews:read", args=[application.number])))


def register(request, slug):
    """Who declared what on which file of the call; never on a file closed to the reader of this page."""
    call = call_or_404(request, slug, "reviews.view_conflicts")
    rows = register_of(call, request.user)
    return render(
        request,
        "reviews/register.html",
        {"call": call, "rows": rows, "tabs": call_tabs(call, request.user, "register")},
    )
