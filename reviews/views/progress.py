"""How far the readings are, and the word sent to who is behind."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.errors import Refused
from applications.views.authority import call_or_404, call_tabs
from applications.views.reading import key_of
from reviews.queries.progress import advances, total
from reviews.services import reminding
from reviews.views.assigning import parts


def progress(request, slug):
    return page(request, call_or_404(request, slug, "reviews.assign"))


def page(request, call, reasons=()):
    rows = advances(call, request.user)
    context = {
        "call": call,
        "tabs": call_tabs(call, request.user, "assign"),
        "parts": parts(call, "progress"),
        "rows": rows,
        "total": total(rows),
        "errors": [{"text": reason} for reason in reasons],
    }
    return render(request, "reviews/planning/progress.html", context, status=422 if reasons else 200)


@require_POST
def remind(request, slug):
    call = call_or_404(request, slug, "reviews.assign")
    try:
        reminding.remind(call, key_of(request.POST.get("reader", "")) or 0, by=request.user)
    except Refused as refused:
        return page(request, call, refused.reasons)
    messages.success(request, "La relance est partie.")
    return redirect("reviews:progress", slug=slug)
