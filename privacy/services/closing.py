"""Closing one's account: refused while something rests on the person alone, shut at once, erased after a month.

The row stays, since acts, scores, minutes and the log refer to it: only what identifies the person goes, and the name
with it unless one of those rows needs it.
"""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import PROTECT
from django.utils import timezone

from accounts.enums import MembershipStatus, OrganisationKind
from accounts.errors import Refused
from accounts.models import Expertise, Interest, Invitation, Membership, Person
from accounts.nudge import nudge
from accounts.queries import addresses_of
from accounts.services import ask_to_join
from accounts.services.members import close
from notifications.models import Message
from privacy.enums import CLOSING_WINDOW
from privacy.models import Closing, PersonalExport
from privacy.queries.closing import reasons_to_stay
from privacy.services.exporting import remove
from privacy.services.retaining import whole_day

MAIL = "privacy.tasks.send_closing"
NOBODY = ("Personne", "partie")


def close_account(person, *, at=None) -> Closing:
    """Shuts the account at once; it may be opened again by the mailed link until `restorable_until`.

    Raises Refused with every reason while a structure, a seat or a reading rests on this person.
    """
    at = at or timezone.now()
    with transaction.atomic():
        person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
        if not person.is_active:
            raise Refused("Ce compte est déjà clos.")
        if reasons := reasons_to_stay(person):
            raise Refused(*reasons)
        left = leave_everything(person, at)
        person.is_active = False
        person.save(update_fields=["is_active"])
        closing = Closing.objects.create(
            person=person, closed_at=at, restorable_until=whole_day(at + CLOSING_WINDOW), organisations=left
        )
        nudge(MAIL, closing.pk)
    return closing


def leave_everything(person, at) -> list[int]:
    """Ends memberships, requests, invitations and seats; returns the organisations left that one may ask to rejoin."""
    current = person.memberships.filter(status__in=[MembershipStatus.ACTIVE, MembershipStatus.PENDING])
    left = []
    for membership in current.select_related("organisation"):
        if membership.status == MembershipStatus.PENDING:
            membership.answered_at = at
            membership.save(update_fields=["answered_at"])
        elif membership.organisation.kind != OrganisationKind.AUTHORITY:
            left.append(membership.organisation_id)
        close(membership)
    received = Invitation.objects.filter(email__in=addresses_of(person), accepted_at=None, revoked_at=None)
    received.update(revoked_at=at)
    person.appointments.filter(ended_at=None).update(ended_at=at)
    person.assignments.filter(ended_at=None, review__submitted_at=None).update(
        ended_at=at, end_reason="Compte clos par la personne"
    )
    return left


def restore(closing: Closing, *, at=None) -> Person:
    """Opens the account again; the structures left are asked to take the person back, and answer as they wish."""
    at = at or timezone.now()
    with transaction.atomic():
        closing = Closing.objects.select_for_update(of=("self",)).get(pk=closing.pk)
        if closing.erased_at or closing.restorable_until < at:
            raise Refused("Le délai pour rouvrir ce compte est passé. Vous pouvez en créer un nouveau.")
        if closing.restored_at:
            raise Refused("Ce compte est déjà rouvert : connectez-vous.")
        closing.restored_at = at
        closing.save(update_fields=["restored_at"])
        person = closing.person
        person.is_active = True
        person.save(update_fields=["is_active"])
        rejoin(closing, person)
    return person


def rejoin(closing, person) -> None:
    organisations = Membership.objects.filter(person=person, organisation__in=closing.organisations)
    for membership in organisations.select_related("organisation").distinct():
        try:
            ask_to_join(membership.organisation, person, "Compte rouvert")
        except Refused:
            continue  # asked already: a person may have left the same structure twice


def erase_closed(now=None) -> int:
    """Erases what identifies the people whose month is over; returns how many."""
    now = now or timezone.now()
    due = Closing.objects.undone().filter(restorable_until__lt=now).values_list("pk", flat=True)
    return sum(erase_person(pk, now) for pk in list(due))


def erase_person(closing_id: int, now) -> bool:
    with transaction.atomic():
        closing = Closing.objects.select_for_update(of=("self",)).get(pk=closing_id)
        if closing.restored_at or closing.erased_at:
            return False
        person = Person.objects.get(pk=closing.person_id)
        forget(person)
        Closing.objects.filter(pk=closing.pk).update(erased_at=now)
    return True


def forget(person) -> None:
    """Takes away the address, the phone, the ways to sign in and what was declared; the name too when nothing cites it."""
    addresses = addresses_of(person)
    gone = f"compte-clos-{person.pk}@supprime.invalid"
    Invitation.objects.filter(email__in=addresses).update(email=gone)
    for model in (Interest, Expertise):
        model.objects.filter(person=person).delete()
    Message.objects.filter(recipient=person, application=None).delete()
    EmailAddress.objects.filter(user=person).delete()
    Authenticator.objects.filter(user=person).delete()
    for export in PersonalExport.objects.filter(person=person, removed_at=None):
        remove(export)
    person.memberships.update(message="", reason="")
    if not is_cited(person):
        person.first_name, person.last_name = NOBODY
    person.email, person.phone, person.job_title, person.last_login = gone, "", "", None
    person.wants_mail = False
    person.set_unusable_password()
    person.save()


def is_cited(person) -> bool:
    """Whether a row that must stay refers to this person: an act, a mark, a move of the log, minutes…"""
    relations = person._meta.get_fields(include_hidden=True)
    kept = (
        relation
        for relation in relations
        if relation.auto_created and not relation.concrete and relation.on_delete is PROTECT
    )
    return any(
        relation.related_model is not Closing
        and relation.related_model._base_manager.filter(**{relation.field.name: person}).exists()
        for relation in kept
    )
