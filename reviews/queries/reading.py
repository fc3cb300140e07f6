"""Who reads which file, what they declared, and whose scores one may see."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Prefetch, Q

from accounts.backends import may
from accounts.enums import MembershipStatus, Role
from accounts.models import Person
from applications.enums import State
from applications.models import Application
from reviews.models import Assignment, Conflict, Review


def register_of(call, person):
    """The declarations made on the files of a call, minus the files closed to this person."""
    files = call.applications.opened_to_authority().without_conflicts_of(person)
    rows = Conflict.objects.filter(application__in=files).select_related("application__structure", "person")
    return rows.order_by("-has_conflict", "application__number", "-declared_at")


def unread_by(person, files):
    """The files among these that this person has to mark and has not yet."""
    mine = Assignment.objects.current().filter(reader=person, application__in=files)
    return mine.exclude(review__submitted_at__isnull=False).values_list("application__number", flat=True)


def sees_scores(application, person) -> bool:
    """Whether this person may see what others gave: once their own marks are in, if any are expected."""
    return may(person, "reviews.view_scores", application) and not unread_by(person, [application.pk])


def readings_of(person):
    """The files this person has to mark, what is due first; those of a conflict are gone with their assignment."""
    marked = Count("review__scores", filter=Q(review__scores__value__isnull=False), distinct=True)
    rows = Assignment.objects.current().filter(
        reader=person, application__in=Application.objects.without_conflicts_of(person)
    )
    rows = rows.select_related("application__call", "application__lot", "application__structure", "review")
    rows = rows.annotate(marked=marked, expected=Count("application__call__criteria", distinct=True))
    return rows.order_by("review__submitted_at", "due_on", "application__number")


def declared_by(person, files) -> set[int]:
    """The files among these on which this person has declared."""
    declared = person.conflicts.filter(lifted_at=None, application__in=files)
    return set(declared.values_list("application", flat=True))


def sittings_of(person):
    """The files of the commissions this person sits on or presides, once admitted."""
    seats = person.appointments.filter(
        ended_at=None, role__in=[Role.COMMISSION_MEMBER, Role.PRESIDENT]
    ).values("call")
    files = Application.objects.opened_to_authority().without_conflicts_of(person)
    files = files.filter(call__in=seats, admitted_at__isnull=False)
    return files.select_related("call", "lot", "structure").order_by("call__number", "number")


@dataclass
class Cell:
    """What one reader is to one file: an assignment, a reason why not, or neither."""

    key: str
    reader: Person
    assignment: Assignment | None = None
    submitted: bool = False
    reason: str = ""


@dataclass
class Line:
    application: Application
    cells: list[Cell]
    assigned: int = 0
    submitted: int = 0


@dataclass
class Matrix:
    """The files of a call beside its readers, with how many each has."""

    readers: list[Person]
    lines: list[Line] = field(default_factory=list)
    loads: list[dict] = field(default_factory=list)


def readers_of(call):
    """The experts appointed on the call and the instructors of its authority."""
    experts = Q(appointments__call=call, appointments__role=Role.EXPERT, appointments__ended_at=None)
    instructors = Q(
        memberships__organisation=call.authority_id,
        memberships__status=MembershipStatus.ACTIVE,
        memberships__grants__role=Role.INSTRUCTOR,
    )
    return Person.objects.filter(experts | instructors, is_active=True).distinct()


def matrix(call, person, lot=None) -> Matrix:
    """Files to read × readers, without the files on which this person declared a conflict."""
    files = call.applications.opened_to_authority().without_conflicts_of(person)
    files = files.filter(state=State.ADMISSIBLE)
    files = files.filter(lot=lot) if lot else files
    current = Prefetch(
        "assignments",
        Assignment.objects.current().select_related("review"),
        to_attr="current_readings",
    )
    files = list(files.select_related("structure", "lot").prefetch_related(current).order_by("number"))
    readers = list(readers_of(call))
    away = _barred(files, readers)
    found = Matrix(readers)
    for file in files:
        found.lines.append(_line(file, readers, away))
    found.loads = [
        {
            "reader": reader,
            "count": sum(line.cells[column].assignment is not None for line in found.lines),
        }
        for column, reader in enumerate(readers)
    ]
    return found


def _line(file, readers, away) -> Line:
    held = {row.reader_id: row for row in file.current_readings}
    cells = []
    for reader in readers:
        row = held.get(reader.pk)
        done = bool(row and _submitted(row))
        reason = "" if row else away[file.pk, file.structure_id].get(reader.pk, "")
        cells.append(Cell(f"{file.pk}-{reader.pk}", reader, row, done, reason))
    return Line(file, cells, len(held), sum(_submitted(row) for row in held.values()))


def _submitted(assignment) -> bool:
    try:
        return assignment.review.submitted_at is not None
    except Review.DoesNotExist:
        return False


def _barred(files, readers):
    """{(file, structure): {reader: why they may not read it}}"""
    conflicts = Conflict.objects.filter(application__in=files, has_conflict=True, lifted_at=None)
    declared = defaultdict(set)
    for application, person in conflicts.values_list("application", "person"):
        declared[application].add(person)
    members = defaultdict(set)
    rows = Person.objects.filter(pk__in=[reader.pk for reader in readers]).filter(
        memberships__status=MembershipStatus.ACTIVE,
        memberships__organisation__in={file.structure_id for file in files},
    )
    for person, organisation in rows.values_list("pk", "memberships__organisation"):
        members[organisation].add(person)
    return {
        (file.pk, file.structure_id): {
            **dict.fromkeys(members[file.structure_id], "Membre de la structure"),
            **dict.fromkeys(declared[file.pk], "Conflit d’intérêts déclaré"),
        }
        for file in files
    }
