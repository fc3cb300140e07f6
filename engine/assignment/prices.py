"""The proof: a price per reader under which no change pays, in integers, or the change that does pay.

Gifts from reader to reader, and loads that go up or down by one, are the arcs of a graph; a plan is best exactly
when no cycle of arcs costs less than nothing, and then the shortest distances are prices under which no arc costs
less than nothing (Ahuja, Magnanti, Orlin, *Network Flows*, 1993, theorems 9.1 to 9.4; Bellman and Ford). The
plans that are just as good are those made of arcs that cost nothing: the optimal face, where the next aim is
sought. The graph has one node per reader and one for the loads, and looks at every pair: no candidate is left
out of the proof.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.assignment.board import Board, Gift
from engine.assignment.problem import Bools, Clock, Ints


@dataclass(frozen=True)
class Aim:
    """What is sought: most ``gain``, or, when ``even``, the least sum of squared loads as well."""

    gain: Ints
    even: bool = False


@dataclass(frozen=True)
class Arcs:
    """The cheapest gift from each reader to each other, the file that makes it, and the load changes (last node)."""

    cost: Ints
    file: Ints
    never: int


def settle(board: Board, aim: Aim, clock: Clock) -> Ints | None:
    """Turn every cycle that pays, until none does; the prices that prove it, None when time ran out."""
    while not clock.over:
        arcs = arcs_of(board, aim)
        prices, cycle = _shortest(arcs)
        if not cycle:
            return prices
        _turn(board, arcs, cycle)
    return None


def is_best(board: Board, aim: Aim) -> bool:
    """Whether no change pays."""
    return not _shortest(arcs_of(board, aim))[1]


def arcs_of(board: Board, aim: Aim) -> Arcs:
    """The arcs of a plan; ``never`` is the cost of what cannot be done."""
    held, open_, loads, size = board.held, board.open, board.loads, board.taken.shape[1]
    dearest = int(aim.gain.max(initial=0)) + 2 * int(loads.max(initial=0)) + 1
    never = 4 * (size + 2) * dearest
    cost: Ints = np.full((size + 1, size + 1), never, aim.gain.dtype)
    file: Ints = np.zeros((size + 1, size + 1), np.int64)
    for giver in range(size):
        rows = np.flatnonzero(held[:, giver])
        if rows.size:
            lost = np.where(open_[rows], aim.gain[rows, giver][:, None] - aim.gain[rows], never)
            best = lost.argmin(axis=0)
            cost[giver, :size] = lost[best, np.arange(size)]
            file[giver, :size] = rows[best]
    slope = (2 * loads if aim.even else 0 * loads).astype(cost.dtype)
    cost[:size, size] = np.where(loads < board.most, slope + int(aim.even), never)
    cost[size, :size] = np.where(loads > board.least, int(aim.even) - slope, never)
    return Arcs(cost, file, never)


def face(board: Board, aim: Aim, prices: Ints) -> Board:
    """The same plan, free only where a change costs nothing at these prices: every plan as good, and no other."""
    arcs, size = arcs_of(board, aim), board.taken.shape[1]
    held, open_, loads = board.held, board.open, board.loads
    value = aim.gain + prices[None, :size]
    low = value.min(initial=arcs.never)
    high = value.max(initial=-arcs.never)
    kept = np.where(held, value, high + 1).min(axis=1, initial=high + 1)[:, None]
    left = np.where(open_, value, low - 1).max(axis=1, initial=low - 1)[:, None]
    tied = kept == left
    step = 1 if aim.even else board.taken.shape[0]
    up = arcs.cost[:size, size] + prices[:size] == prices[size]
    down = arcs.cost[size, :size] + prices[size] == prices[:size]
    return Board(
        board.taken,
        tied & ((held & (value == kept)) | (open_ & (value == left))),
        np.where(down, np.maximum(board.least, loads - step), loads),
        np.where(up, np.minimum(board.most, loads + step), loads),
    )


def _shortest(arcs: Arcs) -> tuple[Ints, list[int]]:
    """Distances from a root at no cost from every node, and the nodes of a cycle that pays, empty when none."""
    size = len(arcs.cost)
    nodes = np.arange(size)
    distance: Ints = np.zeros(size, arcs.cost.dtype)
    before: Ints = np.full(size, -1)
    while True:
        reach = distance[:, None] + arcs.cost
        best = reach.argmin(axis=0)
        better = reach[best, nodes] < distance
        if not better.any():
            return distance, []
        distance = np.where(better, reach[best, nodes], distance)
        before = np.where(better, best, before)
        if cycle := _cycle(before):
            return distance, cycle


def _cycle(before: Ints) -> list[int]:
    """The first cycle met when following the predecessors, in walking order."""
    seen: Bools = np.zeros(len(before), bool)
    for start in range(len(before)):
        walk: list[int] = []
        node = start
        while node >= 0 and not seen[node]:
            seen[node] = True
            walk.append(node)
            node = int(before[node])
        if node in walk:
            return walk[walk.index(node) :][::-1]
    return []


def _turn(board: Board, arcs: Arcs, cycle: list[int]) -> None:
    last = len(arcs.cost) - 1
    gifts: list[Gift] = []
    for giver, taker in zip(cycle, cycle[1:] + cycle[:1], strict=True):
        if last not in (giver, taker):
            gifts.append((int(arcs.file[giver, taker]), giver, taker))
    board.give(gifts)
