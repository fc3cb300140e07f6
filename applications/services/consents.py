"""What a structure lets its union see of one file, and how it takes that back."""

from django.db import transaction
from django.utils import timezone

from accounts.backends import require
from accounts.enums import OrganisationKind
from accounts.errors import Refused
from accounts.nudge import nudge
from applications.enums import ConsentLevel
from applications.models import Application, Consent


def give(application_id: int, union, level: int, *, by, at=None) -> Consent | None:
    """Sets what this union sees of this file; level NONE takes everything back, with effect at once."""
    at = at or timezone.now()
    with transaction.atomic():
        application = Application.objects.select_for_update(of=("self",)).get(pk=application_id)
        require(by, "applications.consent", application)
        if level != ConsentLevel.NONE:
            _refuse_stranger(application, union)
        application.consents.filter(union=union, revoked_at=None).update(revoked_at=at, revoked_by=by)
        if level == ConsentLevel.NONE:
            return None
        row = Consent.objects.create(
            application=application, union=union, level=ConsentLevel(level), given_by=by, given_at=at
        )
        nudge("notifications.tasks.tell", "consent", row.pk)
        return row


def _refuse_stranger(application, union):
    adheres = application.structure.adhesions.current().filter(union=union).exists()
    if union.kind != OrganisationKind.UNION or not adheres:
        raise Refused("Votre structure n’adhère pas à cette union : indiquez d’abord l’adhésion.")
