"""How sure the ranks are: many draws of what the files may be worth, each one ranked.

Given the variances, qualities and severities have a joint normal law; the files' qualities are drawn around a
common mean with the variance their calibrated points show beyond their own uncertainty, as ranking asks (Laird
and Louis, *Journal of Educational Statistics* 14, 1989; Goldstein and Spiegelhalter, *JRSS A* 159, 1996): without
it, intervals are too narrow. Noise is known from few readings, so each draw has its own (a Student law). Severities
come first, part by part, then each file given them. Unlike the points shown, draws let a whole part be severe.

Without any file read twice nothing measures the noise: every rank is possible and all files have the same chance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.calibration.model import Design, Fit, Floats, Ints

MOST, LEAST, WORK = 4_000, 400, 6_000_000
COVERED = 90  # per cent
_FLOOR = 1e-9


@dataclass(frozen=True)
class Ranks:
    """For each file: bounds of the interval, and how many of so many draws put it among the seats."""

    low: Ints
    high: Ints
    seated: Ints
    drawn: Ints


def ranks(design: Design, fit: Fit, calibrated: Floats, kin: Ints, seats: int, seed: int) -> Ranks:
    """Draw and count. ``calibrated`` in units; files of one ``kin`` are interchangeable and counted together."""
    size = len(calibrated)
    if fit.noise is None:
        return _unknown(size, seats)
    qualities = _drawn(design, fit, calibrated, np.random.default_rng(seed))
    order = np.argsort(-qualities, axis=1)
    colours = int(kin.max()) + 1
    seen = np.bincount((kin[order] * size + np.arange(size)).ravel(), minlength=colours * size)
    upto = seen.reshape(colours, size).cumsum(axis=1)
    drawn = upto[:, -1]
    tail = drawn[:, None] * (100 - COVERED)
    low = 1 + (200 * upto <= tail).sum(axis=1)
    high = 1 + (200 * upto < 200 * drawn[:, None] - tail).sum(axis=1)
    seated = upto[:, min(seats, size) - 1] if seats else np.zeros(colours, np.int64)
    return Ranks(low[kin], high[kin], seated[kin], drawn[kin])


def _unknown(size: int, seats: int) -> Ranks:
    ones = np.ones(size, np.int64)
    return Ranks(ones, size * ones, min(seats, size) * ones, size * ones)


def _drawn(design: Design, fit: Fit, calibrated: Floats, chance: np.random.Generator) -> Floats:
    """Draws × files: qualities, in units, each draw around its own mean."""
    size = len(calibrated)
    draws = int(np.clip(WORK // len(design.points), LEAST, MOST))
    own = chance.standard_normal((draws, size))
    between_files = _variance_of_files(design, fit, calibrated)
    if between_files <= 0:
        return own
    noise = max(fit.noise or 0.0, _FLOOR * (between_files + fit.between))
    deviation = np.sqrt(noise * fit.freedom / chance.chisquare(fit.freedom, (draws, 1)))
    weights = 1 / (design.counts + noise / between_files)
    values = np.repeat(calibrated, design.counts) - _severity_and_shortfall(design, fit)
    mean, severities = _common(design, fit, noise, weights, values, deviation, chance)
    own *= deviation * np.sqrt(weights)
    own += weights * design.sums(values) - mean * (weights * design.counts)
    if fit.between > 0:
        own += severities @ (weights * design.incidence)
    return own


def _severity_and_shortfall(design: Design, fit: Fit) -> Floats:
    """What separates a reading from the calibrated points of its file: its shortfall and the mean severity."""
    severity = design.sums(fit.severities[design.reader]) / design.counts
    below: Floats = design.shortfalls + np.repeat(severity, design.counts)
    return below


def _common(
    design: Design,
    fit: Fit,
    noise: float,
    weights: Floats,
    values: Floats,
    deviation: Floats,
    chance: np.random.Generator,
) -> tuple[Floats, Floats]:
    """Draws of the mean of the files and of the severities, the qualities being integrated out."""
    first = chance.standard_normal((len(deviation), 1))
    sums = design.sums(values)
    precision = float((design.counts * (1 - weights * design.counts)).sum())
    known = float((sums * (1 - weights * design.counts)).sum())
    severities = np.zeros((len(deviation), len(design.reads)))
    if fit.between <= 0:
        return known / precision + deviation * first / np.sqrt(precision), severities
    second = chance.standard_normal(severities.shape)
    told = -np.bincount(design.reader, values - np.repeat(weights * sums, design.counts))
    cross = -np.bincount(design.reader, np.repeat(1 - weights * design.counts, design.counts))
    solved = []
    for (_, readers), table in zip(design.parts, design.shared(weights), strict=True):
        precise = np.diag(design.reads[readers] + noise / fit.between) - table
        pulled, centre = np.linalg.solve(precise, np.column_stack([cross[readers], told[readers]])).T
        precision -= float(cross[readers] @ pulled)
        known -= float(cross[readers] @ centre)
        solved.append((readers, precise, pulled, centre))
    mean = known / precision + deviation * first / np.sqrt(precision)
    for readers, precise, pulled, centre in solved:
        around = np.linalg.solve(np.linalg.cholesky(precise).T, second[:, readers].T).T
        severities[:, readers] = centre - mean * pulled + deviation * around
    return mean, severities


def _variance_of_files(design: Design, fit: Fit, calibrated: Floats) -> float:
    """How much qualities vary: the variance of the calibrated points, less what their uncertainty brings."""
    size = len(calibrated)
    if size < 2:
        return 0.0
    noise = fit.noise or 0.0
    total = together = float((noise / design.counts).sum())
    if fit.between > 0:
        share = np.bincount(design.reader, 1 / design.counts[design.file])
        squares = design.shared(1 / design.counts**2)
        for (_, readers), inverse, square in zip(design.parts, fit.inverses, squares, strict=True):
            # A severity common to the part has the variance of one severity shared by its readers.
            common = (fit.between - noise / (fit.pull + 1)) / len(readers)
            total += noise * float((inverse * square).sum()) + common * float(square.sum())
            mine = share[readers]
            together += noise * float(mine @ inverse @ mine) + common * float(mine.sum()) ** 2
    return (float(((calibrated - calibrated.mean()) ** 2).sum()) - total + together / size) / (size - 1)
