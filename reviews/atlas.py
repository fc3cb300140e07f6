"""Départements on a map: outlines cropped to those asked for, overseas ones as labelled tiles. Drawing only."""

import json
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

DATA = Path(__file__).parent / "data" / "departements_map.json"
MARGIN, TILE, GAP, LETTER, PATTERN = 0.03, 0.1, 0.02, 0.032, 0.02  # shares of the width
SMALLEST_LABELLED = 0.0012  # of the drawing's area: under it, a label would cover its neighbours

Point = tuple[float, float]


@dataclass(frozen=True)
class Shape:
    """One département: its outline, or a tile when it has none, and where its code is written."""

    code: str
    path: str
    x: str
    y: str
    labelled: bool = True


@dataclass(frozen=True)
class Drawing:
    """Shapes in a frame; `size` is that of letters, `step` that of patterns, in the same unit. As SVG writes them."""

    frame: str
    size: str
    step: str
    shapes: tuple[Shape, ...]
    attribution: str


@dataclass(frozen=True)
class Outline:
    path: str
    box: tuple[float, float, float, float]
    centre: Point
    area: float


@lru_cache(maxsize=1)
def outlines() -> dict[str, Outline]:
    """The outline of each metropolitan département, by code."""
    rows = json.loads(DATA.read_text())["departements"]
    return {code: _outline(row["path"]) for code, row in rows.items()}


@lru_cache(maxsize=1)
def attribution() -> str:
    return json.loads(DATA.read_text())["attribution"]


def drawing(codes: list[str]) -> Drawing:
    """These départements, as large as may be."""
    drawn = {code: outlines()[code] for code in codes if code in outlines()}
    apart = [code for code in codes if code not in drawn]
    left, top, right, bottom = _frame([outline.box for outline in drawn.values()])
    width = right - left
    tile, gap = width * TILE, width * GAP
    shapes = [
        _shape(
            code, outline.path, *outline.centre, outline.area >= SMALLEST_LABELLED * width * (bottom - top)
        )
        for code, outline in drawn.items()
    ]
    for rank, code in enumerate(apart):
        x, y = left + rank * (tile + gap), bottom + gap
        corners = f"M{x:.1f},{y:.1f}h{tile:.1f}v{tile:.1f}h-{tile:.1f}z"
        shapes.append(_shape(code, corners, x + tile / 2, y + tile / 2))
    height = bottom - top + (tile + gap if apart else 0)
    pad = width * MARGIN
    frame = f"{left - pad:.1f} {top - pad:.1f} {width + 2 * pad:.1f} {height + 2 * pad:.1f}"
    size, step = f"{width * LETTER:.2f}", f"{width * PATTERN:.2f}"
    return Drawing(frame, size, step, tuple(shapes), attribution() if drawn else "")


def _shape(code: str, path: str, x: float, y: float, labelled: bool = True) -> Shape:
    return Shape(code, path, f"{x:.1f}", f"{y:.1f}", labelled)


def _frame(boxes) -> tuple[float, float, float, float]:
    if not boxes:
        return 0.0, 0.0, 100.0, 0.0
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _outline(path: str) -> Outline:
    rings = _rings(path)
    points = [point for ring in rings for point in ring]
    xs, ys = zip(*points, strict=True)
    area, centre = max(_middle(ring) for ring in rings)
    return Outline(path, (min(xs), min(ys), max(xs), max(ys)), centre, area)


def _rings(path: str) -> list[list[Point]]:
    """The closed lines of a path that knows only relative moves and « z »."""
    rings, start = [], (0.0, 0.0)
    for part in path.split("z"):
        steps = [tuple(map(float, pair.split(","))) for pair in part.replace("m", " ").split()]
        if not steps:
            continue
        x, y = start
        ring = []
        for dx, dy in steps:
            x, y = x + dx, y + dy
            ring.append((x, y))
        start = ring[0]
        rings.append(ring)
    return rings


def _middle(ring: list[Point]) -> tuple[float, Point]:
    """The area of a ring and its centre of mass (the shoelace formula)."""
    crosses = [(a[0] * b[1] - b[0] * a[1], a, b) for a, b in pairwise([*ring, ring[0]])]
    twice = sum(cross for cross, _, _ in crosses)
    if not twice:
        return 0.0, ring[0]
    x = sum((a[0] + b[0]) * cross for cross, a, b in crosses) / (3 * twice)
    y = sum((a[1] + b[1]) * cross for cross, a, b in crosses) / (3 * twice)
    return abs(twice) / 2, (round(x, 1), round(y, 1))
