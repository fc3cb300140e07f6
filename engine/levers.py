"""What would bring a file in: the smallest single change of its points, of its amount or of the envelope.

Every answer is exact, selections being the oracle, and rests on these facts.

- *Points.* When a best set is chosen, points added to a file go to every set that has it and to no other: the file
  comes in when the best set that has it equals the best set, if the tie rule prefers it, a hundredth later if not.
  In a walk-down they move the file up, which never hurts it, past those whose points it exceeds, nobody else moving;
  there is no such lever where ranks do not follow points.
- *Amount.* Asking less makes more sets with the file lawful and changes no other; in a walk-down it changes nothing
  before the file's turn. "In" stays true once true, and bisection finds where it starts.
- *Envelope.* Under ``strict`` and ``partial`` more money takes nothing from anyone: bisection again. Elsewhere it can
  put others in the file's place, but a selection only ever improves (more points, then an earlier list of ranks; for
  ``jump``, an earlier list) and one that was left never comes back: it is followed from one envelope that changes it
  to the next, straight to the first where the best set with the file is worth as much as the best set was.

The work is bounded: ``WORK`` files read by selections, ``CHEAP`` times more in walk-downs. Only proved selections
count. Beyond, the lever is not told.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from engine.allocation import select
from engine.money import NO_BREAK, euros, number
from engine.sharing import MOST_POINTS, File, Instance, Policy, Result

WORK = 5_000
CHEAP = 20
HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class Lever:
    """A change and its sentence: points to add, euros to take off what the file asks (negative), euros to add."""

    kind: Literal["points", "amount", "envelope"]
    change: Decimal | int
    sentence: str


class _UnprovedError(Exception):
    """The work allowed is spent, or a selection was cut short."""


class _Case:
    """A file in an instance, and the selections that may still be asked."""

    def __init__(self, instance: Instance, id: str) -> None:
        self.instance, self.id = instance, id
        self.file = next(file for file in instance.files if file.id == id)
        self.left = WORK * CHEAP if instance.walks else WORK

    def result(self, instance: Instance) -> Result:
        self._spend()
        result = select(instance)
        if result.status == "feasible":
            raise _UnprovedError
        return result

    def least_sum(self, points: Decimal) -> int | None:
        """The least euros of a set that has the file and so many points."""
        from engine.choosing import least_sum  # its solver is slow to load

        self._spend()
        try:
            return least_sum(self.instance, self.id, points)
        except TimeoutError as cut:
            raise _UnprovedError from cut

    def _spend(self) -> None:
        self.left -= len(self.instance.files)
        if self.left < 0:
            raise _UnprovedError

    def comes_in(self, instance: Instance) -> bool:
        return _has(self.result(instance), self.id)

    def changed(self, file: File) -> Instance:
        """The instance with this in the place of the file."""
        files = tuple(file if other.id == self.id else other for other in self.instance.files)
        return replace(self.instance, files=files)

    def funded(self, envelope: int) -> Instance:
        return replace(self.instance, envelope=envelope)


def levers(instance: Instance, id: str) -> list[Lever]:
    """The levers that bring a file of the instance in, one of each kind at most: none when it is in or forbidden.

    Raises AllocationError when the instance is not lawful.
    """
    if id in instance.forbidden or _has(select(instance), id):
        return []
    found = (_proved(lever, _Case(instance, id)) for lever in (_points, _amount, _envelope))
    return [lever for lever in found if lever is not None]


def obstacle(instance: Instance, id: str) -> str:
    """Why ``levers`` tells none, in one sentence."""
    case = _Case(instance, id)
    if id in instance.forbidden:
        return "Le dossier est écarté d’avance."
    if _has(select(instance), id):
        return "Le dossier est déjà retenu."
    if instance.places is not None and case.file.places > instance.places:
        return (
            f"Le dossier demande plus de places que le lot n’en compte{NO_BREAK}: "
            f"{number(case.file.places)} pour {number(instance.places)}."
        )
    return "Changer seulement ses points, son montant ou l’enveloppe n’a pas permis de le faire retenir."


def _proved(lever: Callable[[_Case], Lever | None], case: _Case) -> Lever | None:
    try:
        return lever(case)
    except _UnprovedError:
        return None


def _points(case: _Case) -> Lever | None:
    if case.file.points is None:
        return None
    return _points_in_rank(case) if case.instance.walks else _points_in_sum(case)


def _points_in_sum(case: _Case) -> Lever | None:
    held = case.result(replace(case.instance, required=case.instance.required | {case.id}))
    if held.status == "infeasible":
        return None
    points = case.file.points or Decimal(0)
    short = case.result(case.instance).points - held.points
    for more in (short, short + HUNDREDTH):
        if 0 < more <= MOST_POINTS - points and case.comes_in(
            case.changed(replace(case.file, points=points + more))
        ):
            return Lever("points", more, f"Avec {_counted(more)} de plus, le dossier serait retenu.")
    return None


def _points_in_rank(case: _Case) -> Lever | None:
    ranked = [(file, file.points) for file in case.instance.running if file.points is not None]
    own = case.file.points or Decimal(0)
    if len(ranked) < len(case.instance.running) or any(a[1] < b[1] for a, b in pairwise(ranked)):
        return None
    ahead = [(file, points) for file, points in ranked if file.rank < case.file.rank]
    passed = sorted({points for _, points in ahead})
    places = [sum(points > value for _, points in ahead) for value in passed]
    step = (
        _lowest(lambda step: case.comes_in(_moved(case, places[step])), 0, len(places) - 1)
        if places
        else None
    )
    if step is None:
        return None
    more, rank = passed[step] + HUNDREDTH - own, ahead[places[step]][0].rank
    told = f"Avec {_counted(more)} de plus, le dossier passerait au rang {rank} et serait retenu."
    return Lever("points", more, told)


def _moved(case: _Case, place: int) -> Instance:
    """The instance with the file at a place of the ranking, counted from 0, those it passes one rank lower."""
    running = case.instance.running
    ranks = [file.rank for file in running]
    order = [file for file in running if file.id != case.id]
    order.insert(place, case.file)
    files = tuple(replace(file, rank=rank) for file, rank in zip(order, ranks, strict=True))
    return replace(case.instance, files=files, forbidden=frozenset())


def _amount(case: _Case) -> Lever | None:
    """Under a policy that may give less than the request, what counts is the least sum that the file accepts."""
    file, whole = case.file, case.instance.policy in (Policy.STRICT, Policy.JUMP)
    asked = file.requested if whole else file.least

    def with_less(less: int) -> bool:
        requested = file.requested - less if whole else file.requested
        minimum = min(file.least, asked - less)
        return case.comes_in(case.changed(replace(file, requested=requested, minimum=minimum)))

    low = 1 if case.instance.walks else _least_cut(case)
    less = None if low is None or low > asked else _lowest(with_less, low, asked)
    if less is None:
        return None
    verb = "demandant" if whole or file.least == file.requested else "acceptant"
    told = f"En {verb} {euros(asked - less)}, soit {euros(less)} de moins, le dossier serait retenu."
    return Lever("amount", -less, told)


def _least_cut(case: _Case) -> int | None:
    """What the file must ask less at least for a set that has it to be worth the best set; None when none ever is."""
    least = case.least_sum(_to_reach(case, case.result(case.instance)))
    return None if least is None else max(1, least - case.instance.envelope)


def _to_reach(case: _Case, result: Result) -> Decimal:
    """The points that a set must total to be chosen in the place of a result."""
    if result.status != "infeasible":
        return result.points
    return sum((min(file.points or Decimal(0), Decimal(0)) for file in case.instance.running), Decimal(0))


def _envelope(case: _Case) -> Lever | None:
    now, top = case.instance.envelope, sum(file.requested for file in case.instance.running)
    if top <= now:
        return None
    steady = case.instance.policy in (Policy.STRICT, Policy.PARTIAL)
    found = _by_bisection(case, now, top) if steady else _by_steps(case, now, top)
    if found is None:
        return None
    told = f"Avec {euros(found - now)} de plus dans l’enveloppe, le dossier serait retenu."
    return Lever("envelope", found - now, told)


def _by_bisection(case: _Case, now: int, top: int) -> int | None:
    def enough(envelope: int) -> bool:
        return case.comes_in(case.funded(envelope))

    return _lowest(enough, now + 1, top)


def _by_steps(case: _Case, now: int, top: int) -> int | None:
    """From an envelope that changes the selection to the next, over those where the file cannot come in."""
    follow = _after_walk if case.instance.walks else _after_choice
    while not _has(current := case.result(case.funded(now)), case.id):
        following = follow(case, current, now, top)
        if following is None:
            return None
        now = following
    return now


def _after_walk(case: _Case, current: Result, now: int, top: int) -> int | None:
    """The envelope at which ``jump`` first takes another of the files up to this one."""
    left, places, envelopes = now, case.instance.places, []
    for file in case.instance.running:
        if file.rank > case.file.rank:
            break
        fits = places is None or file.places <= places
        if _has(current, file.id):
            left -= file.requested
            places = None if places is None else places - file.places
        elif fits:
            envelopes.append(now + file.requested - left)
    return min(envelopes, default=None)


def _after_choice(case: _Case, current: Result, now: int, top: int) -> int | None:
    """The envelope at which a set with the file is worth the best set, or, if it is already, that changes the set."""

    def differs(envelope: int) -> bool:
        return _ids(case.result(case.funded(envelope))) != _ids(current)

    least = case.least_sum(_to_reach(case, current))
    if least is None or least > now:
        return least
    return _lowest(differs, now + 1, top) if now < top else None


def _lowest(holds: Callable[[int], bool], low: int, high: int) -> int | None:
    """The lowest whole number where a condition holds that stays true once true; None when it never does."""
    if holds(low):
        return low
    if low == high or not holds(high):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle
    return high


def _has(result: Result, id: str) -> bool:
    return result.amount(id) is not None


def _ids(result: Result) -> list[str]:
    return [award.id for award in result.selected]


def _counted(points: Decimal) -> str:
    return f"{number(points)} point{'s' if points >= 2 else ''}"
