"""All the choices that may equal or beat a worth, listed in integers: the proof that no float enters.

A choice worth a goal departs from the bound at columns that cost together no more than the distance between them.
Columns are in order of cost, so that the sets of such columns are walked without meeting any other.
"""

from __future__ import annotations

from collections.abc import Collection
from math import inf
from operator import add, le

from engine.optimum.bound import Bound
from engine.optimum.programme import Programme

LISTED = 200_000  # choices that a list may hold


def short(bound: Bound, goal: float) -> bool:
    """Whether no more than ``LISTED`` choices may be worth ``goal``."""
    room = bound.room(goal)
    costs = [cost for column in bound.order if (cost := abs(bound.costs[column])) <= room]
    stack, seen = [(0, 0)], 0
    while stack and seen < LISTED:
        start, spent = stack.pop()
        seen += 1
        for index in range(start, len(costs)):
            if spent + costs[index] > room:
                break
            stack.append((index + 1, spent + costs[index]))
    return not stack


def first(programme: Programme, bound: Bound, chosen: Collection[int] | None, goal: float) -> set[int] | None:
    """The best lawful choice worth ``goal`` or more, the first of its equals, ``chosen`` being one of them if given."""
    width, order, base = len(programme.worth), bound.order, programme.held | bound.base
    costs = [abs(bound.costs[column]) for column in order]
    signs = {column: -1 if column in base else 1 for column in order}
    gains = [signs[column] * programme.worth[column] for column in order]
    bits = [_mask([column], width) for column in order]
    steps = [tuple(signs[column] * row.weights.get(column, 0) for row in programme.rows) for column in order]
    least = [-inf if row.least is None else row.least for row in programme.rows]
    most = [inf if row.most is None else row.most for row in programme.rows]
    found = None if chosen is None else _mask(chosen, width)
    room = bound.room(goal)
    sums = tuple(row.sum(base) for row in programme.rows)
    stack = [(0, 0, programme.value(base), _mask(base, width), sums)]
    while stack:
        start, spent, value, mask, sums = stack.pop()
        lawful = value >= goal and all(map(le, least, sums)) and all(map(le, sums, most))
        if lawful and (value > goal or found is None or _before(mask, found)):
            found, goal, room = mask, value, bound.room(value)
        for index in range(start, len(order)):
            cost = spent + costs[index]
            if cost > room:
                break
            after = tuple(map(add, sums, steps[index]))
            stack.append((index + 1, cost, value + gains[index], mask ^ bits[index], after))
    return None if found is None else {c for c in range(width) if found >> (width - 1 - c) & 1}


def _mask(chosen: Collection[int], width: int) -> int:
    """A choice as one number, its first column the highest bit."""
    return sum(1 << (width - 1 - column) for column in chosen)


def _before(one: int, other: int) -> bool:
    """Whether the sorted list of a choice comes before another's, a prefix before what it begins."""
    parting = 1 << (one ^ other).bit_length() >> 1
    if one & parting:
        return other & (parting - 1) != 0
    return other & parting != 0 and one & (parting - 1) == 0
