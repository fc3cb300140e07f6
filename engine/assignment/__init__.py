"""Who reads what: exact and lexicographic, whatever the order in which the problem is written.

1. The greatest total affinity, in exact decimals. 2. Among those plans, the least sum of squared loads. 3. Among
those, a plan whose pairs form one graph, so that calibration can compare every reader, if there is any.

Aim 1 is a transport problem: a linear relaxation on few candidates, then a proof in integers by prices over every
pair. Aim 2 is sought on the optimal face of aim 1, where loads even out by chains of gifts, with its own proof (a
flow with convex costs; loads form an M-convex set, Frank and Murota 2022, so that evening out two by two is
enough). Aim 3 is sought on the optimal face of both. Between plans that the three aims do not separate, the one
found depends on the ids alone, sorted, and on fixed seeds: never on the order of the input.
"""

from __future__ import annotations

import numpy as np

from engine.assignment import connection, relaxation
from engine.assignment.board import Board, chain, only
from engine.assignment.prices import Aim, face, is_best, settle
from engine.assignment.problem import Bools, Clock, Frame, Plan, Problem, Reader, frame
from engine.assignment.start import begin, obstacle

__all__ = ["Plan", "Problem", "Reader", "assign"]

_STOPS = {
    1: "Le temps est écoulé avant la preuve que l’affinité totale est la plus grande.",
    2: "L’affinité totale est la plus grande, mais le temps est écoulé avant la preuve que les charges sont les plus égales.",
    3: "L’affinité et l’égalité des charges sont prouvées, mais la recherche n’a ni relié toutes les lectures ni prouvé que c’est impossible.",
}


def assign(problem: Problem, time_limit: float | None = None) -> Plan:
    """The best plan, or the sentence that says why there is none.

    ``time_limit`` is in seconds; when it stops a proof, the plan at hand is lawful and its status ``feasible``.
    Raises Unlawful on a duplicate or unknown id, an affinity outside 0 to 1, a minimum above its maximum.
    """
    clock, grid = Clock.of(time_limit), frame(problem)
    if cause := obstacle(grid):
        return Plan("infeasible", cause=cause)
    board, cause = begin(grid)
    if cause:
        return Plan("infeasible", cause=cause)
    stopped = _pursue(grid, board, clock)
    return _plan(grid, board.taken, "feasible" if stopped else "optimal", _STOPS.get(stopped, ""))


def _pursue(grid: Frame, board: Board, clock: Clock) -> int:
    """The three aims in their order; the number of the first one left without its proof, 0 when all are proved."""
    affinity, evenness = Aim(grid.gain), Aim(np.zeros(grid.gain.shape, np.int64), even=True)
    if not is_best(board, affinity):
        relaxation.improve(grid, board, clock)
    prices = settle(board, affinity, clock)
    if prices is None:
        return 1
    best = face(board, affinity, prices)
    _even_out(best, clock)
    prices = settle(best, evenness, clock)
    board.taken = best.taken
    if prices is None:
        return 2
    best = face(best, evenness, prices)
    outcome = connection.connect(best, clock)
    board.taken = best.taken
    return 3 if outcome is None else 0


def _even_out(board: Board, clock: Clock) -> None:
    """From the busiest reader down, pass files along to whoever reads at least two fewer."""
    size, loads = board.taken.shape[1], board.loads
    settled: Bools = np.zeros(size, bool)
    while not (settled.all() or clock.over):
        giver = int(np.argmax(np.where(settled, -1, loads)))
        takers = (loads <= loads[giver] - 2) & (loads < board.most)
        settled[giver] = loads[giver] <= board.least[giver]
        if not settled[giver]:
            gifts, reached = chain(board, only(giver, size), takers)
            if gifts is None:
                settled |= reached & (loads <= loads[giver])
            else:
                board.give(gifts)
                loads[[giver, gifts[-1][2]]] += -1, 1


def _plan(grid: Frame, taken: Bools, status: str, cause: str) -> Plan:
    """The answer, once what makes it lawful has been counted again, however it was found."""
    loads = taken.sum(axis=0)
    exact = (taken.sum(axis=1) == grid.per_file).all() and (
        (grid.least <= loads) & (loads <= grid.most)
    ).all()
    if not exact or (grid.kept & ~taken).any() or (taken & ~grid.lawful).any():
        raise ArithmeticError("Le plan calculé ne respecte pas ses contraintes.")
    pairs = tuple((grid.files[file], grid.readers[reader]) for file, reader in np.argwhere(taken))
    by_reader = dict(zip(grid.readers, loads.tolist(), strict=True))
    return Plan(status, pairs, by_reader, connection.connected(taken), cause)
