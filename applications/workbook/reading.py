"""A workbook filled elsewhere, read back: only the cells that people type, whatever a spreadsheet computed or lost."""

import io
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from applications.workbook import formulas, safety
from applications.workbook.layout import (
    AMOUNT,
    CODE,
    FUNDING,
    GUIDE,
    HEAD,
    MOST_ROWS,
    NO,
    NUMBER_CELL,
    PROFESSIONS,
    STAFF,
    STAFF_COLUMNS,
    STATUS,
    STATUSES,
    VERSION,
    VERSION_CELL,
    YES,
    Book,
)  # fmt: skip
from engine.money import LARGEST, euros, parse_euros

SHOWN = 20  # errors told at once
MOST_ETP = Decimal("999.99")
LONGEST_TITLE = 80


class Unreadable(Exception):
    """Why a workbook is not imported: every reason, in French, with the cell it is in."""

    def __init__(self, *reasons: str):
        super().__init__(*reasons)
        more = len(reasons) - SHOWN
        self.reasons = [
            *reasons[:SHOWN],
            *([f"Et {more} autre{'s' if more > 1 else ''} à corriger."] if more > 0 else []),
        ]


@dataclass
class Reader:
    """What was read so far, and what could not be."""

    lines: dict[int, dict[str, tuple[int, str]]] = field(default_factory=dict)
    posts: dict[int, list[dict]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def fault(self, cell, words: str):
        self.faults.append(f"Feuille « {cell.parent.title} », cellule {cell.coordinate} : {words}")


def read(content: bytes, book: Book) -> Reader:
    """The lines and posts of a workbook made for this file: {year: {account: (euros, state)}}, {year: [post]}.

    Raises Unreadable with all that is wrong; nothing is ever half read.
    """
    if why := safety.refusal(content):
        raise Unreadable(why)
    try:
        opened = load_workbook(io.BytesIO(content), keep_links=False)
    except Exception as error:  # openpyxl raises whatever its parsers raise on a damaged file
        raise Unreadable("Ce classeur est abîmé : il ne s’ouvre pas.") from error
    _check_model(opened, book)
    reader = Reader()
    for sheet in book.sheets:
        _read_sheet(reader, opened[sheet.key], sheet)
    _read_staff(reader, opened[STAFF], book)
    if reader.faults:
        raise Unreadable(*reader.faults)
    return reader


def _check_model(opened, book: Book):
    """Refuses a workbook that is not the one this file offers today."""
    guide = opened[GUIDE] if GUIDE in opened.sheetnames else None
    if guide is None or guide[VERSION_CELL].value != VERSION:
        raise Unreadable("Ce n’est pas le classeur de Jalon, ou il date d’un autre modèle : téléchargez-le de nouveau et reportez vos montants.")  # fmt: skip
    if guide[NUMBER_CELL].value != book.number:
        raise Unreadable(
            f"Ce classeur est celui du dossier {str(guide[NUMBER_CELL].value)[:30]}, pas de celui-ci."
        )
    wanted = [*(sheet.key for sheet in book.sheets), STAFF]
    missing = [name for name in wanted if name not in opened.sheetnames]
    if missing:
        raise Unreadable(
            *[f"La feuille « {name} » manque : téléchargez le classeur de nouveau." for name in missing]
        )
    for name in wanted:
        if not isinstance(opened[name], Worksheet):
            raise Unreadable(f"La feuille « {name} » n’est pas un tableau.")
        beyond = next(
            (cell for cell in _cells(opened[name]) if cell.row > MOST_ROWS and cell.value is not None), None
        )
        if beyond is not None:
            raise Unreadable(
                f"Feuille « {name} », cellule {beyond.coordinate} : le tableau s’arrête à la ligne {MOST_ROWS}."
            )


def _cells(page: Worksheet):
    return page._cells.values()  # those that exist, never the million that could


def _read_sheet(reader: Reader, page: Worksheet, sheet):
    found: dict[str, tuple[int, str]] = {}
    accounts = {account.code: account for account in sheet.accounts}
    for row in range(HEAD + 1, min(page.max_row, MOST_ROWS) + 1):
        code = page[f"{CODE}{row}"].value
        if code is None:
            continue
        account = accounts.pop(str(code).strip(), None)
        if account is None:
            reader.fault(
                page[f"{CODE}{row}"],
                f"le compte {str(code)[:20]} n’est pas attendu ici, ou il y est deux fois.",
            )
            continue
        amount = _amount(reader, page[f"{AMOUNT}{row}"])
        status = _choice(reader, page[f"{STATUS}{row}"], FUNDING) if account.cofunder else ""
        if amount:
            found[account.code] = (amount, status or "")
    for account in accounts.values():
        reader.faults.append(f"Feuille « {page.title} » : la ligne « {account.label} » manque.")
    reader.lines.setdefault(sheet.year, {}).update(found)


def _read_staff(reader: Reader, page: Worksheet, book: Book):
    for row in range(HEAD + 1, min(page.max_row, MOST_ROWS) + 1):
        cells = {name: page[f"{column}{row}"] for name, (column, _) in STAFF_COLUMNS.items()}
        if all(cell.value in (None, "") for cell in cells.values()):
            continue
        before = len(reader.faults)
        year = _number(reader, cells["year"], 0, 9999)
        post = _post(reader, cells)
        if year not in book.years and len(reader.faults) == before:
            years = ", ".join(map(str, book.years))
            reader.fault(cells["year"], f"l’année attendue est {years}.")
        if len(reader.faults) == before:
            reader.posts.setdefault(year, []).append(post)


def _post(reader: Reader, cells) -> dict:
    return {
        "profession": _choice(reader, cells["profession"], PROFESSIONS, needed=True),
        "title": _title(reader, cells["title"]),
        "etp": _etp(reader, cells["etp"]),
        "status": _choice(reader, cells["status"], STATUSES, needed=True),
        "is_new": _choice(reader, cells["is_new"], {YES: True, NO: False}) or False,
        "annual_cost": _amount(reader, cells["annual_cost"]),
        "percent": _number(reader, cells["percent"], 0, 100, 100),
        "months": _number(reader, cells["months"], 1, 12, 12),
    }


def _choice(reader: Reader, cell, table: dict, *, needed=False):
    """The value of a word of a list, whatever its case; None when the cell is empty and may be."""
    word = "" if cell.value is None else " ".join(str(cell.value).split())
    known = {label.casefold(): value for label, value in table.items()}
    if word.casefold() in known:
        return known[word.casefold()]
    if word or needed:
        reader.fault(cell, f"choisissez une valeur de la liste (par exemple « {next(iter(table))} »).")
    return None


def _title(reader: Reader, cell) -> str:
    if cell.data_type == "f":
        reader.fault(cell, "écrivez un texte, pas une formule.")
        return ""
    text = "" if cell.value is None else " ".join(str(cell.value).split())
    if len(text) > LONGEST_TITLE:
        reader.fault(cell, f"{LONGEST_TITLE} caractères au plus.")
    return text


def _exact(reader: Reader, cell) -> Fraction | None:
    """The number of a cell, exactly; None when it is empty. A fault otherwise."""
    value = cell.value
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    try:
        if cell.data_type == "f":
            return formulas.value(str(value))
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            raise ValueError
        return Fraction(str(value).replace(",", ".")) if not isinstance(value, str) else _written(value)
    except (formulas.NotArithmetic, RecursionError):
        reader.fault(cell, "cette formule lit d’autres cellules : écrivez le résultat.")
    except (ValueError, ZeroDivisionError, OverflowError):
        reader.fault(
            cell, f"« {str(value)[:30]} » n’est pas un nombre lisible : écrivez par exemple {euros(12500)}."
        )
    return None


def _written(text: str) -> Fraction:
    """A number typed as text, as people write it."""
    plain = (
        text.replace("\u202f", "").replace("\u00a0", "").replace(" ", "").replace("€", "").replace("%", "")
    )
    if not plain.replace(",", "", 1).isdecimal() or not plain.isascii():
        return Fraction(parse_euros(text))
    return Fraction(plain.replace(",", "."))


def _amount(reader: Reader, cell) -> int:
    before = len(reader.faults)
    found = _exact(reader, cell)
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


def _number(reader: Reader, cell, least: int, most: int, default: int | None = None) -> int | None:
    before = len(reader.faults)
    found = _exact(reader, cell)
    if found is None and default is not None:
        return default
    if found is None or found.denominator != 1 or not least <= found <= most:
        if len(reader.faults) == before:
            reader.fault(cell, f"indiquez un nombre entier de {least} à {most}.")
        return None
    return int(found)


def _etp(reader: Reader, cell) -> Decimal:
    before = len(reader.faults)
    found = _exact(reader, cell)
    hundredths = None if found is None else found * 100
    if hundredths is None or hundredths.denominator != 1 or not 0 <= hundredths <= MOST_ETP * 100:
        if len(reader.faults) == before:
            reader.fault(cell, "indiquez l’ETP avec deux décimales au plus, par exemple 0,5.")
        return Decimal(0)
    return Decimal(int(hundredths)).scaleb(-2)
