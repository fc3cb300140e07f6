"""The budget of an offer below what was asked: the structure revises it until it balances, then accepts.

An award smaller than the request is a proposal made with the structure's consent, never a cut (DOMAIN §10, rule 7).
"""

from applications import budget
from applications.budget.accounts import INVESTMENT, RUNNING
from engine.budget import Report
from engine.money import split

Years = dict[int, dict[str, tuple[int, str]]]


def is_partial(application, offer) -> bool:
    """Whether accepting asks for a revised budget: euros below the request, and a budget deposited on the site."""
    if not offer or offer.amount is None or not application.requested_amount:
        return False
    return offer.amount < application.requested_amount and application.budget_lines.exists()


def start(application, offer) -> Years:
    """{year: {account: (euros, state)}}: what was revised so far, else the deposited lines with the sum offered."""
    if offer.revised_budget is not None:
        return read(application, offer.revised_budget)
    years = budget.by_year(application)
    for (year, code), amount in _offered(application, years, offer.amount).items():
        years[year][code] = (amount, "")
    return years


def read(application, kept: dict) -> Years:
    """A revised budget as it is kept; before budgets had several years, one was {account: [euros, state]}."""
    if any(isinstance(value, list) for value in kept.values()):
        kept = {str(application.budget_year): kept}
    return {
        int(year): {code: (amount, status) for code, (amount, status) in lines.items()}
        for year, lines in kept.items()
    }


def kept(years: Years) -> dict:
    """What the offer keeps of a revised budget: JSON, without the lines that say nothing."""
    return {
        str(year): {code: [amount, status] for code, (amount, status) in lines.items() if amount or status}
        for year, lines in years.items()
    }


def _offered(application, years: Years, amount: int) -> dict[tuple[int, str], int]:
    """The sum offered shared over the lines of the request, as they were; an annual one is that of the last year."""
    frame = budget.frame_of(application.call)
    asked = {
        (year, code): line[0]
        for year, lines in years.items()
        for code, line in lines.items()
        if code in frame.requested_accounts
    }
    judged = {key: euros for key, euros in asked.items() if not frame.annual or key[0] == max(years)}
    before = {key: euros for key, euros in asked.items() if key not in judged}
    lowered = sum(before.values()) * amount // max(sum(judged.values()), 1)
    return _shared(judged, amount) | _shared(before, lowered)


def _shared(weights: dict, total: int) -> dict:
    if not sum(weights.values()):
        return dict(weights)
    return dict(zip(weights, split(total, list(weights.values())), strict=True))


def fixed(application, years: Years) -> tuple[int, str] | None:
    """The only line of the request, which the offer fixes; None when it has several, which must add up to it."""
    codes = budget.frame_of(application.call).requested_accounts
    found = [(year, code) for year, lines in years.items() for code in lines if code in codes]
    return found[0] if len(found) == 1 else None


def spread(application, offer) -> Years:
    """A balanced proposal to start from: each year's charges lowered in proportion, to the last euro."""
    years = start(application, offer)
    for lines in years.values():
        for section in (RUNNING, INVESTMENT):
            charges = {code: lines[code][0] for code in lines if _is(code, "charge", section)}
            total = sum(lines[code][0] for code in lines if _is(code, "produit", section))
            for code, euros in _shared(charges, total).items():
                lines[code] = (euros, lines[code][1])
    return years


def _is(code: str, side: str, section: str) -> bool:
    account = budget.BY_CODE.get(code)
    return bool(account) and (account.side, account.section) == (side, section)


def report(application, offer) -> Report:
    """Balance of the budget as revised so far, for the sum offered."""
    return budget.revised_report(application, start(application, offer), offer.amount)


def problems(application, offer) -> list[str]:
    """Why the offer cannot be accepted yet."""
    if not is_partial(application, offer):
        return []
    if offer.revised_budget is None:
        return ["Révisez d’abord votre budget : le montant proposé est inférieur à votre demande."]
    return list(report(application, offer).problems)


def accepted(application, offer) -> dict:
    """The budget an agreement annexes, as a snapshot has it: the one revised for the offer, else the deposited one."""
    snapshot = application.snapshots.first()
    content = snapshot.content if snapshot else {}
    if not offer or not offer.revised_budget:
        return content
    return {"budget": rows(read(application, offer.revised_budget))}


def rows(years: Years) -> list[dict]:
    """The lines of a budget one by one, as a snapshot has them."""
    return [
        {"year": year, "account": code, "amount": amount, "status": status}
        for year, lines in years.items()
        for code, (amount, status) in lines.items()
    ]
