"""Acts of the engine on money, at the size of a large call: the best set under floors, what brings a file in. Seeded."""

from collections.abc import Callable, Iterator
from decimal import Decimal

import numpy as np

from engine.allocation import File, Instance, Policy, select
from engine.levers import levers
from engine.optimum import best
from engine.optimum.programme import Programme, Row

FILES, TERRITORIES = 1_000, 13
POINTS = {
    "points fins": lambda chance, sums: chance.integers(0, 10_001, len(sums)),
    "nombreux ex æquo": lambda chance, sums: 100 * chance.integers(8, 21, len(sums)),
    "points ∝ sommes": lambda chance, sums: sums // 30,
}


def acts() -> Iterator[tuple[str, int, Callable[[int], object]]]:
    """What is measured, how many times, and the act."""
    size = f"{FILES} × {TERRITORIES} territoires"
    for words, points in POINTS.items():
        instance = call(points)
        programme = without_ties(instance)
        yield f"Choix prouvé, {size}, {words}", 5, lambda turn, p=programme: proved(p)
        yield "  le même, départagé et motivé", 3, lambda turn, i=instance: settled(i)
    small = call(POINTS["points fins"], files=40, territories=4)
    waiting = settled(small).waiting
    yield "Leviers d’un dossier parmi 40", 5, lambda turn: levers(small, waiting[turn % len(waiting)])


def proved(programme: Programme) -> None:
    found = best(programme, break_ties=False)
    if found.worth != found.bound:
        raise RuntimeError("Le choix n’est pas prouvé.")


def settled(instance: Instance):
    if (result := select(instance)).status != "optimal":
        raise RuntimeError(result.cause)
    return result


def call(points, files: int = FILES, territories: int = TERRITORIES) -> Instance:
    """Files that ask for 20 to 300 thousand euros, three tenths of which can be funded; a floor per territory."""
    chance = np.random.default_rng(files)
    thousands = chance.integers(20, 301, files)
    marks = points(chance, 1000 * thousands)
    order = np.argsort(-marks, kind="stable")
    groups = chance.integers(0, territories, files)
    return Instance(
        envelope=1000 * int(thousands.sum()) * 3 // 10,
        files=tuple(
            File(
                id=f"D{index}",
                rank=rank,
                requested=1200 * int(thousands[index]),
                minimum=1000 * int(thousands[index]),
                points=Decimal(int(marks[index])).scaleb(-2),
                groups={"territory": str(groups[index])},
            )
            for rank, index in enumerate(order, 1)
        ),
        policy=Policy.EQUITABLE,
        floors={"territory": {str(name): files // territories // 3 for name in range(territories)}},
    )


def without_ties(instance: Instance) -> Programme:
    """The choice alone, as it is given to the solver."""
    files = instance.running
    floors = [
        Row({place: 1 for place, file in enumerate(files) if file.groups["territory"] == name}, least=least)
        for name, least in instance.floors["territory"].items()
    ]
    money = Row({place: file.least for place, file in enumerate(files)}, most=instance.envelope)
    return Programme(tuple(int(100 * (file.points or 0)) for file in files), (*floors, money))
