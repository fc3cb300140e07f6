"""The best 0/1 choice under rows of whole numbers, proved and unique: an exact use of a solver in floats.

Columns are in order of preference. ``best`` maximises Σ worth over the chosen columns, every row kept; of all
the best choices it returns the one whose sorted list of columns comes first, a prefix before what it begins.

1. *Bound* (``bound``). The duals of the linear relaxation, rounded to integers, give by weak duality an upper
   bound that holds whatever the floats were, and what departing from it costs at each column.
2. *Search* (``solver``). HiGHS searches the columns that cost least, the others fixed; this core grows until it
   holds every column that the bound leaves open (Balas and Zemel, *Operations Research* 28, 1980).
3. *List* (``listing``). Every choice whose departures cost no more than the distance from the best one known to the
   bound is listed, in integers alone. When there are few enough, which is always so up to 17 columns and nearly
   always at a thousand, the list proves the best worth and the tie rule by itself, and would mend a search gone wrong.
4. *Tie* (``ties``). Otherwise, under the row Σ worth ≥ best, HiGHS settles the columns in their order, a block at a
   time with powers of two as worth.

Only a choice of equal worth to the bound, or a list, is a proof in integers; otherwise HiGHS is believed when it
says that there is nothing better, never when it says that a choice is lawful.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf

from engine.optimum import listing, ties
from engine.optimum.bound import Bound, bound_of
from engine.optimum.filling import filled, greedy
from engine.optimum.programme import Programme
from engine.optimum.solver import Clock, Model

CORE = 30  # columns searched at first
GRACE = 10.0  # seconds given to find a first lawful choice when the limit left none


@dataclass(frozen=True)
class Best:
    """What was found, and what is proved about it.

    ``chosen`` is None when nothing lawful was found: it is ``impossible``, or the time ran out. No lawful choice
    is worth more than ``bound``. ``unique`` says that the tie rule was carried through. ``losses`` bounds from
    below what the best choice loses when it must change its mind about a column.
    """

    chosen: frozenset[int] | None
    worth: int = 0
    bound: int = 0
    unique: bool = False
    impossible: bool = False
    losses: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class _Known:
    """A choice if any, the most that any can be worth (None: there is none), whether it is the first of the best."""

    chosen: set[int] | None
    most: int | None
    unique: bool = False

    def goal(self, programme: Programme) -> float:
        """What is to be equalled or beaten."""
        return -inf if self.chosen is None else programme.value(self.chosen)


def best(programme: Programme, limit: float | None = None, break_ties: bool = True) -> Best:
    """The best lawful choice, the first of its equals if asked, as far as ``limit`` seconds allow."""
    clock, bound = Clock(limit), bound_of(programme)
    if bound is None:
        return Best(None, impossible=True)
    known = _search(programme, bound, clock)
    if known.chosen is None or known.most is None:
        return Best(None, impossible=known.most is None)
    worth = programme.value(known.chosen)
    if worth < known.most:
        chosen = filled(programme, bound, known.chosen)
        return Best(frozenset(chosen), programme.value(chosen), known.most)
    chosen, unique = known.chosen, known.unique
    if break_ties and not unique:
        chosen, unique = ties.first(programme, bound, chosen, clock)
    losses = {column: loss for column in bound.costs if (loss := worth - bound.without(column)) > 0}
    return Best(frozenset(chosen), worth, worth, unique, losses=losses)


def impossible(programme: Programme, limit: float) -> bool:
    """Whether it is proved within ``limit`` seconds that no choice is lawful."""
    bound = bound_of(programme)
    return bound is None or Model(programme, bound.order, programme.held, {}).solve(Clock(limit)).most is None


def _search(programme: Programme, bound: Bound, clock: Clock) -> _Known:
    """The best choice, as far as the clock allows."""
    known = _Known(greedy(programme, bound), bound.most)
    for core, outside in _cores(bound.order):
        if clock.left > 0 and known.goal(programme) < bound.most:
            known = _searched(programme, bound, core, outside, known, clock)
        goal = known.goal(programme)
        if listing.short(bound, goal):
            chosen = listing.first(programme, bound, known.chosen, goal)
            return _Known(chosen, None if chosen is None else programme.value(chosen), True)
        if known.most is None or goal >= known.most or clock.left <= 0:
            break
    return _confirmed(programme, bound, known)


def _searched(
    programme: Programme,
    bound: Bound,
    core: Sequence[int],
    outside: Sequence[int],
    known: _Known,
    clock: Clock,
) -> _Known:
    """What is known once the solver has searched a core, the columns outside kept as the bound has them."""
    around = programme.held | bound.base.difference(core)
    found = Model(programme, core, around, dict(enumerate(programme.worth))).solve(clock)
    choices = [chosen for chosen in (known.chosen, found.chosen) if chosen is not None]
    reach = [programme.value(chosen) for chosen in choices]
    reach += [] if found.most is None else [found.most]
    reach += [bound.without(outside[0])] if outside else []
    most = min(max(reach), bound.most) if reach else None
    return _Known(max(choices, key=programme.value, default=None), most)


def _confirmed(programme: Programme, bound: Bound, known: _Known) -> _Known:
    """What is known, mended by a list of what would be better when that is short, or by a last search when empty."""
    if known.most is None:
        return known
    if known.chosen is None:
        found = Model(programme, bound.order, programme.held, {}).solve(Clock(GRACE))
        return _Known(found.chosen, None if found.most is None else known.most)
    goal = programme.value(known.chosen)
    if goal == bound.most or not listing.short(bound, goal + 1):
        return known
    chosen = listing.first(programme, bound, None, goal + 1) or known.chosen
    return _Known(chosen, programme.value(chosen))


def _cores(order: Sequence[int]) -> Iterator[tuple[Sequence[int], Sequence[int]]]:
    """Larger and larger cores, and what stays outside of each; the last one leaves nothing outside."""
    size = CORE
    while size < len(order):
        yield order[:size], order[size:]
        size *= 4
    yield order, ()
