"""Who comes to a meeting: one line per seat, and the role on the call that each holder and alternate gets with it."""

from django.utils import timezone

from accounts.enums import Role
from calls.models import Appointment
from reviews.enums import Presence
from reviews.models import Attendance
from reviews.queries.commission.seats import seats_for


def refresh(meeting, *, by, at=None) -> None:
    """The lines of attendance of a meeting not yet open, and the roles of those it concerns, from the current seats."""
    at = at or timezone.now()
    seats = seats_for(meeting.call, timezone.localdate(meeting.starts_at))
    gone = meeting.attendances.exclude(seat__in=seats)
    meeting.attendances.filter(proxy_to__in=gone).update(presence=Presence.EXPECTED, proxy_to=None)
    gone.delete()
    known = set(meeting.attendances.values_list("seat", flat=True))
    Attendance.objects.bulk_create(
        Attendance(meeting=meeting, seat=seat) for seat in seats if seat.pk not in known
    )
    appoint(meeting.call, seats, by=by, at=at)


def appoint(call, seats, *, by, at) -> None:
    """Gives holders and alternates their role on the call; what they already hold is kept."""
    wanted = {
        (person, Role.PRESIDENT if seat.presides else Role.COMMISSION_MEMBER)
        for seat in seats
        for person in (seat.holder, seat.alternate)
        if person
    }
    held = set(call.appointments.filter(ended_at=None).values_list("person", "role"))
    for person, role in sorted(wanted, key=lambda pair: (pair[0].pk, pair[1])):
        if (person.pk, role.value) not in held:
            Appointment.objects.create(call=call, person=person, role=role, appointed_by=by, appointed_at=at)
