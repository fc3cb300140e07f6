"""Choosing files under an envelope: whole euros, never over the envelope nor the places.

Five policies, one of which the rules of a call fix before it opens. Three walk down the ranking: ``strict`` stops
at the first file that does not fit; ``partial`` offers that file all that is left, when its places fit and the
sum reaches its minimum, then stops; ``jump`` passes over it and goes on. Two choose the set of files that brings
the most points (``engine.choosing``): ``optimal`` freely, ``equitable`` under floors and ceilings counted in files.
One instance per lot; money returned under a walk-down is offered in rank order by ``promote``, and nobody is
scored again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

from engine.errors import Unlawful
from engine.money import NO_BREAK, euros, number

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


@dataclass(frozen=True)
class Promotion:
    """The next offer when money returns: the award (None when nobody can be offered any), why, the new result."""

    award: Award | None
    reason: str
    result: Result


def select(instance: Instance) -> Result:
    """Choose under the instance's policy.

    Raises AllocationError on a duplicate id or rank, a negative sum, a minimum above the request, an unknown
    policy, limits or required files under a walk-down, ids that no file has, or files without points where points
    choose. The sum of the awards and ``left`` is the envelope exactly.
    """
    check(instance)
    if instance.walks:
        return _walk(instance)
    from engine.choosing import choose  # it needs the classes above, and its solver is slow to load

    return choose(instance)


def _walk(instance: Instance) -> Result:
    left, places = instance.envelope, instance.places
    awards: list[Award] = []
    reasons: dict[str, str] = {}
    stop: File | None = None
    for file in instance.running:
        amount = None if stop else _offer(file, left, places, instance.policy)
        reasons[file.id] = (
            _why(file, amount, left, places, instance.policy) if not stop else _stopped(file, stop)
        )
        if amount is not None:
            awards.append(Award(file.id, amount))
            left, places = left - amount, _minus(places, file.places)
        if amount != file.requested and instance.policy != Policy.JUMP:
            stop = stop or file
    chosen = {award.id for award in awards}
    waiting = tuple(file.id for file in instance.running if file.id not in chosen)
    return Result(tuple(awards), waiting, left, places, reasons, points=points(instance, chosen))


def points(instance: Instance, ids: Collection[str]) -> Decimal:
    """What files total; one without points counts for nothing."""
    return sum((file.points or Decimal(0) for file in instance.files if file.id in ids), Decimal(0))


def withdraw(instance: Instance, result: Result, id: str) -> Result:
    """Take a file out of the result, selected or waiting; its euros and places return to what is left.

    Raises AllocationError when the file is in neither list.
    """
    amount = result.amount(id)
    if amount is None and id not in result.waiting:
        raise AllocationError(f"Le dossier {id} ne figure ni parmi les retenus ni en liste complémentaire.")
    freed = 0 if amount is None else _file(instance, id).places
    return replace(
        result,
        selected=tuple(award for award in result.selected if award.id != id),
        waiting=tuple(other for other in result.waiting if other != id),
        left=result.left + (amount or 0),
        places_left=_minus(result.places_left, -freed),
        reasons={
            **result.reasons,
            id: f"Dossier retiré{NO_BREAK}: {euros(amount or 0)} rendus à l’enveloppe.",
        },
    )


def promote(instance: Instance, result: Result, money_back: int = 0, places_back: int = 0) -> Promotion:
    """Offer what is left, plus what came back, to the next file in rank order that the policy allows.

    Under ``partial`` a file offered less than its request comes before those that wait: its offer is raised.
    Under ``strict`` and ``partial`` the first file that cannot be served ends the search; ``jump`` passes over it.
    Call again with the new result for the offer after. Raises AllocationError when money or places are negative,
    or when the policy does not walk down: the best set of files is chosen anew.
    """
    if not instance.walks:
        raise AllocationError(
            f"Cette règle ne suit pas le classement{NO_BREAK}: refaites le choix avec la somme rendue."
        )
    if money_back < 0 or places_back < 0:
        raise AllocationError("Les sommes et les places rendues ne peuvent pas être négatives.")
    pot = replace(result, left=result.left + money_back, places_left=_minus(result.places_left, -places_back))
    reason = "La liste complémentaire est épuisée."
    for file in _unserved(instance, pot):
        held = pot.amount(file.id)
        wanted = file if held is None else replace(file, places=0)
        amount = _offer(wanted, pot.left + (held or 0), pot.places_left, instance.policy)
        reason = _why(wanted, amount, pot.left + (held or 0), pot.places_left, instance.policy)
        if amount is not None and amount != held:
            return Promotion(Award(file.id, amount), reason, _raise(instance, pot, wanted, amount, reason))
        if instance.policy != Policy.JUMP:
            break
    return Promotion(None, reason, pot)


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


def _in_order(instance: Instance) -> list[File]:
    return sorted(instance.files, key=lambda file: file.rank)


def _file(instance: Instance, id: str) -> File:
    return next(file for file in instance.files if file.id == id)


def _unserved(instance: Instance, result: Result) -> list[File]:
    held = {award.id: award.amount for award in result.selected}
    waiting = set(result.waiting)
    return [f for f in _in_order(instance) if f.id in waiting or held.get(f.id, f.requested) < f.requested]


def _offer(file: File, left: int, places: int | None, policy: Policy) -> int | None:
    if places is not None and file.places > places:
        return None
    if file.requested <= left:
        return file.requested
    return left if policy == Policy.PARTIAL and file.least <= left else None


def _raise(instance: Instance, pot: Result, file: File, amount: int, reason: str) -> Result:
    offers = {award.id: award.amount for award in pot.selected} | {file.id: amount}
    return replace(
        pot,
        selected=tuple(Award(f.id, offers[f.id]) for f in _in_order(instance) if f.id in offers),
        waiting=tuple(id for id in pot.waiting if id != file.id),
        left=pot.left - amount + (pot.amount(file.id) or 0),
        places_left=_minus(pot.places_left, file.places),
        reasons={**pot.reasons, file.id: reason},
    )


def _minus(places: int | None, taken: int) -> int | None:
    return None if places is None else places - taken


def _why(file: File, amount: int | None, left: int, places: int | None, policy: Policy) -> str:
    head = f"Rang {file.rank}{NO_BREAK}: "
    asked = f"{euros(file.requested)} demandés"
    if amount is None:
        after = "passent au dossier suivant" if policy == Policy.JUMP else "arrêtent ici la sélection"
        return f"{head}{_lack(file, left, places, policy)}{NO_BREAK}; les règles publiées {after}."
    if amount == file.requested:
        return f"{head}{asked}, accordés en totalité{NO_BREAK}; il reste {euros(left - amount)}."
    return f"{head}{asked}, {euros(amount)} proposés car il ne reste que cette somme{NO_BREAK}; accord nécessaire."


def _lack(file: File, left: int, places: int | None, policy: Policy) -> str:
    lacks = []
    if places is not None and file.places > places:
        lacks.append(f"places demandées{NO_BREAK}: {file.places}, places restantes{NO_BREAK}: {places}")
    if file.requested > left:
        lacks.append(f"{euros(file.requested)} demandés, il manque {euros(file.requested - left)}")
    if policy == Policy.PARTIAL and file.least > left:
        lacks.append(f"il reste {euros(left)}, moins que son minimum de {euros(file.least)}")
    return ", ".join(lacks)


def _stopped(file: File, stop: File) -> str:
    return f"Rang {file.rank}{NO_BREAK}: la sélection s’est arrêtée au rang {stop.rank}."
