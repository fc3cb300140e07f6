"""Who reads what at a given moment, what may still change, and the chains of gifts that change it.

A reader gives one of his files to another, who gives one to a third…: along such a chain every file keeps its
number of readers, and only the two ends see their load change. All the aims are reached by chains and by cycles
(the residual graph of the flow, drawn on the readers alone).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from engine.assignment.problem import Bools, Ints

Gift = tuple[int, int, int]  # (file, giver, taker)


@dataclass
class Board:
    """``taken`` the pairs, ``free`` those that may change; a reader's load stays between ``least`` and ``most``."""

    taken: Bools
    free: Bools
    least: Ints
    most: Ints

    @property
    def held(self) -> Bools:
        """The pairs that may be given away."""
        return self.taken & self.free

    @property
    def open(self) -> Bools:
        """The pairs that may be taken up."""
        return self.free & ~self.taken

    @property
    def loads(self) -> Ints:
        """How many files each reader reads."""
        loads: Ints = self.taken.sum(axis=0)
        return loads

    def give(self, gifts: Iterable[Gift]) -> None:
        """Carry out gifts."""
        for file, giver, taker in gifts:
            self.taken[file, giver] = False
            self.taken[file, taker] = True


def chain(
    board: Board, starts: Bools, ends: Bools, backwards: bool = False
) -> tuple[list[Gift] | None, Bools]:
    """The shortest chain of gifts from a reader of ``starts`` to one of ``ends``, and the readers reached.

    None when there is no such chain; nothing to give when a start is an end. Backwards, the gifts are sought from
    the last taker up, and come as (file, taker, giver).
    """
    taken, free, reached = board.taken, board.free, starts.copy()
    came: dict[int, Gift] = {}
    if (starts & ends).any():
        return [], reached
    waiting = np.flatnonzero(starts).tolist()
    for reader in waiting:
        files = np.flatnonzero(free[:, reader] & (taken[:, reader] ^ backwards))
        passed = free[files] & (taken[files] ^ (not backwards))
        fresh = passed.any(axis=0) & ~reached
        following = np.flatnonzero(fresh).tolist()
        for other in following:
            came[other] = (int(files[passed[:, other].argmax()]), reader, other)
            if ends[other]:
                return _back(came, other), reached
        reached |= fresh
        waiting += following
    return None, reached


def _back(came: dict[int, Gift], end: int) -> list[Gift]:
    gifts = []
    while end in came:
        gifts.append(came[end])
        end = gifts[-1][1]
    return gifts[::-1]


def only(reader: int, readers: int) -> Bools:
    """The mask of a single reader."""
    mask = np.zeros(readers, bool)
    mask[reader] = True
    return mask
