"""How far readers agree: Krippendorff's alpha for interval data (Hayes and Krippendorff 2007).

α = 1 − observed / expected disagreement, both mean squared differences of points: between readings of one file,
and between all readings that can be paired. 1 is perfect agreement, 0 what chance gives, below 0 worse. Taken for
what calls look like: any number of readers, not the same ones nor as many for each file, files read once set
aside; an intraclass correlation needs a correction of its own for each such imbalance. Exact fractions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

STATISTIC = "alpha de Krippendorff (intervalles)"


def alpha(files: Iterable[Sequence[int]]) -> Fraction | None:
    """Alpha of the points given to each file; None when no file is read twice or no two points differ."""
    paired = [points for points in files if len(points) > 1]
    everything = [point for points in paired for point in points]
    expected = _differences(everything)
    if not expected:
        return None
    observed = sum((Fraction(_differences(points), len(points) - 1) for points in paired), Fraction(0))
    return 1 - observed * (len(everything) - 1) / expected


def _differences(points: Sequence[int]) -> int:
    """Σ of the squared differences over unordered pairs."""
    return len(points) * sum(point * point for point in points) - sum(points) ** 2
