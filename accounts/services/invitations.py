"""Inviting by e-mail. The mail leaves from `accounts.tasks`; these write the row and wake the worker."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.enums import CURRENT_STATUSES, MembershipStatus
from accounts.errors import Refused
from accounts.models import Invitation, Membership, Organisation
from accounts.nudge import nudge
from accounts.queries import addresses_of
from accounts.services.members import checked_roles, grant, locked, require

VALID_DAYS = 14
WAITING_AT_MOST = 50
MAIL = "accounts.tasks.send_invitation"


def invite(organisation: Organisation, email: str, roles, *, by) -> Invitation:
    """Invites an address to join with these roles; a former invitation to it that lapsed is withdrawn."""
    email = email.strip().lower()
    with transaction.atomic():
        organisation = locked(organisation.pk)
        require(by, "accounts.manage_members", organisation)
        roles = checked_roles(organisation, roles)
        _refuse_useless(organisation, email)
        lapsed = organisation.invitations.filter(email=email, accepted_at=None, revoked_at=None)
        lapsed.update(revoked_at=timezone.now())
        invitation = Invitation.objects.create(
            organisation=organisation,
            email=email,
            roles=roles,
            invited_by=by,
            expires_at=expiry(),
        )
    nudge(MAIL, invitation.pk)
    return invitation


def expiry():
    """The whole minute at which a link sent now stops working."""
    return (timezone.now() + timedelta(days=VALID_DAYS)).replace(second=0, microsecond=0)


def _refuse_useless(organisation, email) -> None:
    if organisation.memberships.filter(status=MembershipStatus.ACTIVE, person__email__iexact=email).exists():
        raise Refused("Cette personne est déjà membre de l’organisation.")
    waiting = organisation.invitations.waiting()
    if waiting.filter(email=email).exists():
        raise Refused("Une invitation attend déjà cette personne : renvoyez-lui le courriel.")
    if waiting.count() >= WAITING_AT_MOST:
        raise Refused(f"{WAITING_AT_MOST} invitations attendent déjà une réponse : annulez-en d’abord.")


def revoke(invitation: Invitation, *, by) -> None:
    """Withdraws an invitation: its link no longer opens anything."""
    require(by, "accounts.manage_members", invitation.organisation)
    waiting = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None)
    if not waiting.update(revoked_at=timezone.now()):
        raise Refused("Cette invitation a déjà été acceptée ou annulée.")


def mail_again(invitation: Invitation, *, by) -> None:
    """Sends the mail once more, and gives the link its full time again."""
    require(by, "accounts.manage_members", invitation.organisation)
    with transaction.atomic():
        waiting = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None)
        if not waiting.update(
            mailed_at=None,
            lease_until=None,
            attempts=0,
            mail_error="",
            expires_at=expiry(),
        ):
            raise Refused("Cette invitation a déjà été acceptée ou annulée.")
        nudge(MAIL, invitation.pk)


def refusals(invitation: Invitation, person) -> list[str]:
    """Why this person cannot accept this invitation."""
    if invitation.accepted_at:
        return ["Cette invitation a déjà été acceptée."]
    if invitation.revoked_at:
        return ["Cette invitation a été annulée. Demandez-en une autre à la personne qui vous a invité."]
    if invitation.expires_at <= timezone.now():
        return ["Cette invitation n’est plus valable. Demandez-en une autre à la personne qui vous a invité."]
    if invitation.email not in addresses_of(person):
        return [
            f"Cette invitation est adressée à {invitation.email} et vous êtes connecté avec {person.email}. "
            "Connectez-vous avec l’adresse invitée, ou ajoutez-la à votre compte."
        ]
    return []


def accept_invitation(invitation: Invitation, person) -> Membership:
    """Takes the invited person in; someone already there, or waiting, gains the roles of the invitation."""
    with transaction.atomic():
        organisation = locked(invitation.organisation_id)
        invitation = Invitation.objects.get(pk=invitation.pk)
        reasons = refusals(invitation, person)
        if reasons:
            raise Refused(*reasons)
        now = timezone.now()
        invitation.accepted_at, invitation.accepted_by = now, person
        invitation.save(update_fields=["accepted_at", "accepted_by"])
        return _take_in(organisation, person, invitation, now)


def _take_in(organisation, person, invitation, now) -> Membership:
    current = organisation.memberships.filter(person=person, status__in=CURRENT_STATUSES)
    membership = current.first() or Membership(person=person, organisation=organisation)
    if membership.status != MembershipStatus.ACTIVE:
        membership.status = MembershipStatus.ACTIVE
        membership.answered_at, membership.answered_by = now, invitation.invited_by
        membership.save()
    grant(membership, {*invitation.roles, *(held.role for held in membership.grants.all())})
    return membership
