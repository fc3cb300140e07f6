"""Readings that diverge: whether a third one could change whom the published rules choose."""

from dataclasses import replace
from decimal import Decimal

from applications.enums import State
from engine import allocation, scoring
from engine.money import number
from reviews.queries.ranking import Row, criteria_of, places_of, reviews_of, scores_of
from reviews.queries.selecting import published

OPEN = (State.ADMISSIBLE, State.REVIEWED)
HELD = (State.SELECTED, State.FUNDED, State.EVALUATED)
SECONDS = 1.0  # for one selection: a page waits for it
WORK = 600  # files a choosing policy weighs for one page, each divergent file counting for all of them


def studied(rows: list[Row]) -> list[Row]:
    """The ranking as if every file still open were concluded today, ties taken in the order of numbers."""
    still = [row for row in rows if row.rank and row.application.state in OPEN]
    return [replace(row, rank=rank, tied=False, studied=True) for rank, row in enumerate(still, 1)]


def seats(lot, rows: list[Row]) -> int | None:
    """How many files the published rules choose on this ranking, those already chosen among them; None without rules."""
    instance = published(lot, studied(rows))
    if instance is None:
        return None
    held = sum(row.application.state in HELD for row in rows)
    return held + len(chosen(instance))


def chosen(instance: allocation.Instance) -> frozenset[str]:
    return frozenset(award.id for award in allocation.select(replace(instance, time_limit=SECONDS)).selected)


def third_reading(lot, rows: list[Row]) -> dict[str, str] | None:
    """{number: why} of the divergent files, empty where their lowest and highest readings choose the same files.

    None without rules to choose by. A policy that weighs sets of files is tried on the widest divergences only.
    """
    divergent = [row for row in rows if row.divergence and row.application.state in OPEN]
    if not divergent:
        return {}
    numbers = {row.application.number for row in divergent}
    whole = [replace(row, below=()) if row.application.number in numbers else row for row in studied(rows)]
    instance = published(lot, whole)
    if instance is None:
        return None
    found, criteria = {}, criteria_of(lot.call)
    for row in _studied_first(divergent, instance):
        low, high = _extremes(row)
        sets = [chosen(_read_by(instance, lot.call, criteria, rows, row, review)) for review in (low, high)]
        file = row.application.number
        found[file] = "" if sets[0] == sets[1] else _why(file, low.points, high.points, *sets)
    return found


def _studied_first(divergent: list[Row], instance) -> list[Row]:
    widest = sorted(divergent, key=lambda row: row.spread or 0, reverse=True)
    return widest if instance.walks else widest[: max(3, WORK // len(instance.files))]


def _extremes(row: Row):
    reviews = sorted(reviews_of(row.application), key=lambda review: review.points)
    return reviews[0], reviews[-1]


def _read_by(instance, call, criteria, rows, row, review) -> allocation.Instance:
    """The instance had this review of the file been its only one."""
    points = _points(rows) | {row.application.number: review.points}
    ranks = _ranks(call, rows, points)
    out = {other.application.number for other in rows if other.below} - {row.application.number}
    if scoring.below_floor(criteria, scores_of(review), call.minimum_points):
        out.add(row.application.number)
    kept = sorted((file for file in instance.files if file.id not in out), key=lambda file: ranks[file.id])
    files = tuple(replace(file, rank=rank, points=points[file.id]) for rank, file in enumerate(kept, 1))
    return replace(instance, files=files, floors=_within(instance.floors, files))


def _points(rows) -> dict[str, Decimal]:
    return {row.application.number: row.points for row in rows if row.points is not None}


def _ranks(call, rows, points) -> dict[str, tuple[int, str]]:
    """{number: (rank, number)}: the rank these points give, ties taken in the order of numbers."""
    files = [row.application for row in rows if row.application.number in points]
    places = places_of(call, files, {file.pk: [points[file.number]] for file in files})
    return {place.id: (place.rank, place.id) for place in places}


def _within(floors, files) -> dict[str, dict[str, int]]:
    """Minimums that the files left can still meet."""
    return {
        axis: {
            value: min(least, sum(file.groups.get(axis) == value for file in files))
            for value, least in values.items()
        }
        for axis, values in floors.items()
    }


def _why(file: str, low, high, at_low, at_high) -> str:
    if (file in at_high) != (file in at_low):
        return (
            f"À {number(high)} points, sa lecture la plus haute, le règlement le retiendrait ; à {number(low)}, la plus"
            " basse, il ne le retiendrait pas."
        )
    others = sorted(at_low ^ at_high)
    return (
        f"Selon que l’on suit sa lecture la plus basse ({number(low)}) ou la plus haute ({number(high)}), le sort change"
        f" pour {', '.join(others)}."
    )
