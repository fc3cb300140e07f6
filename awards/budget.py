"""The budget of an offer below what was asked: the structure revises it until it balances, then accepts.

An award smaller than the request is a proposal made with the structure's consent, never a cut (DOMAIN §10, rule 7).
"""

from applications import budget
from engine.budget import Report
from engine.money import split

REQUESTED = budget.REQUESTED


def is_partial(application, offer) -> bool:
    """Whether accepting asks for a revised budget: euros below the request, and a budget deposited on the site."""
    if not offer or offer.amount is None or not application.requested_amount:
        return False
    return offer.amount < application.requested_amount and application.budget_lines.exists()


def start(application, offer) -> dict:
    """{account: [euros, state]}: what was revised so far, else the deposited lines with the sum offered."""
    if offer.revised_budget is not None:
        return offer.revised_budget
    lines = {line.account: [line.amount, line.status] for line in application.budget_lines.all()}
    return lines | {REQUESTED: [offer.amount, ""]}


def spread(application, offer) -> dict:
    """A balanced proposal to start from: the charges in money lowered in proportion, to the last euro."""
    lines = start(application, offer)
    charges = [code for code in lines if _is(code, "charge")]
    total = sum(lines[code][0] for code in lines if _is(code, "produit"))
    shares = split(total, [lines[code][0] for code in charges])
    return lines | {code: [share, lines[code][1]] for code, share in zip(charges, shares, strict=True)}


def _is(code: str, side: str) -> bool:
    account = budget.BY_CODE.get(code)
    return bool(account) and account.side == side and not account.in_kind


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
