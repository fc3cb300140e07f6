"""The sitting: quorum item by item, hearings of equal time, votes, what a conflict closes, the closing and the minutes."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.errors import Forbidden, NotVisible, Refused
from documents.enums import Standing
from documents.models import Document
from reviews.enums import SittingDocument
from reviews.models import Ballot, Conflict, Meeting, Poll, RankChoice
from reviews.queries.commission import commission_refusals, rank_refusals
from reviews.queries.commission.hall import hall_of
from reviews.queries.commission.record import record
from reviews.queries.commission.room import room_of, timer
from reviews.services.commission import closing, meetings, room, voting
from reviews.services.reading import choose_rank, drop_rank
from tests.factories import commission as c

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def world(cast):
    call, files = c.judged_call(cast)
    return call, files, c.Bench(cast)


@pytest.fixture
def sitting(cast, world):
    call, _, bench = world
    return c.opened(call, cast, bench)


def away(file, *people):
    for one in people:
        Conflict.objects.create(application=file, person=one, has_conflict=True, motive="Parenté")


def items(meeting):
    return list(meeting.items.all())


def put(meeting, cast, secret=False):
    item = items(meeting)[0]
    room.go_to(meeting.pk, item.pk, by=cast.manager)
    return voting.put(meeting.pk, by=cast.manager, question="Avis favorable", secret=secret, item_id=item.pk)


def vote(meeting, poll, who, choice, line=None):
    voting.vote(meeting.pk, poll.pk, c.line(meeting, line or who).pk, by=who, choice=choice)


def test_a_meeting_called_in_time_is_not_brought_forward(client, cast, world):
    """Its members were promised the days of the convocation; later than that, any hour before is theirs to agree."""
    call, _, bench = world
    meeting = c.convened(call, cast, days=20)
    c.declare(meeting, bench.everybody)
    c.attend(meeting, cast)
    with pytest.raises(Refused, match="n’auraient pas eu les 15 jours de la convocation"):
        room.open_meeting(meeting.pk, by=cast.manager)
    client.force_login(cast.manager)
    page = client.get(reverse("reviews:room", args=[meeting.pk])).content.decode()
    assert "La séance ne s’ouvre pas encore" in page
    assert 'id="ouvrir"' not in page
    with pytest.raises(Refused, match="n’auraient pas eu"):
        room.open_meeting(meeting.pk, by=cast.manager, at=meeting.convened_at + timedelta(days=14))
    assert room.open_meeting(
        meeting.pk, by=cast.manager, at=meeting.convened_at + timedelta(days=15)
    ).opened_at


def test_a_meeting_opens_on_its_day_before_its_hour(cast, world):
    call, *_ = world
    meeting = c.convened(call, cast, days=20)
    c.attend(meeting, cast)
    day = timezone.localtime(meeting.starts_at).replace(hour=0, minute=5)
    Meeting.objects.update(convened_at=day - timedelta(days=3))
    assert room.open_meeting(meeting.pk, by=cast.manager, at=day).opened_at


def test_a_meeting_opens_with_everybody_noted_a_quorum_and_a_chair(cast, world):
    call, _, bench = world
    meeting = c.convened(call, cast)
    with pytest.raises(Refused, match="présences ne sont pas notées"):
        room.open_meeting(meeting.pk, by=cast.manager)
    gone = {"presence": "absent"}
    c.attend(meeting, cast, but={bench.elder: gone, bench.agent: gone, bench.users: gone})
    with pytest.raises(Refused, match="Quorum non atteint"):
        room.open_meeting(meeting.pk, by=cast.manager)
    proxy = {"presence": "represented", "proxy_to": c.line(meeting, bench.agent).pk}
    c.attend(meeting, cast, but={bench.president: proxy})
    with pytest.raises(Refused, match="Personne ne préside"):
        room.open_meeting(meeting.pk, by=cast.manager)
    with pytest.raises(Refused, match="qu’un pouvoir"):
        c.attend(meeting, cast, but={bench.elder: proxy, bench.users: proxy})
    with pytest.raises(Forbidden):
        room.open_meeting(meeting.pk, by=cast.commissioner)
    with pytest.raises(NotVisible):
        room.open_meeting(meeting.pk, by=cast.stranger)
    c.attend(meeting, cast)
    room.open_meeting(meeting.pk, by=bench.president)
    with pytest.raises(Refused, match="déjà ouverte"):
        room.open_meeting(meeting.pk, by=cast.manager)


def test_an_alternate_sits_for_who_may_not_and_the_quorum_is_kept(cast, world):
    """The quorum of an item is what it was when it was left: an interest declared later changes nothing."""
    call, files, bench = world
    away(files[0], bench.users)
    meeting = c.opened(call, cast, bench, but={bench.users: {"presence": "holder", "alternate_here": True}})
    hall = hall_of(meeting)
    assert [place.person for place in hall.quorum([files[0].pk]).voters][-1] == str(bench.users_deputy.pk)
    assert hall.quorum([files[1].pk]).counted == hall.quorum([files[0].pk]).counted == 4
    first, second, _ = items(meeting)
    room.go_to(meeting.pk, first.pk, by=cast.manager)
    room.go_to(meeting.pk, second.pk, by=cast.manager)
    first.refresh_from_db()
    assert first.sitting["met"]
    assert "son suppléant siège" in first.sitting["notes"][0]
    away(files[0], bench.elder, bench.agent, bench.president)
    said = record(hall_of(meeting))["items"]
    assert (said[0]["met"], said[0]["quorum"]) == (True, first.sitting["sentence"])


def test_without_its_quorum_a_file_is_not_voted(cast, world):
    call, files, bench = world
    away(files[0], bench.users)
    gone = {"presence": "absent"}
    meeting = c.opened(call, cast, bench, but={bench.elder: gone, bench.agent: gone})
    with pytest.raises(Refused, match="Quorum non atteint"):
        put(meeting, cast)
    assert not meeting.polls.exists()


def test_hearings_last_the_same_for_all_and_cannot_begin_again(cast, sitting):
    first, second, _ = items(sitting)
    now = timezone.now()
    with pytest.raises(Refused, match="n’est pas le point en cours"):
        room.hear(sitting.pk, first.pk, "start", by=cast.manager)
    room.go_to(sitting.pk, first.pk, by=cast.manager)
    room.hear(sitting.pk, first.pk, "start", by=cast.manager, at=now)
    room.hear(sitting.pk, first.pk, "undo", by=cast.manager, at=now + timedelta(seconds=30))
    room.hear(sitting.pk, first.pk, "start", by=cast.manager, at=now)
    first.refresh_from_db()
    assert timer(sitting, first)["until"] == now + timedelta(minutes=sitting.hearing_minutes)
    with pytest.raises(Refused, match="plus d’une minute"):
        room.hear(sitting.pk, first.pk, "undo", by=cast.manager, at=now + timedelta(seconds=61))
    with pytest.raises(Refused, match="Une audition est en cours"):
        room.go_to(sitting.pk, second.pk, by=cast.manager)
    room.hear(sitting.pk, first.pk, "questions", by=cast.manager, at=now + timedelta(minutes=8))
    first.refresh_from_db()
    assert timer(sitting, first)["until"] == now + timedelta(minutes=8 + sitting.question_minutes)
    room.hear(sitting.pk, first.pk, "end", by=cast.manager, at=now + timedelta(minutes=17))
    for step in ("start", "questions", "end"):
        with pytest.raises(Refused):
            room.hear(sitting.pk, first.pk, step, by=cast.manager)


def test_an_open_vote_is_cast_on_devices_or_noted_and_the_chair_breaks_a_tie(cast, world, sitting):
    _, _, bench = world
    poll = put(sitting, cast)
    with pytest.raises(Refused, match="déjà ouvert"):
        voting.put(sitting.pk, by=cast.manager, question="Encore", secret=False, item_id=poll.item_id)
    with pytest.raises(IntegrityError), transaction.atomic():
        Poll.objects.create(meeting=sitting, item=items(sitting)[0], question="Encore")
    vote(sitting, poll, bench.president, "for")
    vote(sitting, poll, bench.president, "for")  # a second click
    with pytest.raises(Refused, match="elle ne change plus"):
        vote(sitting, poll, bench.president, "against")
    for who, line in ((bench.scholar, None), (bench.deputy, bench.president), (bench.elder, bench.agent)):
        with pytest.raises(Forbidden):  # consultative, an alternate whose holder sits, someone else’s seat
            vote(sitting, poll, who, "for", line)
    with pytest.raises(Refused, match="pour, contre"):
        vote(sitting, poll, bench.elder, "peut-être")
    vote(sitting, poll, bench.elder, "abstain")
    noted = {c.line(sitting, bench.elder).pk: "against", c.line(sitting, bench.agent).pk: "abstain"}
    voting.record(sitting.pk, poll.pk, by=cast.manager, choices=noted)
    with pytest.raises(Refused, match="Un vote est ouvert"):
        c.attend(sitting, cast)
    closed = voting.close(sitting.pk, poll.pk, by=cast.manager)
    counts = (closed.votes_for, closed.votes_against, closed.abstentions)
    assert (counts, closed.casting, closed.carried) == ((1, 1, 1), "for", True)
    with pytest.raises(Refused, match="Ce vote est clos"):
        vote(sitting, poll, bench.users, "against")


def test_a_secret_vote_keeps_counts_and_nothing_else(cast, world, sitting):
    _, _, bench = world
    poll = put(sitting, cast, secret=True)
    with pytest.raises(Refused, match="chacun vote sur son appareil"):
        voting.record(sitting.pk, poll.pk, by=cast.manager, choices={c.line(sitting, bench.elder).pk: "for"})
    vote(sitting, poll, bench.president, "for")
    vote(sitting, poll, bench.elder, "against")
    for choice in ("for", "against"):
        with pytest.raises(Refused, match="elle ne change plus"):
            vote(sitting, poll, bench.elder, choice)
    columns = {field.name for field in Ballot._meta.fields}
    assert not {name for name in columns if name.endswith("at") or "date" in name}
    assert set(Ballot.objects.values_list("choice", flat=True)) == {""}
    seen = room_of(sitting, cast.manager)["poll"]
    assert (seen["cast"], seen["count"]) == (2, 4)
    closed = voting.close(sitting.pk, poll.pk, by=cast.manager)
    assert (closed.votes_for, closed.votes_against, closed.carried, closed.casting) == (1, 1, False, "")
    assert room_of(sitting, bench.president)["ties"] == [closed]
    assert room_of(sitting, bench.elder)["ties"] == []
    with pytest.raises(Forbidden):
        voting.cast(sitting.pk, poll.pk, by=bench.elder, choice="for")
    assert voting.cast(sitting.pk, poll.pk, by=bench.president, choice="for").carried
    with pytest.raises(Refused, match="déjà été donnée"):
        voting.cast(sitting.pk, poll.pk, by=bench.president, choice="against")
    words = record(hall_of(sitting))["items"][0]["votes"][0]
    assert words["ballots"] == []
    assert words["sentence"] == (
        "Adopté\u00a0: 1 pour, 1 contre, aucune abstention, voix prépondérante du président pour."
    )


def test_a_proxy_votes_and_nobody_votes_undeclared(cast, world):
    call, _, bench = world
    meeting = c.convened(call, cast)
    c.declare(meeting, [one for one in bench.everybody if one != bench.users])
    line = c.line(meeting, bench.agent)
    c.attend(meeting, cast, but={bench.elder: {"presence": "represented", "proxy_to": line.pk}})
    room.open_meeting(meeting.pk, by=cast.manager)
    poll = put(meeting, cast)
    vote(meeting, poll, bench.agent, "for")
    vote(meeting, poll, bench.agent, "against", bench.elder)
    with pytest.raises(Refused, match="n’a pas déclaré"):
        vote(meeting, poll, bench.users, "for")
    with pytest.raises(Refused, match="n’a pas déclaré"):
        voting.record(meeting.pk, poll.pk, by=cast.manager, choices={c.line(meeting, bench.users).pk: "for"})
    assert sorted(poll.ballots.values_list("choice", flat=True)) == ["against", "for"]


def test_a_file_in_conflict_is_nowhere_in_the_room(cast, world):
    """Item, hearing, vote, rank, record: for who declared an interest, the file is not there."""
    call, files, bench = world
    away(files[0], bench.elder)
    meeting = c.opened(call, cast, bench)
    poll = put(meeting, cast)
    with pytest.raises(NotVisible):
        vote(meeting, poll, bench.elder, "for")
    seen = room_of(Meeting.objects.select_related("call").get(pk=meeting.pk), bench.elder)
    assert files[0] not in [item.application for item in seen["items"]]
    assert (seen["current"], seen["elsewhere"], seen["poll"], seen["polling"]) == (None, True, None, True)
    assert files[0] not in [row.application for lot in seen["lots"] for row in lot["rows"]]
    voting.record(meeting.pk, poll.pk, by=cast.manager, choices={c.line(meeting, bench.users).pk: "for"})
    voting.close(meeting.pk, poll.pk, by=cast.manager)
    room.write_debate(meeting.pk, items(meeting)[0].pk, by=cast.manager, text="Secret de délibération")
    words = str(record(hall_of(meeting), person=bench.elder))
    assert files[0].number not in words
    assert "Secret de délibération" not in words
    assert files[1].number in words
    away(files[1], cast.manager)
    with pytest.raises(NotVisible):
        room.go_to(meeting.pk, items(meeting)[1].pk, by=cast.manager)
    with pytest.raises(NotVisible):
        voting.put(meeting.pk, by=cast.manager, question="Lot", secret=False, lot_id=call.lots.get().pk)


def test_ranks_are_argued_then_locked_and_the_papers_follow(cast, world, sitting):
    call, files, bench = world
    lot = call.lots.get()
    choose_rank(files[1].pk, by=bench.president, rank=1, reason="Territoire sans aucune équipe.")
    poll = voting.put(sitting.pk, by=cast.manager, question="Classement", secret=False, lot_id=lot.pk)
    vote(sitting, poll, bench.users, "for")
    with pytest.raises(Refused, match="Un vote est ouvert"):
        closing.close(sitting.pk, by=cast.manager)
    voting.close(sitting.pk, poll.pk, by=cast.manager)
    room.observe(sitting.pk, c.line(sitting, bench.scholar).pk, by=bench.scholar, text="Calendrier tendu.")
    with pytest.raises(Forbidden):
        room.observe(sitting.pk, c.line(sitting, bench.elder).pk, by=bench.scholar, text="Pour une autre.")
    assert commission_refusals(files[0])[0].startswith("La commission n’a pas encore donné son avis")
    closing.close(sitting.pk, by=cast.manager)
    for action in (
        lambda: choose_rank(files[0].pk, by=bench.president, rank=1, reason="Trop tard."),
        lambda: drop_rank(files[1].pk, by=bench.president),
    ):
        with pytest.raises(Refused, match="son classement ne change plus"):
            action()
    assert rank_refusals(lot)
    assert RankChoice.objects.get().rank == 1
    for action in (
        lambda: room.go_to(sitting.pk, None, by=cast.manager),
        lambda: room.write_debate(sitting.pk, items(sitting)[0].pk, by=cast.manager, text="Après coup"),
        lambda: c.attend(sitting, cast),
        lambda: closing.close(sitting.pk, by=cast.manager),
    ):
        with pytest.raises(Refused, match="close"):
            action()
    drafts = {paper.kind: paper.document for paper in sitting.papers.exclude(kind="convocation")}
    assert set(drafts) == {SittingDocument.MINUTES, SittingDocument.RANKING}
    words = drafts["minutes"].context
    assert (words["draft"], len(words["items"]), words["observations"][0]["text"]) == (
        True,
        3,
        ["Calendrier tendu."],
    )
    assert words["rankings"][0]["rows"][0]["number"] == files[1].number
    assert "Territoire sans aucune équipe" in words["rankings"][0]["rows"][0]["reason"]
    assert [row["rank"] for row in drafts["ranking"].context["rows"]] == ["1er", "2e", "3e"]
    assert commission_refusals(files[0]) == [
        "Le procès-verbal de la commission qui a examiné ce dossier n’est pas encore signé.",
        "Des dossiers instruits du même lot attendent encore l’avis de la commission.",
    ]
    sign(cast, sitting, bench, drafts)
    assert commission_refusals(files[0]) == []


def sign(cast, sitting, bench, drafts):
    """Only the president signs, what they read, once; the signed papers replace the drafts word for word."""
    with pytest.raises(Refused, match="en cours de production"):
        closing.sign(sitting.pk, by=bench.president, capacity="Présidente")
    for who in (bench.deputy, bench.elder, cast.manager, cast.director):
        with pytest.raises(Forbidden):
            closing.sign(sitting.pk, by=who, capacity="Présidente", await_drafts=False)
    with pytest.raises(Refused) as refused:
        closing.sign(sitting.pk, by=bench.president, capacity=" ", seen="autre", await_drafts=False)
    assert len(refused.value.reasons) == 2
    closing.sign(sitting.pk, by=bench.president, capacity="Présidente", await_drafts=False)
    kept = Document.objects.filter(sitting__meeting=sitting)
    assert kept.filter(standing=Standing.REPLACED).count() == 2
    final = kept.get(kind="minutes", standing=Standing.IN_FORCE)
    ignored = {"draft", "letter"}
    assert {k: v for k, v in final.context.items() if k not in ignored} == {
        k: v for k, v in drafts["minutes"].context.items() if k not in ignored
    }
    assert final.context["letter"]["signatory"]["name"] == str(bench.president)
    with pytest.raises(Refused, match="déjà signé"):
        closing.sign(sitting.pk, by=bench.president, capacity="Présidente", await_drafts=False)


def test_minutes_that_speak_of_a_closed_file_are_signed_by_the_alternate(cast, world):
    call, files, bench = world
    away(files[0], bench.president)
    there = {"presence": "holder", "alternate_here": True}
    meeting = c.opened(call, cast, bench, but={bench.president: there})
    closing.close(meeting.pk, by=cast.manager)
    with pytest.raises(Forbidden):
        closing.sign(meeting.pk, by=bench.president, capacity="Présidente", await_drafts=False)
    visible = Document.objects.filter(sitting__meeting=meeting).visible_to(bench.president)
    assert not visible.exists()
    assert closing.sign(meeting.pk, by=bench.deputy, capacity="Suppléant", await_drafts=False).signed_at


def test_without_quorum_a_second_meeting_needs_none(cast, world):
    call, files, bench = world
    meeting = c.convened(call, cast, days=1)
    gone = {"presence": "absent"}
    c.attend(meeting, cast, but={bench.users: gone, bench.elder: gone, bench.agent: gone})
    with pytest.raises(Refused, match="L’heure de la réunion n’est pas venue"):
        closing.close_without_quorum(meeting.pk, by=cast.manager)
    later = meeting.starts_at + timedelta(minutes=30)
    closing.close_without_quorum(meeting.pk, by=cast.manager, at=later)
    assert meeting.papers.get(kind="minutes").document.context["without_quorum"]
    assert commission_refusals(files[0])
    limit = call.second_meeting_days
    with pytest.raises(Refused, match=f"{limit} jours après la première"):
        meetings.second(meeting.pk, by=cast.manager, starts_at=later + (limit + 1) * DAY, place="Salle 4")
    second = meetings.second(meeting.pk, by=cast.manager, starts_at=later + 3 * DAY, place="Salle 4")
    with pytest.raises(Refused, match="déjà créée"):
        meetings.second(meeting.pk, by=cast.manager, starts_at=later + 3 * DAY, place="Salle 4")
    meetings.convene(second.pk, by=cast.manager)  # no delay to keep
    c.declare(second, [bench.president])
    c.attend(second, cast, but={bench.users: gone, bench.elder: gone, bench.agent: gone})
    room.open_meeting(second.pk, by=cast.manager)
    assert hall_of(Meeting.objects.get(pk=second.pk)).quorum().met
    closing.close(second.pk, by=cast.manager)
    closing.sign(second.pk, by=bench.president, capacity="Présidente", await_drafts=False)
    assert commission_refusals(files[0]) == []


@pytest.mark.parametrize("secret", [False, True])
def test_a_voice_given_before_an_interest_is_declared_does_not_decide(client, cast, world, sitting, secret):
    (_, files, bench), meeting = world, sitting
    poll = put(meeting, cast, secret)
    for who, choice in ((bench.users, "for"), (bench.elder, "for"), (bench.agent, "against")):
        vote(meeting, poll, who, choice)
    away(files[0], bench.elder)
    with pytest.raises(Refused, match="ne prend plus part à ce vote"):
        voting.close(meeting.pk, poll.pk, by=cast.manager)
    client.force_login(cast.manager)
    text = client.get(reverse("reviews:room", args=[meeting.pk])).content.decode()
    assert "la question se remet aux voix" in text
    assert "Clore le vote" not in text
    voting.withdraw(meeting.pk, poll.pk, by=cast.manager)
    again = put(meeting, cast, secret)
    with pytest.raises((NotVisible, Forbidden)):
        vote(meeting, again, bench.elder, "for")
    vote(meeting, again, bench.users, "for")
    assert voting.close(meeting.pk, again.pk, by=cast.manager).votes_for == 1


def test_a_quorum_lost_during_the_vote_lets_nothing_be_decided(cast, world):
    (call, files, bench), gone = world, {"presence": "absent"}
    meeting = c.opened(call, cast, bench, but={bench.elder: gone, bench.agent: gone})
    poll = put(meeting, cast)
    vote(meeting, poll, bench.president, "for")
    away(files[0], bench.users)
    with pytest.raises(Refused, match="Quorum non atteint"):
        voting.close(meeting.pk, poll.pk, by=cast.manager)
    voting.withdraw(meeting.pk, poll.pk, by=cast.manager)
    assert not meeting.polls.exists()
