"""The selections studied on a lot, side by side: who is in, for how much, what each policy costs in points."""

from dataclasses import dataclass, field
from decimal import Decimal
from statistics import mode

from accounts.enums import Level
from accounts.models import Territory
from calls.enums import Policy
from calls.selecting import CATEGORY, LABELS, PRIORITY, TERRITORY
from engine import digest
from engine.allocation import WALKS
from engine.instances import as_data
from reviews import atlas
from reviews.enums import DecisionKind, Progress
from reviews.models import Scenario
from reviews.queries.selecting import published

NAMES = {
    Policy.STRICT: "Arrêt strict",
    Policy.PARTIAL: "Arrêt, aide partielle",
    Policy.JUMP: "Saut de rang",
    Policy.OPTIMAL: "Total de points",
    Policy.EQUITABLE: "Équilibre",
}
OUTCOMES = {
    "optimal": ("Optimum prouvé", "success"),
    "feasible": ("Preuve interrompue", "warning"),
    "infeasible": ("Impossible", "error"),
}
WALKED = ("Déroulé exact", "success")
KEPT, SHOWN, MOST = 40, 6, 10  # scenarios the page of a lot looks at, shows when nobody chose, and at most
FACTS = ("id", "rank", "points", "requested", "places", TERRITORY, CATEGORY, PRIORITY)


def closed_to(person, lot) -> bool:
    """Whether a conflict on one file of the lot closes its scenarios to this person: the others' amounts tell it."""
    return lot.applications.opened_to_authority().in_conflict_with(person).exists()


def scenarios_of(lot) -> list[Scenario]:
    """The last scenarios of a lot, newest first."""
    return list(lot.scenarios.select_related("created_by", "applied_by")[:KEPT])


def facts_of(instance: dict) -> str:
    """What a frozen instance says of the files, whatever is tried on them: equal for scenarios one may compare."""
    files = [[file.get(name) for name in FACTS] for file in instance["files"]]
    return digest.sha256([files, instance["places"]])


def chosen(rows: list[Scenario], asked: list[str]) -> tuple[list[Scenario], list[Scenario]]:
    """The scenarios to show (those asked for, else the last ones) and those that may be shown beside them.

    All are of the same files: what is tried on other data has other ranks, and cannot be compared.
    """
    wanted = [row for row in rows if str(row.pk) in asked]
    first = next(iter(wanted or rows), None)
    if first is None:
        return [], []
    facts = facts_of(first.instance)
    same = [row for row in rows if facts_of(row.instance) == facts]
    shown = [row for row in same if row in wanted][:MOST] or same[:SHOWN]
    return in_policy_order(shown), in_policy_order([row for row in same if row not in shown])


def in_policy_order(rows: list[Scenario]) -> list[Scenario]:
    return sorted(rows, key=lambda row: (Policy.values.index(row.policy), row.pk))


@dataclass(frozen=True)
class Standing:
    """What a scenario is to the published rules: it applies them, applied them to other data, or is for study."""

    key: str
    label: str
    tone: str


APPLICABLE = Standing("applicable", "Règle publiée", "info")
CHANGED = Standing("changed", "Règle publiée, données changées", "warning")
STUDY = Standing("study", "Pour étude seulement", "quiet")


def standing(scenario: Scenario, fresh: dict | None) -> Standing:
    """`fresh`: the published instance of today as data, None when nothing can be chosen today."""
    if fresh is not None and scenario.digest == digest.sha256(fresh):
        return APPLICABLE
    ruled = scenario.ruled and scenario.policy == scenario.lot.call.policy
    return CHANGED if ruled else STUDY


def published_data(lot, rows) -> dict | None:
    """The published instance of today as it would be frozen."""
    instance = published(lot, rows)
    return as_data(instance) if instance else None


@dataclass
class Column:
    """One scenario of the comparison, read from what it froze and from its answer."""

    scenario: Scenario
    standing: Standing
    status: str
    tone: str
    amounts: dict[str, int] = field(default_factory=dict)
    places: int = 0
    points: Decimal | None = None
    lost: Decimal | None = None
    lost_percent: Decimal | None = None
    served: list[str] = field(default_factory=list)
    served_here: list[str] = field(default_factory=list)  # the départements of the lot among them, by name

    @property
    def solved(self) -> bool:
        return self.scenario.status == Progress.DONE

    @property
    def possible(self) -> bool:
        return self.solved and self.result["status"] != "infeasible"

    @property
    def result(self) -> dict:
        return self.scenario.result or {}

    @property
    def instance(self) -> dict:
        return self.scenario.instance

    @property
    def given(self) -> int:
        return sum(self.amounts.values())

    @property
    def places_left(self) -> int | None:
        return None if self.instance["places"] is None else self.instance["places"] - self.places

    @property
    def gap_percent(self) -> Decimal:
        """The proven share of points that a better choice could still bring, in percent, rounded up to a tenth."""
        return (exact(self.result.get("gap", 0)) * 1000).to_integral_value("ROUND_CEILING") / 10


def exact(value) -> Decimal:
    """A number of JSON as it was meant."""
    return Decimal(str(value))


def column(scenario: Scenario, fresh: dict | None) -> Column:
    status, tone = _status(scenario)
    found = Column(scenario, standing(scenario, fresh), status, tone)
    if not found.possible:
        return found
    found.amounts = {award["id"]: award["amount"] for award in found.result["selected"]}
    found.points = exact(found.result["points"])
    chosen = [file for file in scenario.instance["files"] if file["id"] in found.amounts]
    found.places = sum(file["places"] for file in chosen)
    found.served = sorted({file[TERRITORY] for file in chosen if file.get(TERRITORY)})
    return found


def _status(scenario) -> tuple[str, str]:
    if scenario.status == Progress.PENDING:
        return "En calcul", "info"
    if scenario.status == Progress.FAILED:
        return "Échec du calcul", "error"
    if scenario.result["status"] == "optimal" and scenario.policy in WALKS:
        return WALKED
    return OUTCOMES[scenario.result["status"]]


@dataclass
class Line:
    """One file across the scenarios: what it is, then what each gives it."""

    number: str
    structure: str
    rank: int
    points: Decimal
    requested: int
    places: int
    territory: str
    cells: list["Cell"] = field(default_factory=list)


@dataclass(frozen=True)
class Cell:
    """What one scenario gives a file: an amount, None when it is not chosen."""

    label: str
    amount: int | None


@dataclass
class Comparison:
    columns: list[Column]
    lines: list[Line]
    best: Column | None
    territories: dict[str, str]  # the départements of the lot, by code
    names: dict[str, str]  # every département named, by code

    @property
    def envelope(self) -> int:
        """The euros most of the scenarios share."""
        return mode(column.instance["envelope"] for column in self.columns)


def comparison(lot, scenarios: list[Scenario], fresh: dict | None) -> Comparison:
    """These scenarios of the same files, side by side."""
    columns = [column(scenario, fresh) for scenario in scenarios]
    best = max((c for c in columns if c.points is not None), key=lambda c: c.points, default=None)
    for found in columns:
        if found.points is not None and best is not None:
            found.lost = best.points - found.points
            found.lost_percent = round(found.lost * 100 / best.points, 1) if best.points else Decimal(0)
    names = dict(Territory.objects.filter(level=Level.DEPARTEMENT).values_list("code", "name"))
    offered = list(lot.departements().values_list("code", flat=True))
    structures = dict(lot.applications.values_list("number", "structure__name"))
    for found in columns:
        found.served_here = [names[code] for code in found.served if code in offered]
    lines = [_line(file, structures, columns) for file in scenarios[0].instance["files"]] if scenarios else []
    return Comparison(columns, lines, best, {code: names[code] for code in offered}, names)


def _line(file: dict, structures: dict[str, str], columns: list[Column]) -> Line:
    return Line(
        number=file["id"],
        structure=structures.get(file["id"], ""),
        rank=file["rank"],
        points=exact(file["points"]),
        requested=file["requested"],
        places=file["places"],
        territory=file.get(TERRITORY, ""),
        cells=[Cell(found.scenario.label, found.amounts.get(file["id"])) for found in columns],
    )


@dataclass(frozen=True)
class Served:
    """What a scenario does for one département of the lot."""

    code: str
    name: str
    ranked: int
    chosen: int
    amount: int

    @property
    def key(self) -> str:
        return "served" if self.chosen else "unserved" if self.ranked else "none"

    @property
    def words(self) -> str:
        return {"served": "Servi", "unserved": "Non servi", "none": "Sans candidat"}[self.key]


def territories_served(found: Column, territories: dict[str, str]) -> list[Served]:
    """Each département of the lot with its ranked and its chosen files."""
    files = found.instance["files"]
    return [
        Served(
            code,
            name,
            ranked=sum(file.get(TERRITORY) == code for file in files),
            chosen=sum(file.get(TERRITORY) == code and file["id"] in found.amounts for file in files),
            amount=sum(found.amounts.get(file["id"], 0) for file in files if file.get(TERRITORY) == code),
        )
        for code, name in territories.items()
    ]


@dataclass(frozen=True)
class Area:
    """One département on the map, with what the scenario does for it."""

    shape: atlas.Shape
    place: Served


@dataclass(frozen=True)
class Map:
    drawing: atlas.Drawing
    areas: tuple[Area, ...]


def map_of(served: list[Served]) -> Map | None:
    """The départements of the lot, each drawn as it is served; None when there is nothing to draw."""
    if not served:
        return None
    places = {place.code: place for place in served}
    drawn = atlas.drawing(list(places))
    return Map(drawn, tuple(Area(shape, places[shape.code]) for shape in drawn.shapes))


def by_key(served: list[Served]) -> dict[str, list[str]]:
    """The names of the départements served, not served, without candidate."""
    found: dict[str, list[str]] = {"served": [], "unserved": [], "none": []}
    for place in served:
        found[place.key].append(place.name)
    return found


@dataclass(frozen=True)
class Explained:
    """One file of one scenario: its amount or None, and the engine's reason."""

    line: Line
    amount: int | None
    reason: str

    @property
    def partial(self) -> bool:
        return self.amount is not None and self.amount < self.line.requested


def explained(found: Comparison) -> list[Explained]:
    """The files of a comparison of one scenario, each with its reason."""
    reasons = found.columns[0].result.get("reasons", {})
    return [Explained(line, line.cells[0].amount, reasons.get(line.number, "")) for line in found.lines]


def staged_in_words(decisions: dict[int, dict], ranking) -> list[dict]:
    """What would be staged, file by file, in the order of the ranking."""
    return [
        {"amount": None, "rank": None}
        | decisions[row.application.pk]
        | {"row": row, "label": DecisionKind(decisions[row.application.pk]["kind"]).label}
        for row in ranking
        if row.application.pk in decisions
    ]


def limits_in_words(instance: dict, names: dict[str, str]) -> list[str]:
    """The numbers of chosen files that a frozen instance demands: « Département : au moins 1 pour Ain, Rhône »."""
    return [
        f"{LABELS[axis]}\u00a0: {said} {wanted} pour "
        + ", ".join(
            names.get(value, value) if axis == TERRITORY else value
            for value, count in values.items()
            if count == wanted
        )
        for side, said in (("floors", "au moins"), ("ceilings", "au plus"))
        for axis, values in instance[side].items()
        for wanted in sorted(set(values.values()), reverse=True)
    ]
