"""Decimals as integers of one unit, so that sums and comparisons are exact and fast."""

from __future__ import annotations

from collections.abc import Collection
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal

_EXACT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)


def integers(values: Collection[Decimal]) -> tuple[list[int], int]:
    """Finite decimals times the least power of ten that makes them all whole, and that power."""
    decimals = max((-int(value.as_tuple().exponent) for value in values), default=0)
    places = max(decimals, 0)
    return [int(_EXACT.scaleb(value, places)) for value in values], 10**places
