from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.enums import CURRENT_ORGANISATION, MembershipStatus, OrganisationKind
from accounts.forms import ProfileForm
from accounts.models import Person
from accounts.queries import invitations_for
from accounts.views.common import page, sent


def profile(request):
    """Name, reach and preferences; the address and the password have their own pages."""
    form = ProfileForm(sent(request), instance=Person.objects.get(pk=request.user.pk))
    if form.is_valid():
        form.save()
        messages.success(request, "Votre profil est enregistré.")
        return redirect("accounts:profile")
    return page(request, "profile", {"form": form, "second_factor": second_factor(request)}, form)


def second_factor(request) -> str:
    """What to say of the second factor: on, due, or offered."""
    if is_mfa_enabled(request.user):
        return "on"
    agent = any(o.kind == OrganisationKind.AUTHORITY for o in request.organisations)
    return "due" if agent and settings.SECOND_FACTOR_REQUIRED else "offered"


def organisations(request):
    """One's organisations, the requests that wait, the invitations received."""
    current = request.user.memberships.filter(
        status__in=[MembershipStatus.ACTIVE, MembershipStatus.PENDING, MembershipStatus.REFUSED]
    )
    memberships = current.select_related("organisation__territory").prefetch_related("grants")
    by_status = {status: [m for m in memberships if m.status == status] for status in MembershipStatus}
    context = {
        "members": by_status[MembershipStatus.ACTIVE],
        "requests": by_status[MembershipStatus.PENDING],
        "refused": by_status[MembershipStatus.REFUSED],
        "invitations": invitations_for(request.user),
    }
    return render(request, "accounts/organisations.html", context)


@require_POST
def switch(request):
    """Acts for another of one's organisations from now on."""
    chosen = request.POST.get("organisation", "")
    if chosen not in {str(organisation.pk) for organisation in request.organisations}:
        raise Http404
    request.session[CURRENT_ORGANISATION] = int(chosen)
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    return redirect(back if safe else "pages:landing")
