"""The distribution of files among readers: its problem, frozen and compared, and its answer as a page shows it.

The frozen problem has the shape `python -m engine assign` reads, files by their number and readers by their name, so
that what the engine says of it is readable; `context` keeps what the page needs beside.
"""

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator

from accounts.models import Person
from accounts.queries import expertise_words
from applications.enums import State
from engine import digest
from engine.components import components
from reviews.enums import Progress
from reviews.models import Assignment, ReadingPlan
from reviews.queries.affinity import WEIGHTS, Words, closeness, shared, traits_of_files, traits_of_readers
from reviews.queries.interests import barred_readers
from reviews.queries.matrix import COLUMNS, PER_PAGE, Cell, Line, Load, bounds_of, readers_of, submitted

Bounds = dict[int, tuple[int, int | None]]  # {person: (files at least, files at most or no limit)}
Pair = tuple[str, str]  # a file's number, a reader's name

ENGINE_KEYS = ("per_file", "files", "readers", "conflicts", "kept", "affinity")  # what the engine reads
SHOWN = 10  # distributions listed
BALANCED = "pour équilibrer les charges"
CHANGES = {
    "files": "Les dossiers à lire ne sont plus les mêmes.",
    "people": "Les lecteurs possibles ne sont plus les mêmes.",
    "conflicts": "Des conflits d’intérêts ont été déclarés, trouvés ou écartés.",
    "held": "Des dossiers ont été confiés ou retirés.",
}


def to_read(call, person, lot=None):
    """The files of the call, or of one lot, that wait for readings, minus those closed to this person."""
    files = (
        call.applications.opened_to_authority().without_conflicts_of(person).filter(state=State.ADMISSIBLE)
    )
    files = files.filter(lot=lot) if lot else files
    return files.select_related("structure__territory", "lot").order_by("number")


def problem_of(call, person, bounds: Bounds, *, lot=None, per_file: int) -> dict:
    """Everything a distribution depends on, ready to be frozen: the same rows always give the same digest."""
    files, everyone = list(to_read(call, person, lot)), _given(call, person)
    here = [row for row in everyone if row.application_id in {file.pk for file in files}]
    people = _people(call, bounds, here)
    names, numbers = names_of(people), {file.pk: file.number for file in files}
    kept, beyond = _kept(here, per_file)
    elsewhere = Counter(row.reader_id for row in everyone if row.application_id not in numbers)
    elsewhere += Counter(reader for _, reader in beyond)
    near, knows = traits_of_files(call, files), traits_of_readers(people)
    affinity = _affinity(files, people, near, knows)

    def named(pairs) -> list[list[str]]:
        return sorted([numbers[file], names[reader]] for file, reader in pairs)

    return _plain(
        {
            "per_file": per_file,
            "files": sorted(numbers.values()),
            "readers": _limits(people, names, bounds, elsewhere, Counter(r for _, r in kept), len(files)),
            "conflicts": named(barred_readers(files, people)),
            "kept": named(kept),
            "affinity": {
                numbers[file]: {names[reader]: value for reader, value in row.items()}
                for file, row in affinity.items()
            },
            "context": {
                "people": {names[one.pk]: one.pk for one in people},
                "asked": {names[pk]: list(asked) for pk, asked in bounds.items() if pk in names},
                "elsewhere": {names[pk]: count for pk, count in elsewhere.items() if pk in names},
                "beyond": named(beyond),
                "weights": WEIGHTS,
                "files": {numbers[pk]: traits for pk, traits in near.items()},
                "readers": {names[pk]: traits for pk, traits in knows.items()},
            },
        }
    )


def _plain(value) -> dict:
    """As JSON keeps it."""
    return json.loads(digest.canonical(value))


def _given(call, person) -> list[Assignment]:
    """The current readings of the call on the files this person sees, in the order in which they were given."""
    files = call.applications.opened_to_authority().without_conflicts_of(person)
    rows = Assignment.objects.current().filter(application__in=files)
    return list(rows.select_related("reader", "review").order_by("assigned_at", "id"))


def _people(call, bounds, here) -> list[Person]:
    """Those who take part, as long as they may read, and those who already read one of the files."""
    taking = {person.pk: person for person in readers_of(call).filter(pk__in=bounds)}
    return list((taking | {row.reader_id: row.reader for row in here}).values())


def names_of(people) -> dict[int, str]:
    """{person: name}, with the address where two people bear the same name."""
    count = Counter(str(person) for person in people)
    return {
        person.pk: str(person) if count[str(person)] == 1 else f"{person} ({person.email})"
        for person in people
    }


def _kept(here, per_file: int) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """The readings of a distribution as they stand, submitted ones first; beyond the number asked, they stay apart."""
    kept, beyond = defaultdict(list), []
    for row in sorted(here, key=lambda row: not submitted(row)):
        pair = (row.application_id, row.reader_id)
        (kept[pair[0]] if len(kept[pair[0]]) < per_file else beyond).append(pair)
    return [pair for pairs in kept.values() for pair in pairs], beyond


def _limits(people, names, bounds, elsewhere, held, count: int) -> list[dict]:
    """What each may read among these files: what was asked for the call, less what they read elsewhere."""
    found = []
    for person in people:
        least, most = bounds.get(person.pk, (0, 0))
        most = count if most is None else max(0, most - elsewhere[person.pk])
        most = most if person.pk in bounds else held[person.pk]
        least = min(max(0, least - elsewhere[person.pk]), most)
        found.append({"id": names[person.pk], "min": least, "max": most})
    return sorted(found, key=lambda row: row["id"])


def _affinity(files, people, near, knows) -> dict:
    found = {}
    for file in files:
        row = {person.pk: float(closeness(shared(near[file.pk], knows[person.pk]))) for person in people}
        found[file.pk] = {pk: value for pk, value in row.items() if value}
    return {pk: row for pk, row in found.items() if row}


def settled(problem: dict) -> dict:
    """What must not have changed between a distribution and the moment it is applied."""
    context = problem["context"]
    return {
        "files": problem["files"],
        "people": sorted(context["people"].values()),
        "conflicts": problem["conflicts"],
        "held": sorted(problem["kept"] + context["beyond"]),
    }


def changes(plan, person) -> list[str]:
    """Why this distribution no longer answers the present situation; nothing when it still does."""
    asked, people = plan.problem["context"]["asked"], plan.problem["context"]["people"]
    bounds = {people[name]: tuple(loads) for name, loads in asked.items()}
    now = problem_of(plan.call, person, bounds, lot=plan.lot, per_file=plan.per_file)
    before, after = settled(plan.problem), settled(now)
    if digest.sha256(before) == digest.sha256(after):
        return []
    return [CHANGES[key] for key in CHANGES if before[key] != after[key]]


def plans_of(call, person) -> list[ReadingPlan]:
    """The last distributions of a call."""
    return _shown(call, person, call.reading_plans.all())[:SHOWN]


def plan_of(call, person, pk: int) -> ReadingPlan | None:
    return next(iter(_shown(call, person, call.reading_plans.filter(pk=pk))), None)


def _shown(call, person, rows) -> list[ReadingPlan]:
    """One that names a file closed to this person does not exist for them."""
    rows = rows.select_related("lot", "created_by", "applied_by", "call")
    closed = call.applications.in_conflict_with(person).order_by().values_list("number", flat=True)
    hidden = set(closed)
    return [row for row in rows if hidden.isdisjoint(row.problem["files"])]


def is_answered(plan) -> bool:
    """Whether there is a distribution to look at: computed, and possible."""
    return plan.status == Progress.DONE and plan.result["status"] != "infeasible"


def pairs_of(plan) -> set[Pair]:
    """What the distribution adds: as the engine answered, then as people changed it."""
    result = plan.result or {}
    return {(file, reader) for file, reader in result.get("chosen", result.get("pairs", []))}


def held_by(plan) -> set[Pair]:
    """What was given already when the distribution was asked, and stays."""
    return {(file, reader) for file, reader in plan.problem["kept"] + plan.problem["context"]["beyond"]}


@dataclass
class Preview:
    """A page of a distribution: its files beside its readers, the loads of all, what its graph allows."""

    page: Page
    readers: list[Person]
    lines: list[Line] = field(default_factory=list)
    loads: list[Load] = field(default_factory=list)
    parts: int = 0
    short: list[str] = field(default_factory=list)  # numbers of the files with fewer readers than asked
    over: list[Load] = field(default_factory=list)
    under: list[Load] = field(default_factory=list)
    added: int = 0
    held: int = 0

    @property
    def in_columns(self) -> bool:
        return len(self.readers) <= COLUMNS


def preview(plan, number=1) -> Preview:
    """A distribution as it stands, with one page of its files."""
    people = plan.problem["context"]["people"]
    readers = list(Person.objects.filter(pk__in=people.values()))
    page = Paginator(plan.problem["files"], PER_PAGE).get_page(number)
    names = {pk: name for name, pk in people.items()}
    chosen, held = pairs_of(plan), held_by(plan)
    found = Preview(page, readers, added=len(chosen), held=len(held))
    found.lines = _lines(plan, page.object_list, found.readers, names, chosen, held)
    found.loads = _loads(plan, found.readers, names, chosen | held, set(page.object_list))
    found.parts = len(components(sorted(chosen | held)))
    given = Counter(file for file, _ in chosen | held)
    found.short = [file for file in plan.problem["files"] if given[file] < plan.per_file]
    found.over = [load for load in found.loads if load.most is not None and load.count > load.most]
    found.under = [load for load in found.loads if load.count < load.least]
    return found


def _lines(plan, numbers, readers, names, chosen, held) -> list[Line]:
    rows = plan.call.applications.filter(number__in=list(numbers))
    files = list(rows.select_related("structure", "lot").order_by("number"))
    barred, words = barred_readers(files, readers), Words()
    frozen = {(file, reader) for file, reader in plan.problem["conflicts"]}
    context = plan.problem["context"]

    def cell(file, reader) -> Cell:
        pair = (file.number, names[reader.pk])
        common = shared(context["files"][file.number], context["readers"][pair[1]])
        reason = barred.get((file.pk, reader.pk)) or ("Conflit d’intérêts" if pair in frozen else "")
        why = words.why(common)
        return Cell(
            f"{file.pk}-{reader.pk}",
            reader,
            ticked=pair in chosen or pair in held,
            fixed=pair in held,
            reason="" if pair in held else reason,
            why=why or (BALANCED if pair in chosen else ""),
            near=closeness(common),
        )

    return [Line(file, [cell(file, reader) for reader in readers]) for file in files]


def _loads(plan, readers, names, pairs, shown) -> list[Load]:
    """In the order of the columns."""
    context = plan.problem["context"]
    added = pairs - held_by(plan)
    total, here = Counter(reader for _, reader in pairs), Counter(r for file, r in added if file in shown)
    elsewhere = Counter(context["elsewhere"])
    # What goes beyond the number asked is counted elsewhere too, for the engine.
    elsewhere -= Counter(reader for _, reader in context["beyond"])
    found = []
    for reader in readers:
        name = names[reader.pk]
        count, bounds = total[name] + elsewhere[name], context["asked"].get(name, (0, None))
        found.append(Load(reader, str(reader.pk), count, count - here[name], *bounds))
    return found


def whys(plan, pairs: set[Pair]) -> dict[Pair, str]:
    """Why each of these pairs, in the words kept with the assignment."""
    words, context = Words(), plan.problem["context"]
    return {
        (file, reader): words.why(shared(context["files"][file], context["readers"][reader])) or BALANCED
        for file, reader in pairs
    }


@dataclass
class Candidate:
    """Someone who may take part in a distribution, with what they read best and what they have already."""

    reader: Person
    expert: bool
    words: str
    load: int
    least: int
    most: int | None


def candidates(call, person) -> list[Candidate]:
    """Those who may read on this call: its experts first, then the instructors of the authority."""
    readers, asked = list(readers_of(call)), bounds_of(call)
    words, given = expertise_words(readers), Counter(row.reader_id for row in _given(call, person))
    found = [
        Candidate(one, one.pk in asked, words.get(one.pk, ""), given[one.pk], *asked.get(one.pk, (0, None)))
        for one in readers
    ]
    return sorted(found, key=lambda row: not row.expert)
