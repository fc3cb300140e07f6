"""The commission: who holds its seats, and what was said at its meetings. Roles again, never invented names."""

from demo.world.people import AUTHORITIES, DOMAIN
from demo.world.shapes import Day, Poll, Seated, Sitting, Who

# Authorities with a commission, and the day its first term begins; a term ended is renewed.
SEATED_SINCE = {"84": "2022-01-03", "11": "2025-01-06"}
INITIALS = {"84": "AURA", "11": "IDF"}

# The composition of the law (CASF, art. R. 313-1): place, key of the holder, holder, function, alternate.
SEATS = (
    Seated("president", "president", alternate=("Présidence suppléante", "de la commission")),
    Seated("authority", "autonomie", ("Directrice", "de l’autonomie"), "Représentante de l’agence", ("Adjoint", "à la direction de l’autonomie")),
    Seated("authority", "sante-publique", ("Directeur", "de la santé publique"), "Représentant de l’agence", ("Adjointe", "à la direction de la santé publique")),
    Seated("authority", "delegations", ("Coordinatrice", "des délégations départementales"), "Représentante de l’agence", ("Adjoint", "aux délégations départementales")),
    Seated("elderly", "personnes-agees", ("Représentante", "des personnes âgées"), "Représentante d’usagers", ("Suppléant", "pour les personnes âgées")),
    Seated("disability", "handicap", ("Représentant", "des personnes handicapées"), "Représentant d’usagers", ("Suppléante", "pour les personnes handicapées")),
    Seated("difficulties", "precarite", ("Représentante", "des personnes en précarité"), "Représentante d’usagers", ("Suppléant", "pour les personnes en précarité")),
    Seated("users", "commission", alternate=("Suppléante", "pour les usagers")),
    Seated("unions", "federation", ("Représentant", "d’une fédération de gestionnaires"), "Délégué d’une fédération", ("Suppléante", "pour une fédération de gestionnaires")),
    Seated("unions", "gestionnaires", ("Représentante", "d’une union de gestionnaires"), "Déléguée d’une union"),
)  # fmt: skip
EXISTING = {"president": f"presidence@{DOMAIN}", "commission": f"commission@{DOMAIN}"}  # they sit in each


def holder_address(key: str, authority: str) -> str:
    return EXISTING.get(key) or f"{key}-{AUTHORITIES[authority][0]}@{DOMAIN}"


def alternate_address(seat: Seated, authority: str) -> str:
    return f"suppleance-{seat.key}-{AUTHORITIES[authority][0]}@{DOMAIN}" if seat.alternate else ""


def seated(authority: str) -> list[Who]:
    """The people to enrol for the seats of this authority; those who sit in each are known already."""
    mark = f", {INITIALS[authority]} (démonstration)"
    found = []
    for seat in SEATS:
        if seat.holder:
            first, last = seat.holder
            found.append(Who(seat.key, first, last + mark, holder_address(seat.key, authority), seat.job))
        if seat.alternate:
            first, last = seat.alternate
            address = alternate_address(seat, authority)
            found.append(Who(seat.key, first, last + mark, address, "Suppléance à la commission"))
    return found


PLACE = "Salle des commissions, au siège de l’agence (réunion de démonstration)"
CAPACITY = "Président de la commission, représentant le directeur général"
DEBATE = (
    "Le candidat présente son équipe et son calendrier. Les membres l’interrogent sur les recrutements et sur les relais après le premier contact ; les réponses sont précises.",
    "Échange sur le territoire couvert et sur les partenariats. Les membres relèvent la cohérence du budget et demandent que le temps médical soit confirmé avant l’ouverture.",
    "Le candidat répond aux réserves du rapport d’instruction. Les membres apprécient la participation des personnes concernées et s’interrogent sur la montée en charge.",
)
DECLARED = "Le classement proposé pour le lot est-il adopté ?"

# What differs from a plain sitting, call by call; the days count from the decision.
SITTINGS: dict[str, Sitting] = {
    "C2": Sitting(
        absent=("gestionnaires",),
        proxies={"delegations": "autonomie"},
        recusals={("precarite", "cairn"): "Ma sœur est salariée de l’association candidate."},
        debates={
            "vercors": "Le candidat s’engage à ouvrir dès la notification, avec une équipe déjà recrutée. Les membres relèvent qu’aucune équipe n’intervient aujourd’hui dans le sud de la Drôme.",
            "ariane": "Projet solide, porté par une équipe connue. Les membres notent que l’agglomération grenobloise dispose déjà d’une équipe mobile, que le projet vient renforcer.",
            "cairn": "Les membres apprécient le partenariat avec l’hôpital mais jugent le plan de recrutement incertain. La représentante des personnes en précarité est sortie de la salle ; son suppléant a siégé.",
            "escale": "Le public visé est décrit en termes généraux. Le candidat reconnaît que les conventions avec les hébergements restent à signer.",
        },
        ranks=(
            ("vercors", 1, "La commission place ce projet en tête : il couvre un secteur sans aucune équipe et peut ouvrir dès la notification, ce que la grille note peu."),
            ("ariane", 2, "Projet très bien noté, placé après celui qui ouvre un secteur non couvert ; les deux tiennent dans l’enveloppe du lot."),
        ),
        polls=(
            Poll("Le projet peut-il figurer sur la liste complémentaire ?", structure="cairn", secret=True, against=("autonomie", "handicap")),
        ),
        observations=(("personnes-agees", "volcans", "Je demande que le procès-verbal mentionne la faible part des personnes âgées isolées dans la file active prévue."),),
    ),
}  # fmt: skip

# A meeting to come, with hearings: call → the day it meets, counted from the birth of the world.
CONVENED: dict[str, Day] = {"N5": 18}
