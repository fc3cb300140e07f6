"""The whole verdict on a budget: sums, ratios, and every alert."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.budget.alerts import Alert, alert
from engine.budget.case import Case, Limits
from engine.budget.lines import Balance, Line, balance, refusal
from engine.budget.ratios import Activity, Ratio, ratios
from engine.budget.rules import RULES
from engine.budget.staff import Post
from engine.money import euros


@dataclass(frozen=True)
class Report:
    """What ``check`` found: the sums of each year and of all, the ratios, and every alert in order."""

    years: dict[int, Balance]
    total: Balance
    alerts: tuple[Alert, ...]
    ratios: tuple[Ratio, ...] = ()

    @property
    def blocking(self) -> tuple[Alert, ...]:
        """What stops the deposit."""
        return tuple(found for found in self.alerts if found.severity == "blocks")

    @property
    def to_review(self) -> tuple[Alert, ...]:
        """What is worth reading again, and stops nothing."""
        return tuple(found for found in self.alerts if found.severity == "review")

    @property
    def problems(self) -> tuple[str, ...]:
        """The sentences of what stops the deposit."""
        return tuple(found.text for found in self.blocking)


def check(
    lines: Sequence[Line], limits: Limits, posts: Sequence[Post] = (), activity: Activity | None = None
) -> Report:
    """Balance the lines per year and in total, and list all that is wrong or odd in them or in the request.

    Lines that are refused (negative, unknown account, wrong side) stay out of the sums. Nothing raises: a budget
    being typed is never exceptional.
    """
    sound = [line for line in lines if not refusal(line)]
    accounts = limits.requested_accounts
    years = {
        year: balance([line for line in sound if line.year == year], accounts)
        for year in sorted({*limits.years, *(line.year for line in sound)})
    }
    total, found = balance(sound, accounts), ratios(years, activity or Activity(), limits.reference)
    case = Case(limits, sound, years, total, posts, found)
    refused = [
        alert("bad_line", why, euros(line.amount), year=line.year, account=line.account)
        for line in lines
        if (why := refusal(line))
    ]
    return Report(years, total, (*refused, *(each for rule in RULES for each in rule(case))), found)
