"""Variety without chance: the same seeds always choose the same thing."""

from zlib import crc32


def draw(*seeds) -> int:
    """A number that these seeds always give."""
    return crc32("|".join(map(str, seeds)).encode())


def pick(versions, *seeds):
    """One of these versions."""
    return versions[draw(*seeds) % len(versions)]


def values(weights: list[int], maximum: int, quality: float, turn: int) -> list[int]:
    """A value per criterion whose weighted total comes as near to `quality` out of 100 as may be, from below.

    `turn` says which criterion is served first, so that two readers do not favour the same ones.
    """
    target = quality / 100 * maximum * sum(weights)
    low = min(int(target // sum(weights)), maximum)
    given, left = [low] * len(weights), target - low * sum(weights)
    for index in sorted(range(len(weights)), key=lambda i: (i + turn) % len(weights)):
        if given[index] < maximum and weights[index] <= left + 0.5:
            given[index], left = given[index] + 1, left - weights[index]
    return given
