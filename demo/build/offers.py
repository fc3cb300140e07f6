"""Programmes and calls, through the services of the room of calls."""

from datetime import timedelta

from django.utils.text import slugify

from accounts.enums import Role
from calls import services
from calls.models import Call, Lot, Programme
from demo.build.clock import Clock
from demo.build.people import Cast
from demo.build.pieces import piece
from demo.world import CALLS
from demo.world.people import AUTHORITIES, DOMAIN, OUTSIDE
from demo.world.programmes import PROGRAMMES
from demo.world.shapes import CallSpec, LotSpec
from demo.world.structures import STRUCTURES
from reviews.services import interests

SEATS = {
    "expert-1": Role.EXPERT,
    "expert-2": Role.EXPERT,
    "expert-3": Role.EXPERT,
    "commission": Role.COMMISSION_MEMBER,
    "president": Role.PRESIDENT,
}


def write_programmes() -> None:
    cast = Cast()
    for spec in PROGRAMMES:
        Programme.objects.create(
            name=spec.name,
            slug=spec.slug,
            authority=cast.authorities[spec.authority],
            year=spec.year,
            summary=spec.summary,
            amount=spec.amount,
            amount_note=spec.amount_note,
            facts=as_facts(spec.facts),
            source=spec.source,
            is_demo=True,
        )


def as_facts(rows) -> list[dict]:
    return [{"label": label, "value": value} for label, value in rows]


def slug_of(spec: CallSpec) -> str:
    """The address of a call: known before the call is written, so that it can be found again."""
    return slugify(spec.title)


def found(spec: CallSpec) -> Call:
    return Call.objects.select_related("authority").get(slug=slug_of(spec))


def publish(spec: CallSpec, clock: Clock, cast: Cast) -> Call:
    """The call, in preparation then published at its date, with its people."""
    manager = cast.officer(spec.authority, "manager")
    call = services.create_from_model(
        cast.authorities[spec.authority],
        spec.kind,
        spec.model,
        spec.title,
        by=manager,
        public_name=spec.public_name,
        slug=slug_of(spec),
        at=clock.opens_at - timedelta(days=20),
    )
    call = services.edit(call, by=manager, **texts(spec, call), **spec.rules)
    call = services.set_calendar(
        call,
        by=manager,
        opens_at=clock.opens_at,
        closes_at=clock.closes_at,
        results_expected_on=clock.day(spec.decided) if spec.decided else None,
    )
    write_lots(call, spec, manager, cast)
    services.attach_specification(call, piece("Cahier des charges", spec.title), by=manager)
    call = services.publish(call, by=manager, at=clock.opens_at)
    for who in OUTSIDE:
        if who.key.startswith("expert") or call.commission_required or spec.seats:
            row = services.appoint(call, who.email, SEATS[who.key], by=manager, at=clock.opens_at)
            interests.nominate(call, by=row.person, at=clock.opens_at)
    exchange(call, spec, clock, cast)
    return call


def before(spec: CallSpec) -> Call | None:
    """The call it follows, when this world has it."""
    return Call.objects.filter(slug=slug_of(CALLS[spec.predecessor])).first() if spec.predecessor else None


def texts(spec: CallSpec, call: Call) -> dict:
    name = AUTHORITIES[spec.authority][1]
    given = {
        "programme": Programme.objects.filter(slug=spec.programme).first(),
        "predecessor": before(spec),
        "source": spec.source,
        "facts": as_facts(spec.facts),
        "is_demo": True,
        "fictitious_note": spec.note,
        "contact_name": f"Service des appels à projets, {name} (contact fictif)",
        "contact_email": f"appels-{AUTHORITIES[spec.authority][0]}@{DOMAIN}",
    }
    optional = {"summary": spec.summary, "object": spec.object, "funding_line": spec.funding_line}
    return given | {name: value for name, value in optional.items() if value}


def write_lots(call: Call, spec: CallSpec, manager, cast: Cast) -> None:
    """The lot that the model brought becomes the first; the others follow."""
    first, *others = spec.lots
    services.change_row(call.lots.get(), by=manager, **lot_values(first, call, cast))
    for rank, lot in enumerate(others, start=2):
        services.add_row(Lot, call, by=manager, code=str(rank), **lot_values(lot, call, cast))


def lot_values(lot: LotSpec, call: Call, cast: Cast) -> dict:
    return {
        "title": lot.title,
        "territories": [cast.territories[code] for code in lot.territories] or [call.authority.territory],
        "envelope": lot.envelope,
        "places": lot.places,
        "place_unit": lot.unit,
        "ceiling": lot.ceiling,
        "floor": lot.floor,
        "minimums": lot.minimums,
        "maximums": lot.maximums,
    }


def exchange(call: Call, spec: CallSpec, clock: Clock, cast: Cast) -> None:
    """Questions of candidates, and their answers to all."""
    candidate = cast.signatory(next(iter(STRUCTURES)))
    for rank, (question, answer) in enumerate(spec.questions):
        asked = clock.within(0.2 + rank / 20)
        row = services.ask(call, candidate, question, at=asked)
        services.answer(
            row,
            answer,
            by=cast.officer(spec.authority, "manager"),
            at=min(asked + timedelta(days=2), clock.born),
        )
