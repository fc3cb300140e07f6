"""Weighted scores, exact: points are Decimals, rounding happens once and half up.

A criterion marked from 0 to ``maximum`` with ``weight`` w brings w × mark points, out of Σ w × maximum. This is
the additive model of published selection grids (coefficient times mark); nothing is compensated or normalised.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

from engine.money import NO_BREAK, number


class ScoringError(ValueError):
    """A grid or marks that give no total; the message, in French, lists every fault."""


@dataclass(frozen=True)
class Criterion:
    """One line of a grid: weight (positive), greatest mark (positive), eliminatory floor as a mark, name shown."""

    key: str
    weight: Decimal
    maximum: int
    floor: int | None = None
    label: str = ""

    @property
    def name(self) -> str:
        """What a sentence calls it: its label, else its key, in guillemets."""
        return f"«{NO_BREAK}{self.label or self.key}{NO_BREAK}»"


@dataclass(frozen=True)
class Score:
    """The mark, from 0 to the criterion's maximum, given to one criterion."""

    criterion: str
    value: int | Decimal


def out_of(criteria: Sequence[Criterion]) -> Decimal:
    """The most points a grid gives: Σ weight × maximum."""
    return sum((c.weight * c.maximum for c in criteria), Decimal(0))


def total(criteria: Sequence[Criterion], scores: Sequence[Score]) -> Decimal:
    """Σ weight × mark, in points out of ``out_of(criteria)``, not rounded.

    Raises ScoringError when the grid is unsound, or a mark is missing, given twice, unknown or out of range.
    """
    marks = _marks(criteria, scores)
    return sum((c.weight * marks[c.key] for c in criteria), Decimal(0))


def scaled(criteria: Sequence[Criterion], scores: Sequence[Score]) -> Decimal:
    """The total brought to 100 points, two decimals, half up. Errors of ``total``."""
    return _round(Fraction(total(criteria, scores)) * 100 / Fraction(out_of(criteria)))


def mean(values: Sequence[int | Decimal]) -> Decimal:
    """Arithmetic mean, two decimals, half up. Raises ValueError when there is no value."""
    if not values:
        raise ValueError("Il n’y a aucune note dont faire la moyenne.")
    return _round(sum(map(Fraction, values), Fraction(0)) / len(values))


def spread(values: Sequence[int | Decimal]) -> Decimal:
    """Greatest value minus least, in the unit of the values. Raises ValueError when there is no value."""
    if not values:
        raise ValueError("Il n’y a aucune note à comparer.")
    return Decimal(max(values)) - Decimal(min(values))


def below_floor(
    criteria: Sequence[Criterion], scores: Sequence[Score], overall: Decimal | None = None
) -> list[str]:
    """Why the file is eliminated, one sentence per floor missed, empty when it is not.

    ``overall`` is the least total out of 100. A mark equal to its floor is enough. Errors of ``total``.
    """
    marks = _marks(criteria, scores)
    reasons = [_missed(c, marks[c.key]) for c in criteria if c.floor is not None and marks[c.key] < c.floor]
    points = scaled(criteria, scores)
    if overall is not None and points < overall:
        reasons.append(f"Total{NO_BREAK}: {number(points)} sur 100, sous le seuil de {number(overall)}.")
    return reasons


def divergence(totals: Sequence[int | Decimal], threshold: int | Decimal) -> str | None:
    """One sentence when the totals of the readers differ by more than ``threshold`` points, else None."""
    if len(totals) < 2 or spread(totals) <= threshold:
        return None
    return (
        f"Écart de {number(spread(totals))} points entre les lectures "
        f"(de {number(min(totals))} à {number(max(totals))}), supérieur au seuil de {number(threshold)}."
    )


def _marks(criteria: Sequence[Criterion], scores: Sequence[Score]) -> dict[str, int | Decimal]:
    marks = {score.criterion: score.value for score in scores}
    faults = _grid_faults(criteria) + _mark_faults(criteria, scores, marks)
    if faults:
        raise ScoringError(" ".join(faults))
    return marks


def _grid_faults(criteria: Sequence[Criterion]) -> list[str]:
    faults = [] if criteria else ["La grille ne comporte aucun critère."]
    twice = [key for key, count in Counter(c.key for c in criteria).items() if count > 1]
    faults += [f"Le critère {key} figure deux fois dans la grille." for key in twice]
    for c in criteria:
        if c.weight <= 0 or c.maximum <= 0:
            faults.append(f"{c.name}{NO_BREAK}: le coefficient et la note maximale doivent être positifs.")
        if c.floor is not None and not 0 <= c.floor <= c.maximum:
            faults.append(f"{c.name}{NO_BREAK}: le seuil doit être compris entre 0 et {c.maximum}.")
    return faults


def _mark_faults(
    criteria: Sequence[Criterion], scores: Sequence[Score], marks: dict[str, int | Decimal]
) -> list[str]:
    known = {c.key for c in criteria}
    counts = Counter(score.criterion for score in scores)
    faults = [f"Le critère {key} ne figure pas dans la grille." for key in counts if key not in known]
    faults += [f"Le critère {key} est noté deux fois." for key, count in counts.items() if count > 1]
    faults += [f"{c.name} n’est pas noté." for c in criteria if c.key not in marks]
    faults += [
        f"{c.name}{NO_BREAK}: la note doit être comprise entre 0 et {c.maximum}."
        for c in criteria
        if c.key in marks and not 0 <= marks[c.key] <= c.maximum
    ]
    return faults


def _missed(criterion: Criterion, mark: int | Decimal) -> str:
    return (
        f"{criterion.name}{NO_BREAK}: {number(mark)} sur {criterion.maximum}, "
        f"sous le seuil éliminatoire de {criterion.floor}."
    )


def _round(value: Fraction) -> Decimal:
    hundredths = floor(abs(value) * 100 + Fraction(1, 2))
    return Decimal(hundredths if value >= 0 else -hundredths).scaleb(-2)
