"""HiGHS, held to whole numbers: no float is believed about a choice.

Each choice it finds is summed again in integers; one that only rounding let through is cut off and searched again.
It is given rows divided by the greatest common divisor of their weights or, when their numbers are still too large
for a float, rounded so that they allow more, never less. Its tolerance allows more too, so that it may propose what
is not lawful, and is then refused, but has no reason to miss what is. One thread and a fixed seed: the answer is
the same every time, unless the clock cuts it.

Source: Huangfu and Hall, *Parallelizing the dual revised simplex method*, 2018; https://highs.dev.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import accumulate
from math import floor, gcd, inf
from time import monotonic
from typing import Any

import highspy

from engine.optimum.programme import Programme, Row

CUTS = 500  # choices that one search may have to cut off before it gives up
SCALE = 1 << 60  # what prices are multiplied by before they are rounded
BLUR = 0.1  # what the solver's tolerance may hide of a bound that is a whole number
LARGEST = 1 << 40  # the largest weight given to the solver
OPTIONS: dict[str, bool | int | float | str] = {
    "output_flag": False,
    "presolve": "off",
    "threads": 1,
    "random_seed": 0,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.9,
}


class Clock:
    """The seconds left of a limit; None never ends."""

    def __init__(self, limit: float | None) -> None:
        self._end = inf if limit is None else monotonic() + limit

    @property
    def left(self) -> float:
        return self._end - monotonic()


@dataclass(frozen=True)
class Found:
    """A choice or None, and the most that any can be worth for the aim: None when it is proved there is none."""

    chosen: set[int] | None
    most: int | None


class Model:
    """What remains of a programme when some columns stay open and, of the others, those ``around`` are chosen."""

    def __init__(
        self, programme: Programme, columns: Sequence[int], around: Collection[int], aim: Mapping[int, int]
    ) -> None:
        self.columns = sorted(columns)
        self.around = set(around)
        self.aim = [aim.get(column, 0) for column in self.columns]
        self.given = sum(aim.get(column, 0) for column in self.around)
        self.most = self.given + sum(max(0, worth) for worth in self.aim)
        left = [_left(row, set(self.columns), self.around) for row in programme.rows]
        self.possible = all(row.weights or row.allows(0) for row in left)
        self.rows = [_divided(row) for row in left if row.weights and not _idle(row)]

    def prices(self) -> list[int] | None:
        """The duals of the relaxation, a price per row, rounded; zeros when the solver has none, None if no choice."""
        if not self.possible:
            return None
        if not self.rows:
            return []
        solver = self._run(integer=False, clock=Clock(None))
        if solver.getModelStatus() in _IMPOSSIBLE:
            return None
        duals = solver.getSolution().row_dual
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal or len(duals) < len(self.rows):
            return [0] * len(self.rows)
        return [round(dual * SCALE) // _step(row) for dual, row in zip(duals, self.rows, strict=True)]

    def solve(self, clock: Clock) -> Found:
        """The choice that serves the aim best, checked in integers; those that fail the check are cut off."""
        if not self.possible:
            return Found(None, None)
        if not self.columns:
            return Found(self.around, self.given)
        for _ in range(CUTS):
            if clock.left <= 0:
                break
            solver = self._run(integer=True, clock=clock)
            if solver.getModelStatus() in _IMPOSSIBLE:
                return Found(None, None)
            most = self._most(solver)
            chosen = self._choice(solver)
            if chosen is None:
                return Found(None, most)
            broken = next((row for row in self.rows if not row.allows(row.sum(chosen))), None)
            if broken is None:
                return Found(chosen | self.around, max(most, self.given + self._worth(chosen)))
            self.rows.append(self._cut(broken, chosen))
        return Found(None, self.most)

    def _worth(self, chosen: set[int]) -> int:
        return sum(worth for column, worth in zip(self.columns, self.aim, strict=True) if column in chosen)

    def _most(self, solver: Any) -> int:
        bound = solver.getInfo().mip_dual_bound
        return min(self.most, self.given + floor(bound + BLUR)) if abs(bound) < 1e15 else self.most

    def _choice(self, solver: Any) -> set[int] | None:
        values = solver.getSolution().col_value
        if solver.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return None
        return {column for column, value in zip(self.columns, values, strict=True) if value > 0.5}

    def _cut(self, broken: Row, chosen: set[int]) -> Row:
        """A row that refuses this choice and no lawful one: a cover when the broken row is one of packing."""
        if not broken.packing or broken.most is None:
            signs = {column: 1 if column in chosen else -1 for column in self.columns}
            return Row(signs, most=len(chosen) - 1)
        cover = sorted(chosen & broken.weights.keys(), key=lambda column: (-broken.weights[column], column))
        while broken.sum(cover[:-1]) > broken.most:
            cover.pop()
        heavy = {column for column, weight in broken.weights.items() if weight >= broken.weights[cover[0]]}
        return Row(dict.fromkeys(sorted(heavy | set(cover)), 1), most=len(cover) - 1)

    def _run(self, integer: bool, clock: Clock) -> Any:
        """The solver, run on the model: rows of whole numbers small enough for it to hold exactly."""
        place = {column: index for index, column in enumerate(self.columns)}
        rows = [_within_reach(row) for row in self.rows]
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(self.columns), len(rows)
        model.sense_ = highspy.ObjSense.kMaximize
        model.col_cost_ = [float(worth) for worth in self.aim]
        model.col_lower_, model.col_upper_ = [0.0] * len(self.columns), [1.0] * len(self.columns)
        model.row_lower_ = [-highspy.kHighsInf if row.least is None else float(row.least) for row in rows]
        model.row_upper_ = [highspy.kHighsInf if row.most is None else float(row.most) for row in rows]
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = [0, *accumulate(len(row.weights) for row in rows)]
        model.a_matrix_.index_ = [place[column] for row in rows for column in row.weights]
        model.a_matrix_.value_ = [float(weight) for row in rows for weight in row.weights.values()]
        if integer:
            model.integrality_ = [highspy.HighsVarType.kInteger] * len(self.columns)
        solver = _new()
        for name, value in OPTIONS.items():
            solver.setOptionValue(name, value)
        if clock.left != inf:
            solver.setOptionValue("time_limit", max(clock.left, 0.0))
        solver.passModel(model)
        solver.run()
        return solver


_new: Any = highspy.Highs  # its constructor has no types
_IMPOSSIBLE = (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible)


def _left(row: Row, columns: set[int], around: set[int]) -> Row:
    """What a row still asks of the open columns."""
    given = row.sum(around)
    weights = {column: weight for column, weight in row.weights.items() if weight and column in columns}
    return Row(
        weights,
        None if row.least is None else row.least - given,
        None if row.most is None else row.most - given,
    )


def _idle(row: Row) -> bool:
    """Whether every choice keeps the row."""
    lowest = sum(min(0, weight) for weight in row.weights.values())
    highest = sum(max(0, weight) for weight in row.weights.values())
    return row.allows(lowest) and row.allows(highest)


def _divided(row: Row) -> Row:
    """The same row for whole numbers, divided by the greatest common divisor of its weights."""
    divisor = reduce(gcd, row.weights.values())
    return Row(
        {column: weight // divisor for column, weight in row.weights.items()},
        None if row.least is None else -(-row.least // divisor),
        None if row.most is None else row.most // divisor,
    )


def _step(row: Row) -> int:
    """What to divide the numbers of a row by so that the solver holds them exactly."""
    excess = max(row.weights.values()) // LARGEST if row.packing else 0
    return 1 << excess.bit_length()


def _within_reach(row: Row) -> Row:
    """A row whose numbers the solver holds exactly, which allows all that the row allows, and perhaps more."""
    step = _step(row)
    if step == 1 or row.most is None:
        return row
    return Row({column: weight // step for column, weight in row.weights.items()}, most=row.most // step)
