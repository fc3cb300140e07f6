"""What a union does for its members: telling them of a call, reminding them of a file they share."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.backends import require
from accounts.errors import Refused
from accounts.nudge import nudge
from applications.constraints import message_for
from applications.enums import State
from applications.models import CallAlert, Prompt
from applications.queries.concerned import concern_of
from applications.queries.looking import consents_behind
from applications.services.gate import locked

EXPECTED = {State.DRAFT, State.INCOMPLETE}


def alert(union, call, *, by, at=None) -> int:
    """Tells the members this call concerns, each once; returns how many were told now. Refused when none is left."""
    at = at or timezone.now()
    require(by, "accounts.accompany", union, to_see="accounts.view_organisation")
    concern = concern_of(union, call, at)
    if concern is None:
        raise Refused("Cet appel est clos ou ne concerne aucun de vos adhérents.")
    if not concern.waiting:
        raise Refused("Tous les adhérents que cet appel concerne sont déjà prévenus.")
    before = set(CallAlert.objects.filter(union=union, call=call).values_list("pk", flat=True))
    with transaction.atomic():
        rows = [CallAlert(call=call, union=union, member=member, by=by, at=at) for member in concern.waiting]
        CallAlert.objects.bulk_create(rows, ignore_conflicts=True)  # a second click tells nobody twice
    written = CallAlert.objects.filter(union=union, call=call).exclude(pk__in=before)
    for pk in written.values_list("pk", flat=True):
        nudge("notifications.tasks.tell", "call_alert", pk)
    return len(written)


def prompt(application_id: int, *, by, at=None) -> Prompt:
    """Reminds a structure of what its file expects of it, once a day; refused when nothing is expected."""
    at = at or timezone.now()
    with transaction.atomic():
        application = locked(application_id)
        require(by, "applications.prompt", application)
        if application.state not in EXPECTED:
            raise Refused("Rien n’est attendu de la structure sur ce dossier.")
        union = consents_behind(application, by)[0].union
        try:
            with transaction.atomic():
                row = Prompt.objects.create(
                    application=application, union=union, by=by, day=timezone.localdate(at), at=at
                )
        except IntegrityError as error:
            raise Refused(message_for(error) if "one_prompt" in str(error) else TODAY) from error
        nudge("notifications.tasks.tell", "prompt", row.pk)
        return row


TODAY = "Ce dossier a déjà été relancé aujourd’hui : attendez demain."
