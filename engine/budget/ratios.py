"""What one place costs a day, what one person followed costs a year, beside the reference of the call."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from engine.budget.lines import Balance

Unit = Literal["place_day", "person_year"]
DAYS = 365  # of a year in full operation, leap years included
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Activity:
    """What the file promises each year: places open all year, people followed; None when it does not say."""

    places: int | None = None
    people: int | None = None


@dataclass(frozen=True)
class Reference:
    """The cost the call compares with: euros per ``unit``, and where that figure comes from."""

    amount: Decimal
    unit: Unit
    source: str = ""


@dataclass(frozen=True)
class Ratio:
    """Running charges of a year per unit of activity, in euros and cents, and the reference when it has one."""

    year: int
    unit: Unit
    amount: Decimal
    reference: Reference | None = None

    @property
    def gap_percent(self) -> int | None:
        """How far from the reference, in per cent of it, rounded; None without a reference."""
        if self.reference is None or not self.reference.amount:
            return None
        share = (self.amount - self.reference.amount) * 100 / self.reference.amount
        return int(share.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def ratios(
    years: dict[int, Balance], activity: Activity, reference: Reference | None = None
) -> tuple[Ratio, ...]:
    """Each ratio the activity allows, year after year; a year without charges has none."""
    units: dict[Unit, int] = {
        "place_day": (activity.places or 0) * DAYS,
        "person_year": activity.people or 0,
    }
    return tuple(
        Ratio(
            year,
            unit,
            (Decimal(sheet.charges) / size).quantize(CENT, rounding=ROUND_HALF_UP),
            reference if reference and reference.unit == unit else None,
        )
        for year, sheet in sorted(years.items())
        for unit, size in units.items()
        if size and sheet.charges
    )
