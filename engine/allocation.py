"""Walking down a ranking under an envelope: whole euros, never over the envelope nor the places.

Three policies, one of which the rules of a call fix before it opens. ``strict`` stops at the first file that does
not fit. ``partial`` offers that file all that is left, when its places fit and the sum reaches its minimum,
then stops. ``jump`` passes over it and goes on. One instance per lot; money returned is offered in rank order
by ``promote``, and nobody is scored again. A selection is the greedy one that notices describe, not an optimum.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from engine.money import NO_BREAK, euros


class Policy(StrEnum):
    """What happens at the first file that does not fit."""

    STRICT = "strict"
    PARTIAL = "partial"
    JUMP = "jump"


class AllocationError(ValueError):
    """An instance that cannot be lawful; the message is one French sentence."""


@dataclass(frozen=True)
class File:
    """A ranked file: rank (1 is best), euros requested, least acceptable sum (``requested`` when None), places."""

    id: str
    rank: int
    requested: int
    minimum: int | None = None
    places: int = 0

    @property
    def least(self) -> int:
        """The least sum the file can be offered, in euros."""
        return self.requested if self.minimum is None else self.minimum


@dataclass(frozen=True)
class Instance:
    """What is to be shared: euros, places (None when the lot does not count them), the fixed policy, the files."""

    envelope: int
    files: tuple[File, ...]
    policy: Policy
    places: int | None = None


@dataclass(frozen=True)
class Award:
    """Euros offered to a file."""

    id: str
    amount: int


@dataclass(frozen=True)
class Result:
    """The awards and the waiting ids, both in rank order, euros and places left, one French reason per id."""

    selected: tuple[Award, ...]
    waiting: tuple[str, ...]
    left: int
    places_left: int | None
    reasons: Mapping[str, str]

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
    """Walk down the ranking under the instance's policy.

    Raises AllocationError on a duplicate id or rank, a negative sum, a minimum above the request, or an
    unknown policy. The sum of the awards and ``left`` is the envelope exactly.
    """
    _check(instance)
    left, places = instance.envelope, instance.places
    awards: list[Award] = []
    reasons: dict[str, str] = {}
    stop: File | None = None
    for file in _in_order(instance):
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
    waiting = tuple(file.id for file in _in_order(instance) if file.id not in chosen)
    return Result(tuple(awards), waiting, left, places, reasons)


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
    Call again with the new result for the offer after. Raises AllocationError when money or places are negative.
    """
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


def _check(instance: Instance) -> None:
    _check_unique("le dossier", [file.id for file in instance.files])
    _check_unique("le rang", [file.rank for file in instance.files])
    if instance.policy not in list(Policy):
        raise AllocationError(f"La règle de sélection «{NO_BREAK}{instance.policy}{NO_BREAK}» n’existe pas.")
    if instance.envelope < 0 or (instance.places or 0) < 0:
        raise AllocationError("L’enveloppe et les places ne peuvent pas être négatives.")
    for file in instance.files:
        if min(file.requested, file.least, file.places) < 0:
            raise AllocationError(f"Le dossier {file.id} porte un montant ou un nombre de places négatif.")
        if file.least > file.requested:
            raise AllocationError(f"Le minimum du dossier {file.id} dépasse le montant qu’il demande.")


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
