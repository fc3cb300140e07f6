"""Where each file of a lot counts: one département, one category of structure, one priority, or none.

The département is the one the file names in its answers, by its code or by a place that lies in it; when it names several or none, that of the seat of its
structure; failing that, the first it names. The category is that of an establishment of the structure, among the
categories the call concerns: the one in that département first, then the first recorded. The rule is published
(`calls.selecting.COUNTED`).
"""

from collections import defaultdict

from accounts.enums import Level
from accounts.models import Establishment, Organisation
from calls.selecting import CATEGORY, PRIORITY, TERRITORY
from reviews.queries.departements import named_by


def groups_of(lot, files) -> dict[int, dict[str, str]]:
    """{file: {axis: value}}, an axis without value left out; in as many reads whatever the number of files."""
    offered = set(lot.departements().values_list("code", flat=True))
    answered = named_by(lot.call, files)
    seats, sites = _seats(lot), _sites(lot)
    found = {}
    for file in files:
        named = [code for code in answered[file.pk] if code in offered]
        seat = seats.get(file.structure_id, "")
        places = [code for _, code in sites[file.structure_id]]
        territory = _territory(named, [code for code in (seat, *places) if code in offered])
        values = {
            TERRITORY: territory,
            CATEGORY: _category(sites[file.structure_id], territory),
            PRIORITY: str(file.answers.get(lot.call.priority_question) or ""),
        }
        found[file.pk] = {axis: value for axis, value in values.items() if value}
    return found


def _territory(named: list[str], homes: list[str]) -> str:
    """`homes`: the seat, then the establishments, those inside the lot."""
    if len(named) == 1 or not homes:
        return named[0] if named else ""
    return next((code for code in homes if code in named), named[0] if named else homes[0])


def _seats(lot) -> dict[int, str]:
    seated = Organisation.objects.filter(applications__lot=lot, territory__level=Level.DEPARTEMENT)
    return dict(seated.order_by().values_list("pk", "territory__code"))


def _sites(lot) -> dict[int, list[tuple[str, str]]]:
    """{structure: [(category, département)]} of its establishments, in the order they were recorded."""
    concerned = set(lot.call.categories.values_list("code", flat=True))
    rows = Establishment.objects.filter(organisation__applications__lot=lot).order_by("pk").distinct()
    sites = defaultdict(list)
    for structure, category, place in rows.values_list(
        "organisation_id", "category__code", "departement__code"
    ):
        kept = category if not concerned or category in concerned else ""
        sites[structure].append((kept or "", place or ""))
    return sites


def _category(sites: list[tuple[str, str]], territory: str) -> str:
    named = [(category, place) for category, place in sites if category]
    near = [category for category, place in named if place == territory]
    return next(iter([*near, *(category for category, _ in named)]), "")
