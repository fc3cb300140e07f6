"""Where everything stands in the workbook; writing and reading share it, so that neither can drift."""

from dataclasses import dataclass, field

from applications.budget.frames import Frame, Sheet
from applications.enums import FundingStatus, Profession, StaffStatus

VERSION = "jalon-budget-1"
GUIDE, STAFF, TOTAL, LISTS = "Lisez-moi", "Personnel", "Total", "Listes"
VERSION_CELL, NUMBER_CELL, PLACES_CELL, PEOPLE_CELL = "B3", "B4", "B6", "B7"
CODE, LABEL, AMOUNT, STATUS, CONTROL, GAP = "A", "B", "C", "D", "E", "F"  # columns of a sheet
HEAD = 3  # the row of titles, in sheets and in the staff table
STAFF_COLUMNS = {
    "year": ("A", "Année"),
    "profession": ("B", "Métier"),
    "title": ("C", "Précision"),
    "etp": ("D", "ETP"),
    "status": ("E", "Statut"),
    "is_new": ("F", "Poste créé (oui ou non)"),
    "annual_cost": ("G", "Coût annuel chargé (€)"),
    "percent": ("H", "Part financée ici (%)"),
    "months": ("I", "Mois de présence"),
    "agreement": (
        "L",
        "Convention collective",
    ),  # after the sums: a workbook taken away before has no such column
}
COST, FUNDED = "J", "K"  # computed columns of the staff table
SPARE_POSTS = 30  # rows offered below those already filled
MOST_ROWS = 400  # no sheet of ours is longer
YES, NO = "oui", "non"
FUNDING = {str(label): value for value, label in FundingStatus.choices}
PROFESSIONS = {str(label): value for value, label in Profession.choices}
STATUSES = {str(label): value for value, label in StaffStatus.choices}


@dataclass(frozen=True)
class Book:
    """What a workbook holds: the sheets to fill, what is filled already, the activity its ratios divide by."""

    number: str
    title: str
    frame: Frame
    sheets: tuple[Sheet, ...]
    names: dict[int, str]
    lines: dict[int, dict[str, tuple[int, str]]] = field(default_factory=dict)
    posts: dict[int, list[dict]] = field(default_factory=dict)
    places: int | None = None
    people: int | None = None

    @property
    def years(self) -> list[int]:
        return list(self.names)


def blocks(sheet: Sheet) -> list[tuple[str, str, list]]:
    """The blocks of a sheet from top to bottom: (title, name of its sum, accounts)."""
    titles = {
        ("charge", False): ("Charges", "Total des charges"),
        ("produit", False): ("Produits", "Total des produits"),
        ("charge", True): ("Emplois en nature (hors du total en argent)", "Total des emplois en nature"),
        ("produit", True): ("Contributions en nature (hors du total en argent)", "Total des contributions en nature"),
    }  # fmt: skip
    found = []
    for (side, in_kind), (title, total) in titles.items():
        accounts = [each for each in sheet.accounts if (each.side, each.in_kind) == (side, in_kind)]
        if accounts:
            found.append((title, total, accounts))
    return found
