"""A budget as one reads it: each side a table, one column a year and the total, then the staff."""

from dataclasses import dataclass, field
from decimal import Decimal

from applications.budget import BY_CODE, ORDER, by_year, frame_of, lines_of, reference_of, year_name
from applications.budget.accounts import IN_KIND, INVESTMENT, RUNNING
from applications.enums import FundingStatus, Profession, StaffStatus
from engine import budget as arithmetic
from engine.money import euros, number

POST = ("profession", "title", "etp", "status", "agreement", "is_new", "annual_cost", "percent", "months")
# name: (side, section, caption, what the sum is called)
SIDES = {
    "charges": ("charge", RUNNING, "Charges", "Total des charges"),
    "produits": ("produit", RUNNING, "Produits", "Total des produits"),
    "kind_charges": ("charge", IN_KIND, "Emplois des contributions en nature", "Total des emplois"),
    "kind_produits": ("produit", IN_KIND, "Contributions en nature", "Total des contributions"),
    "invested": ("charge", INVESTMENT, "Investissements", "Total des investissements"),
    "resources": ("produit", INVESTMENT, "Ressources d’investissement", "Total des ressources"),
}
PAIRS = (("charges", "produits"), ("kind_charges", "kind_produits"), ("invested", "resources"))


@dataclass
class Row:
    """One account over the years."""

    code: str
    label: str
    note: str
    amounts: list[int]

    @property
    def total(self) -> int:
        return sum(self.amounts)


@dataclass
class Side:
    caption: str
    sum_label: str
    rows: list[Row] = field(default_factory=list)
    years: int = 1

    @property
    def totals(self) -> list[int]:
        return [sum(row.amounts[rank] for row in self.rows) for rank in range(self.years)]

    @property
    def total(self) -> int:
        return sum(self.totals)


def budget_book(application, lines, staff=()) -> dict:
    """The budget ready to be shown, from lines {account, amount, status, year}; {} when there is none.

    Versions frozen before budgets had several years name no year: theirs is the first.
    """
    known = [line | {"year": line.get("year") or application.budget_year} for line in lines if line["account"] in BY_CODE]  # fmt: skip
    if not known and not staff:
        return {}
    years = sorted({*application.budget_years, *(line["year"] for line in known)})
    sides = {name: _side(known, years, *definition) for name, definition in SIDES.items()}
    return {
        "years": [year_name(application.call, years, year) for year in years],
        "several": len(years) > 1,
        "sides": sides,
        "pairs": [
            (sides[used], sides[given])
            for used, given in PAIRS
            if used == "charges" or sides[used].rows or sides[given].rows
        ],
        "staff": [_post(row) for row in staff],
    }


def _side(lines, years, side, section, caption, sum_label) -> Side:
    found: dict[str, dict[int, dict]] = {}
    for line in sorted(lines, key=lambda line: (ORDER[line["account"]], line["year"])):
        account = BY_CODE[line["account"]]
        if (account.side, account.section) == (side, section):
            found.setdefault(account.code, {})[line["year"]] = line
    rows = [_row(code, by_year, years) for code, by_year in found.items()]
    return Side(caption, sum_label, rows, len(years))


def _row(code, by_year, years) -> Row:
    amounts = [by_year[year]["amount"] if year in by_year else 0 for year in years]
    return Row(code, BY_CODE[code].label, _status(by_year), amounts)


def _status(by_year) -> str:
    """How sure a co-funding is, year by year when it differs."""
    labels = {year: dict(FundingStatus.choices).get(line["status"], "") for year, line in by_year.items()}
    distinct = set(labels.values())
    if len(distinct) == 1:
        return distinct.pop()
    return ", ".join(f"{label.lower()} en {year}" for year, label in labels.items() if label).capitalize()


def _post(row) -> dict:
    return row | {
        "label": _post_label(row),
        "status_label": StaffStatus(row["status"]).label,
        "etp": Decimal(row["etp"]),
        "words": post_words(row),
    }


def post_words(row) -> str:
    """One post in one sentence, for a comparison."""
    words = [
        f"{number(Decimal(row['etp']))} ETP",
        StaffStatus(row["status"]).label.lower(),
        row.get("agreement", ""),  # what was kept before posts had one names none
        "poste créé" if row["is_new"] else "",
        f"{euros(row['annual_cost'])} par an",
        f"{row['months']} mois",
        f"{row['percent']} % demandés",
    ]
    return f"{_post_label(row)} : {', '.join(filter(None, words))}"


def _post_label(row) -> str:
    return " – ".join(filter(None, (Profession(row["profession"]).label, row["title"])))


def changes(application, lines: dict[int, dict], posts: dict[int, list[dict]]) -> dict:
    """What a workbook would change: the lines that differ, year by year, and the posts of the years that do."""
    saved, staff = by_year(application), _staff_by_year(application)
    return {
        "lines": [
            {
                "year": year,
                "label": BY_CODE[code].label,
                "before": worded(saved.get(year, {}).get(code, NOTHING)),
                "after": worded(lines.get(year, {}).get(code, NOTHING)),
            }
            for year in application.budget_years
            for code in sorted({*saved.get(year, {}), *lines.get(year, {})}, key=ORDER.__getitem__)
            if saved.get(year, {}).get(code) != lines.get(year, {}).get(code)
        ],
        "staff": [
            {
                "year": year,
                "before": [_post(post) for post in staff.get(year, [])],
                "after": [_post(post) for post in posts.get(year, [])],
            }
            for year in application.budget_years
            if staff.get(year, []) != posts.get(year, [])
        ],
    }


NOTHING = (0, "")


def worded(line: tuple[int, str]) -> tuple[int, str, str]:
    """A line with the words of its state."""
    return (*line, str(dict(FundingStatus.choices).get(line[1], "")))


def _staff_by_year(application) -> dict[int, list[dict]]:
    found: dict[int, list[dict]] = {}
    for row in application.posts.order_by("year", "id").values("year", *POST):
        found.setdefault(row.pop("year"), []).append(row)
    return found


def unit_costs(application, frozen: dict) -> tuple:
    """What a version of the file costs per place and per person, beside the reference of its lot."""
    years: dict[int, dict] = {}
    for line in frozen.get("budget", []):
        year = line.get("year") or application.budget_year
        years.setdefault(year, {})[line["account"]] = (line["amount"], line["status"])
    accounts = frame_of(application.call).requested_accounts
    sheets = {year: arithmetic.balance(lines_of({year: lines}), accounts) for year, lines in years.items()}
    promised = arithmetic.Activity(frozen.get("requested_places"), _people(application, frozen))
    return arithmetic.ratios(sheets, promised, reference_of(application.lot))


def _people(application, frozen) -> int | None:
    key = application.call.people_question
    answers = (answer for section in frozen.get("sections", []) for answer in section["answers"])
    value = next((answer["value"] for answer in answers if key and answer["key"] == key), None)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def frozen_lines(application) -> list[dict]:
    """The lines of the budget as a snapshot keeps them."""
    rows = application.budget_lines.order_by("year", "account")
    return list(rows.values("year", "account", "amount", "status"))


def frozen_staff(application) -> list[dict]:
    """The posts as a snapshot keeps them: ETP in words of figures, so that JSON keeps them exact."""
    rows = application.posts.order_by("year", "id").values("year", *POST)
    return [row | {"etp": str(row["etp"])} for row in rows]
