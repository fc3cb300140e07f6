"""A workbook filled elsewhere, read back: only the cells that people type, whatever a spreadsheet computed or lost."""

import io

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from applications.budget import MOST_POSTS
from applications.workbook import cells, safety
from applications.workbook.cells import Reader
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

SHOWN = 20  # errors told at once


class Unreadable(Exception):
    """Why a workbook is not imported: every reason, in French, with the cell it is in."""

    def __init__(self, *reasons: str):
        super().__init__(*reasons)
        more = len(reasons) - SHOWN
        self.reasons = [
            *reasons[:SHOWN],
            *([f"Et {more} autre{'s' if more > 1 else ''} à corriger."] if more > 0 else []),
        ]


def read(content: bytes, book: Book) -> Reader:
    """The lines and posts of a workbook made for this file: {year: {account: (euros, state)}}, {year: [post]}.

    Raises Unreadable with all that is wrong; nothing is ever half read.
    """
    if why := safety.refusal(content):
        raise Unreadable(why)
    try:
        opened = load_workbook(io.BytesIO(content), keep_links=False)
    except Exception as error:  # openpyxl raises whatever its parsers raise on a damaged file
        raise Unreadable(safety.BROKEN) from error
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
        amount = cells.amount(reader, page[f"{AMOUNT}{row}"])
        status = cells.choice(reader, page[f"{STATUS}{row}"], FUNDING) if account.cofunder else ""
        if amount:
            found[account.code] = (amount, status or "")
    for account in accounts.values():
        reader.faults.append(f"Feuille « {page.title} » : la ligne « {account.label} » manque.")
    reader.lines.setdefault(sheet.year, {}).update(found)


def _read_staff(reader: Reader, page: Worksheet, book: Book):
    for row in range(HEAD + 1, min(page.max_row, MOST_ROWS) + 1):
        found = {name: page[f"{column}{row}"] for name, (column, _) in STAFF_COLUMNS.items()}
        if all(cell.value in (None, "") for cell in found.values()):
            continue
        before = len(reader.faults)
        year = cells.number(reader, found["year"], 0, 9999)
        post = _post(reader, found)
        if year not in book.years and len(reader.faults) == before:
            years = ", ".join(map(str, book.years))
            reader.fault(found["year"], f"l’année attendue est {years}.")
        if len(reader.posts.get(year, ())) >= MOST_POSTS:
            reader.fault(found["year"], f"{MOST_POSTS} postes au plus par année.")
        if len(reader.faults) == before:
            reader.posts.setdefault(year, []).append(post)


def _post(reader: Reader, found) -> dict:
    return {
        "profession": cells.choice(reader, found["profession"], PROFESSIONS, needed=True),
        "title": cells.title(reader, found["title"]),
        "etp": cells.etp(reader, found["etp"]),
        "status": cells.choice(reader, found["status"], STATUSES, needed=True),
        "agreement": cells.title(reader, found["agreement"]),
        "is_new": cells.choice(reader, found["is_new"], {YES: True, NO: False}) or False,
        "annual_cost": cells.amount(reader, found["annual_cost"]),
        "percent": cells.number(reader, found["percent"], 0, 100, 100),
        "months": cells.number(reader, found["months"], 1, 12, 12),
    }
