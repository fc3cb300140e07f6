"""Telling people: rows first, mail afterwards. The worker calls these; so does the beat, for what was lost."""

from notifications.services.reading import mark_all_read, mark_read
from notifications.services.reminding import remind
from notifications.services.sending import retry, retry_all, send
from notifications.services.sweeping import sweep
from notifications.services.telling import deliver, released, tell

__all__ = [
    "deliver",
    "mark_all_read",
    "mark_read",
    "released",
    "remind",
    "retry",
    "retry_all",
    "send",
    "sweep",
    "tell",
]
