"""Does a provisional budget balance, does the request fit it, and what should be read again before the deposit?

Whole euros throughout. Frame of the CERFA 12156 subsidy form and of the French chart of accounts: charges 60 to
69 and indirect charges against produits 70 to 79; contributions in kind, 86 against 87, and the investment
section, classes 2 against 1, apart and outside the running total. Authorised establishments use groups instead
(``gc1``… against ``gp1``…). A budget over several years has one sheet a year, and each balances.
"""

from engine.budget.alerts import CATALOGUE, Alert, Severity
from engine.budget.case import Limits
from engine.budget.check import Report, check
from engine.budget.lines import INDIRECT, Balance, Line, Side, Status, balance
from engine.budget.ratios import Activity, Ratio, Reference, ratios
from engine.budget.staff import Post, by_account, cost, funded

__all__ = [
    "CATALOGUE",
    "INDIRECT",
    "Activity",
    "Alert",
    "Balance",
    "Limits",
    "Line",
    "Post",
    "Ratio",
    "Reference",
    "Report",
    "Severity",
    "Side",
    "Status",
    "balance",
    "by_account",
    "check",
    "cost",
    "funded",
    "ratios",
]
