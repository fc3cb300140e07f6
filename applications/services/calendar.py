"""What happens to files at a date: opening, drafts that expire, complements at their term, a call without outcome."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.backends import may
from accounts.errors import Forbidden, Refused
from accounts.nudge import nudge
from applications import letters
from applications.enums import State
from applications.models import Application, Opening
from applications.services.acting import act
from applications.services.completeness import complete
from applications.services.gate import move
from applications.workflow import BEFORE_DECISION
from calls.enums import CallStatus
from calls.models import Call
from calls.services import mark_opened
from engine.deadlines import long_instant

SETTLING = timedelta(minutes=2)  # what was received at the last second may still be on its way


def open_files(call_id: int, *, by=None, at=None) -> Opening:
    """Opens the files of a closed call and logs who did it, when, and what was found; by None at the closing."""
    at = at or timezone.now()
    with transaction.atomic():
        call = Call.objects.select_for_update(of=("self",)).get(pk=call_id)
        if by is not None and not may(by, "calls.open_files", call):
            raise Forbidden
        if call.opened_at is not None:
            raise Refused("Les dossiers de cet appel sont déjà ouverts.")
        if not call.is_closed(at):
            closing = long_instant(call.closes_at, call.time_zone) if call.closes_at else "sans date"
            raise Refused(f"Les dossiers s’ouvrent après la clôture ({closing}).")
        mark_opened(call, by=by, at=at)
        found = call.applications.opened_to_authority().order_by("number").values_list("number", flat=True)
        row = Opening.objects.create(call=call, at=at, by=by, files=list(found))
        nudge("notifications.tasks.tell", "opening", row.pk)
        return row


def tick(now=None) -> dict[str, int]:
    """Brings every call and file to what their dates say; safe to run twice. Returns what was done."""
    now = now or timezone.now()
    settled = now - SETTLING
    return {
        "opened": _open_closed_calls(now, settled),
        "expired": _expire_drafts(now, settled),
        "completed": _close_complements(now, settled),
    }


def _open_closed_calls(now, settled) -> int:
    closed = Call.objects.filter(status=CallStatus.PUBLISHED, opened_at=None, closes_at__lt=settled)
    return sum(_attempt(open_files, call_id, at=now) for call_id in list(closed.values_list("pk", flat=True)))


def _expire_drafts(now, settled) -> int:
    drafts = Application.objects.filter(state=State.DRAFT, call__closes_at__lt=settled)
    return sum(
        _attempt(move, pk, "expire", by=None, at=now) for pk in list(drafts.values_list("pk", flat=True))
    )


def _close_complements(now, settled) -> int:
    due = Application.objects.filter(state=State.INCOMPLETE, complement_due_at__lt=settled)
    return sum(_attempt(complete, pk, by=None, at=now) for pk in list(due.values_list("pk", flat=True)))


def _attempt(action, *arguments, **named) -> bool:
    """Whether the action was done; a refusal means that someone else did it first or that the second is not over."""
    try:
        action(*arguments, **named)
    except Refused:
        return False
    return True


def abandon_call(call_id: int, *, by, reason: str, at=None) -> int:
    """Closes a call without outcome, with its reason: every file not yet decided leaves the line. Returns their number."""
    at = at or timezone.now()
    if not reason.strip():
        raise Refused("Indiquez le motif du classement sans suite.")
    with transaction.atomic():
        call = Call.objects.select_for_update(of=("self",)).get(pk=call_id)
        if not may(by, "applications.abandon", call):
            raise Forbidden
        if not call.is_published:
            raise Refused("Seul un appel publié peut être classé sans suite.")
        call.status, call.abandoned_at, call.abandon_reason = CallStatus.ABANDONED, at, reason.strip()
        call.save(update_fields=["status", "abandoned_at", "abandon_reason"])
        files = list(
            call.applications.filter(state__in=[*BEFORE_DECISION, State.WAITLISTED]).values_list(
                "pk", flat=True
            )
        )
        for pk in files:
            row = move(pk, "abandon", by=None, at=at, reason=reason)
            if row.application.submitted_at:
                act(
                    row.application, "closing", letters.closing(row.application, at), transition=row, dated=at
                )
    return len(files)
