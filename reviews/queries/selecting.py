"""What a policy chooses on the ranking of a lot: the instance given to the engine, the published one first.

The instance names territories by their code, with their words aside, categories and priorities by their words, so that
the engine's reasons can be read. A published minimum holds within what is ranked: a territory without candidate blocks nobody.
"""

from collections import Counter

from calls.enums import Policy
from calls.selecting import TERRITORY, axes
from engine import allocation
from reviews.queries.groups import groups_of
from reviews.queries.ranking import Row, in_order, places_left, undecided_ties

SECONDS = 20.0  # what the search may take before its proof is cut short
Limits = dict[str, dict[str, int]]
Groups = dict[int, dict[str, str]]  # {file: {axis: value}}


def may_select(lot) -> bool:
    """Whether the lot gives out an envelope along a ranking."""
    return bool(lot.call.ranked and lot.call.with_money and lot.envelope is not None)


def selection_of(lot, rows: list[Row]) -> allocation.Result | None:
    """What the published policy gives on this lot's ranking; None without ranking, money, envelope, or with a tie left."""
    instance = published(lot, rows, counted=lot.call.policy == Policy.EQUITABLE)
    return allocation.select(instance) if instance else None


def published(lot, rows: list[Row], *, counted=True) -> allocation.Instance | None:
    """The instance that the published rules fix for this ranking; None where nothing can be chosen yet.

    `counted` tells where each file counts, which only a policy with numbers needs to choose.
    """
    if not may_select(lot) or undecided_ties(rows):
        return None
    groups = ranked_groups(lot, rows) if counted else {}
    return instance_of(lot, rows, lot.call.policy, *published_limits(lot, groups), groups=groups)


def ranked_groups(lot, rows: list[Row]) -> Groups:
    """Where each file to decide counts."""
    return groups_of(lot, [row.application for row in in_order(rows)])


def tally(groups: Groups) -> Counter:
    """How many files count for each (axis, value)."""
    return Counter(pair for values in groups.values() for pair in values.items())


def published_limits(lot, groups: Groups) -> tuple[Limits, Limits]:
    """The numbers of chosen files that the lot publishes, its minimums within what is ranked."""
    if lot.call.policy != Policy.EQUITABLE:
        return {}, {}
    there = tally(groups)
    least = {
        axis: {value: min(count, there[axis, value]) for value, count in values.items() if there[axis, value]}
        for axis, values in lot.minimums.items()
    }
    return least, lot.maximums


def one_each(groups: Groups) -> Limits:
    """At least one file for each territory that has one ranked."""
    return {TERRITORY: {value: 1 for axis, value in tally(groups) if axis == TERRITORY}}


def walk_of(call) -> allocation.Policy:
    """How money that returns is offered down the waiting list, in rank order: a policy that chooses a set offers
    the next file what is left, when that reaches its minimum."""
    policy = allocation.Policy(call.policy)
    return policy if policy in allocation.WALKS else allocation.Policy.PARTIAL


def instance_of(
    lot,
    rows: list[Row],
    policy: str,
    minimums: Limits,
    maximums: Limits,
    *,
    groups: Groups,
    required=(),
    forbidden=(),
    envelope: int | None = None,
    percent: int | None = None,
) -> allocation.Instance:
    """The instance of this policy on this ranking, under what is left of the envelope unless told otherwise."""
    names = names_of(lot) if groups else {}
    percent = lot.call.partial_minimum_percent if percent is None else percent
    left = max(lot.envelope - lot.applications.committed(), 0) if envelope is None else envelope
    return allocation.Instance(
        envelope=left,
        files=tuple(
            _file(row, _named(groups.get(row.application.pk, {}), names), percent) for row in in_order(rows)
        ),
        policy=allocation.Policy(policy),
        places=places_left(lot),
        floors=_limits(minimums, names),
        ceilings=_limits(maximums, names),
        required=frozenset(required),
        forbidden=frozenset(forbidden),
        time_limit=SECONDS,
        names=territories_in(lot, minimums, maximums),
    )


def _file(row: Row, groups: dict[str, str], percent: int) -> allocation.File:
    requested = row.application.requested_amount or 0
    return allocation.File(
        id=row.application.number,
        rank=row.rank,
        requested=requested,
        minimum=-(-requested * percent // 100),
        places=row.application.requested_places or 0,
        points=row.points,
        groups=groups,
    )


def names_of(lot) -> dict[str, dict[str, str]]:
    """{axis: {value: words}} of the axes whose values are codes nobody reads."""
    found = {axis.key: dict(axis.options) for axis in axes(lot) if axis.key != TERRITORY}
    return {axis: names for axis, names in found.items() if len(set(names.values())) == len(names)}


def territories_in(lot, *limits: Limits) -> dict[str, dict[str, str]]:
    """{axis: {code: words}} of the territories that numbers are fixed for: the engine's reasons say their names."""
    codes = {code for side in limits for code in side.get(TERRITORY, {})}
    named = {row.code: str(row) for row in lot.departements() if row.code in codes} if codes else {}
    return {TERRITORY: named} if named else {}


def _named(values: dict[str, str], names: dict[str, dict[str, str]]) -> dict[str, str]:
    return {axis: names.get(axis, {}).get(value, value) for axis, value in values.items()}


def _limits(limits: Limits, names: dict[str, dict[str, str]]) -> Limits:
    return {
        axis: {names.get(axis, {}).get(value, value): count for value, count in values.items()}
        for axis, values in limits.items()
    }
