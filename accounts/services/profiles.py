"""What a structure says of itself once: contacts by whoever tells its identity, the account by its signatory alone."""

from django.db import transaction
from django.utils import timezone

from accounts.models import BankChange, Organisation, Profile, profile_of
from accounts.nudge import nudge
from accounts.services.members import locked, require

BANK = ("account_holder", "iban", "bic")


def save_contacts(organisation: Organisation, values: dict, *, by) -> Profile:
    """Writes who signs and whom to call."""
    with transaction.atomic():
        organisation = locked(organisation.pk)
        require(by, "accounts.edit_organisation", organisation)
        return _write(organisation, values)


def save_bank(organisation: Organisation, values: dict, *, by) -> Profile:
    """Writes the account money is paid to, and the change that is told to those who sign and to those who pay.

    Only a signatory may. The same account given again changes nothing and is told to nobody.
    """
    values = {key: values[key] for key in BANK}
    with transaction.atomic():
        organisation = locked(organisation.pk)
        require(by, "accounts.edit_bank", organisation)
        kept = profile_of(organisation)
        if values == {key: getattr(kept, key) for key in BANK}:
            return kept
        change = BankChange.objects.create(
            organisation=organisation, before=kept.iban[-4:], after=values["iban"][-4:], by=by
        )
        profile = _write(organisation, values)
    nudge("notifications.tasks.tell", "bank", change.pk)
    return profile


def _write(organisation, values) -> Profile:
    values = values | {"changed_at": timezone.now()}
    return Profile.objects.update_or_create(organisation=organisation, defaults=values)[0]
