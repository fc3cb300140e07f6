"""Acts of the engine on readings, at the sizes of a large call: who reads what, and how severely. Seeded."""

from collections.abc import Callable, Iterator
from decimal import Decimal

import numpy as np

from engine.assignment import Problem, Reader, assign
from engine.calibration import Reading, calibrate

PER_FILE = 3


def acts() -> Iterator[tuple[str, int, Callable[[int], object]]]:
    """What is measured, how many times, and the act."""
    for files, readers, runs in ((500, 60, 5), (2_000, 200, 2)):
        problem = experts(files, readers)
        yield (
            f"Affectation prouvée, {files} dossiers × {readers} experts",
            runs,
            lambda turn, p=problem: proved(p),
        )
    given = reviews(1_000, 60)
    yield f"Calibrage de {len(given)} expertises, 60 experts", 5, lambda turn: calibrate(given, 250)


def proved(problem: Problem) -> None:
    if (plan := assign(problem)).status != "optimal":
        raise RuntimeError(plan.cause)


def experts(files: int, readers: int) -> Problem:
    """Experts sought after unequally, few to spare, one pair in twenty in conflict."""
    chance = np.random.default_rng(files)
    ids = [f"D{rank}" for rank in range(files)]
    names = [f"E{rank}" for rank in range(readers)]
    sought = 0.7 * chance.random(readers) + 0.3 * chance.random((files, readers))
    mean = files * PER_FILE // readers
    return Problem(
        PER_FILE,
        tuple(ids),
        tuple(Reader(name, mean * 9 // 10, mean + 2) for name in names),
        frozenset((ids[i], names[j]) for i, j in np.argwhere(chance.random((files, readers)) < 0.05)),
        affinity={
            (id, name): Decimal(int(1000 * sought[i, j])).scaleb(-3)
            for i, id in enumerate(ids)
            for j, name in enumerate(names)
        },
    )


def reviews(files: int, readers: int) -> list[Reading]:
    """Points around 60, by readers more or less severe."""
    chance = np.random.default_rng(files)
    severity = chance.normal(0, 6, readers)
    return [
        Reading(
            f"D{file}",
            f"E{reader}",
            Decimal(int(100 * (quality - severity[reader] + chance.normal(0, 8)))).scaleb(-2),
        )
        for file, quality in enumerate(chance.normal(60, 10, files))
        for reader in chance.choice(readers, PER_FILE, replace=False)
    ]
