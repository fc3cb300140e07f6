"""Amounts in full French words, as legal orders write them.

Spelling is the traditional one, which the 1990 recommendations left lawful: a hyphen only between the parts of
a number under one hundred that are not joined by "et" ("quatre-vingt-un", "vingt et un", "deux cent un").
Source: Grevisse and Goosse, *Le bon usage*, on cardinal numerals.
"""

from __future__ import annotations

from engine.money import LARGEST

_UNITS = (
    *("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"),
    *("dix", "onze", "douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf"),
)
_TENS = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante", 80: "quatre-vingt"}
_WITH_ET = {21, 31, 41, 51, 61, 71}


def in_words(number: int) -> str:
    """Spell an integer from 0 to 999 999 999. Raises ValueError outside.

    >>> in_words(80_000)
    'quatre-vingt mille'
    """
    if not 0 <= number <= LARGEST:
        raise ValueError("Seuls les nombres de 0 à 999 999 999 s’écrivent en lettres.")
    if number == 0:
        return _UNITS[0]
    millions, rest = divmod(number, 1_000_000)
    thousands, rest = divmod(rest, 1000)
    return " ".join(filter(None, (_millions(millions), _thousands(thousands), _under_1000(rest))))


def euros_in_words(amount: int) -> str:
    """Spell whole euros, elided and agreed: "un euro", "deux millions d’euros". Bounds of ``in_words``."""
    noun = "euro" if amount < 2 else "euros"
    link = "d’" if amount and amount % 1_000_000 == 0 else ""
    return f"{in_words(amount)} {link}{noun}"


def _millions(count: int) -> str:
    # "million" is a noun: "cent" and "vingt" before it keep their plural, unlike before "mille".
    return f"{_under_1000(count)} million{'s' if count > 1 else ''}" if count else ""


def _thousands(count: int) -> str:
    return "mille" if count == 1 else f"{_under_1000(count, plural=False)} mille" if count else ""


def _under_1000(number: int, plural: bool = True) -> str:
    hundreds, rest = divmod(number, 100)
    many = f"{_UNITS[hundreds]} cent" + ("s" if plural and not rest else "")
    head = "" if not hundreds else "cent" if hundreds == 1 else many
    return " ".join(filter(None, (head, _under_100(rest, plural) if rest else "")))


def _under_100(number: int, plural: bool) -> str:
    if number < 20:
        return _UNITS[number]
    base = max(ten for ten in _TENS if ten <= number)
    rest = number - base
    if rest == 0:
        return _TENS[base] + ("s" if base == 80 and plural else "")
    return _TENS[base] + (" et " if number in _WITH_ET else "-") + _UNITS[rest]
