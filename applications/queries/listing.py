"""The list of a call's files as an agent may filter it; never a file on which they declared a conflict."""

from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from accounts.models import Person, Territory
from applications.enums import Channel, State
from applications.models import Application

SORTS = {
    "number": "number",
    "structure": "structure__name",
    "lot": "lot__code",
    "received": "received_at",
    "requested": "requested_amount",
    "state": "state_order",
}
SPECIALS = {
    "late": ("Reçus après la clôture", Q(received_at__gt=F("call__closes_at"))),
    "waiting": ("Compléments attendus", Q(state=State.INCOMPLETE)),
    "completed": ("Complétés", Q(complements__isnull=False) & ~Q(state=State.INCOMPLETE)),
    "outside": ("Reçus hors du site", Q(channel=Channel.OUTSIDE)),
}
STATE_ORDER = Case(
    *[When(state=state, then=Value(rank)) for rank, state in enumerate(State.values)],
    output_field=IntegerField(),
)


def files_of(call, person):
    """The files of this call this person may list as a member of the authority or of the commission."""
    files = call.applications.opened_to_authority().without_conflicts_of(person)
    return files.exclude(state=State.DRAFT).select_related("call", "lot", "structure__territory")


def deposited_count(call) -> int:
    """How many files are deposited: all that may be said of a sealed call before its opening."""
    return call.applications.filter(state=State.SUBMITTED).count()


def filtered(files, chosen: dict):
    """The files that answer these filters; an empty filter filters nothing."""
    words = (chosen.get("q") or "").strip()
    if words:
        files = files.filter(
            Q(number__icontains=words)
            | Q(title__icontains=words)
            | Q(structure__name__icontains=words)
            | Q(structure__short_name__icontains=words)
        )
    equal = {
        "state": "state",
        "lot": "lot",
        "departement": "structure__territory",
    }
    for key, field in equal.items():
        if chosen.get(key):
            files = files.filter(**{field: chosen[key]})
    if chosen.get("reader"):
        mine = Q(assignments__reader=chosen["reader"], assignments__ended_at=None)
        files = files.filter(pk__in=files.filter(mine).order_by().values("pk"))
    if chosen.get("special") in SPECIALS:
        files = files.filter(pk__in=files.filter(SPECIALS[chosen["special"]][1]).order_by().values("pk"))
    return files


def in_order(files, sort: str):
    """The files sorted by the key of a column head, descending with a dash; by number when unknown."""
    key = sort.lstrip("-")
    field = SORTS.get(key, "number")
    down = sort.startswith("-")
    order = F(field).desc(nulls_last=True) if down else F(field).asc(nulls_last=True)
    return files.annotate(state_order=STATE_ORDER).order_by(order, "number")


def with_progress(files):
    """The files with the number of current readings and of those submitted."""
    readings = _assignments()
    return files.annotate(
        readings_count=_count(readings),
        submitted_count=_count(readings.filter(review__submitted_at__isnull=False)),
    )


def _assignments():
    # Reached through the relation: the table belongs to the room above.
    return Application.assignments.rel.related_model.objects.filter(
        application=OuterRef("pk"), ended_at=None
    ).order_by()


def _count(rows):
    counted = rows.values("application").annotate(total=Count("pk")).values("total")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def filter_choices(call, person) -> dict:
    """What each filter offers: only what the files this person sees really hold."""
    files = files_of(call, person).order_by()
    readers = Person.objects.filter(
        assignments__ended_at=None, assignments__application__in=files.values("pk")
    )
    return {
        "states": set(files.values_list("state", flat=True)),
        "lots": call.lots.all(),
        "territories": Territory.objects.filter(pk__in=files.values("structure__territory")),
        "readers": readers.distinct().order_by("last_name", "first_name"),
    }
