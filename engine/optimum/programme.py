"""A choice among columns, in whole numbers: what each is worth, and the rows that a choice must keep."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """``least`` ≤ Σ weights of the chosen columns ≤ ``most``; a column left out weighs 0, None is no bound."""

    weights: Mapping[int, int]
    least: int | None = None
    most: int | None = None

    def sum(self, chosen: Collection[int]) -> int:
        """What the chosen columns weigh."""
        return sum(weight for column, weight in self.weights.items() if column in chosen)

    def allows(self, total: int) -> bool:
        """Whether a sum lies between the bounds."""
        return (self.least is None or self.least <= total) and (self.most is None or total <= self.most)

    @property
    def packing(self) -> bool:
        """Whether taking a column out of a choice can only help."""
        return self.least is None and min(self.weights.values(), default=0) >= 0


@dataclass(frozen=True)
class Programme:
    """What each column is worth, in order of preference; the rows; the columns that must be chosen."""

    worth: tuple[int, ...]
    rows: tuple[Row, ...]
    held: frozenset[int] = frozenset()

    def value(self, chosen: Iterable[int]) -> int:
        """What a choice is worth."""
        return sum(self.worth[column] for column in chosen)

    def allows(self, chosen: Collection[int]) -> bool:
        """Whether a choice is lawful."""
        return all(row.allows(row.sum(chosen)) for row in self.rows) and self.held <= set(chosen)
