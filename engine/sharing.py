"""What is to be shared and how it was: files, instance, result, and what makes an instance lawful."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from engine.errors import Unlawful
from engine.money import NO_BREAK, number

DECIMALS = 2
MOST_POINTS = 10**9
AXES = {"territory": "le territoire", "category": "la catégorie", "priority": "la priorité"}


class Policy(StrEnum):
    """What happens at the first file that does not fit, or what the best set of files is."""

    STRICT = "strict"
    PARTIAL = "partial"
    JUMP = "jump"
    OPTIMAL = "optimal"
    EQUITABLE = "equitable"


WALKS = (Policy.STRICT, Policy.PARTIAL, Policy.JUMP)
Limits = Mapping[str, Mapping[str, int]]
Names = Mapping[str, Mapping[str, str]]


class AllocationError(Unlawful):
    """An instance that cannot be lawful; the message is one French sentence."""


@dataclass(frozen=True)
class File:
    """A ranked file: rank (1 is best), euros requested, least acceptable sum (``requested`` when None), places.

    ``points`` have at most two decimals, and only the policies that choose need them. ``groups`` tells where the
    file counts, by axis: ``{"territory": "69"}``.
    """

    id: str
    rank: int
    requested: int
    minimum: int | None = None
    places: int = 0
    points: Decimal | None = None
    groups: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def least(self) -> int:
        """The least sum the file can be offered, in euros."""
        return self.requested if self.minimum is None else self.minimum


@dataclass(frozen=True)
class Instance:
    """What is to be shared: euros, places (None when the lot does not count them), the fixed policy, the files.

    ``floors`` and ``ceilings`` count chosen files by axis and group, and bind under ``equitable`` alone. Files
    ``required`` are chosen whatever they bring; those ``forbidden`` are as if absent. ``time_limit``, in seconds,
    may cut the proof of a choice; None lets it end. ``names`` says groups in words: ``{"territory": {"42": "Loire"}}``.
    """

    envelope: int
    files: tuple[File, ...]
    policy: Policy
    places: int | None = None
    floors: Limits = field(default_factory=dict, hash=False)
    ceilings: Limits = field(default_factory=dict, hash=False)
    required: frozenset[str] = frozenset()
    forbidden: frozenset[str] = frozenset()
    time_limit: float | None = None
    names: Names = field(default_factory=dict, hash=False)

    @property
    def walks(self) -> bool:
        """Whether the policy takes the files in rank order."""
        return self.policy in WALKS

    @property
    def running(self) -> list[File]:
        """The files that are not forbidden, in rank order."""
        return sorted((f for f in self.files if f.id not in self.forbidden), key=lambda file: file.rank)


@dataclass(frozen=True)
class Award:
    """Euros offered to a file."""

    id: str
    amount: int


@dataclass(frozen=True)
class Result:
    """The awards and the waiting ids, both in rank order, euros and places left, one French reason per id.

    ``status`` is "optimal", "feasible" when the time limit cut the proof, or "infeasible": nobody is selected then,
    and ``cause`` names what blocks. ``points`` is what the selected files total. No lawful selection has more than
    ``points`` and the share ``gap`` of them. Under "feasible", ``cause`` says what was not proved.
    """

    selected: tuple[Award, ...]
    waiting: tuple[str, ...]
    left: int
    places_left: int | None
    reasons: Mapping[str, str]
    status: str = "optimal"
    points: Decimal = Decimal(0)
    gap: Decimal = Decimal(0)
    cause: str = ""

    def amount(self, id: str) -> int | None:
        """Euros offered to ``id``, None when it has no offer."""
        return next((award.amount for award in self.selected if award.id == id), None)


def points(instance: Instance, ids: Collection[str]) -> Decimal:
    """What files total; one without points counts for nothing."""
    return sum((file.points or Decimal(0) for file in instance.files if file.id in ids), Decimal(0))


def check(instance: Instance) -> None:
    """Raise AllocationError, with one French sentence, when the instance is not lawful."""
    _check_unique("le dossier", [file.id for file in instance.files])
    _check_unique("le rang", [file.rank for file in instance.files])
    if instance.policy not in list(Policy):
        raise AllocationError(f"La règle de sélection «{NO_BREAK}{instance.policy}{NO_BREAK}» n’existe pas.")
    if instance.envelope < 0 or (instance.places or 0) < 0:
        raise AllocationError("L’enveloppe et les places ne peuvent pas être négatives.")
    if instance.time_limit is not None and not instance.time_limit >= 0:
        raise AllocationError("Le temps accordé au calcul ne peut pas être négatif.")
    for file in instance.files:
        _check_file(file, needs_points=not instance.walks)
    _check_named(instance)
    _check_limits(instance)


def _check_file(file: File, needs_points: bool) -> None:
    if min(file.requested, file.least, file.places) < 0:
        raise AllocationError(f"Le dossier {file.id} porte un montant ou un nombre de places négatif.")
    if file.least > file.requested:
        raise AllocationError(f"Le minimum du dossier {file.id} dépasse le montant qu’il demande.")
    if file.points is None and needs_points:
        raise AllocationError(
            f"Le dossier {file.id} n’a pas de points, et cette règle choisit d’après les points."
        )
    if file.points is not None and not _lawful(file.points):
        raise AllocationError(
            f"Les points du dossier {file.id} doivent être un nombre à {DECIMALS} décimales au plus, "
            f"entre {number(-MOST_POINTS)} et {number(MOST_POINTS)}."
        )


def _lawful(points: Decimal) -> bool:
    return points.is_finite() and abs(points) <= MOST_POINTS and points == round(points, DECIMALS)


def _check_named(instance: Instance) -> None:
    known = {file.id for file in instance.files}
    unknown = sorted((instance.required | instance.forbidden) - known)
    if unknown:
        raise AllocationError(f"Le dossier {unknown[0]}, imposé ou écarté, ne figure pas dans la liste.")


def _check_limits(instance: Instance) -> None:
    limits = [groups for groups in (*instance.floors.values(), *instance.ceilings.values()) if groups]
    if instance.walks and (limits or instance.required):
        raise AllocationError(
            "Une règle qui suit le classement n’admet ni dossier imposé, ni plancher, ni plafond."
        )
    if any(count < 0 for groups in limits for count in groups.values()):
        raise AllocationError("Un plancher ou un plafond ne peut pas être négatif.")


def _check_unique(what: str, values: Sequence[str | int]) -> None:
    twice = [value for value, count in Counter(values).items() if count > 1]
    if twice:
        raise AllocationError(f"Deux dossiers ne peuvent pas partager {what} {twice[0]}.")
