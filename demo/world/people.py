"""The people: one of each role, in each authority that has calls here. They are roles, not persons."""

from demo.world.shapes import Who

PASSWORD = "jalon-demonstration"  # noqa: S105 - public on purpose, and only where settings.DEMO is on
DOMAIN = "demo.jalon.example"

# code of the territory → (suffix of the addresses, name on screen)
AUTHORITIES = {
    "84": ("aura", "ARS Auvergne-Rhône-Alpes"),
    "11": ("idf", "ARS Île-de-France"),
    "32": ("hdf", "ARS Hauts-de-France"),
    "27": ("bfc", "ARS Bourgogne-Franche-Comté"),
    "04": ("reunion", "ARS La Réunion"),
    "FR": ("ministere", "Ministère"),
}

# role → (address, first name, function)
OFFICES = {
    "manager": ("responsable", "Responsable d’appels", "Responsable d’appels à projets"),
    "instructor": ("instruction", "Instructeur", "Chargé d’instruction"),
    "authority_signatory": ("signature", "Signataire", "Signataire pour le directeur général"),
    "finance": ("finances", "Gestionnaire financier", "Gestionnaire financier"),
    "administrator": ("administration", "Administrateur", "Administrateur des comptes"),
}
CAPACITY = {
    "authority": "Pour le directeur général et par délégation, le signataire de démonstration",
    "ministry": "Pour le ministre et par délégation, le signataire de démonstration",
    "structure": "Représentant légal de démonstration",
}

# Held on calls by people from outside.
OUTSIDE = (
    Who("expert-1", "Expert", "Santé et précarité (démonstration)", f"expert@{DOMAIN}", "Expert extérieur"),
    Who("expert-2", "Experte", "Addictologie (démonstration)", f"experte@{DOMAIN}", "Experte extérieure"),
    Who("expert-3", "Expert", "Gériatrie (démonstration)", f"expert3@{DOMAIN}", "Expert extérieur"),
    Who(
        "commission",
        "Membre",
        "de la commission (démonstration)",
        f"commission@{DOMAIN}",
        "Membre de la commission",
    ),
    Who(
        "president",
        "Présidence",
        "de la commission (démonstration)",
        f"presidence@{DOMAIN}",
        "Présidence de la commission",
    ),
)

# Asked for an opinion on files of their département; a member of the authority without any office.
DELEGATION = {
    "84": Who(
        "delegation-84",
        "Délégation",
        "départementale, ARS Auvergne-Rhône-Alpes (démonstration)",
        f"delegation-aura@{DOMAIN}",
        "Délégué départemental",
    )
}

# The structures whose people may log in: structure → (address of the signatory, address of the editor).
STRUCTURE_ACCOUNTS = {
    "passerelles": (f"signataire-a@{DOMAIN}", f"redaction-a@{DOMAIN}"),
    "ariane": (f"signataire-b@{DOMAIN}", ""),
    "lagon": (f"signataire-reunion@{DOMAIN}", ""),
}
UNION = ("Union régionale de l’accès aux soins en Auvergne-Rhône-Alpes (fictive)", "Union AURA (fictive)")
DELEGATE = Who(
    "delegate", "Délégué", "Union AURA (démonstration)", f"union-aura@{DOMAIN}", "Délégué régional"
)


def officers(code: str) -> tuple[Who, ...]:
    """The five people of an authority."""
    suffix, name = AUTHORITIES[code]
    return tuple(
        Who(f"{role}-{code}", first, f"{name} (démonstration)", f"{address}-{suffix}@{DOMAIN}", job)
        for role, (address, first, job) in OFFICES.items()
    )


# What `make run` prints and the page of accounts lists: what one sees, then the address.
SHOWN = (
    ("Structure A, signataire (Association Les Passerelles)", f"signataire-a@{DOMAIN}"),
    ("Structure A, rédaction", f"redaction-a@{DOMAIN}"),
    ("Structure B, signataire (Fondation Le Fil d’Ariane)", f"signataire-b@{DOMAIN}"),
    ("Structure de La Réunion, signataire", f"signataire-reunion@{DOMAIN}"),
    ("ARS Auvergne-Rhône-Alpes, responsable d’appels", f"responsable-aura@{DOMAIN}"),
    ("ARS Auvergne-Rhône-Alpes, instruction", f"instruction-aura@{DOMAIN}"),
    ("ARS Auvergne-Rhône-Alpes, signature", f"signature-aura@{DOMAIN}"),
    ("ARS Auvergne-Rhône-Alpes, finances", f"finances-aura@{DOMAIN}"),
    ("ARS Auvergne-Rhône-Alpes, administration des comptes", f"administration-aura@{DOMAIN}"),
    ("ARS Auvergne-Rhône-Alpes, délégation départementale", f"delegation-aura@{DOMAIN}"),
    ("ARS Île-de-France, responsable d’appels", f"responsable-idf@{DOMAIN}"),
    ("ARS La Réunion, responsable d’appels", f"responsable-reunion@{DOMAIN}"),
    ("Expert extérieur", f"expert@{DOMAIN}"),
    ("Membre de la commission", f"commission@{DOMAIN}"),
    ("Présidence de la commission", f"presidence@{DOMAIN}"),
    ("Union régionale, délégation", f"union-aura@{DOMAIN}"),
)
