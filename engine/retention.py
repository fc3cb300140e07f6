"""When data at the end of its time may go: never without two notices, a delay after each, and a way back.

Instants carry their zone; delays are given by the caller.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Delays:
    """``warning``: from the first notice to the withdrawal at least; ``reminder``: from the second one;
    ``window``: from the withdrawal to the destruction."""

    warning: timedelta
    reminder: timedelta
    window: timedelta


@dataclass(frozen=True)
class Course:
    """Where one file stands on its way out."""

    warned_at: datetime
    hides_at: datetime
    reminded_at: datetime | None = None
    hidden_at: datetime | None = None
    destroys_at: datetime | None = None
    over: bool = False


def warns_from(term: datetime, delays: Delays) -> datetime:
    """From when the first notice of a file kept until ``term`` may leave."""
    return term - delays.warning


def withdrawal(term: datetime, now: datetime, delays: Delays) -> datetime:
    """The withdrawal announced by a first notice of ``now``: the term, or later when the notice is late."""
    return max(term, now + delays.warning)


def step(course: Course, now: datetime, delays: Delays) -> str:
    """What is to be done now: "remind", "hide", "destroy", or "" when nothing is due.

    A step taken late pushes the next ones: no delay between two of them is ever shortened.
    """
    if course.over:
        return ""
    if course.reminded_at is None:
        return "remind" if now >= course.hides_at - delays.reminder else ""
    if course.hidden_at is None:
        soonest = max(
            course.hides_at, course.warned_at + delays.warning, course.reminded_at + delays.reminder
        )
        return "hide" if now >= soonest else ""
    soonest = max(course.destroys_at or course.hidden_at, course.hidden_at + delays.window)
    return "destroy" if now >= soonest else ""
