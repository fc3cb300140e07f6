"""Which members of a union a call concerns: the category of their establishments and the territory of the lots.

Nothing here reads a file: who prepares one is never told by being, or not being, in the list.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import F, Prefetch, Q

from accounts.enums import Level, OrganisationKind
from accounts.models import Establishment, Organisation, UnionMembership
from applications.models import CallAlert
from calls.enums import CallStatus
from calls.models import Call


@dataclass(frozen=True)
class Place:
    """A site of a member as calls look at it; no category or no place known: it is not held against it."""

    category: int | None
    territories: frozenset[int]


@dataclass
class Scope:
    """Whom a call is for; an empty side is for everybody."""

    categories: frozenset[int]
    territories: frozenset[int]

    def concerns(self, places: Iterable[Place]) -> bool:
        """Whether one site at least is of the categories and of the territories of the call."""
        return any(self._fits(place) for place in places)

    def _fits(self, place: Place) -> bool:
        category = not self.categories or place.category in self.categories
        return category and (not self.territories or not self.territories.isdisjoint(place.territories))


@dataclass
class Concern:
    """A call and the members it concerns, each with whether it was told of it by this union."""

    call: Call
    members: list
    alerted: dict[int, CallAlert] = field(default_factory=dict)

    @property
    def waiting(self) -> list:
        return [member for member in self.members if member.pk not in self.alerted]

    @property
    def told(self) -> int:
        return len(self.members) - len(self.waiting)

    @property
    def rows(self) -> list[dict]:
        return [{"member": member, "alert": self.alerted.get(member.pk)} for member in self.members]


def members_of_union(union):
    """The structures that adhere today, by name, with their sites."""
    adhesions = UnionMembership.objects.current().filter(union=union)
    sites = Establishment.objects.select_related("category", "departement")
    rows = Organisation.objects.filter(
        pk__in=adhesions.order_by().values("member"), kind=OrganisationKind.APPLICANT
    )
    return rows.select_related("territory").prefetch_related(Prefetch("establishments", sites))


def places_of(member) -> list[Place]:
    """The sites of a member, or the member itself when it declared none."""
    sites = [
        Place(site.category_id, territories(site.departement or member.territory))
        for site in member.establishments.all()
    ]
    return sites or [Place(None, territories(member.territory))]


def territories(territory) -> frozenset[int]:
    """A territory and the region around it, as lots name them."""
    if territory is None:
        return frozenset()
    return frozenset(pk for pk in (territory.pk, territory.parent_id) if pk)


def scope_of(call) -> Scope:
    """Whom the call is for, from its categories and the territories of its lots (prefetched by `with_scopes`)."""
    lots = [set(lot.territories.all()) for lot in call.lots.all()]
    everywhere = not lots or any(
        not found or any(row.level == Level.COUNTRY for row in found) for found in lots
    )
    named = frozenset() if everywhere else frozenset(row.pk for found in lots for row in found)
    return Scope(frozenset(row.pk for row in call.categories.all()), named)


def with_scopes(calls):
    return calls.select_related("authority").prefetch_related("categories", "lots__territories")


def calls_to_come(now):
    """Published calls one may still answer, the nearest closing first."""
    left = Q(closes_at__gte=now) | Q(closes_at=None)
    rows = Call.objects.filter(left, status=CallStatus.PUBLISHED)
    return with_scopes(rows).order_by(F("closes_at").asc(nulls_last=True), "pk")


def sites_of(members) -> dict[Organisation, list[Place]]:
    """The sites of each member, read once for all the calls one looks at."""
    return {member: places_of(member) for member in members}


def concerned_members(call, sites: dict[Organisation, list[Place]]) -> list:
    scope = scope_of(call)
    return [member for member, places in sites.items() if scope.concerns(places)]


def concerns_of(union, now) -> list[Concern]:
    """The calls to come that concern members of the union, with whom it told already."""
    sites = sites_of(members_of_union(union))
    found = [Concern(call, concerned_members(call, sites)) for call in calls_to_come(now)]
    found = [concern for concern in found if concern.members]
    alerts = CallAlert.objects.filter(union=union, call__in=[concern.call for concern in found])
    by_call: dict[int, dict] = {}
    for alert in alerts.select_related("by"):
        by_call.setdefault(alert.call_id, {})[alert.member_id] = alert
    for concern in found:
        concern.alerted = by_call.get(concern.call.pk, {})
    return found


def concern_of(union, call, now) -> Concern | None:
    """The same for one call; None when it is past or concerns no member."""
    return next((concern for concern in concerns_of(union, now) if concern.call.pk == call.pk), None)


def unions_concerned_by(call) -> list:
    """The unions of which the call concerns one member at least."""
    call = with_scopes(Call.objects.filter(pk=call.pk)).get()
    unions = Organisation.objects.filter(kind=OrganisationKind.UNION)
    return [union for union in unions if concerned_members(call, sites_of(members_of_union(union)))]
