"""Who reads what, by hand: files beside readers, and the readings to take up."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.errors import Refused
from accounts.models import Person
from applications.views.authority import call_or_404, call_tabs
from applications.views.reading import key_of
from reviews.forms.judging import AssignmentForm
from reviews.models import Assignment
from reviews.queries.matrix import matrix
from reviews.queries.replacing import replacements
from reviews.services import reading, replacing

PARTS = (("assignments", "À la main"), ("plans", "Répartir les lectures"), ("progress", "Avancement"))


def parts(call, current: str) -> list[dict]:
    """The pages of the readings of a call."""
    return [
        {"label": label, "url": reverse(f"reviews:{name}", args=[call.slug]), "current": name == current}
        for name, label in PARTS
    ]


def assignments(request, slug):
    call = call_or_404(request, slug, "reviews.assign")
    form, reasons = AssignmentForm(request.POST or None), []
    if request.method == "POST" and form.is_valid():
        done, reasons = carry_out(request, call, form.cleaned_data)
        if done:
            messages.success(request, told(done))
        if not reasons:
            return redirect(request.get_full_path())
    return page(request, call, form, reasons)


def page(request, call, form, reasons=()):
    lot = call.lots.filter(code=request.GET.get("lot", "")).first()
    context = {
        "call": call,
        "tabs": call_tabs(call, request.user, "assign"),
        "parts": parts(call, "assignments"),
        "lot": lot,
        "every_lot": lots_of(call, lot),
        "matrix": matrix(call, request.user, lot, request.GET.get("page")),
        "replacements": replacements(call, request.user),
        "form": form,
        "errors": [{"text": reason} for reason in reasons],
    }
    failed = reasons or form.errors
    return render(request, "reviews/assignments.html", context, status=422 if failed else 200)


def lots_of(call, current) -> list[dict]:
    lots = list(call.lots.all())
    if len(lots) < 2:
        return []
    page = reverse("reviews:assignments", args=[call.slug])
    every = [{"label": "Tous les lots", "url": page, "current": current is None}]
    return every + [
        {"label": f"Lot {lot.code}", "url": f"{page}?lot={lot.code}", "current": lot == current}
        for lot in lots
    ]


def carry_out(request, call, data) -> tuple[int, list[str]]:
    """Does what changed on the page since it was shown, each pair on its own; returns what was done and refused."""
    seen, ticked = set(request.POST.getlist("seen")), set(request.POST.getlist("pair"))
    done, reasons = 0, []
    for action, keys in ((give, ticked - seen), (take, seen - ticked)):
        for key in sorted(keys):
            try:
                done += action(call, key, request.user, data)
            except Refused as refused:
                reasons += refused.reasons
    return done, reasons


def pair(key: str) -> tuple[int, int]:
    file, _, reader = key.partition("-")
    return key_of(file) or 0, key_of(reader) or 0


def give(call, key, by, data) -> int:
    file, reader = pair(key)
    application = call.applications.filter(pk=file).first()
    person = Person.objects.filter(pk=reader).first()
    if application is None or person is None:
        return 0
    reading.assign(application.pk, person, by=by, due_on=data["due_on"])
    return 1


def take(call, key, by, data) -> int:
    file, reader = pair(key)
    row = Assignment.objects.current().filter(application=file, application__call=call, reader=reader).first()
    if row is None:
        return 0
    reading.unassign(row.pk, by=by, reason=data["reason"])
    return 1


def told(count: int) -> str:
    return "Une attribution modifiée." if count == 1 else f"{count} attributions modifiées."


@require_POST
def replace(request, slug):
    """Gives a reading that was given back to the reader proposed beside it."""
    call = call_or_404(request, slug, "reviews.assign")
    left, reader = pair(request.POST.get("replacement", ""))
    if not Assignment.objects.filter(pk=left, application__call=call).exists():
        return page(request, call, AssignmentForm(), ["Cette lecture n’existe plus."])
    try:
        row = replacing.replace(left, reader, by=request.user)
    except Refused as refused:
        return page(request, call, AssignmentForm(), refused.reasons)
    messages.success(request, f"Le dossier {row.application.number} est confié à {row.reader}.")
    return redirect("reviews:assignments", slug=slug)
