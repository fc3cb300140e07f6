"""The greatest affinity, nearly: the linear relaxation solved on few candidates, others priced in when they pay.

A transport problem has whole vertices, so the simplex of HiGHS (Huangfu and Hall 2018) answers a plan. Each file
starts with its best candidates and those of the plan at hand; the duals price every other pair, and the best of
those that pay are added until none does (Dantzig and Wolfe 1960). Floats decide nothing: ``prices.settle`` proves
the plan afterwards in integers, or mends it.
"""

from __future__ import annotations

import highspy
import numpy as np

from engine.assignment.board import Board
from engine.assignment.problem import Bools, Clock, Floats, Frame, Ints

OPTIONS = {"output_flag": False, "threads": 1, "random_seed": 0}
CANDIDATES = 12
MORE = 6
_SEED = 20_261
_PAYS = 1e-9


def improve(frame: Frame, board: Board, clock: Clock) -> None:
    """Replace the plan on the board by one of greatest affinity, to the precision of floats."""
    worth = frame.worth + _jitter(frame)
    chosen = board.held | _best(np.where(board.free, worth, -np.inf), CANDIDATES)
    chosen &= board.free
    solver = quiet_solver()
    solver.passModel(_rows(frame, board))
    columns = [_add(solver, worth, chosen)]
    while _run(solver, clock):
        gains = _priced(worth, solver)
        fresh = board.free & ~chosen & (gains > _PAYS)
        if not fresh.any():
            _adopt(board, frame, np.concatenate(columns), np.asarray(solver.getSolution().col_value))
            return
        fresh &= _best(np.where(fresh, gains, -np.inf), MORE)
        columns.append(_add(solver, worth, fresh))
        chosen |= fresh


def quiet_solver(**options: bool | float) -> highspy.Highs:
    """A solver that prints nothing and always does the same."""
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    for name, value in {**OPTIONS, **options}.items():
        solver.setOptionValue(name, value)
    return solver


def _jitter(frame: Frame) -> Floats:
    """What spreads equal candidates over the readers, always the same; in all less than the least difference."""
    noise: Floats = np.random.default_rng(_SEED).random(frame.worth.shape)
    return noise * min(1e-3, 1 / (2 * frame.unit * frame.wanted))


def _best(values: Floats, count: int) -> Bools:
    """The mask of the greatest values of each row."""
    mask = np.zeros(values.shape, bool)
    if values.shape[1] <= count:
        return ~mask
    places = np.argpartition(-values, count, axis=1)[:, :count]
    np.put_along_axis(mask, places, True, axis=1)
    return mask


def _rows(frame: Frame, board: Board) -> highspy.HighsLp:
    """One row per file, one per reader, no column yet; kept pairs are taken off the bounds."""
    missing = frame.per_file - frame.kept.sum(axis=1)
    given = frame.kept.sum(axis=0)
    model = highspy.HighsLp()
    model.num_row_ = sum(frame.kept.shape)
    model.row_lower_ = np.concatenate([missing, board.least - given]).astype(float)
    model.row_upper_ = np.concatenate([missing, board.most - given]).astype(float)
    return model


def _add(solver: highspy.Highs, worth: Floats, chosen: Bools) -> Ints:
    """Add one column per chosen pair; the pairs, in the order of the columns."""
    pairs: Ints = np.argwhere(chosen)
    count = len(pairs)
    entries = np.column_stack([pairs[:, 0], pairs[:, 1] + len(worth)]).ravel().astype(np.int32)
    solver.addCols(
        count,
        -worth[chosen],
        np.zeros(count),
        np.ones(count),
        2 * count,
        np.arange(0, 2 * count, 2, dtype=np.int32),
        entries,
        np.ones(2 * count),
    )
    return pairs


def _run(solver: highspy.Highs, clock: Clock) -> bool:
    """Whether the solver reached an optimum before the time was over."""
    if clock.over:
        return False
    solver.setOptionValue("time_limit", min(solver.getRunTime() + clock.left, 1e9))
    solver.run()
    return bool(solver.getModelStatus() == highspy.HighsModelStatus.kOptimal)


def _priced(worth: Floats, solver: highspy.Highs) -> Floats:
    """What each pair would bring at the duals, for each unit that enters."""
    duals = np.asarray(solver.getSolution().row_dual)
    files = len(worth)
    priced: Floats = worth + duals[:files, None] + duals[None, files:]
    return priced


def _adopt(board: Board, frame: Frame, pairs: Ints, values: Floats) -> None:
    """Take the plan of the solver if, in integers, it is a lawful one."""
    taken = frame.kept.copy()
    entered = pairs[values > 0.5]
    taken[entered[:, 0], entered[:, 1]] = True
    loads = taken.sum(axis=0)
    lawful = (taken.sum(axis=1) == frame.per_file).all() and not (taken & ~frame.lawful).any()
    if lawful and (loads >= board.least).all() and (loads <= board.most).all():
        board.taken = taken
