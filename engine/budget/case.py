"""What a call asks of a budget, and all that its rules read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from engine.budget.lines import Balance, Line
from engine.budget.ratios import Ratio, Reference
from engine.budget.staff import Post
from engine.money import NO_BREAK


@dataclass(frozen=True)
class Limits:
    """What the call asks: the accounts of the request, its bounds, the years, what is admitted.

    ``requested`` in euros; ``annual`` when the request is that of the last year, in full operation, instead of
    the sum of the years; shares in per cent; ``names`` say a year in words; ``required`` professions with the
    words that name them and the text that asks for them; ``staff_accounts`` are those the staff table feeds.
    """

    requested_accounts: frozenset[str]
    requested: int
    ceiling: int | None = None
    floor: int | None = None
    max_share: Decimal | None = None
    max_indirect: Decimal | None = None
    annual: bool = False
    investment: bool = True
    years: tuple[int, ...] = ()
    names: Mapping[int, str] = field(default_factory=dict)
    reference: Reference | None = None
    labels: Mapping[str, str] = field(default_factory=dict)  # account → its words
    staff_accounts: Mapping[str, str] = field(default_factory=dict)  # account → its label
    salaries: str = ""  # the account that cannot be filled without a staff table
    required: tuple[tuple[str, str, str], ...] = ()  # profession, its name, the text


@dataclass(frozen=True)
class Case:
    """All that the rules read: the limits, the sound lines, their sums, the posts and the ratios."""

    limits: Limits
    lines: Sequence[Line]
    years: dict[int, Balance]
    total: Balance
    posts: Sequence[Post] = ()
    ratios: Sequence[Ratio] = ()

    @property
    def basis(self) -> Balance:
        """The sheet the request is judged on: the last year when it is annual, else all of them."""
        return self.years[max(self.years)] if self.limits.annual and self.years else self.total

    def where(self, year: int) -> str:
        """How a sentence names its year; nothing when the budget has one year only."""
        if len(self.years) < 2:
            return ""
        return f"{self.limits.names.get(year) or f'Année {year}'}{NO_BREAK}: "
