"""Reminders: on their day, in the morning, where the call is; never late, never twice."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.utils import timezone

from applications.services import deposit, vault
from awards.models import ActivityReport, Agreement
from notifications import services
from notifications.models import Message
from reviews.models import Assignment, Meeting, Offer, Opinion, Seat
from reviews.services import reading
from tests.factories import fill, make_call, started
from tests.factories.files import pdf
from tests.notifications.conftest import names
from tests.notifications.test_who import walk

DAY = timedelta(days=1)
ALL_DAY = [timedelta(hours=hour) for hour in range(0, 24, 3)]


def far_call(cast, **fields):
    return make_call(cast, closes_in=40, window=70, **fields)


def draft_situation(cast):
    call = far_call(cast)
    story = walk(cast, "", call)
    return story, call.closes_at - 7 * DAY


def complement_situation(cast):
    story = walk(cast, "submitted opened incomplete")
    return story, story.file.complement_due_at - 5 * DAY


def offer_situation(cast):
    story = walk(cast, "submitted opened admissible reviewed selected")
    return story, Offer.objects.get(application=story.pk).due_at - DAY


def report_situation(cast):
    story = walk(cast, "submitted opened admissible reviewed selected funded")
    due = ActivityReport.objects.get(application=story.pk).due_on
    return story, story.at.replace(year=due.year, month=due.month, day=due.day, hour=11) - 7 * DAY


def reading_situation(cast):
    story = walk(cast, "submitted opened admissible")
    due = (story.at + 20 * DAY).date()
    reading.assign(story.pk, cast.expert, by=cast.manager, due_on=due, at=story.now())
    return story, story.at.replace(hour=11) + 13 * DAY


def late_reading_situation(cast):
    story = walk(cast, "submitted opened admissible")
    due = (story.at + 20 * DAY).date()
    reading.assign(story.pk, cast.expert, by=cast.manager, due_on=due, at=story.now())
    return story, story.at.replace(hour=11) + 28 * DAY


def agreement_situation(cast):
    story = walk(cast, "submitted opened admissible reviewed selected")
    story.agreed()
    return story, Agreement.objects.get(application=story.pk).prepared_at.replace(hour=11) + 14 * DAY


def countersign_situation(cast):
    story = walk(
        cast, "submitted opened admissible reviewed selected", make_call(cast, closes_in=-3, both_sign=False)
    )
    story.agreed()
    return story, Agreement.objects.get(application=story.pk).prepared_at.replace(hour=11) + 7 * DAY


def decision_situation(cast):
    story = walk(cast, "submitted opened admissible")
    return story, story.call.decision_due_at - 30 * DAY


def opinion_situation(cast):
    story = walk(cast, "submitted opened admissible")
    due = story.at.date() + timedelta(days=8)
    Opinion.objects.create(
        application=story.file, asked_of=cast.finance, asked_by=cast.manager, asked_at=story.at, due_on=due
    )
    return story, story.at.replace(hour=11) + 7 * DAY


def sitting(cast, *, heard: bool):
    story = walk(cast, "submitted opened admissible")
    starts = story.at + timedelta(days=8)
    meeting = Meeting.objects.create(
        call=story.call, number=1, starts_at=starts, place="Salle 4", created_by=cast.manager,
        convened_at=story.at, convened_by=cast.manager,
    )  # fmt: skip
    if heard:
        meeting.items.create(application=story.file, position=1, hearing_at=starts)
    else:
        seat = Seat.objects.create(
            authority=cast.authority, capacity="Président", voice="deliberative", presides=True,
            holder=cast.president, since=story.at.date(), until=story.at.date() + timedelta(days=900),
            named_by=cast.manager,
        )  # fmt: skip
        meeting.attendances.create(seat=seat)
    return story, story.at.replace(hour=11) + 7 * DAY


def vault_situation(cast):
    story = walk(cast, "")
    end = timezone.localdate() + 60 * DAY
    vault.put(
        cast.structure, by=cast.editor, kind="tax", upload=pdf(), dated=timezone.localdate(), expires_on=end
    )
    return story, datetime.combine(end, time(11), UTC) - 7 * DAY


SITUATIONS = {
    "vault": vault_situation,
    "draft": draft_situation,
    "complement": complement_situation,
    "offer": offer_situation,
    "report": report_situation,
    "reading": reading_situation,
    "reading_late": late_reading_situation,
    "agreement": agreement_situation,
    "countersign": countersign_situation,
    "decision": decision_situation,
    "opinion": opinion_situation,
    "meeting": lambda cast: sitting(cast, heard=False),
    "hearing": lambda cast: sitting(cast, heard=True),
}
PEOPLE = {
    "vault": "signatory editor",
    "opinion": "finance",
    "meeting": "president",
    "hearing": "signatory editor",
    "draft": "signatory editor",
    "complement": "signatory editor",
    "offer": "signatory",
    "report": "signatory editor",
    "reading": "expert",
    "reading_late": "expert",
    "agreement": "signatory",
    "countersign": "director",
    "decision": "manager director",
}


@pytest.mark.parametrize("name", SITUATIONS)
def test_who_is_reminded(cast, name):
    _, moment = SITUATIONS[name](cast)
    services.remind(moment)
    services.remind(moment + timedelta(minutes=15))
    assert names(cast, Message.objects.all()) == {f"reminder_{name}": PEOPLE[name]}
    assert Message.objects.count() == len(PEOPLE[name].split())


def days_reminded(call, span=45) -> list[int]:
    """The days before the closing on which something was written, looking every three hours."""
    start = call.closes_at.replace(hour=0) - span * DAY
    found = []
    for day in range(span + 2):
        if sum(services.remind(start + day * DAY + hour) for hour in ALL_DAY):
            found.append(span - day)
    return found


def test_a_draft_is_reminded_on_its_days_and_no_other(cast):
    call = far_call(cast)
    walk(cast, "", call)
    assert days_reminded(call) == [30, 14, 7, 2, 1]


def test_a_draft_begun_late_is_not_reminded_of_days_gone(cast):
    call = far_call(cast)
    started(call, cast, at=call.closes_at - 10 * DAY)
    assert days_reminded(call) == [7, 2, 1]


def test_a_day_missed_is_never_made_up(cast):
    call = far_call(cast)
    walk(cast, "", call)
    assert services.remind(call.closes_at - 13 * DAY) == 0
    assert services.remind(call.closes_at + DAY) == 0


def test_nobody_is_woken_before_the_morning_of_the_call(cast):
    call = far_call(cast, time_zone="Indian/Reunion")
    walk(cast, "", call)
    day = (call.closes_at - 7 * DAY).replace(minute=0)
    assert services.remind(day.replace(hour=3)) == 0  # 7 h in La Réunion
    assert services.remind(day.replace(hour=4)) == 2
    assert "heure de La Réunion" in Message.objects.first().body


def test_a_deposited_file_is_reminded_of_nothing(cast):
    call = make_call(cast, closes_in=20)
    application = fill(started(call, cast), cast)
    deposit.submit(application.pk, by=cast.signatory)
    assert services.remind(call.closes_at - 7 * DAY) == 0


def test_a_reader_who_has_submitted_or_left_is_not_reminded(cast):
    story, moment = reading_situation(cast)
    Assignment.objects.filter(application=story.pk).update(ended_at=story.at)
    assert services.remind(moment) == 0


def test_a_weekly_reminder_comes_each_week_once(cast):
    _, moment = agreement_situation(cast)
    found = [day for day in range(22) if services.remind(moment + (day - 14) * DAY)]
    assert found == [7, 14, 21]


def test_the_decision_clock_names_its_text_and_what_silence_does(cast):
    _, moment = decision_situation(cast)
    services.remind(moment)
    body = Message.objects.first().body
    assert "CRPA, art. L. 231-4" in body
    assert "le silence vaut rejet" in body


def test_a_reminder_written_for_a_past_day_is_not_mailed(cast):
    call = make_call(cast, closes_in=-20)
    walk(cast, "", call)
    services.remind(call.closes_at - 7 * DAY)
    assert set(Message.objects.values_list("mail", flat=True)) == {"past"}


def test_a_piece_of_the_vault_renewed_is_no_longer_reminded_of(cast):
    _, moment = vault_situation(cast)
    piece = cast.structure.vault.get()
    vault.renew(piece.pk, by=cast.editor, upload=pdf(mark=b"new"), dated=timezone.localdate())
    services.remind(moment)
    assert not Message.objects.filter(key="reminder_vault").exists()


def test_a_piece_is_reminded_of_a_month_and_a_week_before_its_end(cast):
    _, moment = vault_situation(cast)
    days = [day for day in range(60) if services.remind(moment + (7 - day) * DAY)]
    assert days == [7, 30]
