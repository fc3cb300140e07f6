"""Readings given back, and the reader who would best take up each: near the file, free of ties, with room."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Person
from applications.enums import State
from reviews.models import Assignment, Conflict
from reviews.queries.affinity import Words, closeness, shared, traits_of_files, traits_of_readers
from reviews.queries.interests import barred_readers
from reviews.queries.matrix import readers_of

FRESH_DAYS = 15  # given to a replacement when the first date is too near
BALANCED = "pour équilibrer les charges"


@dataclass(frozen=True)
class Replacement:
    """Who would take up a reading given back; nobody when every other reader is tied, full or had it already."""

    left: Assignment
    reader: Person | None = None
    why: str = ""
    load: int = 0
    due_on: date | None = None


def vacancies(call, person) -> list[Assignment]:
    """The readings declined, or ended by a tie or a conflict, that leave a file short of readers: the last ones of each file."""
    files = (
        call.applications.opened_to_authority().without_conflicts_of(person).filter(state=State.ADMISSIBLE)
    )
    declared = Conflict.objects.filter(
        application=OuterRef("application"), person=OuterRef("reader"), has_conflict=True, lifted_at=None
    )
    current = Assignment.objects.current().filter(application__in=files)
    again = current.filter(application=OuterRef("application"), reader=OuterRef("reader"))
    left = Assignment.objects.filter(
        Q(declined=True) | Q(tied=True) | Exists(declared),
        ~Exists(again),
        application__in=files,
        ended_at__isnull=False,
    )
    held = Counter(current.values_list("application", flat=True))
    missing = {pk: call.reviews_per_file - count for pk, count in held.items()}
    rows = left.select_related("application__structure__territory", "application__lot", "reader")
    return _within(rows.order_by("-ended_at", "-id"), defaultdict(lambda: call.reviews_per_file, missing))


def _within(rows, missing) -> list[Assignment]:
    kept = []
    for row in rows:
        if missing[row.application_id] > 0:
            missing[row.application_id] -= 1
            kept.append(row)
    return kept


def replacements(call, person) -> list[Replacement]:
    """Each reading to take up with the reader proposed; what is proposed first counts in the loads that follow."""
    left = vacancies(call, person)
    if not left:
        return []
    files, readers = (
        list({row.application_id: row.application for row in left}.values()),
        list(readers_of(call)),
    )
    board = _Board(call, person, files, readers)
    return [board.propose(row) for row in left]


def replacement_for(assignment, person) -> Replacement:
    """The proposal for one reading given back, as this person sees it on the page."""
    rows = replacements(assignment.application.call, person)
    return next((row for row in rows if row.left.pk == assignment.pk), Replacement(assignment))


class _Board:
    """What is known of the readers of a call and of a few of its files."""

    def __init__(self, call, person, files, readers):
        self.readers, self.words = readers, Words()
        self.barred = barred_readers(files, readers)
        self.near, self.knows = traits_of_files(call, files), traits_of_readers(readers)
        had = Assignment.objects.filter(application__in=files)
        self.had = set(had.values_list("application", "reader"))
        visible = call.applications.opened_to_authority().without_conflicts_of(person)
        given = Assignment.objects.current().filter(application__in=visible)
        self.loads = Counter(given.values_list("reader", flat=True))
        experts = call.appointments.filter(role=Role.EXPERT, ended_at=None)
        self.most = dict(experts.values_list("person", "most_files"))

    def propose(self, left: Assignment) -> Replacement:
        able = [reader for reader in self.readers if self._is_able(left.application_id, reader.pk)]
        if not able:
            return Replacement(left)
        best = max(able, key=lambda reader: self._rank(left.application_id, reader.pk))
        why = self.words.why(self._common(left.application_id, best.pk)) or BALANCED
        load = self.loads[best.pk]
        self.loads[best.pk] += 1
        self.had.add((left.application_id, best.pk))
        return Replacement(left, best, why, load, new_date(left.due_on))

    def _is_able(self, file: int, reader: int) -> bool:
        most = self.most.get(reader)
        room = most is None or self.loads[reader] < most
        return room and (file, reader) not in self.barred and (file, reader) not in self.had

    def _rank(self, file: int, reader: int) -> tuple:
        """Experts before the authority's own people, then the nearest, then the least busy."""
        near = closeness(self._common(file, reader))
        return reader in self.most, near, -self.loads[reader], -reader

    def _common(self, file: int, reader: int):
        return shared(self.near[file], self.knows[reader])


def new_date(due_on: date | None) -> date | None:
    """The same day while there is time to read, a fresh one else; none when none was asked."""
    fresh = timezone.localdate() + timedelta(days=FRESH_DAYS)
    return due_on and max(due_on, fresh)
