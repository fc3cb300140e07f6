"""Ranks from points, a published tie rule and the commission's own decisions; ties are declared, never hidden.

Standard competition ranking ("1, 2, 2, 4"): a rank is one more than the number of files placed before. The
tie rule is data: keys in order, each higher or lower first; entries carry their values in the same order. What
the rule does not separate stays ex æquo. Ranks depend on neither the order of the entries nor their names.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import chain, groupby, pairwise

from engine.money import NO_BREAK, number

Value = int | Decimal | str | date  # a datetime is a date


class RankingError(ValueError):
    """Entries, a rule or overrides that give no ranking; the message, in French, names the fault."""


@dataclass(frozen=True)
class TieKey:
    """One key of the published tie rule: its name as printed, and which end comes first."""

    label: str
    higher_first: bool = False


@dataclass(frozen=True)
class Ranked:
    """A file to rank: points (higher first) and its values for the tie rule, in the rule's order."""

    id: str
    points: Decimal
    tie_break: tuple[Value, ...] = ()


@dataclass(frozen=True)
class Override:
    """A rank set by the commission whatever the points, and the reason the members are told."""

    rank: int
    reason: str


@dataclass(frozen=True)
class Place:
    """Where a file stands: rank from 1, ids it is tied with (sorted), and why, in French."""

    id: str
    rank: int
    tied_with: tuple[str, ...]
    reason: str


_Group = list[Ranked]


def rank(
    entries: Sequence[Ranked],
    overrides: Mapping[str, Override] | None = None,
    rule: Sequence[TieKey] = (),
) -> list[Place]:
    """Rank entries by points, then by ``rule``, then move those the commission placed itself.

    An overridden file takes its rank; the others keep their order around it. Two files given one rank are tied.
    Places come by rank, then by id. Raises RankingError on a duplicate id, tie values that do not fit the
    rule, an override that is unknown, without reason, out of range, or that falls inside a tie.
    """
    moved = dict(overrides or {})
    _check(entries, moved, rule)
    earned = _groups(entries, rule)
    natural = {entry.id: position for position, group in _positions(earned) for entry in group}
    keys = _deciding_keys(earned, rule)
    places = []
    for position, group in _rearranged(earned, moved):
        for entry in group:
            tied = tuple(other.id for other in group if other is not entry)
            why = _reason(entry, position, natural[entry.id], tied, keys[entry.id], moved.get(entry.id))
            places.append(Place(entry.id, position, tied, why))
    return places


def _check(entries: Sequence[Ranked], moved: Mapping[str, Override], rule: Sequence[TieKey]) -> None:
    ids = {entry.id for entry in entries}
    if len(ids) < len(entries):
        raise RankingError("Un même dossier figure deux fois dans le classement.")
    if not all(entry.points.is_finite() for entry in entries):
        raise RankingError("Chaque dossier à classer doit avoir un nombre de points.")
    if any(len(entry.tie_break) != len(rule) for entry in entries):
        raise RankingError("Chaque dossier doit porter une valeur par clé de la règle de départage.")
    for id, override in moved.items():
        if id not in ids or not 1 <= override.rank <= len(entries):
            raise RankingError(f"Le rang {override.rank} ne peut pas être fixé pour {id}.")
        if not override.reason.strip():
            raise RankingError(f"Le rang {override.rank} fixé pour {id} doit être motivé.")


def _groups(entries: Sequence[Ranked], rule: Sequence[TieKey]) -> list[_Group]:
    ordered = sorted(entries, key=lambda entry: entry.id)
    try:
        for index in reversed(range(len(rule))):
            ordered.sort(key=lambda entry: entry.tie_break[index], reverse=rule[index].higher_first)
    except TypeError as error:
        raise RankingError(
            f"La clé «{NO_BREAK}{rule[index].label}{NO_BREAK}» mêle des valeurs qui ne se comparent pas."
        ) from error
    ordered.sort(key=lambda entry: entry.points, reverse=True)
    return [list(group) for _, group in groupby(ordered, key=lambda entry: (entry.points, entry.tie_break))]


def _positions(groups: Iterable[_Group]) -> Iterator[tuple[int, _Group]]:
    position = 1
    for group in groups:
        yield position, group
        position += len(group)


def _rearranged(earned: list[_Group], moved: Mapping[str, Override]) -> Iterator[tuple[int, _Group]]:
    fixed: dict[int, _Group] = {}
    for entry in sorted(chain(*earned), key=lambda entry: entry.id):
        if entry.id in moved:
            fixed.setdefault(moved[entry.id].rank, []).append(entry)
    free = deque(kept for group in earned if (kept := [entry for entry in group if entry.id not in moved]))
    position = 1
    while fixed or free:
        if position not in fixed and not free:
            raise RankingError(f"Les rangs fixés laissent le rang {position} vide.")
        group = fixed.pop(position) if position in fixed else free.popleft()
        _refuse_overlap(position, group, fixed)
        yield position, group
        position += len(group)


def _refuse_overlap(position: int, group: _Group, fixed: Mapping[int, _Group]) -> None:
    inside = [taken for taken in fixed if position < taken < position + len(group)]
    if inside:
        raise RankingError(
            f"Le rang {min(inside)} fixé par la commission tombe parmi les ex æquo du rang {position} "
            f"({_listed([entry.id for entry in group])}){NO_BREAK}: fixez aussi leur rang."
        )


def _deciding_keys(groups: list[_Group], rule: Sequence[TieKey]) -> dict[str, list[str]]:
    deciding: dict[str, set[int]] = {entry.id: set() for group in groups for entry in group}
    for ahead, behind in pairwise(groups):
        one, other = ahead[0], behind[0]
        if one.points == other.points:
            first = next(i for i in range(len(rule)) if one.tie_break[i] != other.tie_break[i])
            for entry in ahead + behind:
                deciding[entry.id].add(first)
    return {id: [rule[i].label for i in sorted(indexes)] for id, indexes in deciding.items()}


def _reason(
    entry: Ranked,
    position: int,
    natural: int,
    tied: Sequence[str],
    keys: Sequence[str],
    override: Override | None,
) -> str:
    points = f"{number(entry.points)} point{'s' if abs(entry.points) >= 2 else ''}"
    if override:
        equal = f", ex æquo avec {_listed(tied)}" if tied else ""
        motive = override.reason.strip().rstrip(".")
        earned = f"rang {natural} aux points, avec {points}"
        return f"Rang {position}{equal}, fixé par la commission ({earned}){NO_BREAK}: {motive}."
    shift = "" if position == natural else f" (rang {natural} avant les rangs fixés par la commission)"
    decided = f", départagé par {_listed(keys)}" if keys else ""
    equal = f", ex æquo avec {_listed(tied)}, que rien ne départage" if tied else ""
    return f"Rang {position}{shift}, avec {points}{decided}{equal}."


def _listed(names: Sequence[str]) -> str:
    return " et ".join(filter(None, (", ".join(names[:-1]), names[-1])))
