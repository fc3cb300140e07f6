"""What the points would be if every reader were as severe as the others, and how sure the ranks are.

points = quality of the file − severity of the reader + noise. Severities are estimated on the files that readers
share and drawn towards zero by how much noise the readings show (``model``); the calibrated points of a file are its
raw mean plus the mean severity of its readers. Ranks come with a 90 % interval and the probability of being among
the seats, by seeded draws (``ranks``). Nothing depends on the order of the readings, nor on names (``order``, which
says within which limit). Points have any range; they are taken as exact decimals, and results rounded half up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

import numpy as np

from engine.calibration.agreement import STATISTIC, alpha
from engine.calibration.model import Design, Fit, Floats, fit
from engine.calibration.order import Order, order
from engine.calibration.ranks import ranks
from engine.errors import Unlawful
from engine.exact import integers
from engine.money import NO_BREAK, number

__all__ = ["Agreement", "Calibration", "Placed", "Reading", "Severity", "calibrate"]

SEED = 20_263


@dataclass(frozen=True)
class Reading:
    """The points that a reader gave to a file."""

    file: str
    reader: str
    points: Decimal


@dataclass(frozen=True)
class Placed:
    """Mean of the points, mean once calibrated, bounds of the rank (1 is best), chance of being among the seats."""

    raw: Decimal
    calibrated: Decimal
    low: int
    high: int
    probability: Decimal


@dataclass(frozen=True)
class Severity:
    """Points below the other readers, positive when harsh, and how many files it rests on."""

    severity: Decimal
    reviews: int


@dataclass(frozen=True)
class Agreement:
    """A named statistic and its value, None when it is undefined."""

    statistic: str
    value: Decimal | None


@dataclass(frozen=True)
class Calibration:
    """Results by id, sorted; the sets of files that readers connect; what was done, in French.

    Points of files of different ``components`` do not compare severities: each set has its own zero.
    """

    files: Mapping[str, Placed]
    readers: Mapping[str, Severity]
    agreement: Agreement
    components: tuple[frozenset[str], ...]
    method: str


@dataclass(frozen=True)
class _Named:
    """The design with the ids behind its indexes, and the points that one unit of its integers is worth."""

    design: Design
    order: Order
    files: tuple[str, ...]
    readers: tuple[str, ...]
    scale: int


def calibrate(readings: Sequence[Reading], seats: int, seed: int = SEED) -> Calibration:
    """Estimate severities, calibrate the points, place the files.

    Raises Unlawful when a reader reads a file twice, points are not finite, or seats are negative.
    """
    _check(readings, seats)
    if not readings:
        return Calibration({}, {}, Agreement(STATISTIC, None), (), _method(Fit(None, 0, 0.0, np.zeros(0)), 1))
    named = _named(readings)
    design = named.design
    fitted = fit(design)
    return Calibration(
        _placed(named, fitted, seats, seed),
        _severities(named, fitted),
        Agreement(STATISTIC, _rounded(alpha(_by_file(design)))),
        tuple(
            sorted(
                (frozenset(named.files[i] for i in files) for files, _ in design.parts),
                key=lambda part: min(part),
            )
        ),
        _method(fitted, Fraction(design.unit, named.scale)),
    )


def _check(readings: Sequence[Reading], seats: int) -> None:
    if seats < 0:
        raise Unlawful("Le nombre de places ne peut pas être négatif.")
    for reading in readings:
        if not reading.points.is_finite():
            raise Unlawful(
                f"Les points du dossier {reading.file} par {reading.reader} ne sont pas un nombre."
            )
    twice = [pair for pair, count in Counter((r.file, r.reader) for r in readings).items() if count > 1]
    if twice:
        file, reader = min(twice)
        raise Unlawful(f"Le lecteur {reader} note deux fois le dossier {file}.")


def _named(readings: Sequence[Reading]) -> _Named:
    """Index files and readers in the order that depends on no name, and sort the readings accordingly."""
    listed = sorted(readings, key=lambda reading: (reading.file, reading.reader))
    points, scale = integers([reading.points for reading in listed])
    files, file = np.unique([reading.file for reading in listed], return_inverse=True)
    readers, reader = np.unique([reading.reader for reading in listed], return_inverse=True)
    levels = {value: rank for rank, value in enumerate(sorted(set(points)))}
    found = order(file, reader, np.array([levels[value] for value in points]))
    file, reader = np.argsort(found.files)[file], np.argsort(found.readers)[reader]
    sort = np.lexsort((reader, file))
    design = Design(file[sort], reader[sort], tuple(points[i] for i in sort))
    return _Named(
        design,
        found,
        tuple(str(files[i]) for i in found.files),
        tuple(str(readers[i]) for i in found.readers),
        scale,
    )


def _by_file(design: Design) -> list[tuple[int, ...]]:
    ends = np.cumsum(design.counts)
    return [design.points[start:end] for start, end in zip(design.starts, ends, strict=True)]


def _placed(named: _Named, fitted: Fit, seats: int, seed: int) -> dict[str, Placed]:
    design = named.design
    raw = [Fraction(total, int(count)) for total, count in zip(design.totals, design.counts, strict=True)]
    severity = design.sums(fitted.severities[design.reader]) / design.counts
    calibrated = [mean + design.unit * _fraction(shift) for mean, shift in zip(raw, severity, strict=True)]
    origin = design.points[0]
    relative: Floats = np.array([float((points - origin) / design.unit) for points in calibrated])
    kin = named.order.file_colours[named.order.files]
    placed = ranks(design, fitted, relative, kin, seats, seed)
    found = {
        id: Placed(
            _half_up(raw[i] / named.scale),
            _half_up(calibrated[i] / named.scale),
            int(placed.low[i]),
            int(placed.high[i]),
            _half_up(Fraction(int(placed.seated[i]), int(placed.drawn[i]))),
        )
        for i, id in enumerate(named.files)
    }
    return dict(sorted(found.items()))


def _severities(named: _Named, fitted: Fit) -> dict[str, Severity]:
    """Rounded so that they still sum to zero in each part: the largest remainders go up."""
    colours = named.order.reader_colours[named.order.readers]
    alike = np.bincount(colours)[colours]
    found: dict[str, Severity] = {}
    for _, readers in named.design.parts:
        exact = {
            i: 100 * _fraction(fitted.severities[i]) * named.design.unit / named.scale
            for i in readers.tolist()
        }
        cents = {i: floor(value) for i, value in exact.items()}
        upward = sorted(exact, key=lambda i: (round(float(cents[i] - exact[i]), 6), alike[i], i))
        for i in upward[: -sum(cents.values())]:
            cents[i] += 1
        for i in cents:
            found[named.readers[i]] = Severity(Decimal(cents[i]).scaleb(-2), int(named.design.reads[i]))
    return dict(sorted(found.items()))


def _method(fitted: Fit, unit: Fraction | int) -> str:
    if fitted.noise is None:
        return f"Aucun dossier n’a deux lectures{NO_BREAK}: ni la sévérité ni le bruit ne se mesurent, aucune correction."
    if not fitted.told:
        return f"Trop peu de lectures se recoupent pour séparer la sévérité du bruit{NO_BREAK}: aucune correction."
    noise = number(_half_up(_fraction(fitted.noise**0.5) * unit))
    if fitted.between <= 0:
        return (
            "Les lectures ne montrent pas de différence de sévérité entre les lecteurs "
            f"(écart type du bruit{NO_BREAK}: {noise}){NO_BREAK}: aucune correction."
        )
    return (
        f"D’un lecteur à l’autre, la sévérité varie d’environ {number(_half_up(_fraction(fitted.between**0.5) * unit))}{NO_BREAK}; "
        f"d’une lecture à l’autre, le hasard compte pour environ {noise} (écarts types, en points)"
        f"{NO_BREAK}: la sévérité de chaque lecteur est ramenée vers zéro d’autant plus qu’il a lu peu de dossiers."
    )


def _fraction(value: float) -> Fraction:
    """A float as the decimal it stands for, twelve places: what rounding errors add is left out."""
    return Fraction(round(value * 10**12), 10**12)


def _half_up(value: Fraction) -> Decimal:
    cents = floor(abs(value) * 100 + Fraction(1, 2))
    return Decimal(cents if value >= 0 else -cents).scaleb(-2)


def _rounded(value: Fraction | None) -> Decimal | None:
    return None if value is None else _half_up(value)
