"""Small numbers kept to themselves: what of a table of counts may be shown to people they are not about.

A count under `FEW` is shown as « moins de 5 ». A total that contains one is shown as the sum of what is shown, never
as itself: nothing that is published depends on a hidden count, so no subtraction can bring it back.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum

from engine.money import number

FEW = 5  # the smallest count that is shown


class Mark(Enum):
    """How a figure is to be read."""

    EXACT = "exact"
    FEW = "few"
    AT_LEAST = "at_least"


@dataclass(frozen=True)
class Figure:
    """A count as it may be published; `value` is 0 for a hidden one."""

    value: int
    mark: Mark = Mark.EXACT

    @property
    def exact(self) -> bool:
        return self.mark is Mark.EXACT

    def __str__(self) -> str:
        """The figure in French, as a page and an export write it."""
        if self.mark is Mark.FEW:
            return f"moins de {FEW}"
        if self.mark is Mark.AT_LEAST:
            return f"au moins {number(self.value)}" if self.value else "non communiqué"
        return number(self.value)


@dataclass(frozen=True)
class Table:
    """A table of counts as it may be published, with its margins."""

    rows: tuple[tuple[Figure, ...], ...]
    row_totals: tuple[Figure, ...]
    column_totals: tuple[Figure, ...]
    total: Figure


def figure(count: int) -> Figure:
    """A count of files, people or places as it may be shown. Raises ValueError under zero."""
    if count < 0:
        raise ValueError("a count is never negative")
    return Figure(count) if count >= FEW else Figure(0, Mark.FEW)


def total(figures: Iterable[Figure]) -> Figure:
    """The sum of figures already made discreet: exact when all are, else the sum of what they show."""
    parts = tuple(figures)
    value = sum(part.value for part in parts)
    return Figure(value) if all(part.exact for part in parts) else Figure(value, Mark.AT_LEAST)


def table(counts: Sequence[Sequence[int]]) -> Table:
    """A table of counts made discreet with all its totals; its rows have one length (else ValueError)."""
    rows = tuple(tuple(figure(count) for count in row) for row in counts)
    across = tuple(total(row) for row in rows)
    down = tuple(total(column) for column in zip(*rows, strict=True))
    return Table(rows, across, down, total(across))


def share(part: int, others: Figure) -> Decimal | None:
    """The percentage, to one decimal, that `part` makes of itself and `others`.

    None when the others are hidden or when there is nobody at all: a share would give the hidden count away.
    """
    whole = part + others.value
    if not others.exact or not whole:
        return None
    return (Decimal(100 * part) / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)
