"""Choosing the files that bring the most points together, proved, and telling each file why.

The chosen files' minimums fit the envelope and their places fit the places; under ``equitable``, floors and
ceilings hold, counted in chosen files. Each chosen file gets its minimum, then what is left tops them up in rank
order. Of several best sets, the one whose sorted list of ranks comes first, a prefix before what it begins.

The gap of a choice cut short is relative to its points (to the proven bound when it has none), rounded up. When
only the tie rule was cut, the choice is "feasible" too, with a gap of 0: another run might end on another set.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import ceil, gcd

from engine.choosing import blocking
from engine.choosing.limits import limits, limits_but_money
from engine.choosing.reasons import Reasons
from engine.money import NO_BREAK
from engine.optimum import Best, best
from engine.optimum.programme import Programme, Row
from engine.sharing import DECIMALS, Award, File, Instance, Result, points

GAP_DECIMALS = 6
CUT = "Le temps accordé n’a pas suffi à prouver qu’aucun autre choix ne totalise plus de points."
TIE_CUT = (
    "Aucun choix ne totalise plus de points, mais le temps accordé n’a pas suffi à départager les ex æquo."
)
NOT_FOUND = "Le temps accordé n’a suffi ni à trouver un choix qui tienne les contraintes, ni à prouver qu’il n’en est pas."


def choose(instance: Instance) -> Result:
    """The best set of files of a lawful instance, or why there is none."""
    running = instance.running
    unit = _unit(running)
    if instance.required & instance.forbidden:
        return _nothing(instance, blocking.cause(instance))
    found = best(_programme(instance, running, unit), instance.time_limit)
    if found.chosen is None:
        return _nothing(instance, blocking.cause(instance) if found.impossible else NOT_FOUND)
    return _result(instance, running, found, unit)


def least_sum(instance: Instance, id: str, points: Decimal) -> int | None:
    """The least sum of minimums, in euros, of a set that has this file and totals so many points; None if there is none.

    Every limit but the envelope binds. Raises TimeoutError when the time limit leaves it unproved.
    """
    running = instance.running
    goal = Row({index: _hundredths(file) for index, file in enumerate(running)}, least=_scaled(points))
    imposed = instance.required | {id}
    programme = Programme(
        tuple(-file.least for file in running),
        (*(limit.row for limit in limits_but_money(instance)), goal),
        frozenset(index for index, file in enumerate(running) if file.id in imposed),
    )
    found = best(programme, instance.time_limit, break_ties=False)
    if not found.impossible and (found.chosen is None or found.worth < found.bound):
        raise TimeoutError
    return None if found.impossible else -found.worth


def _unit(running: Sequence[File]) -> int:
    """The greatest number of hundredths of a point that divides the points of every file."""
    return gcd(*map(_hundredths, running)) or 1


def _hundredths(file: File) -> int:
    return _scaled(file.points or Decimal(0))


def _scaled(points: Decimal) -> int:
    return int(points.scaleb(DECIMALS))


def _programme(instance: Instance, running: Sequence[File], unit: int) -> Programme:
    return Programme(
        tuple(_hundredths(file) // unit for file in running),
        tuple(limit.row for limit in limits(instance)),
        frozenset(index for index, file in enumerate(running) if file.id in instance.required),
    )


def _result(instance: Instance, running: Sequence[File], found: Best, unit: int) -> Result:
    chosen = [file for index, file in enumerate(running) if index in (found.chosen or ())]
    ids = {file.id for file in chosen}
    awards = _awards(instance.envelope, chosen)
    losses = {
        running[index].id: Decimal(unit * loss).scaleb(-DECIMALS) for index, loss in found.losses.items()
    }
    told = Reasons(instance, chosen, {award.id: award.amount for award in awards}, losses)
    return Result(
        selected=awards,
        waiting=tuple(file.id for file in running if file.id not in ids),
        left=instance.envelope - sum(award.amount for award in awards),
        places_left=None
        if instance.places is None
        else instance.places - sum(file.places for file in chosen),
        reasons=told.sentences(),
        status="optimal" if found.unique else "feasible",
        points=points(instance, ids),
        gap=_gap(found),
        cause="" if found.unique else TIE_CUT if found.worth == found.bound else CUT,
    )


def _awards(envelope: int, chosen: Sequence[File]) -> tuple[Award, ...]:
    """The minimum to each, then what is left, in rank order, up to what each requested."""
    left = envelope - sum(file.least for file in chosen)
    awards = []
    for file in chosen:
        more = min(left, file.requested - file.least)
        awards.append(Award(file.id, file.least + more))
        left -= more
    return tuple(awards)


def _gap(found: Best) -> Decimal:
    if found.worth == found.bound:
        return Decimal(0)
    share = Fraction(found.bound - found.worth, abs(found.worth) or abs(found.bound))
    return Decimal(ceil(share * 10**GAP_DECIMALS)).scaleb(-GAP_DECIMALS)


def _nothing(instance: Instance, cause: str) -> Result:
    running = instance.running
    return Result(
        selected=(),
        waiting=tuple(file.id for file in running),
        left=instance.envelope,
        places_left=instance.places,
        reasons={
            file.id: f"Rang {file.rank}{NO_BREAK}: aucun choix ne tient les contraintes." for file in running
        },
        status="infeasible",
        cause=cause,
    )
