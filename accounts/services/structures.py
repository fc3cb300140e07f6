"""What an organisation declares about itself: identity, establishments, adhesions."""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from accounts.enums import OrganisationKind
from accounts.errors import Refused
from accounts.models import FINESS_TAKEN, SIRET_TAKEN, Establishment, Organisation, UnionMembership
from accounts.services.members import locked, require

# Changing one of these makes a recognised organisation "à vérifier" again.
RECOGNISED = ("name", "legal_form", "siren", "siret")


def edit_identity(organisation: Organisation, changes: dict, *, by) -> Organisation:
    """Writes the new identity. An authority stays recognised; another organisation is looked at again."""
    with transaction.atomic():
        organisation = locked(organisation.pk)
        require(by, "accounts.edit_organisation", organisation)
        before = {key: getattr(organisation, key) for key in RECOGNISED}
        for key, value in changes.items():
            setattr(organisation, key, value)
        if organisation.kind != OrganisationKind.AUTHORITY and _differs(organisation, before):
            organisation.verified_at = None
        _save(organisation, SIRET_TAKEN)
    return organisation


def _differs(row, before: dict) -> bool:
    return any(getattr(row, key) != value for key, value in before.items())


def save_establishment(establishment: Establishment, *, by) -> Establishment:
    """Adds or changes a site of the organisation."""
    require(by, "accounts.edit_organisation", establishment.organisation)
    _save(establishment, FINESS_TAKEN)
    return establishment


def _save(row, already: str) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refused(already) from error


def remove_establishment(establishment: Establishment, *, by) -> None:
    """Takes a site away, unless something refers to it."""
    require(by, "accounts.edit_organisation", establishment.organisation)
    try:
        establishment.delete()
    except ProtectedError as error:
        raise Refused("Cet établissement figure dans un dossier : il ne peut pas être retiré.") from error


def adhere(
    union: Organisation, member: Organisation, since: date, *, by, declared_by: Organisation
) -> UnionMembership:
    """Declares that a structure adheres to a union; either of them may say so. It shares no file by itself."""
    if declared_by not in (union, member):
        raise ValueError("an adhesion is declared by one of its two parties")
    require(by, "accounts.edit_organisation", declared_by)
    if since > timezone.localdate():
        raise Refused("La date d’adhésion ne peut pas être dans l’avenir.")
    try:
        with transaction.atomic():
            return UnionMembership.objects.create(union=union, member=member, since=since)
    except IntegrityError as error:
        raise Refused(f"{member} adhère déjà à {union}.") from error


def end_adhesion(adhesion: UnionMembership, until: date, *, by, declared_by: Organisation) -> None:
    """Ends an adhesion at a date not before it began; the union then loses sight of the files shared with it."""
    if declared_by.pk not in (adhesion.union_id, adhesion.member_id):
        raise ValueError("an adhesion is ended by one of its two parties")
    require(by, "accounts.edit_organisation", declared_by)
    if adhesion.until:
        raise Refused("Cette adhésion est déjà terminée.")
    if not adhesion.since <= until <= timezone.localdate():
        raise Refused("La date de fin se place entre le début de l’adhésion et aujourd’hui.")
    adhesion.until = until
    adhesion.save(update_fields=["until"])
