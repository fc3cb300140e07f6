"""The president reads the drafts and signs them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.backends import may
from accounts.errors import Refused
from reviews.forms.commission import SignatureForm
from reviews.queries.commission.hall import hall_of
from reviews.queries.commission.record import record
from reviews.services.commission import closing as services
from reviews.services.commission.papers import drafts_of
from reviews.views.commission.meetings import meeting_or_404, papers_of


@require_http_methods(["GET", "HEAD", "POST"])
def sign(request, pk):
    """The whole record and its drafts, then the signature: capacity, confirmation, instant."""
    meeting, hall = signable(request, pk)
    if meeting.signed_at or not meeting.closed_at:
        return redirect("reviews:meeting", pk=pk)
    drafts = drafts_of(meeting)
    form = SignatureForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and signed(request, pk, form):
        return redirect("reviews:meeting", pk=pk)
    context = {
        "call": meeting.call,
        "meeting": meeting,
        "form": form,
        "seen": services.stamp(drafts),
        "record": record(hall, person=request.user),
        **progress(request, meeting, drafts),
    }
    return render(request, "reviews/commission/sign.html", context, status=422 if form.errors else 200)


def signable(request, pk):
    meeting = meeting_or_404(request, pk)
    hall = hall_of(meeting)
    if not may(request.user, "reviews.sign_minutes", meeting) or request.user.pk not in services.signers(
        hall
    ):
        raise PermissionDenied
    return meeting, hall


def signed(request, pk, form) -> bool:
    try:
        services.sign(
            pk, by=request.user, capacity=form.cleaned_data["capacity"], seen=request.POST.get("seen", "")
        )
    except Refused as refused:
        for reason in refused.reasons:
            form.add_error(None, reason)
        return False
    messages.success(request, "Le procès-verbal est signé. Sa version signée est en cours de production.")
    return True


@require_safe
def papers(request, pk):
    """How far the papers of the meeting are: a fragment that asks again while some are being made."""
    meeting = meeting_or_404(request, pk)
    return render(request, "reviews/commission/_papers.html", progress(request, meeting, drafts_of(meeting)))


def progress(request, meeting, drafts) -> dict:
    shown = papers_of(meeting, request.user)
    return {
        "meeting": meeting,
        "papers": shown,
        "pending": any(paper["status"] == "pending" for paper in shown),
        "refusals": services.sign_refusals(meeting, drafts),
    }
