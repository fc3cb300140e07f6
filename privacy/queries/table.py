"""The retention table as it is shown: the rules, and the delays written in the code."""

from privacy.enums import CLOSING_WINDOW, EXPORT_VALID, Category, Fate
from privacy.queries.retention import KINDS, general_rules


def table() -> list[dict]:
    """One row per kind of data: what, how long, from when, what then, by which text, checked or not."""
    rows = [
        {
            "label": rule.get_kind_display(),
            "duration": duration(rule.months),
            "start": KINDS[rule.kind].start,
            "fate": Fate(rule.fate).label,
            "basis": rule.legal_basis,
            "verified": rule.verified,
        }
        for rule in general_rules()
        if rule.kind in Category.values
    ]
    return rows + FIXED


def durations() -> dict[str, str]:
    """{kind: how long it is kept, in words}, by the general rules."""
    return {
        rule.kind: "toujours" if rule.months is None else duration(rule.months) for rule in general_rules()
    }


def duration(months: int | None) -> str:
    if months is None:
        return "Toujours"
    years, rest = divmod(months, 12)
    return f"{months} mois" if rest or not years else f"{years}\u00a0an{'s' if years > 1 else ''}"


ARTICLE = "RGPD, article 5-1-e (limitation de la conservation)"
FIXED = [
    {
        "label": "Votre compte : adresse, téléphone, fonction, préférences, liens d’intérêt, domaine d’expertise",
        "duration": f"{CLOSING_WINDOW.days}\u00a0jours",
        "start": "la clôture de votre compte",
        "fate": "Effacement ; votre nom reste là où un acte, une note ou le journal le porte",
        "basis": ARTICLE,
        "verified": True,
    },
    {
        "label": "La copie de vos données que vous demandez",
        "duration": f"{EXPORT_VALID.days}\u00a0jours",
        "start": "sa préparation",
        "fate": "Destruction du fichier",
        "basis": ARTICLE,
        "verified": True,
    },
]
