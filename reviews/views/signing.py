"""Acts that bind: signed on a page that says what they do, then released together."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.backends import may
from accounts.errors import Refused
from applications.views.reading import key_of
from engine.deadlines import days_after
from reviews.enums import DecisionKind as K
from reviews.forms.deciding import CapacityForm
from reviews.queries import deciding, departing, ranking_of
from reviews.services.deciding import release, release_refusals, sign
from reviews.views.ranking import lot_or_404


def staged(request, lot) -> list:
    return list(deciding.staged_on(lot, request.user))


def signing(request, pk):
    """What is about to be signed, file by file, and in which capacity."""
    lot = signatory_lot(request, pk)
    rows = deciding.signable(staged(request, lot), lot.call.roles_of(request.user))
    form = CapacityForm(request.POST or None, initial={"capacity": request.user.job_title})
    reasons = []
    if request.method == "POST" and form.is_valid():
        try:
            return signed(request, lot, form.cleaned_data["capacity"])
        except Refused as refused:
            reasons = refused.reasons
    closed = deciding.tells_of_closed(lot, request.user)
    departures = [] if closed else departing.departures(lot, ranking_of(lot, person=request.user))
    context = {
        "lot": lot,
        "call": lot.call,
        "rows": rows,
        "departures": departures,
        "departure_text": departure_words(lot, departures),
        "form": form,
        "errors": [{"text": reason} for reason in reasons],
        "total": sum(row.amount or 0 for row in rows if row.kind in deciding.AWARDING),
    }
    return render(request, "reviews/sign.html", context, status=422 if request.method == "POST" else 200)


def departure_words(lot, numbers) -> str:
    """Which files, and the reason the commission will read."""
    row = lot.departures.filter(released_at=None).first()
    return f"{', '.join(numbers)}. {row.reason if row else 'Aucun motif n’est encore écrit.'}"


def signatory_lot(request, pk):
    """The lot, for whoever signs at least one kind of decision there: a president signs inadmissibilities."""
    lot = lot_or_404(request, pk, "reviews.read")
    signs = ("reviews.sign", "applications.refuse")
    if not any(may(request.user, action, lot.call) for action in signs):
        raise PermissionDenied
    return lot


def chosen(request) -> list[int]:
    return [key for value in request.POST.getlist("decision") if (key := key_of(value))]


def signed(request, lot, capacity):
    rows = sign(chosen_of(request, lot), by=request.user, capacity=capacity)
    words = "Une décision signée" if len(rows) == 1 else f"{len(rows)} décisions signées"
    messages.success(request, f"{words}. Les actes sont en cours de production ; rien n’est encore notifié.")
    return redirect_home(request, lot)


def chosen_of(request, lot) -> list[int]:
    """The decisions of the page, none of another lot nor on a file closed to this person."""
    asked = set(chosen(request))
    files = lot.applications.without_conflicts_of(request.user).filter(decisions__in=asked)
    own = set(files.values_list("decisions", flat=True))
    return sorted(asked & own)


def redirect_home(request, lot):
    if may(request.user, "reviews.view_decision_page", lot.call):
        return redirect("reviews:decisions", pk=lot.pk)
    return redirect("applications:call_files", slug=lot.call.slug)


def releasing(request, pk):
    """What will happen to each file and who will be told; all the decisions leave together, or none."""
    lot = signatory_lot(request, pk)
    rows = deciding.releasable(staged(request, lot), lot.call.roles_of(request.user))
    reasons = release_refusals(rows)
    if request.method == "POST":
        try:
            return released(request, lot)
        except Refused as refused:
            reasons = refused.reasons
    call = lot.call
    context = {
        "lot": lot,
        "call": call,
        "rows": rows,
        "reasons": reasons,
        "answer_by": days_after(timezone.now(), call.offer_days, call.time_zone),
        "makes_public": any(row.kind in deciding.SELECTING for row in rows),
        "awarding": [K.SELECT.value, K.PROMOTE.value],
    }
    return render(request, "reviews/release.html", context, status=422 if request.method == "POST" else 200)


def released(request, lot):
    rows = release(chosen_of(request, lot), by=request.user)
    words = "Une décision notifiée" if len(rows) == 1 else f"{len(rows)} décisions notifiées"
    messages.success(request, f"{words}. Chaque structure reçoit son acte et un message.")
    return redirect_home(request, lot)
