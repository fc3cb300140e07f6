"""What a model of call is made of: values only, copied onto rows when a call is created."""

from dataclasses import dataclass, field

from calls.enums import Kind, Part, QuestionKind

Q = QuestionKind


@dataclass(frozen=True)
class Ask:
    """A question of the form; `criterion` names the criterion it informs, when the model has it."""

    key: str
    label: str
    kind: QuestionKind = Q.LONG_TEXT
    help: str = ""
    required: bool = True
    options: tuple[tuple[str, str], ...] = ()
    limits: dict = field(default_factory=dict)
    visible_if: dict | None = None
    criterion: str = ""
    vault_kind: str = (
        ""  # the kind of piece of the structure's vault that answers it (accounts.enums.PieceKind)
    )


@dataclass(frozen=True)
class Heading:
    key: str
    title: str
    part: Part
    questions: tuple[Ask, ...]
    intro: str = ""


@dataclass(frozen=True)
class Weighted:
    key: str
    label: str
    weight: int
    help: str = ""
    maximum: int = 5


@dataclass(frozen=True)
class Measure:
    key: str
    label: str
    unit: str = ""


@dataclass(frozen=True)
class Condition:
    """A line of « Suis-je concerné ? »: the answer expected, and what to say otherwise."""

    key: str
    text: str
    expected: str
    explain: str


@dataclass(frozen=True)
class Frame:
    """What a kind asks whatever the subject: the first part of the file, the end of the second, the checks."""

    opening: Heading
    closing: Heading
    checks: tuple[str, ...]
    funding_line: str = ""  # of the procedure, when it is not for the model to say


@dataclass(frozen=True)
class CallModel:
    """A proposed call. The shape is typical of the trade; coefficients are proposals, no authority's own grid."""

    key: str
    name: str
    kinds: tuple[Kind, ...]
    summary: str
    object: str
    who_may_apply: str
    categories: tuple[str, ...]  # FINESS codes
    criteria: tuple[Weighted, ...]
    questions: tuple[Ask, ...]
    indicators: tuple[Measure, ...]
    eligibility: tuple[Condition, ...]
    funding_line: str = ""

    @property
    def maximum(self) -> int:
        """The highest total of points."""
        return sum(criterion.weight * criterion.maximum for criterion in self.criteria)


def yes(key: str) -> dict:
    """Shown when the question of that key is answered « oui »."""
    return {"key": key, "op": "eq", "value": "yes"}


def piece(key: str, label: str, **more) -> Ask:
    return Ask(key, label, Q.FILE, **more)


def words(key: str, label: str, limit: int = 3000, **more) -> Ask:
    return Ask(key, label, Q.LONG_TEXT, limits={"max_length": limit}, **more)


def count(key: str, label: str, **more) -> Ask:
    return Ask(key, label, Q.INTEGER, limits={"min": 0}, **more)
