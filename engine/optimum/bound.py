"""An upper bound on what a choice can be worth, exact by weak duality, and what departing from it costs.

With a price per row, zero or of the sign that its bound asks for, no choice is worth more than Σ price × bound of
the row + Σ max(0, worth − Σ price × weight). Each column has a side that reaches it; a choice that takes the other
side at some columns is worth at most the bound less what these departures cost. The prices come from the solver's
floats, rounded to integers: poor prices give a poor bound, never a false one.

Sources: Dantzig, *Operations Research* 5, 1957; Geoffrion, *Lagrangean relaxation for integer programming*, 1974.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import inf

from engine.optimum.programme import Programme
from engine.optimum.solver import SCALE, Model


@dataclass(frozen=True)
class Bound:
    """The bound, and the worth of each open column at the prices, both multiplied by ``SCALE``."""

    value: int
    costs: Mapping[int, int]

    @property
    def most(self) -> int:
        """The bound on what a choice is worth."""
        return self.value // SCALE

    @cached_property
    def base(self) -> frozenset[int]:
        """The open columns chosen where the bound is reached."""
        return frozenset(column for column, cost in self.costs.items() if cost > 0)

    @cached_property
    def order(self) -> list[int]:
        """The open columns, those where departing costs least first."""
        return sorted(self.costs, key=lambda column: (abs(self.costs[column]), column))

    def merit(self, column: int) -> tuple[int, int]:
        """A key that puts first the columns worth most at the prices."""
        return -self.costs[column], column

    def without(self, column: int) -> int:
        """The most that a choice can be worth which departs from the base at this column."""
        return (self.value - abs(self.costs[column])) // SCALE

    def room(self, goal: float) -> float:
        """What the departures of a choice worth ``goal``, a whole number or −∞, can cost together."""
        return inf if goal == -inf else self.value - SCALE * int(goal)


def bound_of(programme: Programme) -> Bound | None:
    """The bound at the rounded duals of the linear relaxation; None when even the relaxation has no choice."""
    columns = _fitting(programme)
    if columns is None:
        return None
    model = Model(programme, columns, programme.held, dict(enumerate(programme.worth)))
    prices = model.prices()
    if prices is None:
        return None
    value = SCALE * programme.value(programme.held)
    costs = {column: SCALE * programme.worth[column] for column in columns}
    for price, row in zip(prices, model.rows, strict=True):
        limit = row.most if price > 0 else row.least
        if limit is not None:
            value += price * limit
            for column, weight in row.weights.items():
                costs[column] -= price * weight
    return Bound(value + sum(cost for cost in costs.values() if cost > 0), costs)


def _fitting(programme: Programme) -> Sequence[int] | None:
    """The columns that fit beside those held, in order; None when those held do not fit together."""
    shut = set(programme.held)
    for row in programme.rows:
        if row.most is not None and min(row.weights.values(), default=0) >= 0:
            room = row.most - row.sum(programme.held)
            if room < 0:
                return None
            shut |= {column for column, weight in row.weights.items() if weight > room}
    return [column for column in range(len(programme.worth)) if column not in shut]
