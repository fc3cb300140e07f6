"""The connected parts of a graph whose edges join one thing on the left to one on the right (files, readers)."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import TypeVar

Left = TypeVar("Left", bound=Hashable)
Right = TypeVar("Right", bound=Hashable)


def components(pairs: Iterable[tuple[Left, Right]]) -> list[tuple[frozenset[Left], frozenset[Right]]]:
    """Each part as what it holds on either side, in the order of its first edge; who has no edge is in none."""
    ahead: dict[Left, list[Right]] = {}
    back: dict[Right, list[Left]] = {}
    for left, right in pairs:
        ahead.setdefault(left, []).append(right)
        back.setdefault(right, []).append(left)
    parts, seen = [], set[Left]()
    for start in ahead:
        if start not in seen:
            part = _part(start, ahead, back)
            seen |= part[0]
            parts.append(part)
    return parts


def _part(
    start: Left, ahead: dict[Left, list[Right]], back: dict[Right, list[Left]]
) -> tuple[frozenset[Left], frozenset[Right]]:
    lefts, rights, waiting = {start}, set[Right](), [start]
    while waiting:
        for right in ahead[waiting.pop()]:
            if right not in rights:
                rights.add(right)
                waiting += (fresh := set(back[right]) - lefts)
                lefts |= fresh
    return frozenset(lefts), frozenset(rights)
