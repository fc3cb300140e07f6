"""What is asked and what is answered, and the same problem as arrays that depend on no input order."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.errors import Unlawful
from engine.exact import integers
from engine.money import NO_BREAK

Bools = NDArray[np.bool_]
Ints = NDArray[Any]  # int64, or Python integers in an object array when 64 bits are too few
Floats = NDArray[np.float64]
Pair = tuple[str, str]  # (file, reader)

_LARGEST = 10**15
_ROOM = 2**60


@dataclass(frozen=True)
class Reader:
    """Who reads: at least and at most so many files, both hard."""

    id: str
    least: int
    most: int


@dataclass(frozen=True)
class Problem:
    """Exactly ``per_file`` readers for each file, no conflict, every kept pair; affinities from 0 to 1, 0 when missing."""

    per_file: int
    files: tuple[str, ...]
    readers: tuple[Reader, ...]
    conflicts: frozenset[Pair] = frozenset()
    kept: frozenset[Pair] = frozenset()
    affinity: Mapping[Pair, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """The pairs sorted by file then reader, the load of every reader, and whether the pairs form one graph.

    ``optimal``: the three aims are proved. ``feasible``: the search stopped before; ``cause`` says at which aim.
    ``infeasible``: no pair, no load, and ``cause`` is the French sentence that names what forbids any plan.
    """

    status: str
    pairs: tuple[Pair, ...] = ()
    loads: Mapping[str, int] = field(default_factory=dict)
    connected: bool = False
    cause: str = ""


@dataclass(frozen=True)
class Frame:
    """The problem as arrays, files × readers, both sorted by id.

    ``gain`` is the affinity times ``unit``, the least power of ten that makes all of them whole; ``worth`` the
    affinity as floats, for the solver alone.
    """

    per_file: int
    files: tuple[str, ...]
    readers: tuple[str, ...]
    least: Ints
    most: Ints
    lawful: Bools
    kept: Bools
    gain: Ints
    unit: int
    worth: Floats

    @property
    def wanted(self) -> int:
        """How many readings there are to give."""
        return self.per_file * len(self.files)


@dataclass(frozen=True)
class Clock:
    """When to stop, in seconds of the monotonic clock; never when None."""

    until: float | None

    @classmethod
    def of(cls, limit: float | None) -> Clock:
        return cls(None if limit is None else time.monotonic() + limit)

    @property
    def left(self) -> float:
        """Seconds left, 0 when it is over."""
        return float("inf") if self.until is None else max(0.0, self.until - time.monotonic())

    @property
    def over(self) -> bool:
        return self.left <= 0


def frame(problem: Problem) -> Frame:
    """The arrays of a problem. Raises Unlawful when the problem contradicts itself."""
    _check(problem)
    files = tuple(sorted(problem.files))
    readers = sorted(problem.readers, key=lambda reader: reader.id)
    rows = {id: row for row, id in enumerate(files)}
    columns = {reader.id: column for column, reader in enumerate(readers)}
    shape = len(files), len(readers)
    gain, unit, worth = _affinities(problem.affinity, rows, columns)
    return Frame(
        problem.per_file,
        files,
        tuple(columns),
        np.array([min(reader.least, _LARGEST) for reader in readers], np.int64),
        np.array([min(reader.most, _LARGEST) for reader in readers], np.int64),
        ~_mask(problem.conflicts, rows, columns, shape),
        _mask(problem.kept, rows, columns, shape),
        gain,
        unit,
        worth,
    )


def _check(problem: Problem) -> None:
    if problem.per_file < 1:
        raise Unlawful("Chaque dossier doit avoir au moins un lecteur.")
    _check_unique("dossier", problem.files)
    _check_unique("lecteur", [reader.id for reader in problem.readers])
    for reader in problem.readers:
        if not 0 <= reader.least <= reader.most:
            raise Unlawful(f"Le minimum du lecteur {reader.id} est négatif ou dépasse son maximum.")
    files, readers = set(problem.files), {reader.id for reader in problem.readers}
    for what, pairs in (
        ("Un conflit", problem.conflicts),
        ("Une affectation conservée", problem.kept),
        ("Une affinité", problem.affinity),
    ):
        unknown = [pair for pair in pairs if pair[0] not in files or pair[1] not in readers]
        if unknown:
            raise Unlawful(
                f"{what} nomme le dossier {min(unknown)[0]} et le lecteur {min(unknown)[1]}{_ABSENT}"
            )
    for pair, value in problem.affinity.items():
        if not value.is_finite() or not 0 <= value <= 1:
            raise Unlawful(f"L’affinité du dossier {pair[0]} et du lecteur {pair[1]} n’est pas entre 0 et 1.")


_ABSENT = f"{NO_BREAK}: l’un des deux n’existe pas."


def _check_unique(what: str, ids: Iterable[str]) -> None:
    twice = [id for id, count in Counter(ids).items() if count > 1]
    if twice:
        raise Unlawful(f"Le {what} {min(twice)} figure deux fois.")


def _mask(
    pairs: Iterable[Pair], rows: Mapping[str, int], columns: Mapping[str, int], shape: tuple[int, int]
) -> Bools:
    mask = np.zeros(shape, bool)
    for file, reader in pairs:
        mask[rows[file], columns[reader]] = True
    return mask


def _affinities(
    affinity: Mapping[Pair, Decimal], rows: Mapping[str, int], columns: Mapping[str, int]
) -> tuple[Ints, int, Floats]:
    amounts, unit = integers(affinity.values())
    shape = len(rows), len(columns)
    roomy = unit * 8 * (len(columns) + 2) < _ROOM
    gain: Ints = np.zeros(shape, np.int64 if roomy else object)
    worth = np.zeros(shape)
    for (file, reader), amount in zip(affinity, amounts, strict=True):
        place = rows[file], columns[reader]
        gain[place] = amount
        worth[place] = amount / unit
    return gain, unit, worth
