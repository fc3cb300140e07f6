"""The ways and times of appeal that every unfavourable or individual act must state (CJA, art. R. 421-5)."""

from accounts.enums import Level
from accounts.errors import Refused

MINISTER = "ministre chargé de la santé"
MINISTER_ADDRESS = "14 avenue Duquesne, 75350 Paris 07 SP"


def remedies(
    authority,
    *,
    months: int = 2,
    hierarchical: bool | None = None,
    minister: str = MINISTER,
    minister_address: str = MINISTER_ADDRESS,
) -> dict:
    """What the remedies block of an act prints. Refused when the authority names no court.

    An authority of national level has no minister above it: `hierarchical` defaults accordingly.
    """
    if not authority.court:
        raise Refused(
            "Le tribunal administratif compétent n’est pas renseigné : complétez la fiche de l’autorité "
            "avant d’établir un acte, sans quoi le délai de recours ne serait pas opposable."
        )
    regional = not authority.territory or authority.territory.level != Level.COUNTRY
    return {
        "months": {2: "deux mois", 1: "un mois"}.get(months, f"{months} mois"),
        "to": authority.name,
        "to_address": ", ".join(line.strip() for line in authority.address.splitlines() if line.strip()),
        "minister": minister if (regional if hierarchical is None else hierarchical) else "",
        "minister_address": minister_address,
        "court": authority.court[0].lower() + authority.court[1:],
        "court_address": authority.court_address,
        "court_overseas": authority.time_zone != "Europe/Paris",
    }
