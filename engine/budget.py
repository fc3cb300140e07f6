"""Does a provisional budget balance, and does the request fit it? Whole euros throughout.

Frame of the CERFA 12156 subsidy form and of the French chart of accounts: charges 60 to 69 and indirect charges
against produits 70 to 79; contributions in kind, 86 against 87, apart and outside the money total. An account
is known by its class, the two digits its code starts with ("74-ars" is of class 74); the chart of accounts
makes that prefix its meaning. A budget over several years has one sheet a year, and each balances.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from engine.money import NO_BREAK, euros, number

Side = Literal["charge", "produit"]
Status = Literal["acquis", "sollicite", "a_solliciter"]

INDIRECT = "indirect"
_CHARGES = {*(str(n) for n in range(60, 70)), INDIRECT}
_PRODUITS = {str(n) for n in range(70, 80)}
_LAWFUL: dict[Side, set[str]] = {"charge": _CHARGES | {"86"}, "produit": _PRODUITS | {"87"}}
_SIDES: dict[Side, str] = {"charge": "en charge", "produit": "en produit"}


@dataclass(frozen=True)
class Line:
    """One line: account code, side, whole euros, year; ``status`` says how sure a co-funder of class 74 is."""

    account: str
    side: Side
    amount: int
    year: int
    status: Status | None = None

    @property
    def family(self) -> str:
        """The class of the account: its two first digits, or "indirect"."""
        return self.account if self.account == INDIRECT else self.account[:2]


@dataclass(frozen=True)
class Balance:
    """Sums of one sheet or of all, in euros; contributions in kind never count as money."""

    charges: int
    produits: int
    in_kind_used: int
    in_kind_given: int
    requested: int
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
    def balanced(self) -> bool:
        """Whether both balances hold."""
        return self.gap == 0 and self.in_kind_gap == 0


@dataclass(frozen=True)
class Report:
    """What ``check`` found: the balance of each year, of all years, and every problem, in French."""

    years: dict[int, Balance]
    total: Balance
    problems: tuple[str, ...]


def check(
    lines: Sequence[Line],
    requested_account: str,
    requested: int,
    ceiling: int | None = None,
    floor: int | None = None,
    max_share: Decimal | None = None,
) -> Report:
    """Balance the lines per year and in total, and list all that is wrong with them or with the request.

    ``requested`` (euros, all years) must equal the lines of ``requested_account`` (such as "74-ars"), stay
    within ``floor`` and ``ceiling``, and be at most ``max_share`` per cent of the charges in money. Lines that
    are refused (negative, unknown account, wrong side) stay out of the sums. Nothing raises: a budget being
    typed is never exceptional.
    """
    sound = [line for line in lines if not _refusal(line)]
    years = {
        year: balance([line for line in sound if line.year == year], requested_account)
        for year in _years(sound)
    }
    total = balance(sound, requested_account)
    problems = [why for line in lines if (why := _refusal(line))]
    problems += _unsure(sound, requested_account)
    problems += [] if total.charges else ["Le budget ne comporte aucune charge."]
    for year, sheet in years.items():
        problems += _imbalances(sheet, f"Année {year}{NO_BREAK}: " if len(years) > 1 else "")
    problems += _request_problems(total, requested, ceiling, floor, max_share)
    return Report(years, total, tuple(problems))


def balance(lines: Iterable[Line], requested_account: str) -> Balance:
    """Sum lines that ``check`` would accept, in euros."""
    kept = list(lines)

    def total(wanted: Callable[[Line], bool]) -> int:
        return sum(line.amount for line in kept if wanted(line))

    def cofunded(status: Status) -> int:
        return total(lambda line: _is_cofunder(line, requested_account) and line.status == status)

    return Balance(
        charges=total(lambda line: line.family in _CHARGES),
        produits=total(lambda line: line.family in _PRODUITS),
        in_kind_used=total(lambda line: line.family == "86"),
        in_kind_given=total(lambda line: line.family == "87"),
        requested=total(lambda line: line.account == requested_account),
        acquis=cofunded("acquis"),
        sollicite=cofunded("sollicite"),
        a_solliciter=cofunded("a_solliciter"),
    )


def _years(lines: Iterable[Line]) -> list[int]:
    return sorted({line.year for line in lines})


def _is_cofunder(line: Line, requested_account: str) -> bool:
    return line.family == "74" and line.account != requested_account


def _refusal(line: Line) -> str | None:
    if line.amount < 0:
        return f"Compte {line.account}{NO_BREAK}: un montant ne peut pas être négatif ({euros(line.amount)})."
    if line.family not in _LAWFUL["charge"] | _LAWFUL["produit"]:
        return f"Le compte {line.account} n’existe pas dans ce cadre budgétaire."
    if line.family not in _LAWFUL[line.side]:
        return f"Le compte {line.account} ne peut pas figurer {_SIDES[line.side]}."
    return None


def _unsure(lines: Iterable[Line], requested_account: str) -> list[str]:
    return [
        f"Compte {line.account}{NO_BREAK}: précisez si ce cofinancement est acquis, sollicité ou à solliciter."
        for line in lines
        if _is_cofunder(line, requested_account) and line.amount and line.status is None
    ]


def _imbalances(sheet: Balance, prefix: str) -> list[str]:
    return [
        *_imbalance(sheet.gap, prefix, "les charges", "les produits"),
        *_imbalance(
            sheet.in_kind_gap,
            prefix,
            "les contributions en nature employées (86)",
            "les contributions en nature reçues (87)",
        ),
    ]


def _imbalance(gap: int, prefix: str, used: str, given: str) -> list[str]:
    if gap == 0:
        return []
    more, less = (used, given) if gap > 0 else (given, used)
    sentence = f"{prefix}{more} dépassent {less} de {euros(abs(gap))}."
    return [sentence[0].upper() + sentence[1:]]


def _request_problems(
    total: Balance, requested: int, ceiling: int | None, floor: int | None, max_share: Decimal | None
) -> list[str]:
    problems = []
    if requested < 0:
        problems.append("Le montant demandé ne peut pas être négatif.")
    if requested != total.requested:
        problems.append(
            f"Le montant demandé ({euros(requested)}) diffère de {euros(abs(requested - total.requested))} "
            f"de sa ligne au compte 74 ({euros(total.requested)})."
        )
    if ceiling is not None and requested > ceiling:
        problems.append(_beyond(requested - ceiling, "dépasse", f"le plafond de {euros(ceiling)}"))
    if floor is not None and requested < floor:
        problems.append(_beyond(floor - requested, "est inférieur", f"au plancher de {euros(floor)}"))
    return problems + _share_problem(total.charges, requested, max_share)


def _share_problem(charges: int, requested: int, max_share: Decimal | None) -> list[str]:
    if max_share is None:
        return []
    limit = int(Fraction(max_share) * charges / 100)
    share = f"{number(max_share)}{NO_BREAK}% des charges, soit {euros(limit)}"
    return (
        [_beyond(requested - limit, "dépasse", f"la part autorisée de {share}")] if requested > limit else []
    )


def _beyond(gap: int, verb: str, limit: str) -> str:
    return f"Le montant demandé {verb} de {euros(gap)} {limit}."
