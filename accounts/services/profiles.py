"""What a structure says of itself once: contacts by whoever tells its identity, the account by its signatory alone."""

from django.db import transaction
from django.utils import timezone

from accounts.models import Organisation, Profile
from accounts.services.members import locked, require

BANK = ("account_holder", "iban", "bic")


def save_contacts(organisation: Organisation, values: dict, *, by) -> Profile:
    """Writes who signs and whom to call."""
    with transaction.atomic():
        organisation = locked(organisation.pk)
        require(by, "accounts.edit_organisation", organisation)
        return _write(organisation, values)


def save_bank(organisation: Organisation, values: dict, *, by) -> Profile:
    """Writes the account money is paid to, with who changed it and when; only a signatory may."""
    with transaction.atomic():
        organisation = locked(organisation.pk)
        require(by, "accounts.edit_bank", organisation)
        changed = {"bank_changed_at": timezone.now(), "bank_changed_by": by}
        return _write(organisation, {key: values[key] for key in BANK} | changed)


def _write(organisation, values) -> Profile:
    values = values | {"changed_at": timezone.now()}
    return Profile.objects.update_or_create(organisation=organisation, defaults=values)[0]
