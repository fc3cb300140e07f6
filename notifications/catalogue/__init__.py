"""Who is told what: one line per audience for every move (ON), every other row (ALSO), every term (REMINDERS)
and every end of data (RETENTION).

A key names its text, templates/notifications/<key>.txt. The first audience that finds a person is the one they are
told as: nobody is told twice of one thing. People of the authority are never told of what they did themselves.
"""

from notifications.catalogue.events import ALSO, Event
from notifications.catalogue.moves import ON, Notice
from notifications.catalogue.retention import RETENTION
from notifications.catalogue.terms import REMINDERS, Reminder

__all__ = ["ALSO", "ON", "REMINDERS", "RETENTION", "Event", "Notice", "Reminder"]
