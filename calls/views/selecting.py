"""The numbers of chosen files that a lot publishes, under a policy of balance."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from calls import selecting, services
from calls.forms import BoundsForm
from calls.views.frame import attempt, frame, managed_call


@require_http_methods(["GET", "HEAD", "POST"])
def bounds(request, slug, pk):
    call = managed_call(request, slug, "calls.edit")
    lot = get_object_or_404(call.lots, pk=pk)
    form = BoundsForm(
        request.POST or None, axes=selecting.axes(lot), minimums=lot.minimums, maximums=lot.maximums
    )
    errors = []
    if request.method == "POST" and form.is_valid():
        errors = attempt(lambda: write(lot, form, request.user))
        if not errors:
            messages.success(request, f"Nombres de dossiers enregistrés pour le lot {lot.code}.")
            return redirect("calls:rules", slug=slug)
    context = frame(request, call, "rules", form=form, errors=errors, lot=lot)
    if context["locked"] and request.method != "POST":
        form.lock()
    return render(
        request, "calls/manage/bounds.html", context, status=422 if request.method == "POST" else 200
    )


def write(lot, form, by):
    services.change_row(lot, by=by, minimums=form.bounds("least"), maximums=form.bounds("most"))
