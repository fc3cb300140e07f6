"""The third aim: among the plans as good for the first two, one whose pairs form a single graph, if there is any.

Cheap arguments first: the pairs that may be taken do not connect the files, or there are too few readings for a
tree. Then merges: a file takes a reader of another part and a chain of gifts closes the change, giving away only
pairs that hold nothing together. What is left goes to a search with cuts: every part found apart must be left by
at least one pair (Dantzig, Fulkerson and Johnson 1954), until the plan is connected or none can be. The question
is as hard as the Hamiltonian cycle, so the search is bounded by counts, never by the clock of a busy machine.

A reader without any file belongs to no part.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import highspy
import numpy as np

from engine.assignment.board import Board, chain, only
from engine.assignment.problem import Bools, Clock, Ints
from engine.assignment.relaxation import quiet_solver
from engine.components import components

TRIES = 60
ROUNDS = 60
NODES = 300
LARGEST = 20_000
_SEED = 20_262
_Part = tuple[Bools, Bools]


def connect(board: Board, clock: Clock) -> bool | None:
    """Rearrange the plan at no cost; True when connected, False when proved impossible, None when not known."""
    while len(parts := _parts(board.taken)) > 1:
        if _hopeless(board):
            return False
        if not any(_merge(board, part, len(parts)) for part in parts[:-1]):
            return _search_or_leave(board, clock)
    return True


def connected(taken: Bools) -> bool:
    """Whether the pairs form one graph; so do none at all."""
    return len(_parts(taken)) <= 1


def _parts(pairs: Bools) -> list[_Part]:
    """The files and the readers of each part, the smallest first."""
    files, readers = pairs.shape
    found = components((file, reader) for file, reader in np.argwhere(pairs).tolist())
    found.sort(key=lambda part: len(part[0]))
    return [(_mask(some, files), _mask(others, readers)) for some, others in found]


def _mask(chosen: frozenset[int], size: int) -> Bools:
    mask = np.zeros(size, bool)
    mask[list(chosen)] = True
    return mask


def _hopeless(board: Board) -> bool:
    """No plan of the face can be connected: a cut that no pair may cross, or fewer readings than a tree has edges."""
    files = len(board.taken)
    busy = int((board.least > 0).sum())
    return len(_parts(board.taken | board.free)) > 1 or int(board.taken.sum()) < files + busy - 1


def _merge(board: Board, part: _Part, count: int) -> bool:
    """Try to leave fewer parts than ``count`` by one change that joins this part to another."""
    bridges = _bridges(board.taken)
    for file, reader in _crossings(board, part):
        before = board.taken.copy()
        if _exchange(board, bridges, file, reader) and len(_parts(board.taken)) < count:
            return True
        board.taken = before
    return False


def _crossings(board: Board, part: _Part) -> Iterator[tuple[int, int]]:
    """Some of the pairs that could be taken between this part and the others, in a fixed disorder."""
    files, readers = part
    pairs = np.argwhere(board.open & (files[:, None] != readers[None, :]))
    order = np.random.default_rng(_SEED).permutation(len(pairs))[:TRIES]
    yield from ((int(file), int(reader)) for file, reader in pairs[order])


def _exchange(board: Board, bridges: Bools, file: int, reader: int) -> bool:
    """The file takes the reader and drops another; gifts bring the loads back into their bounds."""
    loose = replace(board, free=board.free & ~bridges)
    leaving = loose.held[file]
    loose.free[file] = False
    loads, start = board.loads, only(reader, len(leaving))
    gifts, _ = chain(loose, start, leaving)
    dropped = gifts[-1][2] if gifts else -1
    if gifts is None and (leaving & (loads > board.least)).any():
        gifts, _ = chain(loose, start, (loads < board.most) & ~leaving)
        dropped = int(np.argmax(leaving & (loads > board.least)))
    if gifts is None:
        return False
    board.give([*gifts, (file, dropped, reader)])
    return True


def _bridges(pairs: Bools) -> Bools:
    """The pairs whose loss would split a part: those that no cycle runs through.

    Each pair off a spanning tree puts its own random word on its two ends; below a bridge the words cancel out.
    """
    files = len(pairs)
    order, parent = _spanning_tree(pairs)
    words = np.random.default_rng(_SEED).integers(1, 2**62, pairs.shape) * pairs
    for node, above in parent.items():
        words[min(node, above), max(node, above) - files] = 0
    below = np.concatenate([np.bitwise_xor.reduce(words, axis=axis) for axis in (1, 0)]).tolist()
    bridges = np.zeros(pairs.shape, bool)
    for node in reversed([node for node in order if node in parent]):
        above = parent[node]
        bridges[min(node, above), max(node, above) - files] = not below[node]
        below[above] ^= below[node]
    return bridges


def _spanning_tree(pairs: Bools) -> tuple[list[int], dict[int, int]]:
    """The nodes (files, then readers) from the roots down, and the parent of each but the roots."""
    files = len(pairs)
    ahead = [(np.flatnonzero(row) + files).tolist() for row in pairs]
    ahead += [np.flatnonzero(column).tolist() for column in pairs.T]
    order: list[int] = []
    parent: dict[int, int] = {}
    seen: set[int] = set()
    for root in range(files):
        waiting = [] if root in seen else [root]
        for node in waiting:
            seen.add(node)
            fresh = [other for other in ahead[node] if other not in seen]
            seen.update(fresh)
            parent.update(dict.fromkeys(fresh, node))
            waiting += fresh
        order += waiting
    return order, parent


def _search_or_leave(board: Board, clock: Clock) -> bool | None:
    before, outcome = board.taken.copy(), _search(board, clock)
    if not outcome:
        board.taken = before
    return outcome


def _search(board: Board, clock: Clock) -> bool | None:
    """Solve for a plan of the face that every cut found so far allows, until it is connected or none is left."""
    pairs: Ints = np.argwhere(board.free)
    if len(pairs) > LARGEST:
        return None
    solver = _solver(board, pairs)
    for _ in range(ROUNDS):
        if clock.over:
            return None
        solver.setOptionValue("time_limit", min(solver.getRunTime() + clock.left, 1e9))
        solver.run()
        status = solver.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return False
        if status != highspy.HighsModelStatus.kOptimal or not _adopt(board, pairs, solver):
            return None
        parts = _parts(board.taken)
        if len(parts) == 1:
            return True
        for part in parts:
            _cut(solver, pairs, part)
    return None


def _solver(board: Board, pairs: Ints) -> highspy.Highs:
    """One binary per free pair; each file keeps its readings, each reader his bounds."""
    files, readers = board.taken.shape
    held, fixed = board.held.sum(axis=1), (board.taken & ~board.free).sum(axis=0)
    count = len(pairs)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = count, files + readers
    model.col_cost_, model.col_lower_, model.col_upper_ = np.zeros(count), np.zeros(count), np.ones(count)
    model.row_lower_ = np.concatenate([held, board.least - fixed]).astype(float)
    model.row_upper_ = np.concatenate([held, board.most - fixed]).astype(float)
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = np.arange(0, 2 * count + 1, 2, dtype=np.int32)
    model.a_matrix_.index_ = np.column_stack([pairs[:, 0], pairs[:, 1] + files]).ravel().astype(np.int32)
    model.a_matrix_.value_ = np.ones(2 * count)
    model.integrality_ = [highspy.HighsVarType.kInteger] * count
    solver = quiet_solver(mip_max_nodes=NODES, mip_rel_gap=0.0)
    solver.passModel(model)
    return solver


def _cut(solver: highspy.Highs, pairs: Ints, part: _Part) -> None:
    files, readers = part
    crossing = np.flatnonzero(files[pairs[:, 0]] != readers[pairs[:, 1]]).astype(np.int32)
    solver.addRow(1.0, float("inf"), len(crossing), crossing, np.ones(len(crossing)))


def _adopt(board: Board, pairs: Ints, solver: highspy.Highs) -> bool:
    """Take the plan of the solver if, in integers, it is one of the face."""
    values = np.asarray(solver.getSolution().col_value)
    taken = board.taken & ~board.free
    entered = pairs[values > 0.5]
    taken[entered[:, 0], entered[:, 1]] = True
    loads = taken.sum(axis=0)
    sound = (taken.sum(axis=1) == board.taken.sum(axis=1)).all()
    if not (sound and (loads >= board.least).all() and (loads <= board.most).all()):
        return False
    board.taken = taken
    return True
