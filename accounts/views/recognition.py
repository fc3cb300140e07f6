"""The authority's pages: structures to recognise, first members to accept."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from accounts import services
from accounts.enums import CURRENT_STATUSES, ROLES_BY_KIND, MembershipStatus, OrganisationKind
from accounts.forms import ReasonForm
from accounts.models import RegisterEntry
from accounts.queries import covered_by, members_of, requests_to, to_recognise
from accounts.views.common import attempt, page, permitted, sent, tabs, trail
from accounts.views.structures import identity_rows

A_PAGE = 50


def watched(request, pk):
    authority = permitted(request, pk, "accounts.recognise")
    if authority.kind != OrganisationKind.AUTHORITY:
        raise Http404
    return authority


def recognition(request, pk):
    """What waits for the authority, oldest first."""
    authority = watched(request, pk)
    waiting = Paginator(to_recognise(authority), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "shown": authority,
        "page_obj": waiting,
        "tabs": tabs(request, authority, "recognition"),
        "trail": trail(authority),
    }
    return page(request, "recognition", context)


def watched_structure(request, pk, structure_pk):
    authority = watched(request, pk)
    structures = covered_by(authority).select_related("territory")
    return authority, get_object_or_404(structures, pk=structure_pk)


def structure(request, pk, structure_pk):
    """One structure: its identity, its people, what the authority may answer."""
    authority, looked_at = watched_structure(request, pk, structure_pk)
    context = {
        "shown": looked_at,
        "authority": authority,
        "rows": identity_rows(looked_at),
        "known": RegisterEntry.objects.about(looked_at),
        "members": members_of(looked_at),
        "requests": requests_to(looked_at),
        "establishments": looked_at.establishments.select_related("category", "departement"),
        "trail": trail(authority),
    }
    return page(request, "recognise", context)


@require_POST
def recognise(request, pk, structure_pk):
    _, looked_at = watched_structure(request, pk, structure_pk)
    services.recognise(looked_at, by=request.user)
    messages.success(request, f"{looked_at} est reconnue.")
    return redirect("accounts:recognition", pk)


@require_POST
def accept_first(request, pk, structure_pk, membership_pk):
    _, looked_at = watched_structure(request, pk, structure_pk)
    membership = get_object_or_404(requests_to(looked_at), pk=membership_pk)
    services.accept(membership, ROLES_BY_KIND[looked_at.kind], by=request.user)
    messages.success(request, f"{membership.person} est membre de {looked_at} et peut signer pour elle.")
    return redirect("accounts:watched", pk, structure_pk)


def turn_away(request, pk, structure_pk, membership_pk):
    """Refuses a first request, or sets aside someone who had no title; always with a reason."""
    authority, looked_at = watched_structure(request, pk, structure_pk)
    people = looked_at.memberships.filter(status__in=CURRENT_STATUSES).select_related("person")
    membership = get_object_or_404(people, pk=membership_pk)
    do = services.refuse if membership.status == MembershipStatus.PENDING else services.set_aside
    form = ReasonForm(sent(request))
    if form.is_valid() and attempt(form, do, membership, by=request.user, **form.cleaned_data):
        messages.success(request, f"{membership.person} n’a pas accès à {looked_at}.")
        return redirect("accounts:watched", pk, structure_pk)
    context = {"form": form, "membership": membership, "shown": looked_at, "authority": authority}
    return page(request, "turn_away", context | {"trail": trail(authority)}, form)
