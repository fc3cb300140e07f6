"""The structure's page: its files never deposited whose time is over, and the way to keep them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.backends import may
from accounts.views.common import trail, visible
from privacy.queries.retention import general_rules, purges_of
from privacy.services import retaining


def own_structure(request, pk):
    structure = visible(request, pk)
    if not may(request.user, "applications.create", structure):
        raise PermissionDenied
    return structure


@require_GET
def kept(request, pk):
    """What was announced, what is hidden and may come back, and until when."""
    structure = own_structure(request, pk)
    months = dict(general_rules().values_list("kind", "months"))
    context = {
        "shown": structure,
        "purges": purges_of(structure),
        "months": months,
        "trail": trail(structure),
    }
    return render(request, "privacy/kept.html", context)


@require_POST
def keep(request, pk, purge):
    structure = own_structure(request, pk)
    row = get_object_or_404(purges_of(structure), pk=purge)
    file = retaining.keep(row.pk, by=request.user)
    messages.success(request, f"Le dossier {file.number} est conservé, tel que vous l’aviez laissé.")
    return redirect("applications:file", file.number)
