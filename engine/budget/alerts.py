"""Every alert the budget can raise: how serious, what to do about it and why. The figures come with each case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["blocks", "review"]


@dataclass(frozen=True)
class Alert:
    """One thing to correct or to read again: ``text`` says what is wrong, ``advice`` what to do and why.

    ``figure`` is the amount or share at stake as it is printed; ``year`` and ``account`` say where.
    """

    code: str
    severity: Severity
    figure: str
    text: str
    advice: str
    year: int | None = None
    account: str = ""


# code: (severity, what to do and why)
CATALOGUE: dict[str, tuple[Severity, str]] = {
    "bad_line": ("blocks", "Corrigez cette ligne : elle n’est comptée dans aucun total."),
    "unsure_cofunder": (
        "blocks",
        "Choisissez l’état de ce financement : l’autorité ne lit pas de la même façon une aide acquise et une aide espérée.",
    ),
    "no_charge": ("blocks", "Saisissez les dépenses du projet : la demande se juge sur elles."),
    "unbalanced": (
        "blocks",
        "Baissez ou complétez une ligne de cette somme : un budget s’équilibre à l’euro, année par année.",
    ),
    "in_kind_unbalanced": (
        "blocks",
        "Portez la même somme en 86 et en 87 : une contribution en nature reçue est toujours employée.",
    ),
    "investment_unbalanced": (
        "blocks",
        "Indiquez comment l’équipement est payé, ou retirez-le : l’investissement s’équilibre à part du fonctionnement.",
    ),
    "investment_excluded": (
        "blocks",
        "Retirez ces lignes, ou cherchez un autre financeur pour elles : cet appel ne finance que le fonctionnement.",
    ),
    "requested_line": (
        "blocks",
        "La demande est la somme de ses lignes, sur toutes les années : corrigez l’une ou l’autre.",
    ),
    "negative_request": ("blocks", "Indiquez une somme positive."),
    "above_ceiling": (
        "blocks",
        "Baissez votre demande, ou trouvez d’autres produits : l’appel fixe ce plafond pour tous.",
    ),
    "below_floor": (
        "blocks",
        "L’appel ne finance pas de projet plus petit : vérifiez que rien ne manque à votre demande.",
    ),
    "above_share": (
        "blocks",
        "Baissez votre demande ou ajoutez des cofinancements : l’appel veut que d’autres ressources portent le reste.",
    ),
    "indirect_above": (
        "blocks",
        "Baissez les charges indirectes : l’appel limite la part des frais de siège et de structure.",
    ),
    "indirect_high": (
        "review",
        "Préparez la clé de répartition qui justifie cette part : elle est souvent discutée au-delà de ce seuil.",
    ),
    "empty_year": (
        "review",
        "Remplissez cette année, ou laissez-la vide si le projet est plus court que l’appel.",
    ),
    "unsecured": (
        "review",
        "Adressez au moins une demande avant le dépôt : un plan de financement tout entier espéré inquiète ceux qui jugent.",
    ),
    "identical_years": (
        "review",
        "Vérifiez l’évolution des salaires, des loyers et de la montée en charge : deux années rigoureusement égales sont rares.",
    ),
    "in_kind_as_cash": (
        "review",
        "Cherchez une ressource en argent : le bénévolat et les prêts de locaux ne paient aucune dépense.",
    ),
    "depreciation_doubled": (
        "review",
        "Ôtez du compte 68 la part d’un équipement déjà payé par une subvention d’investissement : la dépense compterait deux fois.",
    ),
    "staff_gap": (
        "review",
        "Reportez le tableau du personnel dans le budget, ou complétez-le : les deux doivent dire la même chose.",
    ),
    "staff_missing": (
        "review",
        "Décrivez les postes : ceux qui jugent regardent d’abord qui fera le travail.",
    ),
    "required_staff": (
        "review",
        "Ajoutez ce poste au tableau du personnel, ou expliquez dans le dossier qui l’assure : un texte l’exige.",
    ),
    "ratio_far": (
        "review",
        "Expliquez cet écart dans le dossier (territoire, publics, amplitude) : il sera comparé à celui des autres projets.",
    ),
}


def alert(code: str, text: str, figure: str = "", *, year: int | None = None, account: str = "") -> Alert:
    """The alert of this code with its figure; KeyError when the catalogue does not know the code."""
    severity, advice = CATALOGUE[code]
    return Alert(code, severity, figure, text, advice, year, account)
