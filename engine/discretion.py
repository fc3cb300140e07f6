"""Small numbers kept to themselves: what of a table of counts may be shown to people they are not about.

A count under `FEW` is shown as « moins de 5 », and the total that would give it away by subtraction is withheld
with it (complementary suppression): of the two, the reader gets what leaves every hidden count all its values.
"""

from collections.abc import Sequence
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
class Column:
    """A column of counts as it may be published, with its total."""

    figures: tuple[Figure, ...]
    total: Figure


def figure(count: int) -> Figure:
    """A count of files, people or places as it may be shown. Raises ValueError under zero."""
    if count < 0:
        raise ValueError("a count is never negative")
    return Figure(count) if count >= FEW else Figure(0, Mark.FEW)


def column(counts: Sequence[int]) -> Column:
    """Counts made discreet with their total.

    The total is exact when nothing is hidden, or when the hidden counts leave each other every possible value: at
    least two of them, their sum neither so small nor so large that it would tell one. Else it is the sum of what is
    shown. A reader who knows this rule still finds every value from 0 to 4 possible for each hidden count.
    """
    figures = tuple(figure(count) for count in counts)
    hidden = [count for count, seen in zip(counts, figures, strict=True) if not seen.exact]
    shown = sum(seen.value for seen in figures)
    if not hidden or _tells_nothing(hidden, shown):
        return Column(figures, Figure(sum(counts)))
    return Column(figures, Figure(shown, Mark.AT_LEAST))


def _tells_nothing(hidden: list[int], shown: int) -> bool:
    """Whether the sum of the hidden counts, which the total would give, leaves each of them from 0 to `FEW` - 1."""
    most, left = FEW - 1, sum(hidden)
    return most <= left <= most * (len(hidden) - 1) and shown + left >= FEW


def share(part: int, others: Figure) -> Decimal | None:
    """The percentage, to one decimal, that `part` makes of itself and `others`.

    None when the others are hidden or when there is nobody at all: a share would give the hidden count away.
    """
    whole = part + others.value
    if not others.exact or not whole:
        return None
    return (Decimal(100 * part) / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)
