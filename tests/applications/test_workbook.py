"""The budget leaves as a workbook and comes back: nothing lost, nothing trusted."""

import contextlib
import io
import zipfile
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from applications import exports
from applications.budget.accounts import IN_KIND, INVESTMENT, RUNNING
from applications.budget.frames import FRAMES, Sheet
from applications.enums import FundingStatus, Profession, StaffStatus
from applications.workbook import Book, Unreadable, formulas, read, write
from applications.workbook.safety import MOST_PART
from calls.enums import BudgetFrame

YEARS = (2027, 2028)


def book(frame=BudgetFrame.CERFA, lines=None, posts=None, years=YEARS) -> Book:
    accounts = FRAMES[frame].accounts
    sheets = [
        Sheet(year, section, str(year), tuple(each for each in accounts if each.section in kept))
        for year in years
        for section, kept in ((RUNNING, {RUNNING, IN_KIND}), (INVESTMENT, {INVESTMENT}))
    ]
    names = {year: str(year) for year in years}
    return Book(
        "TST-2026-001-0001", "Appel", FRAMES[frame], tuple(sheets), names, lines or {}, posts or {}, 10, 120
    )


@st.composite
def books(draw):
    frame = draw(st.sampled_from(BudgetFrame))
    accounts = {account.code: account for account in FRAMES[frame].accounts}
    money = st.integers(1, 999_999_999)
    lines = {}
    for year in YEARS:
        codes = draw(st.lists(st.sampled_from(sorted(accounts)), unique=True, max_size=12))
        lines[year] = {
            code: (
                draw(money),
                draw(st.sampled_from(["", *FundingStatus])) if accounts[code].cofunder else "",
            )
            for code in codes
        }
    text = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=20)
    post = st.fixed_dictionaries({
        "profession": st.sampled_from([str(value) for value in Profession]),
        "title": st.one_of(text, st.just("=1+1"), st.just("+33 @SUM(A1)")),
        "etp": st.integers(0, 99_999).map(lambda hundredths: Decimal(hundredths).scaleb(-2)),
        "status": st.sampled_from([str(value) for value in StaffStatus]),
        "agreement": text,
        "is_new": st.booleans(),
        "annual_cost": st.integers(0, 999_999_999),
        "percent": st.integers(0, 100),
        "months": st.integers(1, 12),
    })  # fmt: skip
    posts = {year: rows for year in YEARS if (rows := draw(st.lists(post, max_size=3)))}
    return book(frame, lines, posts)


@settings(max_examples=25, deadline=None)
@given(books())
def test_a_round_trip_changes_nothing(made):
    found = read(write(made), made)
    assert {year: lines for year, lines in found.lines.items() if lines} == {
        year: lines for year, lines in made.lines.items() if lines
    }
    assert found.posts == made.posts


LINES = {
    2027: {"60": (12_500, ""), "64": (50_000, ""), "74-ars": (60_000, ""), "74-region": (2_500, "acquis")}
}
POST = {"profession": "ide", "title": "", "etp": Decimal("1.00"), "status": "salarie", "agreement": "CCN 66", "is_new": True, "annual_cost": 50_000, "percent": 100, "months": 12}  # fmt: skip


def opened(**fields):
    made = book(lines=LINES, posts={2027: [POST]}, **fields)
    return made, load_workbook(io.BytesIO(write(made)))


def saved(workbook) -> bytes:
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def cell_of(page, code):
    return next(page[f"C{row}"] for row in range(1, 60) if page[f"A{row}"].value == code)


def refused(content, made=None) -> str:
    with pytest.raises(Unreadable) as caught:
        read(content, made or book())
    return " ".join(caught.value.reasons)


def test_totals_balance_ratios_and_staff_are_formulas():
    _, workbook = opened()
    page, total = workbook["2027"], workbook["Total"]
    texts = [str(cell.value) for row in page.iter_rows() for cell in row if cell.value is not None]
    assert any(text.startswith("=SUM(C") for text in texts)
    assert any(text.startswith("=SUMIFS(Personnel!$J$4") and '"Salarié"' in text for text in texts)
    assert any("Écart (doit être à zéro)" in text for text in texts)
    assert total["F4"].value.count("'2027") == 2  # the request of running and that of investment
    assert "365" in total["G4"].value
    assert total["B6"].value == "=SUM(B4:B5)"


def test_each_sheet_prints_on_the_width_of_a_page_with_its_titles():
    _, workbook = opened()
    for page in workbook:
        assert page.sheet_properties.pageSetUpPr.fitToPage
        assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 0)
        assert "TST-2026-001-0001" in page.oddFooter.left.text
    assert workbook["2027"].print_title_rows == workbook["Personnel"].print_title_rows == "$3:$3"
    fonts = {cell.font.name for page in workbook for row in page.iter_rows() for cell in row}
    assert fonts == {"Calibri"}  # a cell without a font would be printed in another one


def test_a_year_without_charges_has_no_ratio_and_an_empty_post_no_cost():
    _, workbook = opened()
    assert "*B5>0" in workbook["Total"]["H5"].value
    assert workbook["Personnel"]["J9"].number_format.endswith(";")


def test_labels_are_locked_and_typed_cells_open():
    _, workbook = opened()
    page = workbook["2027"]
    assert page.protection.sheet
    assert page["B5"].protection.locked
    assert not cell_of(page, "60").protection.locked


def test_a_text_that_looks_like_a_formula_stays_a_text():
    made = book(posts={2027: [POST | {"title": '=HYPERLINK("http://x")'}]})
    cell = load_workbook(io.BytesIO(write(made)))["Personnel"]["C4"]
    assert (cell.data_type, cell.value) == ("s", '=HYPERLINK("http://x")')


@pytest.mark.parametrize(
    ("typed", "amount"),
    [(1200, 1200), (1200.0, 1200), ("1 200 €", 1200), ("1\u202f200", 1200), ("=12*100", 1200), ("=(1000+1400)/2", 1200), (None, 0)],
)  # fmt: skip
def test_an_amount_is_read_as_people_write_it(typed, amount):
    made, workbook = opened()
    cell_of(workbook["2027"], "61").value = typed
    assert read(saved(workbook), made).lines[2027].get("61", (0, ""))[0] == amount


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        (-5, "négatif"),
        (12.5, "sans centimes"),
        ("12.500", "n’est pas un nombre lisible"),
        ("douze", "n’est pas un nombre lisible"),
        (True, "n’est pas un nombre lisible"),
        (10**12, "dépasse"),
        ("=C5*2", "lit d’autres cellules"),
        ("=1/0", "lit d’autres cellules"),
        ("='[autre.xlsx]F'!A1", "lit d’autres cellules"),
        ("=" + "(" * 3000, "lit d’autres cellules"),
    ],
)
def test_a_bad_amount_is_refused_with_its_cell(typed, why):
    made, workbook = opened()
    cell = cell_of(workbook["2028"], "62")
    cell.value = typed
    text = refused(saved(workbook), made)
    assert why in text
    assert f"Feuille « 2028 », cellule {cell.coordinate}" in text


def test_every_fault_is_told_and_nothing_half_read():
    made, workbook = opened()
    cell_of(workbook["2027"], "60").value = "douze"
    workbook["Personnel"]["A4"], workbook["Personnel"]["B4"], workbook["Personnel"]["D4"] = (
        1999,
        "Magicien",
        0.333,
    )
    with pytest.raises(Unreadable) as caught:
        read(saved(workbook), made)
    assert len(caught.value.reasons) == 3


def test_a_workbook_of_another_file_or_model_is_refused():
    made, workbook = opened()
    workbook["Lisez-moi"]["B4"] = "TST-2026-001-0002"
    assert "celui du dossier TST-2026-001-0002" in refused(saved(workbook), made)
    workbook["Lisez-moi"]["B3"] = "jalon-budget-0"
    assert "autre modèle" in refused(saved(workbook), made)
    assert "autre modèle" in refused(saved(Workbook()), made)
    assert "La feuille « 2028 » manque" in refused(write(book(years=(2027,))), made)


def test_a_table_that_was_cut_or_doubled_is_refused():
    made, workbook = opened()
    workbook["2027"]["A5"] = "999"
    assert "le compte 999 n’est pas attendu" in refused(saved(workbook), made)
    workbook["2027"]["A5"] = None
    assert "la ligne « 60 – Achats » manque" in refused(saved(workbook), made)
    workbook["2027"]["B900"] = "plus loin"
    assert "s’arrête à la ligne" in refused(saved(workbook), made)


def packed(change) -> bytes:
    """A good workbook, its parts changed: `change` receives and gives back {name: bytes}."""
    source = zipfile.ZipFile(io.BytesIO(write(book())))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in change({name: source.read(name) for name in source.namelist()}).items():
            archive.writestr(name, content)
    return buffer.getvalue()


SHEET = "xl/worksheets/sheet2.xml"
HOSTILE = {
    "bomb": (lambda parts: parts | {SHEET: b"0" * (MOST_PART + 1)}, "anormalement grand"),
    "many": (lambda parts: parts | {f"x{n}.xml": b"" for n in range(300)}, "anormalement grand"),
    "macros": (lambda parts: parts | {"xl/vbaProject.bin": b"x"}, "macros"),
    "links": (lambda parts: parts | {"xl/externalLinks/externalLink1.xml": b"<x/>"}, "liens"),
    "entities": (
        lambda parts: parts | {SHEET: b'<!DOCTYPE x [<!ENTITY a "aa">]>' + parts[SHEET]},
        "pas un classeur",
    ),
    "utf16": (lambda parts: parts | {SHEET: parts[SHEET].decode().encode("utf-16")}, "pas un classeur"),
    "broken": (lambda parts: parts | {SHEET: parts[SHEET][:300]}, "abîmé"),
    "merged without end": (
        lambda parts: widened(parts, b'<mergeCells><mergeCell ref="A1:XF&#68;1048576"/></mergeCells>'),
        "anormalement grand",
    ),
    "linked without end": (
        lambda parts: widened(parts, b'<hyperlinks><hyperlink ref="A:XFD" location="x"/></hyperlinks>'),
        "anormalement grand",
    ),
    "cells without end": (
        lambda parts: widened(parts, b"<x>" + b"<c/>" * 200_000 + b"</x>"),
        "anormalement grand",
    ),
    "merged many times": (
        lambda parts: widened(parts, b"<mergeCells>" + b'<mergeCell ref="A1:Z900"/>' * 9 + b"</mergeCells>"),
        "anormalement grand",
    ),
    "entities elsewhere": (
        lambda parts: {
            name.replace("sheet2.xml", "sheet2.png"): content.replace(b"sheet2.xml", b"sheet2.png")
            for name, content in (parts | {SHEET: b'<!DOCTYPE x [<!ENTITY a "aa">]>' + parts[SHEET]}).items()
        },
        "pas un classeur",
    ),
    "not a workbook": (lambda parts: {"a.txt": b"x"}, "pas un classeur"),
}


def widened(parts, more: bytes) -> dict[str, bytes]:
    """A range said in ten letters, of cells that would be made one by one."""
    return parts | {SHEET: parts[SHEET].replace(b"</sheetData>", b"</sheetData>" + more)}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_workbook_is_refused_in_words(name):
    change, why = HOSTILE[name]
    assert why in refused(packed(change))


WHOLE = write(book())


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=30))
def test_damaged_bytes_are_read_or_refused(changes):
    damaged = bytearray(WHOLE)
    for at, byte in changes:
        damaged[at] = byte
    with contextlib.suppress(Unreadable):
        read(bytes(damaged), book())


def test_a_few_merged_cells_and_a_link_are_no_trouble():
    few = b'<mergeCells><mergeCell ref="H1:J3"/></mergeCells><hyperlinks><hyperlink ref="H9" location="x"/></hyperlinks>'
    read(packed(lambda parts: widened(parts, few)), book())


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4", b"PK\x03\x04" + b"0" * 50, b"0" * (3 * 1024 * 1024)])
def test_what_is_no_workbook_is_refused(content):
    assert "classeur" in refused(content)


@given(st.text(alphabet="0123456789+-*/(). ,=", max_size=40))
def test_any_formula_is_a_value_or_is_refused(text):
    with contextlib.suppress(formulas.NotArithmetic):
        formulas.value("=" + text)


def test_a_list_prints_its_titles_and_its_first_column_on_each_page():
    page = load_workbook(exports.xlsx([("Numéro", "Montant"), ("=1+1", 12_500)])).active
    assert page.page_setup.orientation == "landscape"
    assert (page.print_title_rows, page.print_title_cols) == ("$1:$1", "$A:$A")
    assert [cell.font.bold for cell in page["A"]] == [True, False]
    assert (page["A2"].data_type, page["B2"].value) == ("s", 12_500)
