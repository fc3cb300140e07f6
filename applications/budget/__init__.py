"""The budget of a file as the engine reads it (DOMAIN §5.5): its lines, its posts, what its call asks of it."""

from decimal import Decimal

from applications.budget.accounts import BY_CODE, ORDER
from applications.budget.frames import FRAMES, REQUIRED_STAFF, Frame, Sheet, frame_of, sheets, year_name
from applications.enums import Profession
from engine import budget as arithmetic

__all__ = [
    "BY_CODE",
    "FRAMES",
    "MOST_POSTS",
    "ORDER",
    "Frame",
    "Sheet",
    "activity",
    "by_year",
    "frame_of",
    "lines",
    "lines_of",
    "posts",
    "problems",
    "reference_of",
    "report",
    "requested",
    "revised_report",
    "sheets",
    "year_name",
]

MOST_POSTS = 60  # a year


def lines_of(years: dict[int, dict]) -> list[arithmetic.Line]:
    """A budget written {year: {account: (euros, state of a co-funding)}}, as the engine reads it."""
    return [
        arithmetic.Line(code, BY_CODE[code].side, amount, year, status or None)
        for year, typed in years.items()
        for code, (amount, status) in typed.items()
        if code in BY_CODE
    ]


def by_year(application) -> dict[int, dict[str, tuple[int, str]]]:
    """The budget as it is saved: {year: {account: (euros, state of a co-funding)}}, every year of the call."""
    years: dict[int, dict[str, tuple[int, str]]] = {year: {} for year in application.budget_years}
    for line in application.budget_lines.all():
        years.setdefault(line.year, {})[line.account] = (line.amount, line.status)
    return years


def requested(application) -> int | None:
    """The euros asked for: the last year's own lines when the request is annual, else those of every year."""
    frame = frame_of(application.call)
    asked = {
        year: [line[0] for code, line in typed.items() if code in frame.requested_accounts]
        for year, typed in by_year(application).items()
    }
    kept = asked[max(asked)] if frame.annual else [amount for year in asked.values() for amount in year]
    return sum(kept) if kept else None


def lines(application) -> list[arithmetic.Line]:
    return lines_of(by_year(application))


def posts(application) -> list[arithmetic.Post]:
    """The staff table as the engine reads it: each post on the account that its status feeds."""
    accounts = frame_of(application.call).staff_accounts
    return [
        arithmetic.Post(
            post.profession,
            post.etp,
            accounts[post.status],
            post.year,
            post.annual_cost,
            post.months,
            post.percent,
        )
        for post in application.posts.all()
    ]


def activity(application) -> arithmetic.Activity:
    """What the file promises: the places it asks for, the people it says it will follow."""
    people = application.answers.get(application.call.people_question)
    return arithmetic.Activity(
        application.requested_places or None,
        people if isinstance(people, int) and not isinstance(people, bool) else None,
    )


def limits(application, requested: int, *, bounded=True) -> arithmetic.Limits:
    """What the call asks of this budget; `bounded` False leaves the floor and ceiling of the lot aside."""
    call, lot, years = application.call, application.lot, application.budget_years
    frame = frame_of(call)
    return arithmetic.Limits(
        requested_accounts=frame.requested_accounts,
        requested=requested,
        ceiling=lot.ceiling if bounded else None,
        floor=lot.floor if bounded else None,
        max_share=_decimal(call.cofunding_max_percent),
        max_indirect=_decimal(call.indirect_max_percent),
        annual=frame.annual,
        investment=call.investment_allowed,
        years=tuple(years),
        names={year: _named(call, years, year) for year in years},
        reference=reference_of(lot),
        labels={code: account.label for code, account in BY_CODE.items()},
        staff_accounts={code: BY_CODE[code].label for code in dict.fromkeys(frame.staff_accounts.values())},
        salaries=frame.salaries,
        required=_required(call),
    )


def _decimal(percent) -> Decimal | None:
    return Decimal(percent) if percent is not None else None


def _named(call, years, year) -> str:
    name = year_name(call, years, year)
    return f"Année {name}" if name.isdigit() else name


def reference_of(lot) -> arithmetic.Reference | None:
    """The cost the lot compares with, when it has one."""
    if lot.reference_amount is None:
        return None
    return arithmetic.Reference(lot.reference_amount, lot.reference_unit, lot.reference_source)


def _required(call) -> tuple[tuple[str, str, str], ...]:
    codes = {category.code for category in call.categories.all()}
    return tuple(
        (profession, Profession(profession).label, text)
        for code, (professions, text) in REQUIRED_STAFF.items()
        if codes == {code}
        for profession in professions
    )


def revised_report(application, revised: dict[int, dict], amount: int) -> arithmetic.Report:
    """What the engine finds in a budget revised for the euros offered; the lot's bounds no longer count."""
    return arithmetic.check(lines_of(revised), limits(application, amount, bounded=False))


def report(application) -> arithmetic.Report:
    """Everything the engine finds in the file's budget, against the limits of its lot and call."""
    asked = application.requested_amount or 0
    return arithmetic.check(
        lines(application), limits(application, asked), posts(application), activity(application)
    )


def problems(application) -> list[str]:
    """Why the budget stops the deposit, in French."""
    if not application.budget_lines.exists():
        return ["Le budget n’est pas rempli."]
    return list(report(application).problems)
