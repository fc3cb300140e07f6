"""The seats of a commission beside the composition the text suggests: who holds them, what is left to fill."""

from dataclasses import dataclass, field

from django.utils import timezone

from reviews import composition
from reviews.models import Seat


@dataclass
class Line:
    """One place of the composition with the seats that fill it; without place, the seats the authority added."""

    place: composition.Place | None
    seats: list[Seat] = field(default_factory=list)

    @property
    def missing(self) -> int:
        return max(self.place.count - len(self.seats), 0) if self.place else 0


def composed(seats, *, permanent: bool) -> list[Line]:
    """These seats sorted by place, every place of the composition shown, filled or not."""
    lines = {place.key: Line(place) for place in composition.places(permanent=permanent)}
    others = Line(None)
    for seat in seats:
        lines.get(seat.place, others).seats.append(seat)
    return [*lines.values(), *([others] if others.seats else [])]


def permanent_of(authority, day=None) -> list[Seat]:
    return list(_held(Seat.objects.filter(authority=authority, call=None), day))


def temporary_of(call, day=None) -> list[Seat]:
    return list(_held(Seat.objects.filter(call=call), day))


def seats_for(call, day=None) -> list[Seat]:
    """Every seat that sits on this call's commission on this day."""
    return list(_held(Seat.objects.of_call(call), day))


def _held(seats, day):
    """Whoever presides first, then those who vote, then those who are heard."""
    held = seats.current(day or timezone.localdate()).select_related("holder", "alternate")
    return held.order_by("-presides", "-voice", "capacity", "pk")


def past_of(authority, call=None):
    """The seats that ended, by their term or before it, the latest first."""
    rows = Seat.objects.filter(authority=authority, call=call).exclude(
        pk__in=Seat.objects.current(timezone.localdate()).values("pk")
    )
    rows = rows.filter(since__lte=timezone.localdate())
    return rows.select_related("holder", "alternate").order_by("-ended_at", "-until", "pk")


def coming_of(authority, call=None):
    """The seats named whose term has not begun."""
    rows = Seat.objects.filter(authority=authority, call=call, ended_at=None, since__gt=timezone.localdate())
    return rows.select_related("holder", "alternate").order_by("since", "pk")
