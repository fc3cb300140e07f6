"""points = quality of the file − severity of the reader + noise, and how much of each the readings show.

Files are fixed effects, readers random ones; variances come from Henderson's method III (Biometrics 9, 1953): the
noise is what is left once files and readers are fitted, the severities' variance what the readers' fit takes
beyond its share of noise, 0 when that is negative. A severity is the best linear unbiased prediction (Henderson
1975; Robinson, *Statistical Science* 6, 1991): its shortfall against the other readers of the same files, drawn
towards zero by λ = noise / severities, all the more as the reader has read little. It sums to zero in each part of
the graph that joins files to readers. The same additive idea: MacKay, Kenna, Low and Parker, *Calibration with
confidence*, Royal Society Open Science 4 (2017), which explains why the graph must be connected.

Floats are relative: shortfalls are exact fractions divided by ``unit``, the spread of all the points.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.components import components

Ints = NDArray[Any]
Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Design:
    """Readings sorted by file: its index, the reader's, the points as integers. Indexes follow ``order``."""

    file: Ints
    reader: Ints
    points: tuple[int, ...]

    @cached_property
    def counts(self) -> Ints:
        """Readings of each file."""
        return np.bincount(self.file)

    @cached_property
    def reads(self) -> Ints:
        """Readings by each reader."""
        return np.bincount(self.reader)

    @cached_property
    def starts(self) -> Ints:
        """The first reading of each file."""
        return np.concatenate([[0], np.cumsum(self.counts)[:-1]])

    @cached_property
    def totals(self) -> list[int]:
        """The sum of the points of each file."""
        totals = [0] * len(self.counts)
        for file, points in zip(self.file.tolist(), self.points, strict=True):
            totals[file] += points
        return totals

    @cached_property
    def unit(self) -> int:
        """The spread of the points, 1 when they are all equal."""
        return max(self.points) - min(self.points) or 1

    @cached_property
    def shortfalls(self) -> Floats:
        """How far below the mean of its file each reading is, in units."""
        counts = self.counts.tolist()
        return np.array(
            [
                (self.totals[file] - counts[file] * points) / (counts[file] * self.unit)
                for file, points in zip(self.file.tolist(), self.points, strict=True)
            ]
        )

    @cached_property
    def parts(self) -> list[tuple[Ints, Ints]]:
        """The files and the readers of each connected part, sorted."""
        found = components(zip(self.file.tolist(), self.reader.tolist(), strict=True))
        return [(np.array(sorted(files)), np.array(sorted(readers))) for files, readers in found]

    def sums(self, values: Floats) -> Floats:
        """Values of readings (last axis) summed by file."""
        summed: Floats = np.add.reduceat(values, self.starts, axis=-1)
        return summed

    @cached_property
    def incidence(self) -> Floats:
        """Readers × files, 1 where the reader has read the file."""
        table = np.zeros((len(self.reads), len(self.counts)))
        table[self.reader, self.file] = 1
        return table

    @cached_property
    def couples(self) -> tuple[Ints, Ints]:
        """Every ordered couple of readings of one file, a reading with itself included."""
        first = np.repeat(np.arange(len(self.file)), self.counts[self.file])
        within = np.arange(len(first)) - np.repeat(np.cumsum(self.counts**2) - self.counts**2, self.counts**2)
        return first, self.starts[self.file[first]] + within % self.counts[self.file[first]]

    def shared(self, weights: Floats) -> list[Floats]:
        """For each part, readers × readers: Σ of the weights of the files that both have read."""
        one, other = self.couples
        size = len(self.reads)
        places = self.reader[one] * size + self.reader[other]
        table = np.bincount(places, weights[self.file[one]], size * size).reshape(size, size)
        return [table[np.ix_(readers, readers)] for _, readers in self.parts]


@dataclass(frozen=True)
class Fit:
    """Variances in squared units, and the severity of each reader in units.

    ``noise`` is of one reading, None when no file is read twice; ``freedom`` the readings it rests on, ``told``
    whether they tell noise from severity; ``between`` the variance of severities, 0 when none shows; ``inverses``, part by part, times the noise, how uncertain they
    are, but for what a whole part has in common.
    """

    noise: float | None
    freedom: int
    between: float
    severities: Floats
    inverses: tuple[Floats, ...] = ()
    told: bool = True

    @property
    def pull(self) -> float:
        """λ, what draws severities towards zero, in readings."""
        return (self.noise or 0.0) / self.between


def fit(design: Design) -> Fit:
    """Estimate the variances, then the severities."""
    within, nothing = len(design.points) - len(design.counts), np.zeros(len(design.reads))
    if not within:
        return Fit(None, 0, 0.0, nothing)
    spread = float((design.shortfalls**2).sum())
    freedom = within - len(design.reads) + len(design.parts)
    if not freedom:
        return Fit(spread / within, within, 0.0, nothing, told=False)
    shortfall: Floats = np.bincount(design.reader, design.shortfalls).astype(float)
    tables = _laplacians(design)
    explained = float(shortfall @ _solved(design, [np.linalg.inv(table) for table in tables], shortfall))
    noise = max(0.0, spread - explained) / freedom
    trace = sum(float(table.trace()) - 1 for table in tables)
    between = (explained - (within - freedom) * noise) / trace if trace > 0 else 0.0
    if between <= 0:
        return Fit(spread / within, within, 0.0, nothing)
    inverses = [np.linalg.inv(table + np.diag(np.full(len(table), noise / between))) for table in tables]
    return Fit(noise, freedom, between, _solved(design, inverses, shortfall), tuple(inverses))


def _laplacians(design: Design) -> list[Floats]:
    """For each part, what the readings tell of its severities: a Laplacian of the graph of readers.

    Shortfalls say nothing of a severity common to a whole part: the constant added makes the table invertible and
    chooses, of all the solutions, the one whose sum is zero.
    """
    tables = design.shared(1 / design.counts)
    return [
        np.diag(design.reads[readers]) - table + 1 / len(readers)
        for (_, readers), table in zip(design.parts, tables, strict=True)
    ]


def _solved(design: Design, inverses: list[Floats], shortfall: Floats) -> Floats:
    severities = np.zeros(len(design.reads))
    for (_, readers), inverse in zip(design.parts, inverses, strict=True):
        severities[readers] = inverse @ shortfall[readers]
    return severities
