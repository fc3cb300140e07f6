"""Who is named to the commission: permanent seats of the authority for a term, seats of one call for that call."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.backends import may
from accounts.enums import Role
from accounts.errors import Forbidden, Refused
from accounts.models import Organisation, Person
from calls.models import Appointment
from reviews import composition
from reviews.enums import Voice
from reviews.models import Meeting, Seat
from reviews.queries.commission.seats import seats_for
from reviews.services.commission.attendance import refresh

LAST_DAY = timedelta(days=1)


def name_seat(
    authority,
    *,
    by,
    capacity: str,
    voice: str,
    holder: str,
    alternate: str = "",
    presides=False,
    place: str = "",
    call=None,
    since: date | None = None,
    at=None,
) -> Seat:
    """Names the holder of a seat and their alternate, by the addresses of their accounts.

    A permanent seat lasts for the term the text gives; one of a call lasts as long as the call.
    """
    at = at or timezone.now()
    since = since or timezone.localdate(at)
    with transaction.atomic():
        authority = Organisation.objects.select_for_update(of=("self",)).get(pk=authority.pk)
        _permitted(by, call or authority)
        people, reasons = _people(holder, alternate)
        chosen = composition.PLACES.get(place)
        reasons += _refusals(authority, call, people, capacity, voice, presides, since, chosen)
        if reasons:
            raise Refused(*reasons)
        seat = Seat.objects.create(
            authority=authority,
            call=call,
            place=chosen.key if chosen else "",
            capacity=capacity.strip(),
            voice=voice,
            presides=presides,
            holder=people[0],
            alternate=people[1],
            since=since,
            until=None if call else term_end(since),
            legal_basis=chosen.legal_basis if chosen else "",
            named_by=by,
        )
        _refresh_meetings(authority, call, by, at)
    return seat


def term_end(since: date) -> date:
    """The last day of a term: three years to the day, less one; a term begun on 29 February ends on 28 February."""
    years = since.year + composition.SEAT_YEARS
    try:
        return since.replace(year=years) - LAST_DAY
    except ValueError:
        return since.replace(year=years, day=28)


def end_seat(seat_id: int, *, by, at=None) -> Seat:
    """Ends a seat before its term; those it had brought to a commission lose their role there."""
    at = at or timezone.now()
    with transaction.atomic():
        seat = (
            Seat.objects.select_for_update(of=("self",)).select_related("authority", "call").get(pk=seat_id)
        )
        _permitted(by, seat.call or seat.authority)
        if seat.ended_at:
            raise Refused("Ce siège a déjà pris fin.")
        sitting = Meeting.objects.filter(attendances__seat=seat, opened_at__isnull=False, closed_at=None)
        if sitting.exists():
            raise Refused("Ce siège prend part à une séance ouverte\u00a0: attendez qu’elle soit close.")
        seat.ended_at = at
        seat.save(update_fields=["ended_at"])
        _end_roles(seat, at)
        _refresh_meetings(seat.authority, seat.call, by, at)
    return seat


def _permitted(by, on) -> None:
    if not may(by, "reviews.manage_seats", on):
        raise Forbidden


def _people(holder: str, alternate: str) -> tuple[list, list[str]]:
    """The two accounts, and a sentence for each address without one."""
    found, reasons = [], []
    for address in (holder.strip(), alternate.strip()):
        person = Person.objects.filter(email=address.lower(), is_active=True).first() if address else None
        if address and person is None:
            reasons.append(
                f"Aucun compte n’existe pour {address}. Demandez à cette personne de créer un compte avec cette"
                " adresse, puis nommez-la."
            )
        found.append(person)
    return found, reasons


def _refusals(authority, call, people, capacity, voice, presides, since, place) -> list[str]:
    holder, alternate = people
    reasons = [] if capacity.strip() else ["Indiquez la qualité au titre de laquelle cette personne siège."]
    if voice not in Voice.values:
        reasons.append("Choisissez la voix de ce siège.")
    if presides and voice != Voice.DELIBERATIVE:
        reasons.append("Qui préside a voix délibérative.")
    if holder and holder == alternate:
        reasons.append("Le suppléant est une autre personne que le titulaire.")
    current = Seat.objects.filter(authority=authority, call__in=[call] if call else [], ended_at=None)
    current |= Seat.objects.filter(authority=authority, call=None, ended_at=None)
    current = current.exclude(until__lt=since)
    if holder and current.filter(holder=holder).exists():
        reasons.append(
            f"{holder} tient déjà un siège de cette commission\u00a0: une personne n’en tient qu’un."
        )
    if place and current.filter(place=place.key).count() >= place.count:
        reasons.append(
            f"La place «\u00a0{place.capacity}\u00a0» est déjà pourvue\u00a0: mettez d’abord fin à un siège, ou nommez hors de la"
            " composition proposée."
        )
    if voice == Voice.DELIBERATIVE:
        reasons += _instructing(authority, people)
    return reasons


def _instructing(authority, people) -> list[str]:
    return [
        f"{person} instruit les dossiers de l’autorité\u00a0: un instructeur est entendu mais ne prend pas part aux"
        " délibérations (CASF, art. R. 313-5-1)."
        for person in people
        if person and Role.INSTRUCTOR in authority.roles_of(person)
    ]


def _refresh_meetings(authority, call, by, at) -> None:
    """The meetings already convened and not yet held follow the composition."""
    rows = Meeting.objects.filter(call__authority=authority, convened_at__isnull=False, opened_at=None)
    rows = rows.filter(cancelled_at=None)
    for meeting in (rows.filter(call=call) if call else rows).select_related("call"):
        refresh(meeting, by=by, at=at)


def _end_roles(seat, at) -> None:
    """Ends the roles this seat gave, call by call, unless another seat gives them still."""
    people = [person for person in (seat.holder_id, seat.alternate_id) if person]
    rows = Appointment.objects.filter(
        call__meetings__attendances__seat=seat,
        person__in=people,
        role__in=[Role.COMMISSION_MEMBER, Role.PRESIDENT],
        ended_at=None,
    )
    for row in rows.select_related("call").distinct():
        held = {key for other in seats_for(row.call) for key in (other.holder_id, other.alternate_id)}
        if row.person_id not in held:
            Appointment.objects.filter(pk=row.pk).update(ended_at=at)
