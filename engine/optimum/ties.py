"""The first of the best choices, by the solver, when they are too many to be listed.

Columns that the bound settles are the same in all of them. The others are settled in their order, ``BLOCK`` at a
time, with powers of two as worth: a column is taken whenever some best choice that agrees so far has it. Columns
that the choice at hand already has need no search. No best choice has a greater list of bits than the outcome, so
the shortest prefix of it that is itself a best choice comes first.
"""

from __future__ import annotations

from collections.abc import Collection

from engine.optimum.bound import Bound
from engine.optimum.programme import Programme, Row
from engine.optimum.solver import Clock, Model

BLOCK = 16  # so that the solver's tolerance on 2**16 hides less than ``solver.BLUR``


def first(programme: Programme, bound: Bound, chosen: set[int], clock: Clock) -> tuple[set[int], bool]:
    """The first of the best choices, ``chosen`` being one, and whether the clock let it be proved."""
    worth = programme.value(chosen)
    tie = Row(dict(enumerate(programme.worth)), least=worth)
    tied = Programme(programme.worth, (*programme.rows, tie), programme.held)
    undecided = [column for column in sorted(bound.costs) if bound.without(column) >= worth]
    while undecided:
        if undecided[0] in chosen:
            undecided.pop(0)
            continue
        block = undecided[:BLOCK]
        powers = {column: 1 << power for power, column in enumerate(reversed(block))}
        found = Model(tied, undecided, chosen.difference(undecided), powers).solve(clock)
        if found.chosen is None or found.most != sum(powers.get(column, 0) for column in found.chosen):
            return chosen, False
        chosen = found.chosen
        undecided = undecided[BLOCK:]
    return _shortest(programme, chosen), True


def _shortest(programme: Programme, chosen: Collection[int]) -> set[int]:
    """The shortest prefix of a best choice that is a best choice too."""
    goal, worth, prefix = programme.value(chosen), 0, set[int]()
    for column in sorted(chosen):
        if worth == goal and programme.allows(prefix):
            break
        prefix.add(column)
        worth += programme.worth[column]
    return prefix
