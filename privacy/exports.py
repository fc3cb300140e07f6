"""What leaves the retention pages as a file: the slip that goes with a transfer to the Archives."""

from collections.abc import Iterable, Iterator

from django.utils.timezone import localtime

SLIP = (
    "N° d’ordre",
    "Dossier",
    "Structure",
    "SIRET",
    "Appel",
    "Intitulé du projet",
    "Catégorie",
    "Date de début",
    "Date de fin",
    "Terme de conservation",
    "Règle appliquée",
)


def slip_rows(items: Iterable) -> Iterator[tuple]:
    """The slip: what is transferred, its extreme dates, and the rule that sends it to the Archives."""
    yield SLIP
    for rank, row in enumerate(items, start=1):
        file = row.application
        yield (
            rank,
            row.number,
            file.structure.name,
            file.structure.siret,
            row.call,
            file.title,
            row.get_kind_display(),
            _day(file.created_at),
            _day(row.since),
            _day(row.term),
            row.rule,
        )


def _day(moment) -> str:
    return localtime(moment).strftime("%Y-%m-%d") if moment else ""
