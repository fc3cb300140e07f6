"""Names as a French sentence needs them: « la Loire (42) », « l’Isère (38) », « le roumain »."""

from accounts.enums import Language, Level

PLURAL = (
    *(
        "Alpes-",
        "Hautes-",
        "Ardennes",
        "Bouches-",
        "Côtes-",
        "Deux-",
        "Hauts-",
        "Landes",
        "Pays ",
        "Pyrénées-",
    ),
    *("Vosges", "Yvelines"),
)
MASCULINE = {
    *("Bas-Rhin", "Calvados", "Cantal", "Centre-Val de Loire", "Cher", "Doubs", "Finistère", "Gard", "Gers"),
    *("Grand Est", "Haut-Rhin", "Jura", "Loir-et-Cher", "Loiret", "Lot", "Lot-et-Garonne", "Maine-et-Loire"),
    *("Morbihan", "Nord", "Pas-de-Calais", "Puy-de-Dôme", "Rhône", "Tarn", "Tarn-et-Garonne"),
    *("Territoire de Belfort", "Val-de-Marne", "Val-d’Oise", "Var", "Vaucluse"),
}
BARE = {"La Réunion", "Mayotte", "Paris", "Saint-Barthélemy", "Saint-Martin"}
ELIDED = ("A", "E", "I", "O", "Y", "Î", "Hérault")
# Categories named by words, by their FINESS code.
PLURALS = {
    "106": "hôpitaux locaux",
    "124": "centres de santé",
    "380": "établissements expérimentaux",
    "645": "centres de vaccination",
}


def the_territory(territory) -> str:
    """A territory with its article."""
    name = territory.name
    if territory.level == Level.COUNTRY:
        return f"la {name}"
    if name in BARE:
        return str(territory)
    if name.startswith(PLURAL):
        return f"les {territory}"
    if name.startswith(ELIDED):
        return f"l’{territory}"
    return f"le {territory}" if name in MASCULINE else f"la {territory}"


def the_language(code: str) -> str:
    """A language with its article."""
    label = Language(code).label
    label = label[0].lower() + label[1:]
    if label.startswith("langue"):
        return f"la {label}"
    return f"l’{label}" if label[0] in "aeiou" else f"le {label}"


def the_category(category) -> str:
    """A category of structures in the plural, with its article; acronyms do not vary."""
    return f"les {PLURALS.get(category.code, category.short)}"
