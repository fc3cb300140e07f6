"""The ``calibrate`` command: reviews read from JSON, the calibration as JSON.

In: ``reviews`` (``file``, ``reader``, ``points``) and ``seats``. Out: ``files``, ``readers``, ``agreement``.
"""

from __future__ import annotations

from decimal import Decimal

from engine.calibration import Calibration, Reading, calibrate
from engine.loading import decimal, items, record, text, whole


def run(data: object) -> dict[str, object]:
    """The answer printed by the command. Raises Unlawful."""
    entries = record(data, "", ("reviews", "seats"))
    readings = [_reading(item, where) for where, item in items(entries["reviews"], "reviews")]
    return answer(calibrate(readings, whole(entries["seats"], "seats")))


def answer(calibration: Calibration) -> dict[str, object]:
    """A calibration as JSON."""
    return {
        "files": {
            id: {
                "raw": _number(placed.raw),
                "calibrated": _number(placed.calibrated),
                "low": placed.low,
                "high": placed.high,
                "probability": _number(placed.probability),
            }
            for id, placed in calibration.files.items()
        },
        "readers": {
            id: {"severity": _number(found.severity), "reviews": found.reviews}
            for id, found in calibration.readers.items()
        },
        "agreement": {
            "statistic": calibration.agreement.statistic,
            "value": None if calibration.agreement.value is None else _number(calibration.agreement.value),
        },
    }


def _reading(item: object, where: str) -> Reading:
    entries = record(item, where, ("file", "reader", "points"))
    return Reading(
        text(entries["file"], f"{where}.file"),
        text(entries["reader"], f"{where}.reader"),
        decimal(entries["points"], f"{where}.points", decimals=None),
    )


def _number(value: Decimal) -> int | float:
    """The shortest number that JSON writes for it."""
    return int(value) if value == int(value) else float(value)
