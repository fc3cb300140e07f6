"""A commission ready to sit: files already judged, seats, a convened meeting. Written directly where nothing is tested."""

from datetime import timedelta

from django.utils import timezone

from accounts.enums import OrganisationKind
from accounts.models import Organisation
from applications.enums import State
from applications.models import Application
from calls.enums import Kind
from reviews.enums import Presence, Voice
from reviews.models import AgendaDeclaration, Assignment, Nomination, Review, Score
from reviews.services.commission import meetings, room, seats
from tests.factories.cast import person
from tests.factories.offers import make_call

DAY = timedelta(days=1)


def judged_call(cast, points=(80, 70, 60), kind=Kind.AAP, **fields):
    """An opened call whose lot has one concluded file per number of points, each of its own structure."""
    call = make_call(cast, kind, closes_in=-30, **fields)
    call.opened_at, call.opened_by = call.closes_at + timedelta(hours=1), cast.manager
    call.save(update_fields=["opened_at", "opened_by"])
    return call, judged(call, cast, points)


def judged(call, cast, points, lot=None):
    at, lot, form = call.opened_at, lot or call.lots.first(), call.forms.first()
    first = call.applications.count() + 1
    files = []
    for rank, mark in enumerate(points, start=first):
        structure = Organisation.objects.create(
            kind=OrganisationKind.APPLICANT,
            name=f"Association n° {rank} de {call.number}",
            territory=cast.departement,
        )
        file = Application.objects.create(
            number=f"{call.number}-{rank:04d}",
            call=call,
            lot=lot,
            structure=structure,
            form=form,
            title=f"Projet {rank}",
            with_money=call.with_money,
            requested_amount=10_000 * rank if call.with_money else None,
            state=State.REVIEWED,
            submitted_at=at,
            submitted_by=cast.signatory,
            received_at=at,
            admitted_at=at,
            admitted_by=cast.instructor,
            concluded_at=at,
            concluded_by=cast.instructor,
        )
        reading = Assignment.objects.create(application=file, reader=cast.expert, assigned_by=cast.manager)
        review = Review.objects.create(assignment=reading, advice="favourable", submitted_at=at, points=mark)
        Score.objects.bulk_create(
            Score(review=review, criterion=criterion, value=3) for criterion in call.criteria.all()
        )
        files.append(file)
    return files


class Bench:
    """The people of the commission: a president with an alternate, three deliberative members, an expert."""

    def __init__(self, cast):
        self.president = cast.president
        self.deputy = person("adjoint@ars.test", "Désiré", "Suppléant")
        self.users = cast.commissioner
        self.users_deputy = person("usagers2@ailleurs.test", "Ugo", "Suppléant")
        self.elder = person("retraites@ailleurs.test", "Rose", "Retraitée")
        self.agent = person("agent@ars.test", "Aline", "Agente")
        self.scholar = person("savante@ailleurs.test", "Sonia", "Savante")
        rows = [
            ("president", Voice.DELIBERATIVE, self.president, self.deputy),
            ("users", Voice.DELIBERATIVE, self.users, self.users_deputy),
            ("elderly", Voice.DELIBERATIVE, self.elder, None),
            ("authority", Voice.DELIBERATIVE, self.agent, None),
            ("unions", Voice.CONSULTATIVE, self.scholar, None),
        ]
        for place, voice, holder, alternate in rows:
            seats.name_seat(
                cast.authority,
                by=cast.manager,
                capacity=f"Siège {place}",
                voice=voice,
                presides=place == "president",
                place=place,
                holder=holder.email,
                alternate=alternate.email if alternate else "",
            )

    @property
    def everybody(self):
        return [
            *(self.president, self.deputy, self.users, self.users_deputy),
            *(self.elder, self.agent, self.scholar),
        ]


def convened(call, cast, *, days=10):
    """A meeting in so many days with every concluded file on its agenda, its members called.

    Later than the delay, with its reason: it may be opened at once.
    """
    meeting = meetings.create(call, by=cast.manager, starts_at=timezone.now() + days * DAY, place="Salle 4")
    return meetings.convene(meeting.pk, by=cast.manager, late_reason="Délai réduit pour le test.")


def nominate(call, people):
    """They declared their interests when they were named."""
    named = call.appointments.filter(person__in=people, nomination=None, ended_at=None)
    Nomination.objects.bulk_create(Nomination(appointment=row) for row in named)


def declare(meeting, people):
    """They declared their interests when named, then on the agenda: they have none."""
    nominate(meeting.call, people)
    AgendaDeclaration.objects.bulk_create(AgendaDeclaration(meeting=meeting, person=one) for one in people)


def line(meeting, holder):
    return meeting.attendances.get(seat__holder=holder)


def attend(meeting, cast, but=None):
    """Everybody is there, but those told: attend(meeting, cast, but={bench.elder: {"presence": "absent"}})."""
    rows = {row.pk: {"presence": Presence.HOLDER} for row in meeting.attendances.all()}
    rows |= {line(meeting, who).pk: how for who, how in (but or {}).items()}
    room.record_attendance(meeting.pk, by=cast.manager, rows=rows)


def opened(call, cast, bench, **options):
    """A sitting in progress: everybody declared, everybody present but those told."""
    meeting = convened(call, cast)
    declare(meeting, bench.everybody)
    attend(meeting, cast, **options)
    return room.open_meeting(meeting.pk, by=cast.manager)
