"""How far each reader of a call is, for the manager alone."""

from dataclasses import dataclass, fields
from datetime import datetime

from django.db.models import OuterRef
from django.utils import timezone

from accounts.models import Person
from applications.enums import State
from reviews.models import Assignment, Conflict


@dataclass
class Advance:
    """What one reader was given and did; `late`: due before today, still to be submitted."""

    given: int = 0
    declared: int = 0
    begun: int = 0
    submitted: int = 0
    late: int = 0

    def add(self, other):
        for one in fields(Advance):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))


@dataclass
class ReaderAdvance(Advance):
    """The advance of one person, when they last did something, when they were last reminded."""

    reader: Person | None = None
    left: int = 0  # to be submitted, on files that still wait for it
    last: datetime | None = None
    reminded_at: datetime | None = None

    @property
    def reminded_today(self) -> bool:
        return is_today(self.reminded_at)


def readings_in(call, person):
    """The current readings of a call, minus those of files closed to this person."""
    files = call.applications.opened_to_authority().without_conflicts_of(person)
    return Assignment.objects.current().filter(application__in=files)


def waiting(readings):
    """Those still to be submitted, on a file that waits for them."""
    return readings.filter(review__submitted_at=None, application__state=State.ADMISSIBLE)


def advances(call, person) -> list[ReaderAdvance]:
    """One line per reader, those who are late first, then by name."""
    said = Conflict.objects.filter(
        application=OuterRef("application"), person=OuterRef("reader"), lifted_at=None, has_conflict=False
    )
    rows = readings_in(call, person).select_related("reader", "review", "application")
    found: dict[int, ReaderAdvance] = {}
    for row in rows.annotate(said_at=said.values("declared_at")[:1]):
        _count(found.setdefault(row.reader_id, ReaderAdvance(reader=row.reader)), row)
    return sorted(found.values(), key=lambda line: (not line.late, line.reader.last_name, line.reader.pk))


def _count(line, row) -> None:
    review = getattr(row, "review", None)
    done = bool(review and review.submitted_at)
    left = not done and row.application.state == State.ADMISSIBLE
    late = left and row.due_on is not None and row.due_on < timezone.localdate()
    line.add(Advance(1, bool(row.said_at), review is not None, done, late))
    line.left += left
    line.last = latest(line.last, row.said_at, review and review.edited_at, review and review.submitted_at)
    line.reminded_at = latest(line.reminded_at, row.reminded_at)


def latest(*moments) -> datetime | None:
    return max(filter(None, moments), default=None)


def is_today(moment) -> bool:
    return moment is not None and timezone.localdate(moment) == timezone.localdate()


def total(rows) -> Advance:
    found = Advance()
    for row in rows:
        found.add(row)
    return found
