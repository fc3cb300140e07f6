"""The table of a union: its members against the calls, each cell no more than the consent of its file allows."""

from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import F, Q

from accounts.models import folded
from applications.enums import ConsentLevel, State
from applications.models import HOLDING, Application, Consent
from applications.queries.concerned import concerned_members, members_of_union, sites_of, with_scopes
from applications.queries.lacking import lacking
from applications.queries.outlook import moment
from applications.queries.stakes import stakes
from calls.enums import CallStatus
from calls.models import Call

DEPOSITED = set(State) - {State.DRAFT, State.EXPIRED, State.WITHDRAWN}


@dataclass
class Entry:
    """One file in a cell, as far as its consent goes; `stakes`, `state` and the rest only from « avancement » on.

    `missing` stays empty until `with_lacks`, which reads it for the rows shown only.
    """

    consent: Consent
    number: str
    level: ConsentLevel
    state: str = ""
    state_label: str = ""
    missing: list[str] = field(default_factory=list)
    until: str = ""

    @cached_property
    def stakes(self) -> list[dict]:
        return stakes(self.consent.application) if shows_progress(self.consent) else []

    @property
    def words(self) -> str:
        """The entry in words, for the export and for those who hear the page."""
        return self.state_label or "Un dossier existe"

    @property
    def lack(self) -> str:
        """What is missing: the first things, and how many more."""
        more = len(self.missing) - 2
        shown = ", ".join(text.rstrip(".") for text in self.missing[:2])
        return f"{shown} et {more} autre{'s' if more > 1 else ''}" if more > 0 else shown


@dataclass
class Result:
    """What anybody may read once the results of the lot are public."""

    title: str
    amount: int | None
    places: int | None


@dataclass
class Cell:
    """A member and a call: its shared files, its public results, whether the call concerns it."""

    member: object
    call: Call
    concerned: bool = False
    entries: list[Entry] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)


@dataclass
class Row:
    member: object
    cells: list[Cell]

    @property
    def entries(self) -> list[Entry]:
        return [entry for cell in self.cells for entry in cell.entries]


@dataclass
class Board:
    """The whole table: the calls across, one row per member."""

    calls: list[Call]
    rows: list[Row]

    @property
    def consents(self) -> list[Consent]:
        """The consents under which something of a file is shown."""
        return [entry.consent for row in self.rows for entry in row.entries]


def board(union, person, now, chosen: dict, members=None) -> Board:
    """The table as this delegate may see it today, filtered and sorted as asked."""
    members = list(members_of_union(union)) if members is None else members
    consents = consents_of(union, person, members)
    results = results_of(members)
    sites = sites_of(members)
    calls = calls_shown(consents, results, sites, now, chosen.get("period", ""))
    cells = fill(sites, calls, consents, results, now)
    rows = [Row(member, [cells[member.pk, call.pk] for call in calls]) for member in members]
    rows = [row for row in rows if keeps(row, chosen)]
    return Board(calls, in_order(rows, chosen.get("sort", "name")))


def with_lacks(board: Board) -> Board:
    """The same table, with what the drafts in it still lack."""
    entries = [entry for row in board.rows for entry in row.entries if shows_progress(entry.consent)]
    missing = lacking([entry.consent.application for entry in entries])
    for entry in entries:
        entry.missing = missing.get(entry.consent.application_id, [])
    return board


def consents_of(union, person, members) -> list[Consent]:
    """The consents in force on files of these members that this person sees."""
    files = Application.objects.visible_to(person).filter(structure__in=members)
    rows = Consent.objects.current().filter(union=union, application__in=files.order_by().values("pk"))
    return list(
        rows.select_related(
            "application__call__authority", "application__lot", "application__structure", "application__form"
        ).order_by("application__number")
    )


def results_of(members) -> list[Application]:
    """The files of these members that the public results name: never before the release, shared or not."""
    rows = Application.objects.filter(structure__in=members, state__in=HOLDING, lot__result__isnull=False)
    return list(rows.select_related("call", "lot", "structure").order_by("number"))


def calls_shown(consents, results, sites, now, period: str) -> list[Call]:
    """The calls of the table: those with something to show in it, and those to come that concern a member."""
    with_files = {consent.application.call_id for consent in consents}
    won = {file.call_id for file in results}
    rows = with_scopes(Call.objects.exclude(status=CallStatus.DRAFT)).distinct()
    rows = rows.filter(PERIODS[period](now, with_files, won)).order_by(
        F("closes_at").desc(nulls_first=True), "pk"
    )
    return [call for call in rows if call.pk in with_files | won or concerned_members(call, sites)]


def _open(now, with_files, won):
    return Q(status=CallStatus.PUBLISHED) & (Q(closes_at__gte=now) | Q(closes_at=None))


def _current(now, with_files, won):
    return _open(now, with_files, won) | Q(pk__in=with_files, results=None)


PERIODS = {
    "": _current,
    "open": _open,
    "results": lambda now, with_files, won: Q(pk__in=won),
    "all": lambda now, with_files, won: Q(pk__in=with_files | won) | _open(now, with_files, won),
}


def fill(sites, calls, consents, results, now) -> dict[tuple[int, int], Cell]:
    """Every cell of the table, by member and call."""
    cells = {(member.pk, call.pk): Cell(member, call) for member in sites for call in calls}
    for call in calls:
        if call.is_published and not call.is_closed(now):
            for member in concerned_members(call, sites):
                cells[member.pk, call.pk].concerned = True
    for consent in consents:
        if cell := cells.get((consent.application.structure_id, consent.application.call_id)):
            cell.entries.append(entry(consent))
    for file in results:
        if cell := cells.get((file.structure_id, file.call_id)):
            cell.results.append(Result(file.lot.title, file.awarded_amount, file.awarded_places))
    return cells


def shows_progress(consent) -> bool:
    return consent.level >= ConsentLevel.PROGRESS


def entry(consent) -> Entry:
    """A file as its consent shows it."""
    file, level = consent.application, ConsentLevel(consent.level)
    if not shows_progress(consent):
        return Entry(consent, file.number, level)
    return Entry(
        consent,
        file.number,
        level,
        state=file.state,
        state_label=file.get_state_display(),
        until=until(file),
    )


def until(file) -> str:
    """By when something is expected of the structure; nothing when nothing is."""
    terms = {State.DRAFT: file.call.closes_at, State.INCOMPLETE: file.complement_due_at}
    term = terms.get(State(file.state))
    return moment(file, term) if term else ""


def keeps(row: Row, chosen: dict) -> bool:
    words, departement = folded(chosen.get("q", "")), chosen.get("departement")
    names = folded(f"{row.member.name} {row.member.short_name}")
    return (
        words in names
        and (not departement or departement in codes(row.member))
        and SHOWN[chosen.get("shown", "")](row)
    )


def codes(member) -> set[str]:
    """The codes of the départements of a member: its own and those of its sites."""
    places = [member.territory, *(site.departement for site in member.establishments.all())]
    return {place.code for place in places if place}


SHOWN = {
    "": lambda row: True,
    "concerned": lambda row: any(cell.concerned for cell in row.cells),
    "preparing": lambda row: any(entry.state == State.DRAFT for entry in row.entries),
    "deposited": lambda row: any(entry.state in DEPOSITED for entry in row.entries),
    "expected": lambda row: any(entry.until for entry in row.entries),
    "won": lambda row: any(cell.results for cell in row.cells),
}
SORTS = {
    "name": lambda row: folded(str(row.member)),
    "departement": lambda row: (min(codes(row.member), default="~"), folded(str(row.member))),
    "shared": lambda row: (len(row.entries), folded(str(row.member))),
}


def in_order(rows: list[Row], sort: str) -> list[Row]:
    """The rows sorted by the key of a column head, downwards with a dash; by name when unknown."""
    key = SORTS.get(sort.lstrip("-"), SORTS["name"])
    return sorted(rows, key=key, reverse=sort.startswith("-"))


def departements(members) -> list[tuple[str, str]]:
    """What the filter offers: the départements where members are."""
    places = [
        place
        for member in members
        for place in (member.territory, *(site.departement for site in member.establishments.all()))
        if place
    ]
    return sorted({(place.code, str(place)) for place in places})
