"""Reading JSON strictly: one meaning per file, or one French sentence that says where it is wrong.

Refused: text that is not UTF-8, a key given twice, NaN and the infinities, more than ``HEAVIEST`` bytes, nesting
that exhausts the parser, half a character. Numbers with a point or an exponent are read as Decimals, never as
floats. ``where`` is the place in the file, such as ``files[3].requested``. Everything here raises ``Unlawful``.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable
from decimal import Decimal, InvalidOperation
from pathlib import Path

from engine.errors import Unlawful
from engine.money import NO_BREAK, number

HEAVIEST = 64 * 1024 * 1024
LARGEST = 10**15
DECIMALS = 2
_LONGEST_NUMBER = 40
_FINEST = 400


def load(path: str) -> object:
    """The value that a JSON file holds."""
    try:
        if Path(path).is_file() and Path(path).stat().st_size > HEAVIEST:
            raise Unlawful(f"Le fichier dépasse {HEAVIEST // 1024 // 1024} Mio.")
        return parse(Path(path).read_bytes())
    except (OSError, ValueError) as fault:
        if isinstance(fault, Unlawful):
            raise
        raise Unlawful(f"Le fichier {_quoted(path)} n’existe pas ou ne peut pas être lu.") from fault


def parse(content: bytes) -> object:
    """The value that JSON bytes hold."""
    try:
        text = content.decode("utf-8-sig")
        value: object = json.loads(
            text,
            object_pairs_hook=_once,
            parse_int=_int,
            parse_float=_decimal,
            parse_constant=_constant,
        )
        if "\\ud" in text.lower():
            _check_halves(value)
    except UnicodeDecodeError as fault:
        raise Unlawful("Le fichier n’est pas écrit en UTF-8.") from fault
    except json.JSONDecodeError as fault:
        raise Unlawful(
            f"Le fichier n’est pas du JSON (ligne {fault.lineno}, colonne {fault.colno})."
        ) from fault
    except RecursionError as fault:
        raise Unlawful("Le fichier imbrique trop de niveaux.") from fault
    return value


def record(
    value: object, where: str, needed: Collection[str] = (), optional: Collection[str] = ()
) -> dict[str, object]:
    """An object with every needed key and no key but the needed and the optional ones."""
    entries = mapping(value, where)
    for key in needed:
        if key not in entries:
            raise Unlawful(f"Il manque {_quoted(_inside(where, key))}.")
    for key in entries:
        if key not in needed and key not in optional:
            raise Unlawful(f"{_quoted(_inside(where, key))} n’est pas une clé connue.")
    return entries


def mapping(value: object, where: str) -> dict[str, object]:
    """An object with any keys."""
    if not isinstance(value, dict):
        raise Unlawful(f"{_quoted(where)} doit être un objet.")
    return value


def items(value: object, where: str) -> list[tuple[str, object]]:
    """The elements of a list, each with its own ``where``."""
    if not isinstance(value, list):
        raise Unlawful(f"{_quoted(where)} doit être une liste.")
    return [(f"{where}[{index}]", item) for index, item in enumerate(value)]


def text(value: object, where: str) -> str:
    """A string that is not empty."""
    if not isinstance(value, str) or not value:
        raise Unlawful(f"{_quoted(where)} doit être un texte non vide.")
    return value


def pair(value: object, where: str) -> tuple[str, str]:
    """A list of exactly two texts."""
    both = items(value, where)
    if len(both) != 2:
        raise Unlawful(f"{_quoted(where)} doit être une liste de deux textes.")
    (here, one), (there, other) = both
    return text(one, here), text(other, there)


def whole(value: object, where: str, least: int | None = 0) -> int:
    """A whole number, at least ``least`` when given, at most ``LARGEST`` away from zero; 12.0 is whole."""
    bound = "" if least is None else f" d’au moins {number(least)}"
    exact = _exact(value, where)
    if exact is None or exact != int(exact) or (least is not None and exact < least):
        raise Unlawful(f"{_quoted(where)} doit être un nombre entier{bound}.")
    return int(exact)


def decimal(
    value: object,
    where: str,
    decimals: int | None = DECIMALS,
    least: int | None = None,
    most: int | None = None,
) -> Decimal:
    """A number with at most so many decimals (any when None), between ``least`` and ``most`` when given."""
    exact = _exact(value, where)
    if exact is None or (decimals is not None and exact != round(exact, decimals)):
        precision = "" if decimals is None else f" à {decimals} décimales au plus"
        raise Unlawful(f"{_quoted(where)} doit être un nombre{precision}.")
    if least is not None and exact < least:
        raise Unlawful(f"{_quoted(where)} doit valoir au moins {number(least)}.")
    if most is not None and exact > most:
        raise Unlawful(f"{_quoted(where)} doit valoir au plus {number(most)}.")
    return exact


def check_unique(values: Iterable[object], where: str) -> None:
    """Refuse a value given twice."""
    twice = [value for value, count in Counter(values).items() if count > 1]
    if twice:
        raise Unlawful(f"{_quoted(where)} donne deux fois {_quoted(str(twice[0]))}.")


def check_known(values: Iterable[str], known: Collection[str], where: str) -> None:
    """Refuse a name that is not among the known ones."""
    for value in values:
        if value not in known:
            raise Unlawful(f"{_quoted(where)} nomme {_quoted(value)}, qui n’existe pas.")


def _exact(value: object, where: str) -> Decimal | None:
    # A boolean is an int in Python, not in JSON. A float comes from a database that stores JSON: its shortest
    # writing is the number that was meant. The bounds come before any arithmetic on a huge exponent.
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not exact.is_finite() or exact.copy_abs() > LARGEST or exact.adjusted() < -_FINEST:
        raise Unlawful(f"{_quoted(where)} est hors de portée.")
    return exact


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        check_unique((key for key, _ in pairs), "le fichier")
    return found


def _int(digits: str) -> int:
    _check_length(digits)
    return int(digits)


def _decimal(digits: str) -> Decimal:
    _check_length(digits)
    try:
        return Decimal(digits)
    except InvalidOperation as fault:
        raise Unlawful(f"Le nombre {_quoted(digits)} est hors de portée.") from fault


def _constant(name: str) -> object:
    raise Unlawful(f"{_quoted(name)} n’est pas un nombre.")


def _check_length(digits: str) -> None:
    if len(digits) > _LONGEST_NUMBER:
        raise Unlawful(f"Un nombre du fichier a plus de {_LONGEST_NUMBER} caractères.")


def _check_halves(value: object) -> None:
    try:
        json.dumps(value, default=str, ensure_ascii=False).encode()
    except UnicodeEncodeError as fault:
        raise Unlawful("Le fichier contient la moitié d’un caractère.") from fault


def _inside(where: str, key: str) -> str:
    return f"{where}.{key}" if where else key


def _quoted(words: str) -> str:
    return f"«{NO_BREAK}{words[:80] or 'le fichier'}{NO_BREAK}»"
