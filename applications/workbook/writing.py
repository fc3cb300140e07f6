"""A workbook that balances by itself: typed cells are open, the rest is locked, every total is a formula.

A cell is text or a number or a formula of ours, never a formula that a person typed as text.
"""

import io
import re

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from applications.workbook.layout import (
    AMOUNT,
    CODE,
    CONTROL,
    COST,
    FUNDED,
    FUNDING,
    GAP,
    GUIDE,
    HEAD,
    LABEL,
    LISTS,
    NO,
    NUMBER_CELL,
    PEOPLE_CELL,
    PLACES_CELL,
    PROFESSIONS,
    SPARE_POSTS,
    STAFF,
    STAFF_COLUMNS,
    STATUS,
    STATUSES,
    TOTAL,
    VERSION,
    VERSION_CELL,
    YES,
    Book,
    blocks,
)  # fmt: skip

UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
OPEN = Protection(locked=False)
TYPED = PatternFill("solid", fgColor="FFFBE6")
BOLD = Font(name="Calibri", size=11, bold=True)  # a font without a name is printed in another one
WRAPPED = Alignment(wrap_text=True, vertical="top")
EUROS = "#,##0"
FILLED = "#,##0;-#,##0;"  # nothing where the row is empty
GAPS = "[Red]+#,##0;[Red]-#,##0;0"
GUIDANCE = (
    "Remplissez les cellules jaunes : une feuille par année, puis la feuille « Personnel ». Le reste se calcule.",
    "Chaque année, la ligne « Écart » doit être à zéro, en argent comme en nature.",
    "Enregistrez au format XLSX, puis importez le classeur sur Jalon : vous comparez avant de remplacer.",
)


def write(book: Book) -> bytes:
    """The workbook as bytes."""
    made = Workbook()
    guide = made.active
    guide.title = GUIDE
    _guide(guide, book)
    sums = {sheet.key: _sheet(made.create_sheet(sheet.key), book, sheet) for sheet in book.sheets}
    _staff(made.create_sheet(STAFF), book)
    _total(made.create_sheet(TOTAL), book, sums)
    _lists(made.create_sheet(LISTS))
    for page in made:
        page.protection.sheet = True
        _print(page, book)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def _print(page: Worksheet, book: Book):
    """A page as wide as the table, its titles on each, what it is and its number below."""
    page.page_setup.orientation = "landscape" if page.title in {STAFF, TOTAL} else "portrait"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.oddFooter.left.text, page.oddFooter.right.text = f"{book.number} – &A", "Page &P sur &N"
    if page.title != GUIDE:
        page.print_title_rows = f"{HEAD}:{HEAD}"
        page.row_dimensions[HEAD].height = 32  # two lines of a title


def _text(page: Worksheet, where: str, text, *, bold=False):
    cell = page[where]
    cell.value = UNPRINTABLE.sub("", str(text))
    cell.data_type = "s"  # openpyxl would make a formula of a text that begins with =
    if bold:
        cell.font = BOLD
    return cell


def _formula(page: Worksheet, where: str, formula: str, style: str = EUROS):
    page[where] = formula
    page[where].number_format = style
    page[where].font = BOLD


def _typed(page: Worksheet, where: str, value=None, style: str = "General"):
    """An open cell, with what is filled already."""
    cell = _text(page, where, value) if isinstance(value, str) and value else page[where]
    if not isinstance(value, str):
        cell.value = value
    cell.protection, cell.fill, cell.number_format = OPEN, TYPED, style


def _guide(page: Worksheet, book: Book):
    _text(page, "A1", f"Budget prévisionnel – {book.title}", bold=True)
    for where, label, value in (
        (VERSION_CELL, "Modèle", VERSION),
        (NUMBER_CELL, "Dossier", book.number),
    ):
        _text(page, where.replace("B", "A"), label)
        _text(page, where, value)
    _text(page, "A5", "Activité inscrite au dossier", bold=True)
    for where, label, value in (
        (PLACES_CELL, "Places ou lits demandés", book.places),
        (PEOPLE_CELL, "Personnes suivies par an", book.people),
    ):
        _text(page, where.replace("B", "A"), label)
        page[where] = value or 0
    for row, text in enumerate(GUIDANCE, start=9):
        _text(page, f"A{row}", text).alignment = WRAPPED
        page.merge_cells(f"A{row}:B{row}")
        page.row_dimensions[row].height = 32
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 44, 28


def _sheet(page: Worksheet, book: Book, sheet) -> dict[str, str]:
    """Fills one sheet; gives the cell of each sum and of the request, by name."""
    _text(page, "A1", sheet.label, bold=True)
    for column, title in ((CODE, "Compte"), (LABEL, "Libellé"), (AMOUNT, "Montant (€)"), (STATUS, "Cofinancement"), (CONTROL, "Tableau du personnel"), (GAP, "Différence")):  # fmt: skip
        _text(page, f"{column}{HEAD}", title, bold=True).alignment = WRAPPED
    row, saved, sums = HEAD + 1, book.lines.get(sheet.year, {}), {}
    for rank, (title, total, accounts) in enumerate(blocks(sheet)):
        _text(page, f"{LABEL}{row}", title, bold=True)
        first = row + 1
        for row, account in enumerate(accounts, start=first):
            _account(page, row, book, sheet, account, saved.get(account.code))
        sums[f"sum{rank}"] = f"{AMOUNT}{row + 1}"
        _text(page, f"{LABEL}{row + 1}", total, bold=True)
        _formula(page, f"{AMOUNT}{row + 1}", f"=SUM({AMOUNT}{first}:{AMOUNT}{row})")
        sums |= {
            account.code: f"{AMOUNT}{first + place}"
            for place, account in enumerate(accounts)
            if account.requested
        }
        row += 2
        if rank % 2:
            name = "Écart" if rank == 1 else "Écart en nature"
            _text(page, f"{LABEL}{row}", f"{name} (doit être à zéro)", bold=True)
            sums[f"gap{rank}"] = f"{AMOUNT}{row}"
            _formula(page, f"{AMOUNT}{row}", f"={sums[f'sum{rank - 1}']}-{sums[f'sum{rank}']}", GAPS)
            row += 2
    _choices(page, f"{STATUS}{HEAD + 1}:{STATUS}{row}", "A", len(FUNDING))
    page.column_dimensions[CODE].width, page.column_dimensions[LABEL].width = 17, 58
    for column in (AMOUNT, STATUS, CONTROL, GAP):
        page.column_dimensions[column].width = 18
    page.freeze_panes = f"A{HEAD + 1}"
    return sums


def _account(page, row, book, sheet, account, line):
    amount, status = line or (None, "")
    _text(page, f"{CODE}{row}", account.code)
    _text(page, f"{LABEL}{row}", account.label)
    _typed(page, f"{AMOUNT}{row}", amount, EUROS)
    if account.cofunder:
        _typed(
            page, f"{STATUS}{row}", next((words for words, value in FUNDING.items() if value == status), None)
        )
    statuses = [status for status, code in book.frame.staff_accounts.items() if code == account.code]
    if statuses:
        column = "${0}${1}:${0}${2}".format
        first, last = HEAD + 1, last_post(book)
        parts = [
            f"SUMIFS({STAFF}!{column(COST, first, last)},{STAFF}!{column('A', first, last)},{sheet.year},"
            f'{STAFF}!{column("E", first, last)},"{status.label}")'
            for status in statuses
        ]
        _formula(page, f"{CONTROL}{row}", "=" + "+".join(parts))
        _formula(page, f"{GAP}{row}", f"={AMOUNT}{row}-{CONTROL}{row}", GAPS)


def last_post(book: Book) -> int:
    """The last row of the staff table."""
    return HEAD + sum(len(rows) for rows in book.posts.values()) + SPARE_POSTS


def _staff(page: Worksheet, book: Book):
    _text(page, "A1", "Personnel : un poste par ligne et par année", bold=True)
    for column, title in (
        *STAFF_COLUMNS.values(),
        (COST, "Coût dans l’année (€)"),
        (FUNDED, "Dont demandé ici (€)"),
    ):
        _text(page, f"{column}{HEAD}", title, bold=True).alignment = WRAPPED
        page.column_dimensions[column].width = 14
    posts = [post | {"year": year} for year, rows in sorted(book.posts.items()) for post in rows]
    for row in range(HEAD + 1, last_post(book) + 1):
        post = posts[row - HEAD - 1] if row - HEAD - 1 < len(posts) else None
        for name, (column, _) in STAFF_COLUMNS.items():
            style = {"etp": "0.00", "annual_cost": EUROS}.get(name, "General")
            _typed(page, f"{column}{row}", _post_value(name, post[name]) if post else None, style)
        months, percent = f'IF(I{row}="",12,I{row})', f'IF(H{row}="",100,H{row})'
        _formula(page, f"{COST}{row}", f"=ROUND(N(G{row})*{months}/12,0)", FILLED)
        _formula(page, f"{FUNDED}{row}", f"=ROUND({COST}{row}*{percent}/100,0)", FILLED)
    last = last_post(book)
    for column, source, size in (("B", "B", len(PROFESSIONS)), ("E", "C", len(STATUSES)), ("F", "D", 2)):
        _choices(page, f"{column}{HEAD + 1}:{column}{last}", source, size)
    page.column_dimensions["B"].width = page.column_dimensions["C"].width = 34
    page.freeze_panes = f"A{HEAD + 1}"


def _post_value(name: str, value):
    tables = {"profession": PROFESSIONS, "status": STATUSES}
    if name in tables:
        return next(words for words, code in tables[name].items() if code == value)
    if name == "is_new":
        return YES if value else NO
    return float(value) if name == "etp" else value


TOTAL_COLUMNS = ("Année", "Charges", "Produits", "Écart", "Écart en nature", "Demandé", "€ par place et par jour", "€ par personne suivie")  # fmt: skip


def _total(page: Worksheet, book: Book, sums: dict[str, dict[str, str]]):
    _text(page, "A1", "Toutes les années", bold=True)
    for column, title in zip("ABCDEFGH", TOTAL_COLUMNS, strict=True):
        _text(page, f"{column}{HEAD}", title, bold=True).alignment = WRAPPED
        page.column_dimensions[column].width = 22
    for row, year in enumerate(book.years, start=HEAD + 1):
        _text(page, f"A{row}", book.names[year])
        here = sums[str(year)]

        def cell(name, year=year, here=here):
            return f"'{year}'!{here[name]}" if name in here else "0"

        _formula(page, f"B{row}", f"={cell('sum0')}")
        _formula(page, f"C{row}", f"={cell('sum1')}")
        _formula(page, f"D{row}", f"={cell('gap1')}", GAPS)
        _formula(page, f"E{row}", f"={cell('gap3')}", GAPS)
        _formula(page, f"F{row}", "=" + "+".join(_requests(year, sums)))
        for column, where, days in (("G", PLACES_CELL, 365), ("H", PEOPLE_CELL, 1)):
            size = f"'{GUIDE}'!{where}"
            _formula(
                page, f"{column}{row}", f'=IF({size}*B{row}>0,ROUND(B{row}/({size}*{days}),2),"")', "#,##0.00"
            )
    last = HEAD + len(book.years)
    _text(page, f"A{last + 1}", "Total", bold=True)
    for column in "BCDEF":
        _formula(
            page,
            f"{column}{last + 1}",
            f"=SUM({column}{HEAD + 1}:{column}{last})",
            GAPS if column in "DE" else EUROS,
        )
    if book.frame.annual:
        _formula(page, f"F{last + 1}", f"=F{last}")  # the request is that of the full year


def _requests(year: int, sums) -> list[str]:
    """The cells of the request in the sheets of one year."""
    return [
        f"'{key}'!{where}"
        for key, cells in sums.items()
        if key.partition("-")[0] == str(year)
        for name, where in cells.items()
        if not name.startswith(("sum", "gap"))
    ]


def _lists(page: Worksheet):
    """The words each list offers, out of sight."""
    for column, words in zip("ABCD", (FUNDING, PROFESSIONS, STATUSES, (YES, NO)), strict=True):
        for row, word in enumerate(words, start=1):
            _text(page, f"{column}{row}", word)
    page.sheet_state = "hidden"


def _choices(page: Worksheet, where: str, column: str, size: int):
    rule = DataValidation("list", formula1=f"={LISTS}!${column}$1:${column}${size}", allow_blank=True)
    rule.error, rule.errorTitle = "Choisissez une valeur de la liste.", "Valeur inconnue"
    page.add_data_validation(rule)
    rule.add(where)
