"""One sentence per file on the best choice: what it gets or lacks, and what changing its fate would cost.

Each says only what is proved: what a file lacks is counted beside the chosen set as it stands, and a loss is the
least that any lawful choice of the other kind loses, by the bound of the proof.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal

from engine.choosing.limits import groups
from engine.money import NO_BREAK, euros, number
from engine.sharing import File, Instance


class Reasons:
    """What there is to say of a chosen set: what is left beside it, and what changing it costs at least, in points."""

    def __init__(
        self,
        instance: Instance,
        chosen: Collection[File],
        amounts: Mapping[str, int],
        losses: Mapping[str, Decimal],
    ) -> None:
        self.instance, self.amounts, self.losses = instance, amounts, losses
        self.left = instance.envelope - sum(file.least for file in chosen)
        self.free = (instance.places or 0) - sum(file.places for file in chosen)
        self.groups = [(group, len(group.ids & amounts.keys())) for group in groups(instance)]

    def sentences(self) -> dict[str, str]:
        """A sentence per file, in or out."""
        return {
            file.id: f"Rang {file.rank}{NO_BREAK}: {self._in(file) if file.id in self.amounts else self._out(file)}."
            for file in self.instance.running
        }

    def _in(self, file: File) -> str:
        amount = self.amounts[file.id]
        given = ", accordés en totalité"
        if amount < file.requested:
            given = f", {euros(amount)} proposés{NO_BREAK}; accord nécessaire"
        return f"{euros(file.requested)} demandés{given}{NO_BREAK}; {self._merit(file)}"

    def _merit(self, file: File) -> str:
        if file.id in self.instance.required:
            return "dossier imposé"
        merits = [
            f"il fait tenir {group.floor_words}"
            for group, count in self.groups
            if file.id in group.ids and count == group.floor
        ]
        if file.id in self.losses:
            merits.append(f"l’écarter ferait perdre au moins {_points(self.losses[file.id])} à l’ensemble")
        elif file.points:
            merits.append(f"il apporte {_points(file.points)} à l’ensemble retenu")
        return f"{NO_BREAK}; ".join(merits) or "à points égaux, le choix suit l’ordre des rangs"

    def _out(self, file: File) -> str:
        asked = f"{euros(file.requested)} demandés"
        if file.least < file.requested:
            asked += f", {euros(file.least)} au moins"
        why = [lacks] if (lacks := ", ".join(self._lacks(file))) else []
        if file.id in self.losses:
            why.append(f"le retenir ferait perdre au moins {_points(self.losses[file.id])} à l’ensemble")
        return f"{asked}{NO_BREAK}; {f'{NO_BREAK}; '.join(why) or _idle(file)}"

    def _lacks(self, file: File) -> Iterator[str]:
        if file.least > self.left:
            yield f"il manque {euros(file.least - self.left)} pour l’ajouter à l’ensemble retenu"
        if self.instance.places is not None and file.places > self.free:
            yield f"places demandées{NO_BREAK}: {number(file.places)}, places restantes{NO_BREAK}: {number(self.free)}"
        for group, count in self.groups:
            if file.id in group.ids and group.ceiling is not None and count >= group.ceiling:
                yield f"{group.ceiling_words} est atteint"


def _idle(file: File) -> str:
    """What to say of a file that could be added: only one that brings nothing is left out."""
    if file.points and file.points < 0:
        return f"le retenir ôterait {_points(-file.points)} à l’ensemble"
    return "le retenir n’ajouterait aucun point à l’ensemble"


def _points(points: Decimal) -> str:
    return f"{number(points)} point{'s' if abs(points) >= 2 else ''}"
