"""The frames a call may ask its budget in: a table, never an if. A new frame is a line here and one in `BudgetFrame`."""

from collections.abc import Mapping
from dataclasses import dataclass

from applications.budget.accounts import (
    CERFA,
    EQUIPMENT,
    GROUPS,
    IN_KIND,
    INVESTMENT,
    RETIRED,
    RUNNING,
    Account,
)
from applications.enums import Profession as P
from applications.enums import StaffStatus
from calls.enums import BudgetFrame


@dataclass(frozen=True)
class Frame:
    """`annual`: the request is that of the last year, in full operation, as a tariff is; else the sum of the years.

    `periods` name the first year, those between and the last; without them a year is its number.
    """

    accounts: tuple[Account, ...]
    salaries: str
    staff_accounts: Mapping[StaffStatus, str]
    words: str
    annual: bool = False
    periods: tuple[str, str, str] = ("", "", "")

    @property
    def requested_accounts(self) -> frozenset[str]:
        return frozenset(account.code for account in self.accounts if account.requested)


S = StaffStatus
FRAMES = {
    BudgetFrame.CERFA: Frame(
        accounts=(*CERFA, *EQUIPMENT),
        salaries="64",
        staff_accounts={S.EMPLOYEE: "64", S.SESSIONS: "64", S.SECONDED: "62", S.FREELANCE: "62"},
        words="sur le cadre du CERFA 12156",
    ),
    BudgetFrame.GROUPS: Frame(
        accounts=(*GROUPS, *EQUIPMENT),
        salaries="gc2",
        staff_accounts=dict.fromkeys(S, "gc2"),
        words="par groupes de dépenses et de produits",
        annual=True,
        periods=("Première année", "Montée en charge", "Année pleine"),
    ),
}
# Posts that a text requires of a category of establishment, when the call is for that category alone.
REQUIRED_STAFF = {
    "180": ((P.DOCTOR, P.NURSE), "LHSS : CASF, art. D. 312-176-3, à vérifier"),
}


@dataclass(frozen=True)
class Sheet:
    """One table to fill: a year of running, with its contributions in kind, or a year of investment."""

    year: int
    section: str
    label: str
    accounts: tuple[Account, ...]

    @property
    def key(self) -> str:
        return f"{self.year}{'-investissement' if self.section == INVESTMENT else ''}"

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(account.code for account in self.accounts)


def frame_of(call) -> Frame:
    return FRAMES[BudgetFrame(call.budget_frame)]


def year_name(call, years, year: int) -> str:
    """What a sheet calls its year: its number, or its place in the ramp-up of an authorised establishment."""
    first, between, full = frame_of(call).periods
    period = full if year == years[-1] else first if year == years[0] else between
    return f"{period} ({year})" if period else str(year)


def sheets(application) -> list[Sheet]:
    """The sheets of a file: each year, then its investment where the call admits it or the file has some."""
    saved = {(line.year, line.account) for line in application.budget_lines.all()}
    years = application.budget_years
    running = [_sheet(application, year, RUNNING, saved) for year in years]
    return running + [
        sheet
        for year in years
        if (sheet := _sheet(application, year, INVESTMENT, saved))
        and (application.call.investment_allowed or any((year, code) in saved for code in sheet.codes))
    ]


def _sheet(application, year: int, section: str, saved) -> Sheet:
    name = year_name(application.call, application.budget_years, year)
    here = {account for there, account in saved if there == year}
    if section == INVESTMENT:
        return Sheet(year, section, f"Investissement {name}", _offered(application.call, {section}, here))
    return Sheet(year, section, name, _offered(application.call, {section, IN_KIND}, here))


def _offered(call, sections, saved) -> tuple[Account, ...]:
    kept = (account for account in RETIRED if account.code in saved)
    return tuple(account for account in (*frame_of(call).accounts, *kept) if account.section in sections)
