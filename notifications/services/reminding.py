"""Reminders of what waits for someone, on the day the catalogue says: never before its morning, never after it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from notifications.audiences import Fact
from notifications.catalogue import REMINDERS, Reminder
from notifications.models import Message
from notifications.services.telling import fan_out, follow

MORNING = 8  # o'clock, where the call is, or the organisation it concerns
PAST_AFTER = timedelta(days=2)


def remind(now=None) -> int:
    """Writes the reminders of this day that are not written yet; returns how many messages."""
    now = now or timezone.now()
    return sum(remind_of(reminder, row, now) for reminder in REMINDERS for row in reminder.rows(now))


def remind_of(reminder: Reminder, row, now) -> int:
    file = follow(row, reminder.file)
    call = file.call if file else follow(row, reminder.call)
    clock = call or follow(row, reminder.owner)
    local, term = now.astimezone(ZoneInfo(clock.time_zone)), reminder.term(row)
    label = reminder.when(day_of(term, local.tzinfo), local.date()) if term else ""
    if not label or local.hour < MORNING:
        return 0
    fact = Fact(f"reminder:{reminder.name}:{row.pk}:{label}", now, row, file, call)
    return write(fact, reminder, term)


def write(fact: Fact, reminder: Reminder, term) -> int:
    if Message.objects.filter(cause=fact.cause).exists():
        return 0
    with transaction.atomic():
        return fan_out(fact, [reminder.notice], term=term, past_after=PAST_AFTER)


def day_of(term, zone):
    return term.astimezone(zone).date() if isinstance(term, datetime) else term
