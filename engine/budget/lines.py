"""The lines of a budget and their sums.

An account is known by its class, the two characters its code starts with ("74-ars" is of class 74): the chart of
accounts makes that prefix its meaning. "gc" and "gp" are the groups of charges and products of authorised
establishments (CASF, art. R. 314-9 to R. 314-13, to verify).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from engine.money import NO_BREAK, euros

Side = Literal["charge", "produit"]
Status = Literal["acquis", "sollicite", "a_solliciter"]

INDIRECT = "indirect"
CHARGES = {*(str(n) for n in range(60, 70)), INDIRECT, "gc"}
PRODUITS = {*(str(n) for n in range(70, 80)), "gp"}
INVESTED = {"20", "21", "23"}  # what is bought to last
RESOURCES = {"10", "13", "16", "28"}  # what pays for it: own funds, grants, loans, self-financing
LAWFUL: dict[Side, set[str]] = {
    "charge": CHARGES | INVESTED | {"86"},
    "produit": PRODUITS | RESOURCES | {"87"},
}
_SIDES: dict[Side, str] = {"charge": "en charge", "produit": "en produit"}
_COFUNDED = {"74", "13"}  # grants, for running and for investment


@dataclass(frozen=True)
class Line:
    """One line: account code, side, whole euros, year; ``status`` says how sure a co-funder is."""

    account: str
    side: Side
    amount: int
    year: int
    status: Status | None = None

    @property
    def family(self) -> str:
        """The class of the account: its two first characters, or "indirect"."""
        return self.account if self.account == INDIRECT else self.account[:2]


@dataclass(frozen=True)
class Balance:
    """Sums of one sheet or of all, in euros; contributions in kind and investment stay out of the running money."""

    charges: int
    produits: int
    in_kind_used: int
    in_kind_given: int
    invested: int
    resources: int
    requested: int
    indirect: int
    acquis: int
    sollicite: int
    a_solliciter: int

    @property
    def gap(self) -> int:
        """Charges minus produits: 0 when the money balances, positive when money is missing."""
        return self.charges - self.produits

    @property
    def in_kind_gap(self) -> int:
        """Contributions used (86) minus contributions given (87)."""
        return self.in_kind_used - self.in_kind_given

    @property
    def investment_gap(self) -> int:
        """What is invested minus what pays for it."""
        return self.invested - self.resources

    @property
    def balanced(self) -> bool:
        """Whether the three balances hold."""
        return self.gap == self.in_kind_gap == self.investment_gap == 0

    @property
    def cofunded(self) -> int:
        """What other funders bring, however sure."""
        return self.acquis + self.sollicite + self.a_solliciter


def balance(lines: Iterable[Line], requested_accounts: Collection[str]) -> Balance:
    """Sum lines that ``check`` would accept, in euros."""
    kept = list(lines)

    def total(wanted: Callable[[Line], bool]) -> int:
        return sum(line.amount for line in kept if wanted(line))

    def of(families: set[str]) -> int:
        return total(lambda line: line.family in families)

    def cofunded(status: Status) -> int:
        return total(lambda line: is_cofunder(line, requested_accounts) and line.status == status)

    return Balance(
        charges=of(CHARGES),
        produits=of(PRODUITS),
        in_kind_used=of({"86"}),
        in_kind_given=of({"87"}),
        invested=of(INVESTED),
        resources=of(RESOURCES),
        requested=total(lambda line: line.account in requested_accounts),
        indirect=of({INDIRECT}),
        acquis=cofunded("acquis"),
        sollicite=cofunded("sollicite"),
        a_solliciter=cofunded("a_solliciter"),
    )


def is_cofunder(line: Line, requested_accounts: Collection[str]) -> bool:
    """Whether the line is the grant of another funder."""
    return line.family in _COFUNDED and line.account not in requested_accounts


def refusal(line: Line) -> str | None:
    """Why a line cannot be in any budget, in French; None when it can."""
    if line.amount < 0:
        return f"Compte {line.account}{NO_BREAK}: un montant ne peut pas être négatif ({euros(line.amount)})."
    if line.family not in LAWFUL["charge"] | LAWFUL["produit"]:
        return f"Le compte {line.account} n’existe pas dans ce cadre budgétaire."
    if line.family not in LAWFUL[line.side]:
        return f"Le compte {line.account} ne peut pas figurer {_SIDES[line.side]}."
    return None
