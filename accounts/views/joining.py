from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts import services
from accounts.enums import CURRENT_ORGANISATION, INVITATION_TO_ANSWER, OrganisationKind
from accounts.forms import FoundForm, RequestForm, SearchForm
from accounts.identifiers import compact
from accounts.models import Invitation, Organisation, RegisterEntry
from accounts.queries import authority_of, has_members, joinable
from accounts.views.common import attempt, page, sent, trail


def join(request):
    """Finds a structure by its SIRET or a union by its name; what is not there can be registered."""
    form = SearchForm(request.GET or None)
    context = {"form": form, "trail": trail()}
    if form.is_valid():
        words = form.cleaned_data["q"]
        context |= {"found": joinable(words), "siret": words if words.isdigit() else "", "words": words}
    return page(request, "join", context, form)


def ask(request, pk):
    """Asks to join an organisation that exists."""
    others = Organisation.objects.exclude(kind=OrganisationKind.AUTHORITY)
    organisation = get_object_or_404(others.select_related("territory"), pk=pk)
    form = RequestForm(sent(request))
    if form.is_valid() and attempt(
        form, services.ask_to_join, organisation, request.user, form.cleaned_data["message"]
    ):
        messages.success(request, f"Votre demande pour rejoindre {organisation} est envoyée.")
        return redirect("accounts:organisations")
    answerer = None if has_members(organisation) else authority_of(organisation)
    context = {"form": form, "asked": organisation, "answerer": answerer, "trail": trail()}
    return page(request, "ask", context, form)


@require_POST
def cancel(request, pk):
    """Withdraws one's own request."""
    membership = get_object_or_404(request.user.memberships, pk=pk)
    services.cancel_request(membership, by=request.user)
    messages.success(request, f"Votre demande pour rejoindre {membership.organisation} est annulée.")
    return redirect("accounts:organisations")


def create(request):
    """Registers a structure unknown until now."""
    siret = compact(request.GET.get("siret", ""))[:14]
    known = RegisterEntry.objects.known(siret=[siret]).get(("siret", siret))
    start = Organisation(
        kind=OrganisationKind.APPLICANT,
        siret=siret,
        name=known.name if known else "",
        address=known.address if known else "",
    )
    form = FoundForm(sent(request), instance=start)
    if form.is_valid():
        made = []
        if attempt(form, lambda: made.append(services.found(request.user, **form.cleaned_data))):
            return welcome(request, made[0])
    return page(request, "create", {"form": form, "known": known, "trail": trail()}, form)


def welcome(request, organisation):
    request.session[CURRENT_ORGANISATION] = organisation.pk
    messages.success(
        request,
        f"{organisation} est inscrite. Vous pouvez préparer et déposer des dossiers dès maintenant ; "
        "l’agence régionale de santé reconnaîtra la structure ensuite.",
    )
    return redirect(organisation)


@login_not_required
def invitation(request, token):
    """Shows an invitation; someone signed in with the invited address accepts it."""
    invitations = Invitation.objects.with_token(token).select_related("organisation", "invited_by")
    invited = get_object_or_404(invitations)
    if not request.user.is_authenticated:
        return before_signing_in(request, invited, token)
    request.session.pop(INVITATION_TO_ANSWER, None)
    if request.method == "POST":
        services.accept_invitation(invited, request.user)
        return arrived(request, invited.organisation)
    refusals = services.refusals(invited, request.user)
    return page(request, "invitation", {"invitation": invited, "refusals": refusals})


def before_signing_in(request, invited, token):
    request.session[INVITATION_TO_ANSWER] = token
    here = reverse("accounts:invitation", args=[token])
    return page(request, "invitation", {"invitation": invited, "next": here})


def arrived(request, organisation):
    request.session[CURRENT_ORGANISATION] = organisation.pk
    messages.success(request, f"Vous êtes membre de {organisation}.")
    return redirect(organisation)
