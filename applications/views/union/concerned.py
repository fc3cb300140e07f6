"""« Appels qui nous concernent » : which members, told or not, and telling them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.errors import Refused
from applications.queries.concerned import concerns_of
from applications.services import accompanying
from applications.views.union.door import on_union
from calls.models import Call


@require_GET
@on_union
def calls(request, union):
    return calls_page(request, union)


def calls_page(request, union, refused=()):
    context = {"concerns": concerns_of(union, timezone.now()), "refused": refused}
    status = 422 if refused else 200
    return render(request, "applications/union/concerned.html", context, status=status)


@require_POST
@on_union
def alert(request, union, slug):
    call = get_object_or_404(Call.objects.published(), slug=slug)
    try:
        told = accompanying.alert(union, call, by=request.user)
    except Refused as refused:
        return calls_page(request, union, refused.reasons)
    several = "s" if told > 1 else ""
    messages.success(request, f"{told} adhérent{several} prévenu{several} de cet appel, par message.")
    return redirect("applications:concerned")
