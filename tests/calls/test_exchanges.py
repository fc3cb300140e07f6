"""Questions until the end of D − 8, answers until the end of D − 5, in the zone of the call."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.errors import Forbidden, NotVisible, Refused
from calls import services
from calls.models import Answer, Call

SECOND = timedelta(seconds=1)
# zone, closing, last instants for questions and for answers: all in UTC, worked out by hand.
CLOCKS = {
    "Paris, winter": ("Europe/Paris", "2026-12-10T11:00:00", "2026-12-02T22:59:59", "2026-12-05T22:59:59"),
    "Paris, across the autumn change": ("Europe/Paris", "2026-10-30T11:00:00", "2026-10-22T21:59:59", "2026-10-25T22:59:59"),
    "Paris, across the spring change": ("Europe/Paris", "2027-04-01T10:00:00", "2027-03-24T22:59:59", "2027-03-27T22:59:59"),
    "La Réunion": ("Indian/Reunion", "2026-12-10T19:59:59", "2026-12-02T19:59:59", "2026-12-05T19:59:59"),
    "Guadeloupe": ("America/Guadeloupe", "2026-12-11T03:59:59", "2026-12-03T03:59:59", "2026-12-06T03:59:59"),
}  # fmt: skip


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.fixture(params=CLOCKS)
def clock(request, published):
    zone, closing, asked, answered = CLOCKS[request.param]
    Call.objects.filter(pk=published.pk).update(time_zone=zone, closes_at=at(closing))
    return Call.objects.get(pk=published.pk), at(asked), at(answered)


def test_questions_stop_at_the_end_of_their_last_day(clock, cast):
    call, last, _ = clock
    for moment in (last - SECOND, last, last + SECOND / 2):
        services.ask(call, cast.signatory, "Une question ?", at=moment)
    with pytest.raises(Refused, match="Les questions étaient reçues jusqu’au"):
        services.ask(call, cast.signatory, "Trop tard ?", at=last + SECOND)


def test_answers_stop_at_the_end_of_their_last_day(clock, cast):
    call, _, last = clock
    for moment in (last - SECOND, last):
        row = Answer.objects.create(call=call, question="?", asked_by=cast.signatory)
        assert services.answer(row, "Oui.", by=cast.instructor, at=moment).answered_at == moment
    row = Answer.objects.create(call=call, question="?")
    with pytest.raises(Refused, match="ne se publient plus"):
        services.answer(row, "Non.", by=cast.instructor, at=last + SECOND)
    assert Answer.objects.get(pk=row.pk).answer == ""


def test_an_answer_is_given_once_by_the_authority(published, cast, other_manager):
    row = services.ask(published, cast.signatory, "Le Relais peut-il répondre ?", at=published.opens_at)
    for who in (cast.director, cast.signatory, other_manager, cast.expert):
        with pytest.raises(Forbidden):
            services.answer(row, "Oui.", by=who, at=published.opens_at)
    said = services.answer(
        row, "Oui.", by=cast.manager, question="Une association peut-elle répondre ?", at=published.opens_at
    )
    assert (said.question, said.answer) == ("Une association peut-elle répondre ?", "Oui.")
    with pytest.raises(Refused, match="publiée"):
        services.answer(row, "Non.", by=cast.manager, at=published.opens_at)


def test_blank_texts_and_floods_are_refused(published, cast):
    with pytest.raises(Refused, match="Écrivez"):
        services.ask(published, cast.signatory, "   ", at=published.opens_at)
    for _ in range(10):
        services.ask(published, cast.signatory, "Encore ?", at=published.opens_at)
    with pytest.raises(Refused, match="10 questions en attente"):
        services.ask(published, cast.signatory, "Encore ?", at=published.opens_at)


def test_a_draft_receives_no_question(ready, cast):
    with pytest.raises(NotVisible):
        services.ask(ready, cast.signatory, "Déjà ?")


def test_a_permanent_call_always_answers(published, cast):
    Call.objects.filter(pk=published.pk).update(closes_at=None, is_permanent=True)
    call = Call.objects.get(pk=published.pk)
    row = services.ask(call, cast.signatory, "Encore ?", at=call.opens_at + timedelta(days=3000))
    services.answer(row, "Toujours.", by=cast.manager, at=call.opens_at + timedelta(days=3001))


def test_the_decision_is_due_the_same_day_of_the_month(published):
    published.closes_at, published.decision_months = at("2026-08-31T10:00:00"), 6
    assert published.decision_due_at == at("2027-02-28T22:59:59")
