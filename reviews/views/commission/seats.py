"""The seats of a commission: those of the authority, for a term, and those of one call."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.backends import may
from accounts.errors import Refused
from accounts.models import Organisation
from applications.views.authority import call_or_404, call_tabs
from reviews import composition
from reviews.enums import Voice
from reviews.forms.commission import SeatForm
from reviews.models import Seat
from reviews.queries.commission import seats as queries
from reviews.services.commission import seats as services


@require_safe
def seats(request, pk):
    """The permanent seats of an authority beside the composition the text suggests."""
    authority = authority_or_404(request, pk)
    context = {
        "authority": authority,
        "lines": queries.composed(queries.permanent_of(authority), permanent=True),
        "past": queries.past_of(authority),
        "coming": queries.coming_of(authority),
        "years": composition.SEAT_YEARS,
        "basis": composition.term_basis(),
        "law": composition.LAW,
        "naming": reverse("reviews:name_seat", args=[pk]),
    }
    return render(request, "reviews/commission/seats.html", context)


@require_safe
def call_seats(request, slug):
    """The seats of one call, and the permanent ones that sit with them."""
    call = call_or_404(request, slug, "reviews.manage_seats")
    context = {
        "call": call,
        "authority": call.authority,
        "tabs": call_tabs(call, request.user, "commission"),
        "lines": queries.composed(queries.temporary_of(call), permanent=False),
        "permanent": queries.permanent_of(call.authority),
        "past": queries.past_of(call.authority, call),
        "coming": queries.coming_of(call.authority, call),
        "law": composition.LAW,
        "naming": reverse("reviews:name_call_seat", args=[slug]),
    }
    return render(request, "reviews/commission/call_seats.html", context)


def authority_or_404(request, pk) -> Organisation:
    authority = get_object_or_404(Organisation.objects.visible_to(request.user), pk=pk)
    if not may(request.user, "reviews.manage_seats", authority):
        raise PermissionDenied
    return authority


@require_http_methods(["GET", "HEAD", "POST"])
def name_seat(request, pk):
    authority = authority_or_404(request, pk)
    return naming(request, authority, None, reverse("reviews:seats", args=[pk]))


@require_http_methods(["GET", "HEAD", "POST"])
def name_call_seat(request, slug):
    call = call_or_404(request, slug, "reviews.manage_seats")
    return naming(request, call.authority, call, reverse("reviews:call_seats", args=[slug]))


def naming(request, authority, call, home):
    """One seat to name; a place of the composition fills in its capacity and its voice."""
    place = composition.PLACES.get(request.GET.get("place", ""))
    form = SeatForm(request.POST if request.method == "POST" else None, initial=initial_of(place))
    if request.method == "POST" and form.is_valid() and named(request, form, authority, call, place):
        return redirect(home)
    context = {
        "form": form,
        "authority": authority,
        "call": call,
        "place": place,
        "home": home,
        "years": composition.SEAT_YEARS,
        "basis": composition.term_basis(),
    }
    return render(request, "reviews/commission/name_seat.html", context, status=422 if form.errors else 200)


def initial_of(place) -> dict:
    first = {"since": timezone.localdate(), "voice": Voice.CONSULTATIVE}
    if place:
        first |= {"capacity": place.capacity, "voice": place.voice, "presides": place.presides}
    return first


def named(request, form, authority, call, place) -> bool:
    try:
        seat = services.name_seat(
            authority, by=request.user, call=call, place=place.key if place else "", **form.cleaned_data
        )
    except Refused as refused:
        for reason in refused.reasons:
            form.add_error(None, reason)
        return False
    messages.success(request, f"{seat.holder} siège désormais à la commission\u00a0: {seat.capacity}.")
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def end_seat(request, pk):
    """What ends with the seat, then its end."""
    seat = get_object_or_404(Seat.objects.select_related("authority", "call", "holder", "alternate"), pk=pk)
    if not may(request.user, "reviews.manage_seats", seat.call or seat.authority):
        raise PermissionDenied
    home = (
        reverse("reviews:call_seats", args=[seat.call.slug])
        if seat.call
        else reverse("reviews:seats", args=[seat.authority_id])
    )
    reasons = []
    if request.method == "POST":
        try:
            services.end_seat(seat.pk, by=request.user)
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, f"Le siège de {seat.holder} a pris fin.")
            return redirect(home)
    context = {"seat": seat, "home": home, "errors": [{"text": reason} for reason in reasons]}
    return render(request, "reviews/commission/end_seat.html", context, status=422 if reasons else 200)
