"""The commission before and around its sittings: seats, agenda, delays, who is told, what a conflict closes."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.enums import Role
from accounts.errors import Forbidden, Refused
from applications.enums import State
from applications.models import Application
from documents.models import Document
from notifications.models import Message
from notifications.services import sweep
from reviews import composition
from reviews.enums import SittingDocument, Voice
from reviews.models import AgendaItem, Conflict, Seat
from reviews.queries.commission.meetings import items_of, meetings_of
from reviews.queries.commission.seats import composed, permanent_of
from reviews.services.commission import meetings, seats
from tests.factories import commission as c

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def name(cast, **changes):
    fields = {"capacity": "Représentant", "voice": Voice.DELIBERATIVE, "holder": cast.commissioner.email}
    return seats.name_seat(cast.authority, by=cast.manager, **fields | changes)


def reasons(refused) -> str:
    return " ".join(refused.value.reasons)


def test_the_composition_is_the_one_of_the_law():
    """CASF R. 313-1 for an authority alone: eight deliberative seats, two consultative, eight more for one call."""
    permanent, temporary = composition.places(permanent=True), composition.places(permanent=False)
    votes = sum(place.count for place in permanent if place.voice == Voice.DELIBERATIVE)
    assert (votes, sum(place.count for place in permanent)) == (8, 10)
    assert [place.presides for place in permanent].count(True) == 1
    assert {place.voice for place in temporary} == {Voice.CONSULTATIVE}
    assert sum(place.count for place in temporary) == 8


def test_a_seat_lasts_three_years_and_fills_its_place(cast):
    seat = name(cast, place="elderly", since=date(2027, 1, 1), alternate=cast.president.email)
    assert (seat.until, seat.legal_basis) == (date(2029, 12, 31), composition.LAW)
    assert seats.term_end(date(2028, 2, 29)) == date(2031, 2, 28)
    with pytest.raises(Refused, match="déjà pourvue"):
        name(cast, place="elderly", holder=cast.stranger.email, since=date(2027, 2, 1))
    lines = {
        line.place.key: line
        for line in composed(permanent_of(cast.authority, date(2027, 6, 1)), permanent=True)
    }
    assert (lines["elderly"].missing, lines["authority"].missing) == (0, 3)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"holder": "personne@nulle-part.test"}, "Aucun compte"),
        ({"alternate": "commission@ailleurs.test"}, "une autre personne"),
        ({"capacity": " "}, "qualité"),
        ({"voice": "forte"}, "la voix"),
        ({"voice": Voice.CONSULTATIVE, "presides": True}, "voix délibérative"),
        ({"holder": "instructrice@ars.test"}, "ne prend pas part aux délibérations"),
    ],
)
def test_a_naming_is_refused_with_its_reason(cast, changes, reason):
    with pytest.raises(Refused) as refused:
        name(cast, **changes)
    assert reason in reasons(refused)
    assert not Seat.objects.exists()


def test_only_the_manager_names_and_nobody_sits_twice(cast):
    with pytest.raises(Forbidden):
        seats.name_seat(
            cast.authority, by=cast.director, capacity="A", voice="deliberative", holder="a@b.test"
        )
    seat = name(cast)
    with pytest.raises(Refused, match="tient déjà un siège"):
        name(cast)
    seats.end_seat(seat.pk, by=cast.manager)
    name(cast)
    with pytest.raises(Refused, match="déjà pris fin"):
        seats.end_seat(seat.pk, by=cast.manager)


@pytest.fixture
def world(cast):
    call, files = c.judged_call(cast)
    return call, files, c.Bench(cast)


def test_a_meeting_is_prepared_convened_and_told(cast, world, mailoutbox, django_capture_on_commit_callbacks):
    call, files, bench = world
    Application.objects.filter(pk=files[2].pk).update(state=State.ADMISSIBLE)
    start = timezone.now().replace(microsecond=0) + 20 * DAY
    meeting = meetings.create(call, by=cast.manager, starts_at=start, place="Salle 4", question_minutes=5)
    items = items_of(meeting, cast.manager)
    assert [item.application for item in items] == files[:2]  # concluded ones; the admissible may be added
    slots = [item.hearing_at - start for item in items]
    assert slots == [timedelta(minutes=15), timedelta(minutes=30)]
    meetings.set_agenda(
        meeting.pk,
        by=cast.manager,
        files=[files[2].pk, files[0].pk],
        hours={files[0].pk: start + timedelta(minutes=50)},
    )
    assert list(meeting.items.values_list("application", "hearing_at")) == [
        (files[2].pk, start + timedelta(minutes=15)),
        (files[0].pk, start + timedelta(minutes=50)),
    ]
    with pytest.raises(Refused, match="avant la fin de la précédente"):
        meetings.set_agenda(
            meeting.pk,
            by=cast.manager,
            files=[files[0].pk],
            hours={files[0].pk: start + timedelta(minutes=5)},
        )
    assert not call.appointments.filter(person=bench.elder).exists()
    meetings.convene(meeting.pk, by=cast.manager)
    meeting.refresh_from_db()
    assert meeting.late_reason == ""
    roles = set(call.appointments.filter(ended_at=None).values_list("person", "role"))
    assert {(bench.deputy.pk, Role.PRESIDENT), (bench.elder.pk, Role.COMMISSION_MEMBER)} <= roles
    assert (
        call.appointments.filter(person=bench.users, ended_at=None).count() == 1
    )  # the one they had is kept
    paper = meeting.papers.get()
    assert (paper.kind, paper.document.context["place"]) == (SittingDocument.CONVOCATION, "Salle 4")
    sweep()
    told = Message.objects.filter(key="meeting_convened").values_list("recipient", flat=True)
    assert set(told) == {one.pk for one in bench.everybody}
    with pytest.raises(Refused, match="ne changent plus"):
        meetings.set_agenda(meeting.pk, by=cast.manager, files=[])
    seat = Seat.objects.get(holder=bench.elder)
    seats.end_seat(seat.pk, by=cast.manager)
    assert not meeting.attendances.filter(seat=seat).exists()
    assert not call.appointments.filter(person=bench.elder, ended_at=None).exists()
    assert list(meetings_of(bench.users_deputy)) == [meeting]
    meetings.cancel(meeting.pk, by=cast.manager)
    assert not meetings_of(bench.users_deputy).exists()


def test_a_late_convocation_takes_a_reason(cast, world):
    call, _, _ = world
    meeting = meetings.create(call, by=cast.manager, starts_at=timezone.now() + 10 * DAY, place="Salle 4")
    with pytest.raises(Refused, match="Le délai de convocation n’est pas respecté"):
        meetings.convene(meeting.pk, by=cast.manager)
    meetings.convene(meeting.pk, by=cast.manager, late_reason="Clôture budgétaire proche.")
    meeting.refresh_from_db()
    assert meeting.late_reason == "Clôture budgétaire proche."
    assert meeting.papers.get().document.context["late_reason"] == ["Clôture budgétaire proche."]


def test_a_commission_without_president_nor_agenda_is_not_convened(cast):
    call, _ = c.judged_call(cast, points=(80,))
    meeting = meetings.create(call, by=cast.manager, starts_at=timezone.now() + 20 * DAY, place="Salle 4")
    meetings.set_agenda(meeting.pk, by=cast.manager, files=[])
    with pytest.raises(Refused) as refused:
        meetings.convene(meeting.pk, by=cast.manager)
    assert "L’ordre du jour est vide." in refused.value.reasons
    assert "Aucun siège ne préside" in reasons(refused)
    for who in (cast.instructor, cast.director, cast.commissioner):
        with pytest.raises(Forbidden):
            meetings.convene(meeting.pk, by=who)


def test_a_file_in_conflict_is_neither_seen_nor_moved(cast, world):
    call, files, bench = world
    Conflict.objects.create(application=files[0], person=cast.manager, has_conflict=True, motive="Parent")
    meeting = meetings.create(call, by=cast.manager, starts_at=timezone.now() + 20 * DAY, place="Salle 4")
    assert [item.application for item in items_of(meeting, cast.manager)] == files[1:]
    with pytest.raises(Refused):
        meetings.set_agenda(meeting.pk, by=cast.manager, files=[files[0].pk])
    # The president adds it; the manager then reorders what they see, and it stays where it was.
    meetings.set_agenda(meeting.pk, by=bench.president, files=[file.pk for file in files])
    meetings.set_agenda(meeting.pk, by=cast.manager, files=[files[2].pk, files[1].pk])
    order = list(AgendaItem.objects.filter(meeting=meeting).values_list("application", flat=True))
    assert order == [files[0].pk, files[2].pk, files[1].pk]
    meetings.convene(meeting.pk, by=bench.president)
    c.declare(meeting, [bench.elder])
    document = meeting.papers.get().document
    assert not Document.objects.visible_to(cast.manager).filter(pk=document.pk).exists()
    assert Document.objects.visible_to(bench.elder).filter(pk=document.pk).exists()
