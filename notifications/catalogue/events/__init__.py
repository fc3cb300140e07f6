"""What happens to rows that are not transitions, and whom it concerns: one table, written room by room."""

from notifications.catalogue.events import accounts, applications, awards, calls, reviews
from notifications.catalogue.events.event import Event

ALSO: dict[str, tuple[Event, ...]] = {
    **accounts.EVENTS,
    **calls.EVENTS,
    **applications.EVENTS,
    **reviews.EVENTS,
    **awards.EVENTS,
}

__all__ = ["ALSO", "Event"]
