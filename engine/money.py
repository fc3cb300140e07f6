"""Whole euros: written, read and shared out exactly. No float enters here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

NO_BREAK = "\u00a0"
THIN = "\u202f"
LARGEST = 999_999_999  # the largest amount read, and the largest that engine.words can spell

_AMOUNT = re.compile(r"(?P<whole>[0-9]+|[0-9]{1,3}(?: [0-9]{3})+)(?:,(?P<cents>[0-9]{1,2}))? ?(?:€|euros?)?")
_SPACES = str.maketrans({NO_BREAK: " ", THIN: " ", "\u2009": " "})


def number(value: int | Decimal) -> str:
    """Write a number the French way: thousands apart, decimal comma, no trailing zero.

    >>> number(Decimal("12500.50")) == "12\u202f500,5"
    True
    """
    whole, _, decimals = format(abs(value), ",f" if isinstance(value, Decimal) else ",d").partition(".")
    decimals = decimals.rstrip("0")
    sign = "−" if value < 0 and (decimals or whole != "0") else ""
    return sign + whole.replace(",", THIN) + (f",{decimals}" if decimals else "")


def euros(amount: int) -> str:
    """Write whole euros: U+202F between thousands, U+00A0 before the sign. Inverse of ``parse_euros``.

    Raises ValueError when given anything but an integer.
    """
    return f"{amount:,d}".replace(",", THIN).replace("-", "−") + NO_BREAK + "€"


def precise_euros(amount: Decimal) -> str:
    """Write an amount with its two cents when it has some, as a tariff is: "1 487,50 €", "500 €".

    >>> precise_euros(Decimal("1487.5")) == "1\u202f487,50\u00a0€"
    True
    """
    if amount == int(amount):
        return euros(int(amount))
    return f"{amount:,.2f}".replace(",", THIN).replace(".", ",").replace("-", "−") + NO_BREAK + "€"


def parse_euros(text: str) -> int:
    """Read whole euros as people type them: "12500", "12 500", "12 500,00 €".

    Raises ValueError, with a message in French for the person who typed, when the text is empty, ambiguous
    ("12.500", "12,500"), carries cents, is negative, or exceeds ``LARGEST``.
    """
    typed = text.translate(_SPACES).strip()
    match = _AMOUNT.fullmatch(typed)
    if match is None:
        raise ValueError(_misread(typed))
    if (match["cents"] or "").strip("0"):
        raise ValueError("Indiquez un montant en euros entiers, sans centimes.")
    digits = match["whole"].replace(" ", "").lstrip("0") or "0"
    if len(digits) > len(str(LARGEST)):
        raise ValueError(f"Le montant dépasse {euros(LARGEST)}.")
    return int(digits)


def _misread(typed: str) -> str:
    if not typed:
        return "Indiquez un montant."
    if typed[0] in "-−":
        return "Le montant ne peut pas être négatif."
    ambiguous = re.search(r"[0-9][.,][0-9]", typed)
    fault = "est ambigu" if ambiguous else "n’est pas lisible"
    quoted = f"«{NO_BREAK}{typed[:40]}{NO_BREAK}»"
    return (
        f"Le montant {quoted} {fault}{NO_BREAK}: écrivez par exemple {euros(12500)}, sans point ni centimes."
    )


def split(total: int, weights: Sequence[int | Decimal]) -> list[int]:
    """Share ``total`` whole euros in proportion to ``weights``; the shares add up to ``total`` exactly.

    Largest remainder (Hamilton's method; Balinski and Young, *Fair Representation*, 1982): each share is the
    exact one rounded down or up; euros left go to the largest remainders, the earlier position when equal.
    Raises ValueError on a negative total or weight, or when no weight is positive.
    """
    exact = [Fraction(weight) for weight in weights]
    if total < 0 or min(exact, default=Fraction(0)) < 0:
        raise ValueError("On ne répartit ni un montant ni un poids négatif.")
    if not sum(exact):
        raise ValueError("Il faut au moins un poids positif pour répartir un montant.")
    ideal = [total * weight / sum(exact) for weight in exact]
    shares = [int(share) for share in ideal]
    by_remainder = sorted(range(len(ideal)), key=lambda i: shares[i] - ideal[i])
    for i in by_remainder[: total - sum(shares)]:
        shares[i] += 1
    return shares
