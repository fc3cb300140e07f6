"""A file received outside the site, entered by an agent with the instant it arrived."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render

from accounts.errors import Refused
from accounts.services.desk import register_unattended
from applications.forms.authority import OutsideForm
from applications.services.deposit import enter_outside
from applications.views.authority import call_or_404
from engine.deadlines import long_instant, on_time


def outside(request, slug):
    call = call_or_404(request, slug, "applications.enter_outside")
    form = OutsideForm(request.POST or None, request.FILES or None, call=call)
    errors = []
    if request.method == "POST" and form.is_valid():
        try:
            application = enter(form, call, request.user)
        except Refused as refused:
            errors = [{"text": reason} for reason in refused.reasons]
        else:
            messages.success(request, told(application))
            return redirect("applications:check", number=application.number)
    status = 422 if request.method == "POST" else 200
    context = {"call": call, "form": form, "errors": errors}
    return render(request, "applications/authority/outside.html", context, status=status)


def enter(form, call, person):
    data = form.cleaned_data
    with transaction.atomic():
        structure = form.structure or register_unattended(data["siret"], data["name"], data["territory"])
        return enter_outside(
            data["lot"],
            structure,
            by=person,
            received_at=form.received_at,
            title=data["title"],
            requested_amount=data.get("requested_amount"),
            requested_places=data.get("requested_places"),
            files=data["files"],
        )


def told(application) -> str:
    call = application.call
    text = f"Dossier {application.number} enregistré."
    if call.closes_at and not on_time(application.received_at, call.closes_at):
        received = long_instant(application.received_at, call.time_zone)
        return f"{text} Reçu le {received}, après la clôture, il ne peut qu’être déclaré irrecevable."
    return text
