"""Choosing files under an envelope: whole euros, never over the envelope nor the places.

Five policies, one of which the rules of a call fix before it opens. Three walk down the ranking: ``strict`` stops
at the first file that does not fit; ``partial`` offers that file all that is left, when its places fit and the
sum reaches its minimum, then stops; ``jump`` passes over it and goes on. Two choose the set of files that brings
the most points (``engine.choosing``): ``optimal`` freely, ``equitable`` under floors and ceilings counted in files.
One instance per lot; money returned under a walk-down is offered in rank order by ``promote``, and nobody is
scored again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from engine.money import NO_BREAK, euros
from engine.sharing import WALKS, AllocationError, Award, File, Instance, Policy, Result, check, points

__all__ = [
    "WALKS",
    "AllocationError",
    "Award",
    "File",
    "Instance",
    "Policy",
    "Promotion",
    "Result",
    "check",
    "promote",
    "select",
    "withdraw",
]


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
    from engine.choosing import choose  # here: its solver is slow to load

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
