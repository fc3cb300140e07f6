"""Lawful choices made without a search, to have one at once."""

from __future__ import annotations

from collections.abc import Collection

from engine.optimum.bound import Bound
from engine.optimum.programme import Programme


class _Filling:
    """A choice that grows by one column at a time, never over what a row allows."""

    def __init__(self, programme: Programme, columns: Collection[int], chosen: Collection[int]) -> None:
        self.chosen = set(chosen)
        self.weights: dict[int, list[tuple[int, int]]] = {column: [] for column in columns}
        self.rooms: list[int] = []
        for row in programme.rows:
            if row.most is not None:
                for column in self.weights.keys() & row.weights.keys():
                    self.weights[column].append((len(self.rooms), row.weights[column]))
                self.rooms.append(row.most - row.sum(self.chosen))

    def burden(self, column: int) -> tuple[float, int]:
        """The share that a column takes of what is left, and the column to have no equal."""
        return sum(weight / (self.rooms[index] + 1) for index, weight in self.weights[column]), column

    def take(self, column: int) -> bool:
        """Take a column in if it fits; whether it was."""
        weights = self.weights[column]
        if column in self.chosen or any(weight > self.rooms[index] for index, weight in weights):
            return False
        self.chosen.add(column)
        for index, weight in weights:
            self.rooms[index] -= weight
        return True


def greedy(programme: Programme, bound: Bound) -> set[int] | None:
    """What each row's least asks for, then the best that fit; None when that is not lawful.

    Columns are taken in the order of the bound at first, then, when they leave no room for the rest, the lightest.
    """
    for lightest in (False, True):
        filling = _Filling(programme, bound.costs, programme.held)
        for row in programme.rows:
            short = 0 if row.least is None else row.least - row.sum(filling.chosen)
            among = row.weights.keys() & bound.costs.keys() if short > 0 else set()
            for column in sorted(among, key=filling.burden if lightest else bound.merit):
                if short > 0 and filling.take(column):
                    short -= row.weights[column]
        chosen = filled(programme, bound, filling.chosen)
        if programme.allows(chosen):
            return chosen
    return None


def filled(programme: Programme, bound: Bound, chosen: Collection[int]) -> set[int]:
    """A choice with whatever still fits and is worth something, the best at the prices of the bound first."""
    filling = _Filling(programme, bound.costs, chosen)
    for column in sorted(bound.costs, key=bound.merit):
        if programme.worth[column] > 0:
            filling.take(column)
    return filling.chosen
