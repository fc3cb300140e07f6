"""What the papers of the commission say: its convocation, its minutes, the ranking of each lot."""

from django.conf import settings
from django.urls import reverse

from calls.models import Call
from calls.procedures import legal_basis
from documents import contexts
from documents.contexts.common import plain_day
from reviews.enums import Voice
from reviews.queries.commission.hall import hall_of
from reviews.queries.commission.meetings import clock
from reviews.queries.commission.record import record
from reviews.queries.commission.seats import seats_for

MINUTES_LAW = "CASF, art. R. 313-2-2 et R. 313-6-2"
RANKING_LAW = "CASF, art. R. 313-6-2"


def reference(meeting) -> str:
    """« AAP-2026-003-C1 »: the first meeting of the call's commission."""
    return f"{meeting.call.number}-C{meeting.number}"


def letter(meeting, *, dated, signatory=None) -> dict:
    """The common part of every paper of a meeting: about a call, not about one file."""
    call = meeting.call
    return contexts.letter(
        authority=call.authority,
        file=contexts.file(number="", call_number=call.number, call_title=call.title),
        dated=dated,
        zone=call.time_zone,
        signatory=signatory,
        contact=" – ".join(
            part for part in (call.contact_name, call.contact_email, call.contact_phone) if part
        ),
    )


def signed_by(meeting, person, capacity: str, at) -> dict:
    """The signature block; a demonstration names its signatory by role, never by a person's name."""
    name = "" if meeting.call.is_demo else str(person)
    return contexts.signatory(name, capacity, at=at, zone=meeting.call.time_zone)


def convocation(meeting) -> dict:
    call = meeting.call
    items = meeting.items.select_related("application__structure", "application__lot")
    return contexts.convocation(
        letter(meeting, dated=meeting.convened_at),
        starts_at=minute(meeting.starts_at),
        place=meeting.place,
        number=meeting.number,
        second=meeting.previous_id is not None,
        legal_basis=law(call, "quorum_percent"),
        members=[
            {
                "capacity": seat.capacity,
                "voice": Voice(seat.voice).label,
                "name": str(seat.holder),
                "alternate": str(seat.alternate or ""),
            }
            for seat in seats_for(call, meeting.starts_at.date())
        ],
        items=[
            {
                "number": item.application.number,
                "structure": item.application.structure.name,
                "title": item.application.title,
                "lot": item.application.lot.title,
                "requested": item.application.requested_amount,
                "hour": clock(item.hearing_at, call.time_zone),
            }
            for item in items
        ],
        hearing=hearing_rule(meeting),
        quorum=quorum_rule(meeting),
        nullity=NULLITY if call.commission_required else "",
        access_url=settings.SITE_URL.rstrip("/") + reverse("reviews:meeting", args=[meeting.pk]),
        late_reason=meeting.late_reason,
    )


NULLITY = "à peine de nullité (CASF, art. R. 313-2-5)"


def hearing_rule(meeting) -> str:
    if not meeting.hearing_minutes:
        return ""
    words = f"Chaque candidat dispose du même temps\u00a0: {minutes_words(meeting.hearing_minutes)} de présentation"
    if meeting.question_minutes:
        words += f", puis {minutes_words(meeting.question_minutes)} de questions"
    return f"{words}."


def minutes_words(count: int) -> str:
    return f"{count}\u00a0minute{'s' if count > 1 else ''}"


def quorum_rule(meeting) -> str:
    if meeting.previous_id:
        return "Cette seconde réunion délibère sans condition de quorum."
    percent = meeting.call.quorum_percent
    share = "la moitié" if percent == 50 else f"{percent}\u00a0%"
    return (
        f"La commission délibère si {share} au moins de ses membres ayant voix délibérative sont présents ou"
        f" représentés ({law(meeting.call, 'quorum_percent')})."
    )


def law(call: Call, name: str) -> str:
    """The text a rule of the commission rests on, as papers print it."""
    return legal_basis(call.kind, name)


def minutes(meeting) -> dict:
    """The draft of the minutes of a meeting that has just been closed."""
    call, found = meeting.call, record(hall_of(meeting))
    return contexts.minutes(
        letter(meeting, dated=meeting.closed_at),
        number=meeting.number,
        legal_basis=MINUTES_LAW if call.commission_required else law(call, "commission_required"),
        place=meeting.place,
        convened_at=minute(meeting.convened_at),
        starts_at=minute(meeting.starts_at),
        opened_at=minute(meeting.opened_at),
        closed_at=minute(meeting.closed_at),
        second=meeting.previous_id is not None,
        without_quorum=meeting.without_quorum,
        late_reason=meeting.late_reason,
        funding_line=call.funding_line,
        instructors="" if meeting.without_quorum else INSTRUCTORS,
        **{name: found[name] for name in ("quorum", "members", "items", "rankings", "observations")},
        declarations=[row | {"at": minute(row["at"])} for row in found["declarations"]],
    )


INSTRUCTORS = (
    "Les instructeurs ont pu être entendus sur chaque projet. Ils n’ont pas pris part aux délibérations\u00a0; le secrétariat"
    " de l’autorité a tenu le présent procès-verbal."
)


def ranking_list(meeting, ranking: dict) -> dict:
    """The ranking of one lot as it is published."""
    call = meeting.call
    return contexts.ranking_list(
        letter(meeting, dated=meeting.closed_at),
        number=meeting.number,
        held_on=plain_day(meeting.opened_at, call.time_zone),
        lot=ranking["lot"],
        rows=[row for row in ranking["rows"] if row["rank"]],
        legal_basis=RANKING_LAW if call.commission_required else "",
        publication=PUBLICATION if call.commission_required else "",
    )


PUBLICATION = "La présente liste est publiée dans les mêmes conditions que l’avis d’appel, au recueil des actes administratifs."


def minute(moment):
    """An instant to the minute: nothing here binds anybody to the second."""
    return moment.replace(second=0, microsecond=0)
