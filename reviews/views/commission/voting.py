"""Votes of a sitting: put, cast on each device or written down by the secretary, closed."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.errors import Refused
from applications.views.reading import key_of
from reviews.forms.commission import BallotsForm, PollForm
from reviews.queries.commission.hall import hall_of
from reviews.queries.commission.meetings import items_of
from reviews.queries.commission.record import lots_of, polls_of, result_of
from reviews.queries.commission.room import voters_of
from reviews.services.commission import voting as services
from reviews.views.commission.meetings import meeting_or_404
from reviews.views.commission.room import back


@require_http_methods(["GET", "HEAD", "POST"])
def put(request, pk):
    """A question on the item in hand, or on the ranking of a lot."""
    meeting = meeting_or_404(request, pk, "reviews.conduct")
    if not meeting.is_sitting:
        return redirect("reviews:meeting", pk=pk)
    items = items_of(meeting, request.user)
    item, lot = subject(request, items)
    form = PollForm(
        request.POST if request.method == "POST" else None, initial={"question": first_words(item, lot)}
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.put(
                pk,
                by=request.user,
                item_id=item and item.pk,
                lot_id=lot and lot.pk,
                **form.cleaned_data,
            )
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, reason)
        else:
            return back(pk, "vote")
    context = {"call": meeting.call, "meeting": meeting, "form": form, "item": item, "lot": lot}
    return render(request, "reviews/commission/put.html", context, status=422 if form.errors else 200)


def subject(request, items):
    """What the vote bears on: an item this person may hear of, or the lot of one."""
    asked = key_of(request.GET.get("item", ""))
    item = next((row for row in items if row.pk == asked), None)
    wanted = key_of(request.GET.get("lot", ""))
    lot = next((row for row in lots_of(items) if row.pk == wanted), None)
    if item is None and lot is None:
        raise Http404
    return item, None if item else lot


def first_words(item, lot) -> str:
    if item:
        return f"Avis favorable au projet {item.application.number}"
    return f"Adoption du classement du lot {lot.code} – {lot.title}"


@require_POST
def vote(request, pk, poll, line):
    meeting_or_404(request, pk, "reviews.vote")
    services.vote(pk, poll, line, by=request.user, choice=request.POST.get("choice", ""))
    messages.success(request, "Votre voix est enregistrée.")
    return back(pk, "vote")


@require_http_methods(["GET", "HEAD", "POST"])
def record(request, pk, poll):
    """The secretary notes the voices of a vote by show of hands."""
    meeting = meeting_or_404(request, pk, "reviews.conduct")
    hall = hall_of(meeting)
    row = next((one for one in polls_of(hall, hall.closed_to(request.user)) if one.pk == poll), None)
    if row is None:
        raise Http404
    if row.secret or row.closed_at:
        return back(pk, "vote")
    form = BallotsForm(request.POST if request.method == "POST" else None, voters=voters_of(hall, row))
    if request.method == "POST" and form.is_valid():
        try:
            services.record(pk, poll, by=request.user, choices=form.choices())
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, reason)
        else:
            return back(pk, "vote")
    context = {"call": meeting.call, "meeting": meeting, "poll": row, "form": form}
    return render(request, "reviews/commission/ballots.html", context, status=422 if form.errors else 200)


@require_POST
def close(request, pk, poll):
    meeting_or_404(request, pk, "reviews.conduct")
    row = services.close(pk, poll, by=request.user)
    messages.success(request, result_of(row).sentence)
    return back(pk, "vote")


@require_POST
def withdraw(request, pk, poll):
    meeting_or_404(request, pk, "reviews.conduct")
    services.withdraw(pk, poll, by=request.user)
    messages.success(request, "Le vote est retiré.")
    return back(pk)


@require_POST
def cast(request, pk, poll):
    """The casting vote, after a tie by secret ballot."""
    meeting_or_404(request, pk)
    row = services.cast(pk, poll, by=request.user, choice=request.POST.get("choice", ""))
    messages.success(request, result_of(row).sentence)
    return back(pk, "vote")
