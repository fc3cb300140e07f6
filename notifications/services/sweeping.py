"""Each minute: whatever a lost nudge, a dead broker or a killed worker left behind."""

import logging
import time

from django.utils import timezone

from applications.models import Transition
from notifications.catalogue import ALSO
from notifications.enums import MailStatus
from notifications.models import Message
from notifications.services.sending import send
from notifications.services.telling import deliver, show, tell_event

log = logging.getLogger(__name__)

SECONDS = 40
AT_ONCE = 500  # rows looked at in one sweep; the next one takes the rest


def sweep() -> dict[str, int]:
    """Tells what was not told, shows what waited for its act, sends what may leave; safe to run twice or at once."""
    until = time.monotonic() + SECONDS
    done = {
        "delivered": _each(undelivered(), deliver, until),
        "told": _each(untold(), lambda item: tell_event(*item), until),
        "shown": show(Message.objects.all()),
        "sent": _each(waiting(), send, until),
        "failed": Message.objects.filter(mail=MailStatus.FAILED).count(),
    }
    if done["failed"]:
        log.error("%d mails have failed for good; the outbox of their authority shows them", done["failed"])
    return done


def undelivered():
    rows = Transition.objects.filter(delivery=None).order_by("pk")
    return rows.values_list("pk", flat=True)[:AT_ONCE]


def untold():
    for kind, events in ALSO.items():
        for event in events:
            for row in event.untold(kind).order_by("pk")[:AT_ONCE]:
                yield kind, event, row


def waiting():
    return Message.objects.due(timezone.now()).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]


def _each(items, action, until) -> int:
    """Does it for each while time is left; one that breaks is logged with its trace and stops no other."""
    done = 0
    for item in items:
        if time.monotonic() > until:
            break
        try:
            done += bool(action(item))
        except Exception:
            log.exception("sweep: %s failed on %s", getattr(action, "__name__", action), item)
    return done
