"""The usual articles of funding and authorisation orders (DOMAIN: typical clauses), for `funding_decision`."""

from datetime import date

from documents.contexts.common import counted, money, plain_day, to


def grant_articles(
    *, beneficiary: str, object: str, amount: int, starts_on: date, ends_on: date, funding_line: str = ""
) -> list[dict]:
    """An order that grants money without agreement: award, instalments table, use, report, control."""
    granted = money(amount)
    line = f", imputé sur {funding_line}" if funding_line else ""
    return [
        {
            "title": "Attribution",
            "text": f"Un financement d’un montant maximal de {granted['words']} ({granted['figures']}){line}, "
            f"est attribué {to(beneficiary)} pour la réalisation de l’action suivante : {object.rstrip('.')}.",
        },
        {
            "title": "Durée",
            "text": f"L’action est réalisée du {plain_day(starts_on)} au {plain_day(ends_on)}.",
        },
        {"title": "Versement", "text": "Le financement est versé selon l’échéancier suivant.", "table": True},
        {
            "title": "Emploi et bilan",
            "text": "Le financement est employé exclusivement à l’action pour laquelle il est attribué. Le "
            "bénéficiaire transmet le bilan de l’action et le compte rendu financier dans les six mois qui "
            "suivent la fin de l’action. Les sommes non employées ou employées à un autre objet sont reversées.",
        },
        {
            "title": "Contrôle",
            "text": "Le bénéficiaire tient à la disposition de l’autorité toutes les pièces justificatives des "
            "dépenses et facilite tout contrôle sur pièces et sur place.",
        },
    ]


def authorisation_articles(
    *,
    beneficiary: str,
    object: str,
    places: int | None,
    unit: str = "place",
    territory: str,
    years: int = 15,
    opening: str = "quatre ans",
    evaluation: str = "",
) -> list[dict]:
    """An order that authorises a service (CASF): scope, capacity, duration, opening, conformity, evaluation."""
    capacity = counted(places, unit)
    return [
        {
            "title": "Autorisation",
            "text": f"L’autorisation prévue à l’article L. 313-1 du code de l’action sociale et des familles est "
            f"accordée {to(beneficiary)} pour l’opération suivante : {object.rstrip('.')}"
            + (f", d’une capacité de {capacity}." if capacity else "."),
        },
        {"title": "Territoire", "text": f"Le territoire d’intervention est le suivant : {territory}."},
        {
            "title": "Durée",
            "text": f"L’autorisation est accordée pour une durée de {years} ans à compter de la notification du "
            "présent acte.",
        },
        {
            "title": "Ouverture et caducité",
            "text": f"Faute d’ouverture au public dans un délai de {opening} à compter de la notification, "
            "l’autorisation est réputée caduque, dans les conditions fixées aux articles L. 313-1 et D. 313-7-2 "
            "du code de l’action sociale et des familles.",
        },
        {
            "title": "Visite de conformité",
            "text": "La mise en œuvre de l’autorisation est subordonnée à la conformité aux conditions "
            "techniques de fonctionnement, appréciée selon les articles D. 313-11 à D. 313-14 du même code.",
        },
        {
            "title": "Évaluation et modification",
            "text": (
                evaluation
                or "Le renouvellement de l’autorisation est subordonné aux résultats de l’évaluation."
            )
            + " Tout changement important dans l’activité, l’installation, l’organisation, la direction ou le "
            "fonctionnement est porté à la connaissance de l’autorité. L’autorisation ne peut être cédée sans "
            "son accord. Elle ne vaut pas décision de financement.",
        },
    ]
