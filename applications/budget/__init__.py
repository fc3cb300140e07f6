"""The frame of the CERFA 12156 budget (DOMAIN §5.5): which accounts, on which side, and what must balance.

Version *06 of the CERFA could not be read: the list of accounts is data to verify.
"""

from dataclasses import dataclass
from decimal import Decimal

from engine import budget as arithmetic

REQUESTED = "74-ars"


@dataclass(frozen=True)
class Account:
    code: str
    label: str
    side: arithmetic.Side
    in_kind: bool = False
    cofunder: bool = False


ACCOUNTS: tuple[Account, ...] = (
    Account("60", "60 – Achats", "charge"),
    Account("61", "61 – Services extérieurs", "charge"),
    Account("62", "62 – Autres services extérieurs", "charge"),
    Account("63", "63 – Impôts et taxes", "charge"),
    Account("64", "64 – Charges de personnel", "charge"),
    Account("65", "65 – Autres charges de gestion courante", "charge"),
    Account("66", "66 – Charges financières", "charge"),
    Account("67", "67 – Charges exceptionnelles", "charge"),
    Account("68", "68 – Dotations aux amortissements et provisions", "charge"),
    Account("69", "69 – Impôt sur les bénéfices", "charge"),
    Account("indirect", "Charges indirectes réparties", "charge"),
    Account("70", "70 – Ventes, prestations de service", "produit"),
    Account("73", "73 – Dotations et produits de tarification", "produit"),
    Account(REQUESTED, "74 – Subvention demandée dans cet appel", "produit"),
    Account("74-etat", "74 – État (autres ministères et services)", "produit", cofunder=True),
    Account("74-ars-autre", "74 – ARS (autres crédits)", "produit", cofunder=True),
    Account("74-region", "74 – Conseil régional", "produit", cofunder=True),
    Account("74-departement", "74 – Conseil départemental", "produit", cofunder=True),
    Account("74-communes", "74 – Communes et intercommunalités", "produit", cofunder=True),
    Account("74-sociaux", "74 – Organismes sociaux", "produit", cofunder=True),
    Account("74-ue", "74 – Fonds européens", "produit", cofunder=True),
    Account("74-emploi", "74 – Aides à l’emploi", "produit", cofunder=True),
    Account("74-autres", "74 – Autres aides publiques et privées", "produit", cofunder=True),
    Account("75", "75 – Autres produits de gestion courante (cotisations, dons)", "produit"),
    Account("76", "76 – Produits financiers", "produit"),
    Account("77", "77 – Produits exceptionnels", "produit"),
    Account("78", "78 – Reprises sur amortissements et provisions", "produit"),
    Account("79", "79 – Transferts de charges", "produit"),
    Account("86", "86 – Emplois des contributions volontaires en nature", "charge", in_kind=True),
    Account("87", "87 – Contributions volontaires en nature", "produit", in_kind=True),
)
BY_CODE = {account.code: account for account in ACCOUNTS}


def lines(application) -> list[arithmetic.Line]:
    """The budget lines of a file as the engine reads them."""
    return [
        arithmetic.Line(
            account=line.account,
            side=BY_CODE[line.account].side,
            amount=line.amount,
            year=application.budget_year,
            status=line.status or None,
        )
        for line in application.budget_lines.all()
        if line.account in BY_CODE
    ]


def revised_lines(application, revised: dict) -> list[arithmetic.Line]:
    """A budget written {account: [euros, state of a co-funding]}, as the engine reads it."""
    return [
        arithmetic.Line(code, BY_CODE[code].side, amount, application.budget_year, status or None)
        for code, (amount, status) in revised.items()
        if code in BY_CODE
    ]


def revised_report(application, revised: dict, amount: int) -> arithmetic.Report:
    """Balance of a budget revised for the euros offered, and its problems in French; the lot's floor no longer counts."""
    percent = application.call.cofunding_max_percent
    return arithmetic.check(
        revised_lines(application, revised),
        requested_account=REQUESTED,
        requested=amount,
        max_share=Decimal(percent) if percent else None,
    )


def report(application) -> arithmetic.Report:
    """Balance of the file's budget and its problems in French, against the limits of its lot and call."""
    lot, percent = application.lot, application.call.cofunding_max_percent
    return arithmetic.check(
        lines(application),
        requested_account=REQUESTED,
        requested=application.requested_amount or 0,
        ceiling=lot.ceiling,
        floor=lot.floor,
        max_share=Decimal(percent) if percent else None,
    )


def problems(application) -> list[str]:
    if not application.budget_lines.exists():
        return ["Le budget n’est pas rempli."]
    return list(report(application).problems)
