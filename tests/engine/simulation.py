"""What calibration brings on calls drawn at random, whose truth is known: ``python -m tests.engine.simulation``.

Qualities, severities and noise are normal; each file is read by readers drawn at random; a quarter of the files
have a seat. Recall is the share of the truly best files that the points put among the seats. Errors are root mean
squares, in points, up to a constant. Coverage is the share of true ranks inside their 90 % interval.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from engine.calibration import Calibration, Reading, calibrate

SCENES = (
    ("alike readers", 60, 12, 3, 0),
    ("moderate severities", 60, 12, 3, 6),
    ("strong severities", 60, 12, 3, 12),
    ("two readings", 60, 12, 2, 6),
    ("many readers", 60, 30, 3, 6),
    ("large call", 300, 40, 3, 6),
)


@dataclass(frozen=True)
class Gain:
    """Means over the calls drawn: before and after calibration, and the coverage of the intervals."""

    recall: tuple[float, float]
    error: tuple[float, float]
    coverage: float


def call(
    chance: np.random.Generator, files: int, readers: int, per_file: int, severity: float, noise: float = 8
):
    """The true qualities, the true severities and the readings of one call; qualities spread by 10 points."""
    quality, severities = chance.normal(60, 10, files), chance.normal(0, severity, readers)
    readings = [
        Reading(str(file), str(reader), Decimal(str(round(quality[file] - severities[reader] + error, 2))))
        for file in range(files)
        for reader, error in zip(
            chance.choice(readers, per_file, replace=False), chance.normal(0, noise, per_file), strict=True
        )
    ]
    return quality, severities, readings


def gain(files: int, readers: int, per_file: int, severity: float, calls: int, seed: int = 1) -> Gain:
    chance, seats = np.random.default_rng(seed), files // 4
    rows = []
    for _ in range(calls):
        quality, _, readings = call(chance, files, readers, per_file, severity)
        rows.append(_measured(quality, calibrate(readings, seats), seats))
    means = np.mean(rows, axis=0).tolist()
    return Gain((means[0], means[1]), (means[2] ** 0.5, means[3] ** 0.5), means[4])


def _measured(quality, found: Calibration, seats: int) -> tuple[float, ...]:
    placed = [found.files[str(file)] for file in range(len(quality))]
    rank = 1 + np.argsort(np.argsort(-quality))
    points = [np.array([float(getattr(p, name)) for p in placed]) for name in ("raw", "calibrated")]
    recalls = [np.mean(rank[np.argsort(-given, kind="stable")[:seats]] <= seats) for given in points]
    errors = [np.var(given - quality) for given in points]
    inside = [p.low <= r <= p.high for p, r in zip(placed, rank, strict=True)]
    return *recalls, *errors, np.mean(inside)


def main(calls: int = 200) -> None:
    sys.stdout.write(
        "| call, deviation of severities | recall: raw → calibrated | error in points | coverage |\n|---|---|---|---|\n"
    )
    for name, files, readers, per_file, severity in SCENES:
        got = gain(files, readers, per_file, severity, calls)
        shape = f"{files} files × {readers} readers, {per_file} readings, {severity}"
        sys.stdout.write(
            f"| {name}: {shape} | {got.recall[0]:.0%} → {got.recall[1]:.0%} | {got.error[0]:.1f} → {got.error[1]:.1f} "
            f"| {got.coverage:.0%} |\n"
        )


if __name__ == "__main__":
    main()
