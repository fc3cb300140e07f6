"""The people of an organisation and their roles."""

from django.db import transaction
from django.utils import timezone

from accounts.backends import may
from accounts.enums import KEEPER_BY_KIND, ROLES_BY_KIND, MembershipStatus, Role
from accounts.errors import Forbidden, Refused
from accounts.models import Grant, Membership, Organisation
from accounts.nudge import nudge


def locked(organisation_id: int) -> Organisation:
    """The organisation, locked until the end of the transaction: its people change one at a time."""
    return (
        Organisation.objects.select_for_update(of=("self",))
        .select_related("territory")
        .get(pk=organisation_id)
    )


def require(person, action: str, organisation) -> None:
    if not may(person, action, organisation):
        raise Forbidden


def checked_roles(organisation, roles) -> list[Role]:
    """The roles in the order of the table; at least one, and only those this kind of organisation knows."""
    known = [role for role in ROLES_BY_KIND[organisation.kind] if role in set(roles)]
    if not known or len(known) != len(set(roles)):
        raise Refused("Choisissez au moins un rôle parmi ceux de cette organisation.")
    return known


def grant(membership, roles) -> None:
    """Makes the member's roles exactly these."""
    membership.grants.exclude(role__in=roles).delete()
    for role in roles:
        Grant.objects.get_or_create(membership=membership, role=role)


def refuse_orphan(membership, kept=()) -> None:
    """Refuses to take the keeper's role from the last member who holds it."""
    organisation = membership.organisation
    keeper = KEEPER_BY_KIND[organisation.kind]
    holders = Grant.objects.filter(
        membership__organisation=organisation,
        membership__status=MembershipStatus.ACTIVE,
        role=keeper,
    ).values_list("membership", flat=True)
    if keeper not in kept and set(holders) == {membership.pk}:
        raise Refused(
            f"{membership.person} est la seule personne qui a le rôle « {keeper.label} » : "
            "donnez d’abord ce rôle à quelqu’un d’autre."
        )


def active(organisation, membership_id: int) -> Membership:
    membership = (
        Membership.objects.select_related("person")
        .filter(pk=membership_id, organisation=organisation, status=MembershipStatus.ACTIVE)
        .first()
    )
    if membership is None:
        raise Refused("Cette personne n’est plus membre de l’organisation.")
    membership.organisation = organisation
    return membership


def change_roles(membership: Membership, roles, *, by) -> None:
    """Gives a member exactly these roles."""
    with transaction.atomic():
        organisation = locked(membership.organisation_id)
        require(by, "accounts.manage_members", organisation)
        membership = active(organisation, membership.pk)
        roles = checked_roles(organisation, roles)
        refuse_orphan(membership, kept=roles)
        grant(membership, roles)


def end_membership(membership: Membership, *, by, reason: str = "") -> None:
    """Takes a member out of the organisation. What they did stays; what they saw, they no longer see."""
    with transaction.atomic():
        organisation = locked(membership.organisation_id)
        require(by, "accounts.manage_members", organisation)
        membership = active(organisation, membership.pk)
        refuse_orphan(membership)
        close(membership, reason)
    nudge("notifications.tasks.tell", "membership", membership.pk)


def leave(organisation: Organisation, person) -> None:
    """Lets a person go by themselves."""
    with transaction.atomic():
        organisation = locked(organisation.pk)
        mine = organisation.memberships.filter(person=person, status=MembershipStatus.ACTIVE).first()
        membership = active(organisation, mine.pk if mine else 0)
        refuse_orphan(membership)
        close(membership)


def close(membership: Membership, reason: str = "") -> None:
    """Ends the membership, its roles, and the invitations its person left unanswered."""
    now = timezone.now()
    membership.status, membership.ended_at, membership.reason = MembershipStatus.ENDED, now, reason
    membership.save(update_fields=["status", "ended_at", "reason"])
    membership.grants.all().delete()
    sent = membership.organisation.invitations.filter(invited_by=membership.person)
    sent.filter(accepted_at=None, revoked_at=None).update(revoked_at=now)
