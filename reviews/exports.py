"""What leaves judging as a file: the register of those who stand aside."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from reviews.queries.deports import declarations_of, judges_of, nominations_of, ties_of

REGISTER = (
    "Dossier",
    "Structure",
    "Personne",
    "Qualité",
    "Situation",
    "Nature",
    "Déclaré ou trouvé le",
    "Jusqu’au",
    "Écarté par",
    "Écarté le",
    "Motif de l’écart",
    "Expertise non comptée",
)


def register(call, person) -> Iterator[tuple]:
    """The whole register of a call, as this person may read it: nominations, conflicts and ties, clean declarations."""
    zone = ZoneInfo(call.time_zone)

    def day(moment):
        return moment.astimezone(zone).strftime("%Y-%m-%d") if moment else ""

    roles = {who.pk: ", ".join(names) for who, names in judges_of(call).items()}
    yield REGISTER
    for row in nominations_of(call, person):
        who, made = row["appointment"], row["nomination"]
        said = "Déclaration à la nomination" if made else "Déclaration à la nomination attendue"
        yield (
            "",
            "",
            str(who.person),
            who.get_role_display(),
            said,
            "",
            day(made and made.declared_at),
            *[""] * 5,
        )
    for row in ties_of(call, person):
        waiver = row.waiver
        yield (
            row.application.number,
            row.application.structure.name,
            str(row.person),
            roles.get(row.person.pk, ""),
            row.standing.value,
            "\u00a0; ".join(row.reasons),
            day(row.since),
            day(row.until),
            str(waiver.by) if waiver else "",
            day(waiver and waiver.at),
            waiver.reason if waiver else "",
            "oui" if row.set_aside else "non",
        )
    for row in declarations_of(call, person).filter(has_conflict=False):
        yield (
            row.application.number,
            row.application.structure.name,
            str(row.person),
            roles.get(row.person_id, ""),
            "Aucun intérêt déclaré",
            "",
            day(row.declared_at),
            day(row.lifted_at),
            *[""] * 4,
        )
