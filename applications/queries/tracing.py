"""The budget of a draft as it changed: which line of which sheet, from what to what, by whom and when."""

from dataclasses import dataclass
from itertools import zip_longest

from applications.budget import BY_CODE, ORDER, by_year, sheets, year_name
from applications.queries.budgets import NOTHING, frozen_staff, post_words, worded
from engine.money import euros

SHEET, POSTS = "@budget-", "@staff-"  # no question has such a key


@dataclass(frozen=True)
class Change:
    """One line of a sheet or one post, before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Trace:
    """One saved state of a sheet or of a staff table, with what it changed."""

    pk: int
    part: str
    at: object
    by: str
    changes: tuple[Change, ...]
    current: bool


def contents(application) -> dict:
    """Each sheet and each staff table of the budget, by the key of its versions, JSON made."""
    lines, staff = by_year(application), frozen_staff(application)
    return {
        f"{SHEET}{sheet.key}": {
            code: list(line) for code, line in lines[sheet.year].items() if code in sheet.codes
        }
        for sheet in sheets(application)
    } | {
        f"{POSTS}{year}": [
            {name: value for name, value in post.items() if name != "year"}
            for post in staff
            if post["year"] == year
        ]
        for year in application.budget_years
    }


def traces(application) -> list[Trace]:
    """What became of the budget, latest first; a state that changed nothing in the end is not told."""
    names, now, last, found = parts(application), contents(application), {}, []
    rows = application.versions.filter(key__startswith="@").select_related("by").order_by("at", "id")
    for row in rows:
        changes = tuple(_changes(last.get(row.key) or type(row.value)(), row.value))
        last[row.key] = row.value
        if changes and row.key in names:
            current = row.value == now[row.key]
            found.append(Trace(row.pk, names[row.key], row.at, str(row.by or ""), changes, current))
    return found[::-1]


def parts(application) -> dict[str, str]:
    """What each key of the trace is called."""
    years = application.budget_years
    return {f"{SHEET}{sheet.key}": f"Budget, {sheet.label}" for sheet in sheets(application)} | {
        f"{POSTS}{year}": f"Personnel, {year_name(application.call, years, year)}" for year in years
    }


def _changes(before, after):
    if isinstance(after, dict):
        for code in sorted({*before, *after}, key=ORDER.__getitem__):
            old, new = tuple(before.get(code, NOTHING)), tuple(after.get(code, NOTHING))
            if old != new:
                yield Change(BY_CODE[code].label, _line(old), _line(new))
        return
    for rank, (old, new) in enumerate(zip_longest(before, after), start=1):
        if old != new:
            yield Change(f"Poste {rank}", _post(old), _post(new))


def _line(line) -> str:
    amount, _, label = worded(line)
    return euros(amount) + (f" ({label.lower()})" if label else "")


def _post(post) -> str:
    return post_words(post) if post else "aucun"
