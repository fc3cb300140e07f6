"""What binds a choice, each limit in words and as a row over the files in rank order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from engine.money import euros, number
from engine.optimum.programme import Row
from engine.sharing import AXES, File, Instance, Policy

_NAMED = 5


@dataclass(frozen=True)
class Limit:
    """A limit as it is named in a sentence, and its row."""

    words: str
    row: Row


@dataclass(frozen=True)
class Group:
    """The files of one group, and how many of them must and may be chosen."""

    axis: str
    name: str
    files: tuple[File, ...]
    floor: int
    ceiling: int | None
    label: str

    @cached_property
    def ids(self) -> frozenset[str]:
        """The ids of its files."""
        return frozenset(file.id for file in self.files)

    @property
    def words(self) -> str:
        """The group with its article: "le territoire Rhône (69)"."""
        return f"{AXES.get(self.axis, self.axis)} {self.label}"

    @property
    def floor_words(self) -> str:
        """Its floor, as a sentence names it."""
        return f"le plancher de {files(self.floor)} pour {self.words}"

    @property
    def ceiling_words(self) -> str:
        """Its ceiling, as a sentence names it."""
        return f"le plafond de {files(self.ceiling or 0)} pour {self.words}"


def groups(instance: Instance) -> list[Group]:
    """The groups that a floor or a ceiling counts, by axis and name; none unless the policy is equitable."""
    if instance.policy != Policy.EQUITABLE:
        return []
    keys = {
        (axis, name)
        for limits in (instance.floors, instance.ceilings)
        for axis, counts in limits.items()
        for name in counts
    }
    return [
        Group(
            axis,
            name,
            tuple(file for file in instance.running if file.groups.get(axis) == name),
            instance.floors.get(axis, {}).get(name, 0),
            instance.ceilings.get(axis, {}).get(name),
            instance.names.get(axis, {}).get(name, name),
        )
        for axis, name in sorted(keys)
    ]


def limits(instance: Instance) -> list[Limit]:
    """Everything that binds the choice but the required files."""
    sums = {index: file.least for index, file in enumerate(instance.running)}
    return [
        *limits_but_money(instance),
        Limit(f"l’enveloppe de {euros(instance.envelope)}", Row(sums, most=instance.envelope)),
    ]


def limits_but_money(instance: Instance) -> Iterator[Limit]:
    """Everything that binds the choice but the required files and the envelope."""
    place = {file.id: index for index, file in enumerate(instance.running)}
    for group in groups(instance):
        weights = {place[file.id]: 1 for file in group.files}
        if group.ceiling is not None:
            yield Limit(group.ceiling_words, Row(weights, most=group.ceiling))
        if group.floor:
            yield Limit(group.floor_words, Row(weights, least=group.floor))
    if instance.places is not None:
        seats = {place[file.id]: file.places for file in instance.running}
        yield Limit(f"le nombre de places ({number(instance.places)})", Row(seats, most=instance.places))


def required(instance: Instance) -> Limit:
    """That the required files are chosen."""
    imposed = {index: file for index, file in enumerate(instance.running) if file.id in instance.required}
    return Limit(imposition(list(imposed.values())), Row(dict.fromkeys(imposed, 1), least=len(imposed)))


def files(count: int) -> str:
    """A count of files."""
    return f"{number(count)} dossier{'s' if count >= 2 else ''}"


def imposition(some: Sequence[File]) -> str:
    """That some files are required."""
    return f"le choix imposé {'du dossier' if len(some) == 1 else 'des dossiers'} {listed(some)}"


def listed(some: Sequence[File]) -> str:
    """Files by name, the first of them when there are many."""
    names = [file.id for file in some[:_NAMED]]
    if len(some) > _NAMED:
        names.append(f"{number(len(some) - _NAMED)} autre{'s' if len(some) > _NAMED + 1 else ''}")
    return " et ".join(filter(None, (", ".join(names[:-1]), names[-1])))
