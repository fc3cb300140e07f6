"""Where the marks of a plot stand, in units of its drawing; text stays text, figures stay whole numbers."""

from dataclasses import dataclass
from textwrap import shorten

from reviews.queries.calibration import Calibrated, Placed, Reader

WIDTH = 360
LEFT, RIGHT = 16, 344  # of the axis
ROW = 46
TOP = 30  # the axis and its figures
MOST_TICKS = 8
LETTERS = 48  # of a name that fit the drawing


@dataclass(frozen=True)
class Tick:
    x: int
    label: str


@dataclass(frozen=True)
class Interval:
    """A file: its line of text, the two ends of its ranks, where its calibrated and its raw rank stand."""

    label: str
    y: int
    left: int
    right: int
    at: int
    raw: int


@dataclass(frozen=True)
class Bar:
    """A reader: their name, and the bar that leaves the middle; the table beside tells the figure."""

    label: str
    y: int
    x: int
    width: int


@dataclass(frozen=True)
class Plot:
    width: int
    height: int
    rows: list
    ticks: list[Tick]
    middle: int = (LEFT + RIGHT) // 2


def forest(page: Calibrated) -> Plot:
    """The interval of ranks of each file, best raw rank first."""
    last = len(page.files)
    rows = [_interval(row, TOP + ROW * i, last) for i, row in enumerate(page.files)]
    step = max(1, -(-last // MOST_TICKS))
    ranks = sorted({1, last, *range(step, last, step)})
    return Plot(WIDTH, TOP + ROW * last, rows, [Tick(_at(rank, last), str(rank)) for rank in ranks])


def _interval(row: Placed, y: int, last: int) -> Interval:
    ranks = f"rang {row.low}" if row.low == row.high else f"rang {row.low} à {row.high}"
    return Interval(
        f"{row.application.number} : {ranks}",
        y,
        _at(row.low, last),
        _at(row.high, last),
        _at(row.calibrated_rank, last),
        _at(row.raw_rank, last),
    )


def _at(rank: int, last: int) -> int:
    return (LEFT + RIGHT) // 2 if last == 1 else LEFT + round((rank - 1) * (RIGHT - LEFT) / (last - 1))


def severities(page: Calibrated) -> Plot:
    """How far each reader marks below (left) or above (right) the others."""
    largest = max((abs(reader.severity) for reader in page.readers), default=0) or 1
    rows = [_bar(reader, TOP + ROW * i, largest) for i, reader in enumerate(page.readers)]
    return Plot(WIDTH, TOP + ROW * len(rows), rows, [])


def _bar(reader: Reader, y: int, largest) -> Bar:
    half = (RIGHT - LEFT) // 2
    middle = (LEFT + RIGHT) // 2
    width = round(abs(reader.severity) * half / largest)
    return Bar(
        shorten(reader.label, LETTERS, placeholder="…"),
        y,
        middle - width if reader.severity > 0 else middle,
        width,
    )
