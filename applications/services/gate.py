"""The gate: nothing else calls a transition method (a structure test proves it)."""

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django_fsm import TransitionNotAllowed

from accounts.backends import require
from accounts.enums import Role
from accounts.errors import Forbidden, Refused
from accounts.nudge import nudge
from accounts.policy import POLICY
from applications.constraints import message_for
from applications.models import HOLDING, Application, Transition
from applications.queries import MACHINE, refusals
from engine import digest

GENESIS = "0" * 64


def locked(application_id: int) -> Application:
    """The row, locked until the end of the transaction (SQLite's transactions are immediate: the file is the lock)."""
    rows = Application.objects.select_for_update(of=("self",)).select_related(
        "call__authority", "lot", "structure"
    )
    return rows.get(pk=application_id)


def move(application_id: int, name: str, *, by, reason: str = "", at=None, **data) -> Transition:
    """Makes one move of one file, or says why not. The only caller of the machine.

    `by` is a Person, or None for what Jalon does itself at a date. `at` is the instant of the act, now by default;
    it serves late paper files and the demonstration, never a request. `data` goes to the transition method and is
    kept in the log. Raises NotVisible, Forbidden or Refused (with every reason); nothing is written then.
    """
    with transaction.atomic():
        application = locked(application_id)
        _authorise(application, name, by)
        at = at or timezone.now()
        reasons = refusals(application, name, at=at, attempt={"reason": reason, **data})
        if reasons:
            raise Refused(*reasons)
        source = application.state
        _change(application, name, by=by, at=at, **data)
        row = _append(application, name, source, by=by, at=at, reason=reason, data=data)
    nudge("notifications.tasks.deliver", row.pk)
    if source in HOLDING and application.state not in HOLDING:
        nudge("reviews.tasks.call_waiting_list", application.lot_id)
    return row


def _authorise(application, name, by):
    permission = MACHINE[name][0].permission
    if by is None:
        if Role.SYSTEM not in POLICY[permission]:
            raise Forbidden
        return
    require(by, permission, application)


def _change(application, name, **arguments):
    """Calls the transition and saves only the fields it changed; a broken constraint becomes a refusal."""
    before = _fields(application)
    try:
        getattr(application, name)(**arguments)
    except TransitionNotAllowed as error:  # what a guard reads changed since its reasons were asked
        raise Refused("Le dossier vient de changer : rechargez la page.") from error
    changed = [field for field, value in _fields(application).items() if before[field] != value]
    try:
        with transaction.atomic():
            application.save(update_fields=changed)
    except IntegrityError as error:
        raise Refused(message_for(error)) from error


def _fields(application) -> dict:
    return {field.attname: getattr(application, field.attname) for field in application._meta.concrete_fields}


def _append(application, name, source, *, by, at, reason, data) -> Transition:
    """Adds the row to the file's log; its digest covers the row and the digest of the row before it."""
    last = application.transitions.order_by("-sequence").first()
    row = Transition(
        application=application,
        sequence=last.sequence + 1 if last else 1,
        name=name,
        source=source,
        target=application.state,
        by=by,
        at=at,
        reason=reason,
        data={key: _plain(value) for key, value in data.items()},
        previous_digest=last.digest if last else GENESIS,
    )
    row.digest = digest.chain(row.previous_digest, transition_content(row))
    row.save(force_insert=True)
    return row


def transition_content(row: Transition) -> dict:
    """What the digest of a log row covers."""
    return {
        "application": row.application.number,
        "sequence": row.sequence,
        "name": row.name,
        "source": str(row.source),
        "target": str(row.target),
        "by": row.by_id,
        "at": row.at,
        "reason": row.reason,
        "data": row.data,
    }


def _plain(value):
    """A value of the log as JSON: an object by its code or its id, an instant in ISO form."""
    if isinstance(value, models.Model):
        return getattr(value, "code", None) or value.pk
    return value if isinstance(value, (str, int, bool, list, dict, type(None))) else str(value)


def broken_links(application) -> list[int]:
    """The ranks of the log whose digest does not match: empty when the history is whole."""
    previous, broken = GENESIS, []
    for row in application.transitions.select_related("application").order_by("sequence"):
        if row.previous_digest != previous or row.digest != digest.chain(previous, transition_content(row)):
            broken.append(row.sequence)
        previous = row.digest
    return broken
