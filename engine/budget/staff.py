"""The staff of a budget: what each post costs in a year, and which account carries it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

MONTHS = 12


@dataclass(frozen=True)
class Post:
    """One post of one year: ``annual_cost`` is the loaded cost in euros of these ETP over twelve months.

    ``account`` is the one that carries it, ``months`` (1 to 12) how long the post is held that year, ``percent``
    the share that the call funds.
    """

    profession: str
    etp: Decimal
    account: str
    year: int
    annual_cost: int
    months: int = MONTHS
    percent: int = 100


def cost(post: Post) -> int:
    """Euros the post costs that year, half a euro rounded up, as a spreadsheet's ROUND does."""
    return _rounded(Decimal(post.annual_cost) * post.months / MONTHS)


def funded(post: Post) -> int:
    """Euros of that cost which the call is asked to pay."""
    return _rounded(Decimal(cost(post)) * post.percent / 100)


def by_account(posts: Iterable[Post]) -> dict[tuple[int, str], int]:
    """Euros that the staff table puts on each account of each year."""
    sums: dict[tuple[int, str], int] = {}
    for post in posts:
        key = (post.year, post.account)
        sums[key] = sums.get(key, 0) + cost(post)
    return sums


def _rounded(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))
