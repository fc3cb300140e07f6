"""What somebody tries against a fair judging: each story is an attempt, and ends with the attempt failing."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.errors import Refused
from applications.enums import State
from documents.models import Document
from reviews.enums import DecisionKind as K
from reviews.models import AgendaDeclaration, Assignment, Conflict, Departure, RankChoice
from reviews.queries.commission import commission_refusals
from reviews.queries.ranking import ranking_of
from reviews.services import deciding, departing, reading, reporting
from reviews.services.commission import closing, meetings, room
from reviews.services.interests import end_tied_readings
from reviews.services.reading import choose_rank
from tests.factories import commission as c
from tests.factories import make_call, member, person, reach
from tests.factories.files import Walk
from tests.reviews.test_decision_pages import WHY, concluded, page, staged

pytestmark = pytest.mark.django_db
AS_DIRECTOR = "Directeur général"


def away(file, *people):
    for one in people:
        Conflict.objects.create(application=file, person=one, has_conflict=True, motive="Parenté")


def signed(row, cast):
    return deciding.sign([row.pk], by=cast.director, capacity=AS_DIRECTOR)


def released(row, cast):
    return deciding.release([row.pk], by=cast.director, await_acts=False)


# One departure in two signatures


def test_a_departure_in_two_steps_is_a_departure(cast):
    """The last file is selected alone; the first, that the rule would fund, is left out afterwards."""
    call = make_call(cast, closes_in=-3, envelope=100_000)
    *_, third = concluded(call, cast, (5, 5, 5), (4, 4, 4), (3, 3, 3))
    row = deciding.propose(third.pk, K.SELECT, by=cast.manager, motive=WHY, amount=90_000)
    with pytest.raises(Refused, match="s’écarte du classement"):
        signed(row, cast)


def test_who_is_left_out_after_a_worse_one_was_chosen_is_told(cast):
    call = make_call(cast, closes_in=-3, envelope=200_000)
    first, second, _ = concluded(call, cast, (5, 5, 5), (4, 4, 4), (3, 3, 3))
    row = deciding.propose(second.pk, K.SELECT, by=cast.manager, motive=WHY, amount=90_000)
    signed(row, cast)
    released(row, cast)
    row = deciding.propose(first.pk, K.REJECT, by=cast.manager, motive=WHY)
    with pytest.raises(Refused, match="s’écarte du classement"):
        signed(row, cast)


def test_who_waits_is_not_overtaken_by_a_later_batch(cast):
    """The best is put on the waiting list alone, the third selected afterwards; told once, it is told no more."""
    call = make_call(cast, closes_in=-3, envelope=200_000)
    first, second, _ = concluded(call, cast, (5, 5, 5), (4, 4, 4), (3, 3, 3))
    row = deciding.propose(first.pk, K.WAITLIST, by=cast.manager, motive=WHY, rank=1)
    signed(row, cast)
    released(row, cast)
    row = deciding.propose(second.pk, K.SELECT, by=cast.manager, motive=WHY, amount=50_000)
    with pytest.raises(Refused, match=f"s’écarte du classement .{second.number}"):
        signed(row, cast)
    departing.explain(call.lots.get().pk, by=cast.manager, reason="Territoire sans équipe.")
    signed(row, cast)
    released(row, cast)
    assert Departure.objects.get().released_at


def test_an_undecided_tie_below_does_not_hide_a_departure_above(cast):
    """Without a proposal of the published rule, the ranking still says who comes first."""
    call = make_call(cast, closes_in=-3, envelope=400_000, tie_rule=[])
    first, second, *_ = concluded(call, cast, (5, 5, 5), (4, 4, 4), (3, 3, 3), (3, 3, 3))
    deciding.propose(first.pk, K.REJECT, by=cast.manager, motive=WHY)
    row = deciding.propose(second.pk, K.SELECT, by=cast.manager, motive=WHY, amount=50_000)
    with pytest.raises(Refused, match=first.number):
        signed(row, cast)


# What a conflict closes, told by a refusal


def test_a_refusal_to_sign_names_no_closed_file(cast):
    call = make_call(cast, closes_in=-3, envelope=150_000)
    first, second, _ = concluded(call, cast, (5, 5, 5), (4, 4, 4), (3, 3, 3))
    deciding.propose(first.pk, K.REJECT, by=cast.manager, motive=WHY)
    row = deciding.propose(second.pk, K.SELECT, by=cast.manager, motive=WHY, amount=10_000)
    away(first, cast.director)
    with pytest.raises(Refused) as refused:
        signed(row, cast)
    assert first.number not in str(refused.value.reasons)


def test_what_is_left_is_not_told_to_whom_a_file_of_the_lot_is_closed(client, cast):
    call = make_call(cast, closes_in=-3, envelope=150_000)
    first, second, _ = concluded(call, cast, (5, 5, 5), (4, 4, 4), (3, 3, 3))
    deciding.propose(first.pk, K.SELECT, by=cast.manager, motive=WHY, amount=87_654)
    away(first, cast.manager)
    client.force_login(cast.manager)
    lot = call.lots.get()
    answer = client.get(staged(client, lot, row1={"kind": "select", "amount": "88 000"}).url)
    text = answer.content.decode()
    assert "62\u202f346" not in text
    assert "87\u202f654" not in text
    assert deciding.propose(second.pk, K.SELECT, by=cast.manager, motive=WHY, amount=62_346)


def test_the_envelope_is_not_weighed_by_trying_amounts(cast):
    """Any amount is taken from who may not read what the lot has left; the signature still keeps within it."""
    call = make_call(cast, closes_in=-3, envelope=150_000)
    first, second, _ = concluded(call, cast, (5, 5, 5), (4, 4, 4), (3, 3, 3))
    deciding.propose(first.pk, K.SELECT, by=cast.manager, motive=WHY, amount=87_654)
    away(first, cast.manager)
    for amount in (62_346, 62_347, 88_000):
        row = deciding.propose(second.pk, K.SELECT, by=cast.manager, motive=WHY, amount=amount)
    with pytest.raises(Refused, match="ce qui reste de l’enveloppe : 62\u202f346"):
        signed(row, cast)
    away(first, cast.director)
    with pytest.raises(Refused) as refused:
        signed(row, cast)
    assert refused.value.reasons[0].endswith("Le montant dépasse ce qui reste de l’enveloppe.")


def test_what_the_next_in_line_could_get_is_not_told_either(client, cast):
    call = make_call(cast, closes_in=-3, envelope=150_000)
    first, second, _ = concluded(call, cast, (5, 5, 5), (4, 4, 4), (3, 3, 3))
    rows = [
        deciding.propose(first.pk, K.SELECT, by=cast.manager, motive=WHY, amount=87_654),
        deciding.propose(second.pk, K.WAITLIST, by=cast.manager, motive=WHY, rank=1),
    ]
    for row in rows:
        signed(row, cast)
        released(row, cast)
    away(first, cast.manager)
    client.force_login(cast.manager)
    for name in ("promote", "decisions"):
        text = page(client, name, call.lots.get()).content.decode()
        assert "62\u202f346" not in text, name
        assert "87\u202f654" not in text, name


def test_a_rank_refused_names_no_closed_file(cast):
    call, files = c.judged_call(cast, points=(80, 80, 80, 60))
    type(call).objects.filter(pk=call.pk).update(tie_rule=[])
    away(files[0], cast.president)
    with pytest.raises(Refused) as refused:
        choose_rank(files[3].pk, by=cast.president, rank=2, reason="Priorité du territoire.")
    assert files[0].number not in str(refused.value.reasons)


def test_a_ranking_that_no_longer_holds_names_no_closed_file(client, cast):
    call, files = c.judged_call(cast, points=(80, 80, 80, 60))
    type(call).objects.filter(pk=call.pk).update(tie_rule=[])
    RankChoice.objects.create(
        application=files[3], rank=2, reason="Priorité", by=cast.president, at=call.opened_at
    )
    away(files[0], cast.manager)
    client.force_login(cast.manager)
    text = page(client, "ranking", call.lots.get()).content.decode()
    assert files[0].number not in text


def test_a_rank_changed_after_the_signed_minutes_decides_nothing_before_it_is_signed_too(cast):
    """A second sitting is opened on a file already deliberated: its ranks are no ground before its own minutes."""
    call, files = c.judged_call(cast)
    bench = c.Bench(cast)
    first = c.opened(call, cast, bench)
    for item in first.items.all():
        room.go_to(first.pk, item.pk, by=cast.manager)
    closing.close(first.pk, by=cast.manager)
    closing.sign(first.pk, by=cast.president, capacity="Présidente", await_drafts=False)
    assert not commission_refusals(files[2])
    meeting = meetings.create(call, by=cast.manager, starts_at=timezone.now() + c.DAY, place="Salle 4")
    meetings.set_agenda(meeting.pk, by=cast.manager, files=[files[2].pk])
    meetings.convene(meeting.pk, by=cast.manager, late_reason="Délai réduit.")
    AgendaDeclaration.objects.bulk_create(
        AgendaDeclaration(meeting=meeting, person=one) for one in bench.everybody
    )
    c.attend(meeting, cast)
    room.open_meeting(meeting.pk, by=cast.manager)
    choose_rank(files[2].pk, by=cast.manager, rank=1, reason="Priorité du territoire.")
    assert "séance" in commission_refusals(files[2])[0]
    closing.close(meeting.pk, by=cast.manager)
    assert "procès-verbal" in commission_refusals(files[2])[0]
    closing.sign(meeting.pk, by=cast.president, capacity="Présidente", await_drafts=False)
    assert not commission_refusals(files[2])


def test_a_rank_page_of_the_room_shows_no_points_before_ones_own(client, cast):
    call, files = c.judged_call(cast, points=(83, 71))
    meeting = c.opened(call, cast, c.Bench(cast))
    Assignment.objects.create(application=files[1], reader=cast.manager, assigned_by=cast.manager)
    client.force_login(cast.manager)
    answer = client.get(reverse("reviews:room_rank", args=[meeting.pk, files[0].number]))
    assert answer.status_code == 403
    lot = call.lots.get()
    for name in ("ranking", "calibration", "decisions", "scenarios", "departure", "promote", "sign"):
        answer = client.get(reverse(f"reviews:{name}", args=[lot.pk]), follow=True)
        assert "83" not in answer.content.decode().replace(files[0].number, ""), name
    for name in ("room", "room_live", "close_meeting", "meeting", "papers"):
        answer = client.get(reverse(f"reviews:{name}", args=[meeting.pk]), follow=True)
        assert "83,00" not in answer.content.decode(), name
        assert "83\u00a0" not in answer.content.decode(), name


@pytest.mark.parametrize("way", ["declared", "found"])
def test_an_interest_told_after_the_minutes_does_not_reorder_what_they_say(cast, way):
    """The expert of the best file discovers an interest once the commission has given its opinion."""
    call, files = c.judged_call(cast)
    meeting = c.opened(call, cast, c.Bench(cast))
    for item in meeting.items.all():
        room.go_to(meeting.pk, item.pk, by=cast.manager)
    closing.close(meeting.pk, by=cast.manager)
    before = [row.application.number for row in ranking_of(call.lots.get())]
    if way == "declared":
        reading.declare(files[0].pk, by=cast.expert, has_conflict=True, motive="Ma sœur y travaille.")
    else:
        cast.expert.interests.create(kind="family", organisation=files[0].structure)
        end_tied_readings()
    rows = ranking_of(call.lots.get())
    assert [row.application.number for row in rows] == before
    assert rows[0].rank == 1
    assert not files[0].roles_of(cast.expert)


def test_a_reader_added_late_does_not_read_the_others_in_the_report(client, cast):
    """The report is established, with every mark in it; a second instructor is then given the file to read."""
    call = make_call(cast, closes_in=-3)
    file = reach(State.ADMISSIBLE, call, cast)
    Walk(call, cast, file).read((4, 3, 3))
    said = dict.fromkeys(("regularity", "fit", "strengths", "reserves", "cost"), "Le rapport dit tout.")
    reporting.save_report(file.pk, by=cast.instructor, advice="favourable", **said)
    reporting.sign_report(file.pk, by=cast.instructor)
    late = member(person("tardive@ars.test", "Inès", "Tardive"), cast.authority, Role.INSTRUCTOR).person
    reading.assign(file.pk, late, by=cast.manager)
    reading.declare(file.pk, by=late, has_conflict=False)
    document = file.acts.get(document__kind="instruction_report").document
    assert not Document.objects.visible_to(late).filter(pk=document.pk).exists()
    assert not late.has_perm("documents.view", document)
    assert cast.instructor.has_perm("documents.view", document)
    client.force_login(late)
    for name in ("reviews:file", "applications:documents"):
        text = client.get(reverse(name, args=[file.number])).content.decode()
        assert document.code not in text, name
    assert client.get(reverse("reviews:report", args=[file.number])).status_code == 403
