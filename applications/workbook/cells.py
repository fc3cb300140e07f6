"""What a cell says: a choice, a text, an exact number; else why not, with its address."""

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from applications.workbook import formulas
from applications.workbook.layout import STAFF_COLUMNS
from engine.money import LARGEST, euros, parse_euros

MOST_ETP = Decimal("999.99")
LONGEST_TITLE = 80


@dataclass
class Reader:
    """What was read so far, and what could not be."""

    lines: dict[int, dict[str, tuple[int, str]]] = field(default_factory=dict)
    posts: dict[int, list[dict]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def fault(self, cell, words: str):
        self.faults.append(f"Feuille « {cell.parent.title} », cellule {cell.coordinate} : {words}")


def choice(reader: Reader, cell, table: dict, *, needed=False):
    """The value of a word of a list, whatever its case; None when the cell is empty and may be."""
    word = "" if cell.value is None else " ".join(str(cell.value).split())
    known = {label.casefold(): value for label, value in table.items()}
    if word.casefold() in known:
        return known[word.casefold()]
    if word or needed:
        reader.fault(cell, f"choisissez une valeur de la liste (par exemple « {next(iter(table))} »).")
    return None


def title(reader: Reader, cell) -> str:
    if cell.data_type == "f":
        reader.fault(cell, "écrivez un texte, pas une formule.")
        return ""
    text = "" if cell.value is None else str(cell.value).strip()
    if len(text) > LONGEST_TITLE:
        reader.fault(cell, f"{LONGEST_TITLE} caractères au plus.")
    return text


def exact(reader: Reader, cell) -> Fraction | None:
    """The number of a cell, exactly; None when it is empty. A fault otherwise."""
    value = cell.value
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    try:
        if cell.data_type == "f":
            return formulas.value(str(value))
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            raise ValueError
        return Fraction(str(value).replace(",", ".")) if not isinstance(value, str) else written(value)
    except (formulas.NotArithmetic, RecursionError):
        reader.fault(cell, "cette formule lit d’autres cellules : écrivez le résultat.")
    except (ValueError, ZeroDivisionError, OverflowError):
        reader.fault(
            cell, f"« {str(value)[:30]} » n’est pas un nombre lisible : écrivez par exemple {euros(12500)}."
        )
    return None


def written(text: str) -> Fraction:
    """A number typed as text, as people write it."""
    plain = (
        text.replace("\u202f", "").replace("\u00a0", "").replace(" ", "").replace("€", "").replace("%", "")
    )
    if not plain.replace(",", "", 1).isdecimal() or not plain.isascii():
        return Fraction(parse_euros(text))
    return Fraction(plain.replace(",", "."))


def amount(reader: Reader, cell) -> int:
    before = len(reader.faults)
    found = exact(reader, cell)
    if found is None:
        if len(reader.faults) == before and cell.column_letter == STAFF_COLUMNS["annual_cost"][0]:
            reader.fault(cell, "indiquez le coût annuel, charges comprises.")
        return 0
    if found < 0:
        reader.fault(cell, "un montant ne peut pas être négatif.")
    elif found.denominator != 1:
        reader.fault(cell, "indiquez un montant en euros entiers, sans centimes.")
    elif found > LARGEST:
        reader.fault(cell, f"le montant dépasse {euros(LARGEST)}.")
    return int(found)


def number(reader: Reader, cell, least: int, most: int, default: int | None = None) -> int | None:
    before = len(reader.faults)
    found = exact(reader, cell)
    if found is None and default is not None:
        return default
    if found is None or found.denominator != 1 or not least <= found <= most:
        if len(reader.faults) == before:
            reader.fault(cell, f"indiquez un nombre entier de {least} à {most}.")
        return None
    return int(found)


def etp(reader: Reader, cell) -> Decimal:
    before = len(reader.faults)
    found = exact(reader, cell)
    hundredths = None if found is None else found * 100
    if hundredths is None or hundredths.denominator != 1 or not 0 <= hundredths <= MOST_ETP * 100:
        if len(reader.faults) == before:
            reader.fault(cell, "indiquez l’ETP avec deux décimales au plus, par exemple 0,5.")
        return Decimal(0)
    return Decimal(int(hundredths)).scaleb(-2)
