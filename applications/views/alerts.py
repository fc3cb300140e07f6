"""Where in the workshop an alert is mended: the staff table, a sheet, or one line of it."""

from dataclasses import dataclass

from django.urls import reverse

from applications import budget
from applications.budget.accounts import INVESTMENT, RUNNING

ON_STAFF = {"staff_gap", "staff_missing", "required_staff"}
ON_INVESTMENT = {"investment_unbalanced", "investment_excluded"}
INVESTED = {code for code, account in budget.BY_CODE.items() if account.section == INVESTMENT}
ON_REQUEST = {"requested_line", "negative_request", "above_ceiling", "below_floor", "above_share"}


@dataclass(frozen=True)
class Placed:
    """An alert as a page shows it, with the link that leads to where it is mended."""

    text: str
    advice: str
    url: str = ""
    label: str = ""


def placed(application, alerts, current: str) -> list[Placed]:
    """The alerts of a page of the workshop; none leads back to the page one is on, except to a line of it."""
    return [Placed(each.text, each.advice, *_place(application, each, current)) for each in alerts]


def _place(application, alert, current: str) -> tuple[str, str]:
    if alert.code in ON_STAFF:
        return ("", "") if current == "personnel" else _staff(application, alert.year)
    sheet, account = _sheet(application, alert), _account(application, alert)
    if account and account in sheet.codes:
        return (
            f"{_url(application, sheet)}#id_m-{account}",
            f"Aller à la ligne « {budget.BY_CODE[account].label} »",
        )
    return (
        ("", "")
        if sheet.key == current
        else (_url(application, sheet), f"Ouvrir la feuille « {sheet.label} »")
    )


def _staff(application, year) -> tuple[str, str]:
    first = application.budget_year
    return (
        reverse("applications:budget_staff_year", args=[application.number, year or first]),
        "Ouvrir le tableau du personnel",
    )


def _account(application, alert) -> str:
    if alert.code not in ON_REQUEST:
        return alert.account
    asked = budget.frame_of(application.call).requested_accounts
    held = [line.account for line in application.budget_lines.all() if line.account in asked]
    return min(held or asked, key=budget.ORDER.__getitem__)


def _sheet(application, alert):
    """The sheet an alert speaks of; of a whole budget, the first that holds its account, else the first."""
    account = _account(application, alert)
    held = {line.year for line in application.budget_lines.all() if line.account == account}
    years = application.budget_years
    whole = years[-1] if budget.frame_of(application.call).annual else years[0]
    year = alert.year or min(held, default=whole)
    invested = alert.code in ON_INVESTMENT or account in INVESTED
    section = INVESTMENT if invested else RUNNING
    sheets = budget.sheets(application)
    return next((each for each in sheets if (each.year, each.section) == (year, section)), sheets[0])


def _url(application, sheet) -> str:
    return reverse("applications:budget_sheet", args=[application.number, sheet.key])
