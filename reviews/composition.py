"""Who sits on the commission of an authority alone (CASF, art. R. 313-1, letter b): a table, offered and never imposed.

The text was read in its consolidation of 2015; other procedures choose their committee freely and may start from it.
"""

from dataclasses import dataclass

from calls.enums import Kind
from calls.procedures import PROCEDURES, legal_basis
from reviews.enums import Voice

STATUTORY = Kind.AAP  # the procedure whose commission the law composes
LAW = "CASF, art. R. 313-1"
SEAT_YEARS = PROCEDURES[STATUTORY].seat_years


@dataclass(frozen=True)
class Place:
    """One kind of seat: how many at most, with which voice, named by whom, for a term or for one call."""

    key: str
    capacity: str
    count: int
    voice: Voice
    named_by: str
    permanent: bool = True
    presides: bool = False
    legal_basis: str = LAW


COMPOSITION: tuple[Place, ...] = (
    Place(
        "president",
        "Directeur général de l’ARS ou son représentant",
        1,
        Voice.DELIBERATIVE,
        "la loi",
        presides=True,
    ),
    Place("authority", "Représentant de l’ARS", 3, Voice.DELIBERATIVE, "le directeur général"),
    Place(
        "elderly",
        "Représentant d’usagers – personnes retraitées ou âgées",
        1,
        Voice.DELIBERATIVE,
        "le directeur général, sur proposition de la CRSA",
    ),
    Place(
        "disability",
        "Représentant d’usagers – personnes handicapées",
        1,
        Voice.DELIBERATIVE,
        "le directeur général, sur proposition de la CRSA",
    ),
    Place(
        "difficulties",
        "Représentant d’usagers – personnes en difficultés spécifiques",
        1,
        Voice.DELIBERATIVE,
        "le directeur général, sur proposition de la CRSA",
    ),
    Place(
        "users",
        "Représentant d’usagers",
        1,
        Voice.DELIBERATIVE,
        "le directeur général, sur proposition de la CRSA",
    ),
    Place(
        "unions",
        "Représentant des unions et fédérations de gestionnaires",
        2,
        Voice.CONSULTATIVE,
        "le président de la commission",
    ),
    Place(
        "qualified",
        "Personnalité qualifiée",
        2,
        Voice.CONSULTATIVE,
        "le président, pour cet appel",
        permanent=False,
    ),
    Place(
        "concerned",
        "Représentant d’usagers spécialement concernés",
        2,
        Voice.CONSULTATIVE,
        "le président, pour cet appel",
        permanent=False,
    ),
    Place(
        "staff",
        "Personnel technique, comptable ou financier",
        4,
        Voice.CONSULTATIVE,
        "le président, pour cet appel",
        permanent=False,
    ),
)
PLACES = {place.key: place for place in COMPOSITION}


def places(*, permanent: bool) -> list[Place]:
    return [place for place in COMPOSITION if place.permanent == permanent]


def term_basis() -> str:
    """The text the length of a term rests on."""
    return legal_basis(STATUTORY, "seat_years")
