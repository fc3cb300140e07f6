"""A structure known only by the file it sent on paper."""

from django.db import IntegrityError, transaction

from accounts.enums import OrganisationKind
from accounts.errors import Refused
from accounts.models import Organisation


def register_unattended(siret: str, name: str, territory=None) -> Organisation:
    """The structure of this SIRET, or a new one without any member, to be recognised when someone joins it."""
    known = Organisation.objects.filter(siret=siret).first()
    if known and known.kind != OrganisationKind.APPLICANT:
        raise Refused("Ce SIRET est celui d’une autorité ou d’une union, non d’une structure candidate.")
    if known:
        return known
    try:
        with transaction.atomic():
            return Organisation.objects.create(
                kind=OrganisationKind.APPLICANT,
                siret=siret,
                siren=siret[:9],
                name=name.strip(),
                territory=territory,
                time_zone=territory.time_zone if territory else "Europe/Paris",
            )
    except IntegrityError as error:
        raise Refused(
            "Cette structure vient d’être enregistrée par quelqu’un d’autre : recommencez."
        ) from error
