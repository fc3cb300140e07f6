"""Files beside readers, a page of files at a time: what each reader is to each file, in a fixed number of reads."""

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch, Q

from accounts.enums import MembershipStatus, Role
from accounts.models import Person
from applications.enums import State
from applications.models import Application
from reviews.models import Assignment, Review
from reviews.queries.affinity import Words, closeness, shared, traits_of_files, traits_of_readers
from reviews.queries.interests import barred_readers

PER_PAGE = 50
COLUMNS = 12  # with more readers, each file lists its own instead


@dataclass
class Cell:
    """What one reader is to one file: reads it, might, or may not and why."""

    key: str
    reader: Person
    assignment: Assignment | None = None
    ticked: bool = False
    fixed: bool = False  # nothing on the page may change it
    submitted: bool = False
    reason: str = ""
    why: str = ""
    near: Decimal = Decimal(0)


@dataclass
class Line:
    """A file and its cells, one per reader."""

    application: Application
    cells: list[Cell]

    @property
    def given(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.ticked]

    @property
    def others(self) -> list[Cell]:
        """The readers who might read it too, the nearest first."""
        able = [cell for cell in self.cells if not cell.ticked and not cell.reason]
        return sorted(able, key=lambda cell: -cell.near)

    @property
    def barred(self) -> list[Cell]:
        return [cell for cell in self.cells if not cell.ticked and cell.reason]

    @property
    def submitted(self) -> int:
        return sum(cell.submitted for cell in self.cells)


@dataclass
class Load:
    """How many files one reader has, beside what was asked of them; `others`: those of the pages not shown."""

    reader: Person
    key: str
    count: int
    others: int
    least: int = 0
    most: int | None = None


@dataclass
class Matrix:
    """A page of files beside the readers of a call."""

    readers: list[Person]
    page: Page
    lines: list[Line] = field(default_factory=list)
    loads: list[Load] = field(default_factory=list)

    @property
    def in_columns(self) -> bool:
        return len(self.readers) <= COLUMNS


def readers_of(call):
    """The experts appointed on the call and the instructors of its authority."""
    experts = Q(appointments__call=call, appointments__role=Role.EXPERT, appointments__ended_at=None)
    instructors = Q(
        memberships__organisation=call.authority_id,
        memberships__status=MembershipStatus.ACTIVE,
        memberships__grants__role=Role.INSTRUCTOR,
    )
    return Person.objects.filter(experts | instructors, is_active=True).distinct()


def matrix(call, person, lot=None, number=1) -> Matrix:
    """Files to read × readers, without the files on which this person has a conflict."""
    files = call.applications.opened_to_authority().without_conflicts_of(person)
    shown = files.filter(state=State.ADMISSIBLE)
    shown = shown.filter(lot=lot) if lot else shown
    current = Prefetch(
        "assignments", Assignment.objects.current().select_related("review"), to_attr="current_readings"
    )
    rows = shown.select_related("structure__territory", "lot").prefetch_related(current).order_by("number")
    readers, page = list(readers_of(call)), Paginator(rows, PER_PAGE).get_page(number)
    found = Matrix(readers, page)
    found.lines = lines_of(call, list(page.object_list), readers)
    given = Assignment.objects.current().filter(application__in=files)
    found.loads = _loads(call, readers, Counter(given.values_list("reader", flat=True)), found.lines)
    return found


def lines_of(call, files, readers) -> list[Line]:
    """One line per file, its readings as they stand."""
    barred, words = barred_readers(files, readers), Words()
    near, knows = traits_of_files(call, files), traits_of_readers(readers)
    return [
        Line(
            file,
            [_cell(file, one, barred, shared(near[file.pk], knows[one.pk]), words) for one in readers],
        )
        for file in files
    ]


def _cell(file, reader, barred, common, words) -> Cell:
    row = next((row for row in file.current_readings if row.reader_id == reader.pk), None)
    done = bool(row and submitted(row))
    return Cell(
        f"{file.pk}-{reader.pk}",
        reader,
        assignment=row,
        ticked=row is not None,
        fixed=done,
        submitted=done,
        reason="" if row else barred.get((file.pk, reader.pk), ""),
        why=(row.why if row else "") or words.why(common),
        near=closeness(common),
    )


def _loads(call, readers, count: Counter, lines) -> list[Load]:
    asked = bounds_of(call)
    here = Counter(cell.reader.pk for line in lines for cell in line.given if not cell.fixed)
    return [
        Load(one, str(one.pk), count[one.pk], count[one.pk] - here[one.pk], *asked.get(one.pk, (0, None)))
        for one in readers
    ]


def bounds_of(call) -> dict[int, tuple[int, int | None]]:
    """{expert: (files at least, files at most)}, as their appointments say."""
    rows = call.appointments.filter(role=Role.EXPERT, ended_at=None)
    return {
        person: (least, most)
        for person, least, most in rows.values_list("person", "least_files", "most_files")
    }


def submitted(assignment) -> bool:
    try:
        return assignment.review.submitted_at is not None
    except Review.DoesNotExist:
        return False
