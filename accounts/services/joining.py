"""Joining an organisation, founding one, and what its authority answers.

A wrong register never blocks anyone from a deadline: whoever founds a structure works at once, and the structure
shows "à vérifier" until its authority recognises it. Joining an existing one always needs an accord.
"""

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.enums import CURRENT_STATUSES, ROLES_BY_KIND, MembershipStatus, OrganisationKind
from accounts.errors import Forbidden, Refused
from accounts.models import SIRET_TAKEN, Membership, Organisation
from accounts.nudge import nudge
from accounts.queries import may_answer, may_watch
from accounts.services.members import active, checked_roles, close, grant, locked

UNRECOGNISED_AT_MOST = 5
TELL = "notifications.tasks.tell"


def ask_to_join(organisation: Organisation, person, message: str = "") -> Membership:
    """Asks for a place in an existing organisation; its keepers answer, or its authority when it has nobody."""
    if organisation.kind == OrganisationKind.AUTHORITY:
        raise Refused("Les agents d’une autorité sont invités par son administrateur.")
    with transaction.atomic():
        locked(organisation.pk)
        if organisation.memberships.filter(person=person, status__in=CURRENT_STATUSES).exists():
            raise Refused(f"Vous êtes déjà membre de {organisation}, ou votre demande attend une réponse.")
        membership = Membership.objects.create(person=person, organisation=organisation, message=message)
    nudge(TELL, "membership", membership.pk)
    return membership


def cancel_request(membership: Membership, *, by) -> None:
    """Lets a person withdraw the request they made."""
    with transaction.atomic():
        locked(membership.organisation_id)
        if membership.person_id != by.pk:
            raise Forbidden
        membership = pending(membership.pk)
        membership.answered_at = timezone.now()
        membership.save(update_fields=["answered_at"])
        close(membership)


def found(person, **identity) -> Organisation:
    """Registers a structure unknown until now; its founder writes and signs for it at once."""
    if unrecognised(person) >= UNRECOGNISED_AT_MOST:
        raise Refused(
            f"Vous avez déjà inscrit {UNRECOGNISED_AT_MOST} structures qui attendent d’être reconnues. "
            "Attendez la réponse de l’agence régionale de santé."
        )
    try:
        with transaction.atomic():
            return _found(person, identity)
    except IntegrityError as error:
        raise Refused(SIRET_TAKEN) from error


def _found(person, identity) -> Organisation:
    territory = identity.get("territory")
    organisation = Organisation.objects.create(
        kind=OrganisationKind.APPLICANT,
        time_zone=territory.time_zone if territory else "Europe/Paris",
        **{"siren": identity.get("siret", "")[:9], **identity},
    )
    now = timezone.now()
    membership = Membership.objects.create(
        person=person,
        organisation=organisation,
        status=MembershipStatus.ACTIVE,
        asked_at=now,
        answered_at=now,
    )
    grant(membership, ROLES_BY_KIND[OrganisationKind.APPLICANT])
    nudge(TELL, "membership", membership.pk)
    return organisation


def unrecognised(person) -> int:
    mine = person.memberships.filter(status=MembershipStatus.ACTIVE)
    return mine.filter(organisation__verified_at=None, organisation__kind=OrganisationKind.APPLICANT).count()


def pending(membership_id: int) -> Membership:
    """The request, if it still waits for an answer."""
    waiting = Membership.objects.select_related("person", "organisation__territory")
    membership = waiting.filter(pk=membership_id, status=MembershipStatus.PENDING).first()
    if membership is None:
        raise Refused("Cette demande a déjà reçu une réponse.")
    return membership


def accept(membership: Membership, roles, *, by) -> None:
    """Takes a person in, with these roles."""
    answer(membership, MembershipStatus.ACTIVE, by=by, roles=roles)


def refuse(membership: Membership, *, by, reason: str) -> None:
    """Turns a request down; the person reads why."""
    if not reason.strip():
        raise Refused("Indiquez le motif du refus : la personne le lira.")
    answer(membership, MembershipStatus.REFUSED, by=by, reason=reason)


def answer(membership, status, *, by, roles=(), reason="") -> None:
    with transaction.atomic():
        organisation = locked(membership.organisation_id)
        if not may_answer(by, organisation):
            raise Forbidden
        membership = pending(membership.pk)
        granted = checked_roles(organisation, roles) if status == MembershipStatus.ACTIVE else []
        membership.status, membership.reason = status, reason.strip()
        membership.answered_at, membership.answered_by = timezone.now(), by
        membership.save(update_fields=["status", "reason", "answered_at", "answered_by"])
        grant(membership, granted)
    nudge(TELL, "membership", membership.pk)


def recognise(organisation: Organisation, *, by) -> None:
    """Marks a structure or a union as known to its authority."""
    with transaction.atomic():
        organisation = locked(organisation.pk)
        _require_watch(by, organisation)
        if organisation.verified_at:
            raise Refused("Cette structure est déjà reconnue.")
        organisation.verified_at = timezone.now()
        organisation.save(update_fields=["verified_at"])


def set_aside(membership: Membership, *, by, reason: str) -> None:
    """Takes out of an organisation not yet recognised someone who had no title to speak for it."""
    if not reason.strip():
        raise Refused("Indiquez le motif : la personne le lira.")
    with transaction.atomic():
        organisation = locked(membership.organisation_id)
        _require_watch(by, organisation)
        if organisation.verified_at:
            raise Refused("Cette structure est reconnue : ses signataires gèrent eux-mêmes leurs membres.")
        membership = active(organisation, membership.pk)
        close(membership, reason.strip())
    nudge(TELL, "membership", membership.pk)


def _require_watch(person, organisation) -> None:
    if not may_watch(person, "accounts.recognise", organisation):
        raise Forbidden
