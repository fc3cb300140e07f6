"""Every account a budget may hold, whatever its frame, with its words, its side and its section.

The list of the CERFA 12156 is that of its version *05: version *06 could not be read, so the list is data to verify.
"""

from dataclasses import dataclass

from engine.budget import Side

RUNNING, IN_KIND, INVESTMENT = "running", "in_kind", "investment"


@dataclass(frozen=True)
class Account:
    code: str
    label: str
    side: Side
    section: str = RUNNING
    cofunder: bool = False
    requested: bool = False  # a line of the request itself

    @property
    def in_kind(self) -> bool:
        return self.section == IN_KIND


CERFA = (
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
    Account("74-ars", "74 – Subvention demandée dans cet appel", "produit", requested=True),
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
    Account("860", "860 – Secours en nature", "charge", IN_KIND),
    Account("861", "861 – Mise à disposition gratuite de biens et services", "charge", IN_KIND),
    Account("862", "862 – Prestations", "charge", IN_KIND),
    Account("864", "864 – Personnel bénévole", "charge", IN_KIND),
    Account("870", "870 – Bénévolat", "produit", IN_KIND),
    Account("871", "871 – Prestations en nature", "produit", IN_KIND),
    Account("875", "875 – Dons en nature", "produit", IN_KIND),
)
GROUPS = (
    Account("gc1", "Groupe I – Dépenses d’exploitation courante", "charge"),
    Account("gc2", "Groupe II – Dépenses de personnel", "charge"),
    Account("gc3", "Groupe III – Dépenses de structure", "charge"),
    Account(
        "gp1-ars", "Groupe I – Produits de la tarification demandés dans cet appel", "produit", requested=True
    ),
    Account("gp1", "Groupe I – Autres produits de la tarification", "produit"),
    Account("gp2", "Groupe II – Autres produits relatifs à l’exploitation", "produit"),
    Account("gp3", "Groupe III – Produits financiers et produits non encaissables", "produit"),
)
EQUIPMENT = (
    Account("20", "20 – Immobilisations incorporelles (logiciels, études)", "charge", INVESTMENT),
    Account("21", "21 – Immobilisations corporelles (travaux, véhicules, matériel)", "charge", INVESTMENT),
    Account("23", "23 – Immobilisations en cours", "charge", INVESTMENT),
    Account("10", "10 – Fonds propres affectés", "produit", INVESTMENT),
    Account(
        "13-ars",
        "13 – Subvention d’investissement demandée dans cet appel",
        "produit",
        INVESTMENT,
        requested=True,
    ),
    Account("13-etat", "13 – État (autres ministères et services)", "produit", INVESTMENT, cofunder=True),
    Account("13-collectivites", "13 – Collectivités territoriales", "produit", INVESTMENT, cofunder=True),
    Account("13-autres", "13 – Autres subventions d’investissement", "produit", INVESTMENT, cofunder=True),
    Account("16", "16 – Emprunts", "produit", INVESTMENT),
    Account("28", "28 – Amortissements (autofinancement)", "produit", INVESTMENT),
)
# Offered before contributions in kind were split: read wherever a file still has them, offered no more.
RETIRED = (
    Account("86", "86 – Emplois des contributions volontaires en nature, sans détail", "charge", IN_KIND),
    Account("87", "87 – Contributions volontaires en nature, sans détail", "produit", IN_KIND),
)
BY_CODE = {account.code: account for account in (*CERFA, *GROUPS, *EQUIPMENT, *RETIRED)}
ORDER = {code: rank for rank, code in enumerate(BY_CODE)}
