"""What the tables of the demonstration world are made of: values only, walked by `demo.build`."""

from dataclasses import dataclass, field

# A day of the tables: "2021-11-02", or so many days from the birth of the world (−20: twenty days before).
Day = str | int


@dataclass(frozen=True)
class Who:
    """A person of the demonstration: named by what they do, never by an invented name."""

    key: str
    first_name: str
    last_name: str
    email: str
    job_title: str
    account: bool = True  # may log in with the documented password


@dataclass(frozen=True)
class Structure:
    key: str
    name: str
    short: str
    town: str
    departement: str
    form: str = "association"
    category: str = ""
    is_real: bool = False
    alias: str = ""  # how the source spells it, when otherwise


@dataclass(frozen=True)
class LotSpec:
    title: str
    territories: tuple[str, ...] = ()  # codes of départements; empty: the region of the authority
    envelope: int | None = None
    places: int | None = None
    unit: str = ""
    ceiling: int | None = None
    floor: int | None = None
    minimums: dict = field(default_factory=dict)  # files chosen at least, {axis: {value: number}}
    maximums: dict = field(default_factory=dict)


@dataclass(frozen=True)
class CallSpec:
    key: str
    authority: str  # code of the region, or "FR"
    kind: str
    model: str
    title: str
    public_name: str
    opens: Day
    closes: Day
    lots: tuple[LotSpec, ...]
    source: str
    note: str
    hour: str = "12:00:00"
    decided: Day | None = None
    reported: Day | None = None
    evaluated: Day | None = None
    ends: Day | None = None  # of the funded actions; a year after the funding when not given
    abandoned: Day | None = None
    abandon_reason: str = ""
    summary: str = ""
    object: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    programme: str = ""
    predecessor: str = ""
    funding_line: str = ""
    rules: dict = field(default_factory=dict)
    distributed: bool = False  # a distribution of its readings is computed and applied
    compared: bool = False  # the rules of selection are compared on its first lot, before its decision
    seats: bool = False  # a commission sits although the procedure does not demand it
    questions: tuple[tuple[str, str], ...] = ()  # asked and answered while it was open


@dataclass(frozen=True)
class FileSpec:
    """One file: who, how far, how good. `path` is a list of steps of `demo.build.steps`."""

    structure: str
    path: str
    quality: int = 70  # out of 100, what its readers will find
    requested: int | None = None
    award: int | None = None  # the amount asked for when None
    places: int | None = None
    lot: int = 1
    options: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Seated:
    """A seat of the commission: its place in the composition, who holds it, who replaces them."""

    place: str
    key: str
    holder: tuple[str, str] | None = None  # (first name, last name); None when the person is known already
    job: str = ""
    alternate: tuple[str, str] | None = None


@dataclass(frozen=True)
class Poll:
    """A question put on one file; those named vote against, the others for."""

    question: str
    structure: str
    secret: bool = False
    against: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sitting:
    """What happened at a meeting beyond the plain course of it; seats by their key, files by their structure."""

    absent: tuple[str, ...] = ()
    proxies: dict[str, str] = field(default_factory=dict)  # who gives → who votes for them
    recusals: dict[tuple[str, str], str] = field(default_factory=dict)  # (seat, structure) → motive
    debates: dict[str, str] = field(default_factory=dict)
    ranks: tuple[tuple[str, int, str], ...] = ()  # (structure, rank by hand, reason)
    polls: tuple[Poll, ...] = ()
    observations: tuple[tuple[str, str, str], ...] = ()  # (seat, structure, text)


@dataclass(frozen=True)
class ProgrammeSpec:
    slug: str
    name: str
    authority: str
    year: int
    summary: str
    source: str
    amount: int | None = None
    amount_note: str = ""
    facts: tuple[tuple[str, str], ...] = ()
