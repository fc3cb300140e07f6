from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from accounts import services
from accounts.backends import may
from accounts.enums import CURRENT_STATUSES, INVITATION_ATTEMPTS, KEEPER_BY_KIND, MembershipStatus
from accounts.forms import InviteForm, ReasonForm, RolesForm
from accounts.queries import members_of, requests_to
from accounts.views.common import attempt, page, permitted, sent, tabs, trail, visible


def members(request, pk):
    """The people of an organisation; its keepers also see who asks and who is invited."""
    organisation = visible(request, pk)
    context = {
        "shown": organisation,
        "members": members_of(organisation),
        "keeper": KEEPER_BY_KIND[organisation.kind].label,
        "tabs": tabs(request, organisation, "members"),
        "trail": trail(organisation),
        "may_manage": may(request.user, "accounts.manage_members", organisation),
    }
    if context["may_manage"]:
        context |= {
            "requests": requests_to(organisation),
            "invitations": organisation.invitations.waiting().select_related("invited_by"),
            "attempts_at_most": INVITATION_ATTEMPTS,
        }
    return page(request, "members", context)


def member(request, pk, membership_pk):
    """One request to answer, or one member whose roles change or who goes."""
    organisation = permitted(request, pk, "accounts.manage_members")
    current = organisation.memberships.filter(status__in=CURRENT_STATUSES).select_related("person")
    membership = get_object_or_404(current, pk=membership_pk)
    act = request.POST.get("act", "")
    roles, reason = member_forms(request, membership, act)
    form, do, said = {
        "accept": (roles, accept, "{person} est membre de {organisation}."),
        "roles": (roles, change_roles, "Les rôles de {person} sont enregistrés."),
        "refuse": (reason, refuse, "La demande de {person} est refusée."),
        "end": (reason, end, "{person} n’est plus membre de {organisation}."),
    }.get(act, (None, None, ""))
    if form and form.is_valid() and attempt(form, do, membership, form.cleaned_data, request.user):
        messages.success(request, said.format(person=membership.person, organisation=organisation))
        return redirect("accounts:members", pk)
    context = {
        "shown": organisation,
        "membership": membership,
        "roles_form": roles,
        "reason_form": reason,
        "trail": trail(organisation),
        "form": form or roles,
    }
    return page(request, "member", context, roles, reason)


def member_forms(request, membership, act):
    """The two forms of the page; only the one that was sent is bound."""
    asks = membership.status == MembershipStatus.PENDING
    roles = RolesForm(
        request.POST if act in {"accept", "roles"} else None,
        kind=membership.organisation.kind,
        initial={"roles": membership.roles},
    )
    reason = ReasonForm(request.POST if act in {"refuse", "end"} else None, required=asks)
    return roles, reason


def accept(membership, data, by):
    services.accept(membership, data["roles"], by=by)


def change_roles(membership, data, by):
    services.change_roles(membership, data["roles"], by=by)


def refuse(membership, data, by):
    services.refuse(membership, by=by, reason=data["reason"])


def end(membership, data, by):
    services.end_membership(membership, by=by, reason=data["reason"])


def invite(request, pk):
    """Asks a colleague to join by e-mail."""
    organisation = permitted(request, pk, "accounts.manage_members")
    form = InviteForm(sent(request), kind=organisation.kind)
    if form.is_valid() and attempt(form, services.invite, organisation, by=request.user, **form.cleaned_data):
        messages.success(request, f"L’invitation part à {form.cleaned_data['email']}.")
        return redirect("accounts:members", pk)
    return page(request, "invite", {"form": form, "shown": organisation, "trail": trail(organisation)}, form)


@require_POST
def revoke(request, pk, invitation_pk):
    organisation = permitted(request, pk, "accounts.manage_members")
    invitation = get_object_or_404(organisation.invitations, pk=invitation_pk)
    services.revoke(invitation, by=request.user)
    messages.success(request, f"L’invitation de {invitation.email} est annulée.")
    return redirect("accounts:members", pk)


@require_POST
def mail_again(request, pk, invitation_pk):
    organisation = permitted(request, pk, "accounts.manage_members")
    invitation = get_object_or_404(organisation.invitations, pk=invitation_pk)
    services.mail_again(invitation, by=request.user)
    messages.success(request, f"Le courriel repart à {invitation.email}.")
    return redirect("accounts:members", pk)


def leave(request, pk):
    """Says what leaving means, then lets go."""
    organisation = visible(request, pk)
    form = ReasonForm(sent(request), required=False)
    if form.is_valid() and attempt(form, services.leave, organisation, request.user):
        messages.success(request, f"Vous n’êtes plus membre de {organisation}.")
        return redirect("accounts:organisations")
    return page(request, "leave", {"form": form, "shown": organisation, "trail": trail(organisation)}, form)
