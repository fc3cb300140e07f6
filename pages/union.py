"""The union's map and results: what is public of its members, and how many the others are, small numbers kept out."""

from dataclasses import dataclass, field
from decimal import Decimal

from accounts.enums import Level
from accounts.models import Territory
from applications.enums import ConsentLevel, State
from applications.models import HOLDING, Application, Consent
from applications.queries.concerned import members_of_union
from engine import discretion
from engine.discretion import Figure
from reviews import atlas


@dataclass
class Place:
    """One département: its members, their public results, and what became of the other files of judged lots."""

    code: str
    name: str
    members: int = 0
    winners: list[Application] = field(default_factory=list)
    shared: int = 0  # files not retained that their structure shares with the union
    hidden: int = 0  # files not retained that it does not share
    others: Figure | None = None  # `hidden` as it may be shown
    rate: Decimal | None = None

    @property
    def amount(self) -> int:
        return sum(file.awarded_amount or 0 for file in self.winners)

    @property
    def key(self) -> str:
        return "served" if self.winners else "unserved" if self.members else "none"

    @property
    def words(self) -> str:
        return WORDS[self.key]


WORDS = {
    "served": "Un adhérent retenu au moins",
    "unserved": "Des adhérents, aucun retenu",
    "none": "Pas d’adhérent",
}
ELSEWHERE = ("", "Hors de la région")


@dataclass
class Region:
    """The whole page: départements, their sums, the results one by one, the drawing."""

    places: list[Place]  # those with members; the drawing shows the others too
    total: Place
    winners: list[Application]
    drawing: atlas.Drawing | None
    areas: list[tuple[atlas.Shape, Place]]
    by_key: dict[str, list[str]]


def region_of(union, person) -> Region:
    """The results of the union's members by département: public ones by name, the others only in number."""
    members = {member.pk: member for member in members_of_union(union)}
    places = places_for(union, members.values())
    shared = shared_with(union, person)
    winners = []
    for member in members.values():
        places[code_of(member, places)].members += 1
    for file in judged(members):
        place = places[code_of(members[file.structure_id], places)]
        if file.state in HOLDING:
            place.winners.append(file)
            winners.append(file)
        elif file.pk in shared:
            place.shared += 1
        else:
            place.hidden += 1
    return drawn(list(places.values()), winners)


def places_for(union, members) -> dict[str, Place]:
    """The départements of the union's region, and a line for members who are elsewhere."""
    rows = Territory.objects.filter(level=Level.DEPARTEMENT)
    home = union.territory
    if home and home.level != Level.COUNTRY:
        rows = rows.filter(parent=home.parent_id or home.pk)
    else:
        rows = rows.filter(pk__in=[member.territory_id for member in members if member.territory_id])
    found = {row.code: Place(row.code, row.name) for row in rows.order_by("code")}
    if any(code_of(member, found) == ELSEWHERE[0] for member in members):
        found[ELSEWHERE[0]] = Place(*ELSEWHERE)
    return found


def code_of(member, places) -> str:
    code = member.territory.code if member.territory and member.territory.level == Level.DEPARTEMENT else ""
    return code if code in places else ELSEWHERE[0]


def judged(members):
    """The deposited files of these members in the lots whose results are public, never others."""
    files = Application.objects.opened_to_authority().filter(structure__in=members, lot__result__isnull=False)
    files = files.exclude(state__in=[State.DRAFT, State.EXPIRED, State.WITHDRAWN])
    return files.select_related("call", "lot__result", "structure__territory").order_by(
        "-lot__result__released_at", "structure__name", "pk"
    )


def shared_with(union, person) -> set[int]:
    """The files whose progress this union may already follow one by one."""
    visible = Application.objects.visible_to(person).order_by().values("pk")
    rows = Consent.objects.current().filter(
        union=union, level__gte=ConsentLevel.PROGRESS, application__in=visible
    )
    return set(rows.values_list("application", flat=True))


def drawn(everywhere: list[Place], winners) -> Region:
    """The départements with members, their figures made discreet together with their sum, and the drawing of all."""
    places = [place for place in everywhere if place.members]
    hidden = discretion.column([place.hidden for place in places])
    total = Place("", "Ensemble", sum(place.members for place in places), list(winners))
    total.shared = sum(place.shared for place in places)
    for place, others in zip([*places, total], [*hidden.figures, hidden.total], strict=True):
        place.others = others
        place.rate = discretion.share(len(place.winners), with_shared(others, place.shared))
    by_code = {place.code: place for place in everywhere if place.code}
    drawing = atlas.drawing(list(by_code)) if by_code else None
    areas = [(shape, by_code[shape.code]) for shape in drawing.shapes] if drawing else []
    by_key: dict[str, list[str]] = {key: [] for key in WORDS}
    for place in by_code.values():
        by_key[place.key].append(place.name)
    return Region(places, total, winners, drawing, areas, by_key)


def with_shared(others: Figure, shared: int) -> Figure:
    """Everybody who was not retained: those the union follows and the others, hidden as soon as these are."""
    return Figure(others.value + shared, others.mark)


HEADERS = ("Territoire", "Adhérents", "Dossiers retenus", "Montant public", "Autres dossiers, partagés", "Autres dossiers, non partagés", "Part retenue (%)")  # fmt: skip


def table_rows(region: Region):
    """The table of the page as an export writes it."""
    yield HEADERS
    for place in [*region.places, region.total]:
        yield (
            f"{place.name} ({place.code})" if place.code else place.name,
            place.members,
            len(place.winners),
            place.amount,
            place.shared,
            str(place.others),
            float(place.rate) if place.rate is not None else "",
        )
