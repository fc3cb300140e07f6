"""Why no choice is lawful: the limit that blocks, by counting when that is enough, else by leaving limits out.

Counting knows files taken both ways, a floor above the files there are or above its ceiling, required files above
a ceiling, the envelope or the places, and floors whose lightest files weigh too much. Otherwise limits are left
out one at a time for as long as the rest stays impossible: what cannot be left out blocks together, and no part of
it blocks alone (the deletion filter of Chinneck, *Feasibility and Infeasibility in Optimization*, 2008).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from engine.choosing.limits import Group, Limit, files, groups, imposition, limits, listed, required
from engine.money import NO_BREAK, euros, number
from engine.optimum import impossible
from engine.optimum.programme import Programme
from engine.sharing import File, Instance

SECONDS = 2.0  # given to prove that each smaller set of limits is impossible too


@dataclass(frozen=True)
class _Budget:
    """Something that chosen files use up, and how to say it."""

    total: int
    use: Callable[[File], int]
    needs: Callable[[int], str]
    words: str


def cause(instance: Instance) -> str:
    """One sentence that names what makes every choice unlawful."""
    checks = (_taken_both_ways, _floors_and_ceilings, _required_and_ceilings, _budgets)
    sentence = next((sentence for check in checks for sentence in check(instance)), None)
    return sentence or _together(instance)


def _taken_both_ways(instance: Instance) -> Iterator[str]:
    both = sorted(instance.required & instance.forbidden)
    if both:
        yield f"Le dossier {both[0]} est à la fois imposé et écarté."


def _floors_and_ceilings(instance: Instance) -> Iterator[str]:
    for group in groups(instance):
        there = len(group.files)
        if group.floor > there:
            yield _held(group.floor_words, _existing(there))
        if group.ceiling is not None and group.floor > group.ceiling:
            yield _held(group.floor_words, f"le plafond y est de {files(group.ceiling)}")


def _required_and_ceilings(instance: Instance) -> Iterator[str]:
    for group in groups(instance):
        imposed = [file for file in group.files if file.id in instance.required]
        if group.ceiling is not None and len(imposed) > group.ceiling:
            yield _held(
                group.ceiling_words,
                f"{listed(imposed)} y {'est imposé' if len(imposed) == 1 else 'sont imposés'}",
            )


def _budgets(instance: Instance) -> Iterator[str]:
    for budget in _budgets_of(instance):
        imposed = [file for file in instance.running if file.id in instance.required]
        used = sum(map(budget.use, imposed))
        if used > budget.total:
            yield f"{_capital(required(instance).words)} {budget.needs(used)}, plus que {budget.words}."
        counted = groups(instance)
        for together, beside in product([*([group] for group in counted), *_by_axis(counted)], ([], imposed)):
            used = _least_use(together, beside, budget.use)
            if used > budget.total:
                yield f"{_floors(together, beside)} {budget.needs(used)}, plus que {budget.words}."


def _budgets_of(instance: Instance) -> Iterator[_Budget]:
    yield _Budget(
        instance.envelope,
        lambda file: file.least,
        lambda used: f"demande au moins {euros(used)}",
        f"l’enveloppe de {euros(instance.envelope)}",
    )
    if instance.places is not None:
        yield _Budget(
            instance.places,
            lambda file: file.places,
            lambda used: f"demande au moins {number(used)} place{'s' if used >= 2 else ''}",
            f"le nombre de places ({number(instance.places)})",
        )


def _by_axis(counted: Sequence[Group]) -> list[list[Group]]:
    axes = dict.fromkeys(group.axis for group in counted)
    return [[group for group in counted if group.axis == axis] for axis in axes]


def _least_use(together: Sequence[Group], imposed: Sequence[File], use: Callable[[File], int]) -> int:
    """The least that the required files and the floors of groups without common file use together."""
    total, ids = sum(map(use, imposed)), {file.id for file in imposed}
    for group in together:
        free = sorted(use(file) for file in group.files if file.id not in ids)
        total += sum(free[: max(0, group.floor - (len(group.files) - len(free)))])
    return total


def _floors(together: Sequence[Group], imposed: Sequence[File]) -> str:
    words = [group.floor_words for group in together if group.floor]
    named = words[0] if len(words) == 1 else f"tenir ensemble {', '.join(words[:-1])} et {words[-1]}"
    return _capital(named + (f", avec {imposition(imposed)}," if imposed else ""))


def _together(instance: Instance) -> str:
    kept: list[Limit] = limits(instance) + ([required(instance)] if instance.required else [])
    count = len(instance.running)
    for limit in list(kept):
        others = [other for other in kept if other is not limit]
        if impossible(Programme((0,) * count, tuple(other.row for other in others)), SECONDS):
            kept = others
    if len(kept) == 1:
        return _held(kept[0].words, "aucun choix de dossiers n’y suffit")
    words = [limit.words for limit in kept]
    return f"Ces contraintes ne peuvent pas être tenues ensemble{NO_BREAK}: {', '.join(words[:-1])} et {words[-1]}."


def _existing(count: int) -> str:
    if count >= 2:
        return f"il n’en existe que {number(count)}"
    return "il n’en existe qu’un" if count else "il n’en existe aucun"


def _held(words: str, why: str) -> str:
    return f"{_capital(words)} ne peut pas être tenu{NO_BREAK}: {why}."


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]
