"""What brings a reader close to a file: one table of weights, shown to those who distribute, and words for each pair.

Traits are codes, {"category": ["197"], "territory": ["departement:42", "region:84"], "language": ["ro"]}: a file and a
reader are close in what they share.
"""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from accounts.enums import Language, Level
from accounts.models import Establishment, Expertise, StructureCategory, Territory
from accounts.naming import the_category, the_language, the_territory
from reviews.queries.departements import named_by

Traits = dict[str, list[str]]


@dataclass(frozen=True)
class Affinity:
    """One way of being close, what it weighs, and when it holds."""

    key: str
    label: str
    weight: Decimal
    when: str


AFFINITIES = (
    Affinity(
        "category",
        "Catégorie de structure",
        Decimal("0.5"),
        "Le lecteur lit la catégorie d’un établissement de la structure (à défaut, celle que vise l’appel).",
    ),
    Affinity(
        "territory",
        "Territoire",
        Decimal("0.3"),
        "Le lecteur connaît un département du projet (à défaut, celui du lot ou du siège), ou sa région.",
    ),
    Affinity("language", "Langue", Decimal("0.2"), "Le lecteur lit une langue utile à la lecture du lot."),
)
WEIGHTS = {row.key: row.weight for row in AFFINITIES}
VERBS = {"territory": "connaît", "category": "lit", "language": "lit"}  # in the order in which they are told


def shared(file: Traits, reader: Traits) -> Traits:
    """What a file and a reader have in common; a known département hides its region."""
    if not reader:
        return {}
    found = {key: [code for code in file[key] if code in reader[key]] for key in WEIGHTS}
    near = [code for code in found["territory"] if code.startswith(Level.DEPARTEMENT)]
    return {key: codes for key, codes in found.items() if codes} | ({"territory": near} if near else {})


def closeness(common: Traits) -> Decimal:
    """From 0 to 1: the weights of what a file and a reader share."""
    return sum((WEIGHTS[key] for key in common), Decimal(0))


class Words:
    """The sentences of affinities: « connaît la Loire (42) ; lit les CSAPA »."""

    def __init__(self):
        self.names = {
            "category": {row.code: the_category(row) for row in StructureCategory.objects.all()},
            "territory": {code_of(row): the_territory(row) for row in Territory.objects.all()},
            "language": {code: the_language(code) for code in Language.values},
        }

    def why(self, common: Traits) -> str:
        """Why a reader for a file, from what they share; empty when they share nothing."""
        told = [
            f"{verb} {enumeration([self.names[key][code] for code in common[key]])}"
            for key, verb in VERBS.items()
            if key in common
        ]
        return "\u00a0; ".join(told)


def enumeration(words: list[str]) -> str:
    return " et ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def code_of(territory) -> str:
    return f"{territory.level}:{territory.code}"


def traits_of_readers(people) -> dict[int, Traits]:
    """{person: what they say they read best}"""
    rows = Expertise.objects.filter(person__in=people).prefetch_related("categories", "territories")
    found = {
        row.person_id: {
            "category": sorted(category.code for category in row.categories.all()),
            "territory": sorted(code_of(territory) for territory in row.territories.all()),
            "language": sorted(row.languages),
        }
        for row in rows
    }
    return {person.pk: found.get(person.pk, {}) for person in people}


def traits_of_files(call, files) -> dict[int, Traits]:
    """{file: its categories, its territories, the languages of its lot}, in a fixed number of reads."""
    categories, places = _categories(call, files), _places(call, files)
    return {
        file.pk: {
            "category": categories[file.structure_id],
            "territory": places[file.pk],
            "language": sorted(file.lot.languages),
        }
        for file in files
    }


def _categories(call, files) -> dict[int, list[str]]:
    """{structure: the categories of its sites}: those the call concerns, if any; its only category for who has none."""
    aimed = set(call.categories.values_list("code", flat=True))
    sites = defaultdict(set)
    rows = Establishment.objects.filter(organisation__in={file.structure_id for file in files})
    for organisation, code in rows.exclude(category=None).values_list("organisation", "category__code"):
        sites[organisation].add(code)
    alone = aimed if len(aimed) == 1 else set()
    return {
        file.structure_id: sorted(sites[file.structure_id] & aimed or sites[file.structure_id] or alone)
        for file in files
    }


def _places(call, files) -> dict[int, list[str]]:
    """{file: the départements it answered, else its lot's only one, else its seat; then their regions}"""
    departements = {
        row.code: row for row in Territory.objects.filter(level=Level.DEPARTEMENT).select_related("parent")
    }
    answered = named_by(call, files)
    lots = {lot.pk: list(lot.territories.all()) for lot in call.lots.prefetch_related("territories")}
    found = {}
    for file in files:
        near = _near(file, answered[file.pk], departements, lots[file.lot_id])
        regions = {row.parent for row in near if row.parent}
        found[file.pk] = [code_of(row) for row in near] + sorted(code_of(row) for row in regions)
    return found


def _near(file, answered, departements, lot) -> list:
    if known := sorted(departements.keys() & set(answered)):
        return [departements[code] for code in known]
    if len(lot) == 1 and lot[0].level == Level.DEPARTEMENT:
        return [departements[lot[0].code]]
    seat = file.structure.territory
    return [departements[seat.code]] if seat and seat.level == Level.DEPARTEMENT else []
