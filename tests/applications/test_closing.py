"""The last second: what was received in time counts, what was written after it does not, however it is sent."""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from accounts.errors import Refused
from applications.enums import State
from applications.models import Application, Snapshot
from applications.services import attaching, budgeting, calendar, completeness, deposit, drafting, sending
from pages.middleware import Reception
from tests.applications.pages import as_, url, words
from tests.factories import fill, make_call, reach, started
from tests.factories.files import pdf

SECOND = timedelta(seconds=1)
LATE = "La clôture est passée"


@pytest.fixture
def closed(cast):
    """A complete draft whose call closed five seconds ago."""
    call = make_call(cast)
    file = fill(started(call, cast), cast)
    call.closes_at = timezone.now().replace(microsecond=0) - 5 * SECOND
    call.save()
    return Application.objects.get(pk=file.pk)


WRITES = {
    "answers": lambda pk, by: drafting.save_answers(pk, by=by, values={"besoin": "Après"}, base=9, page="x"),
    "title": lambda pk, by: drafting.save_identity(pk, by=by, title="Après"),
    "partner": lambda pk, by: drafting.add_partner(pk, by=by, name="Après", role="x"),
    "budget": lambda pk, by: budgeting.save_sheet(pk, by=by, lines={"60": (1, "")}),
    "piece": lambda pk, by: attaching.attach(pk, by=by, question_key="statuts", upload=pdf(mark=b"apres")),
    "sending": lambda pk, by: sending.begin(pk, by=by, target="statuts", name="a.pdf", size=9),
    "signature": lambda pk, by: deposit.hand_over(pk, by=by),
}


@pytest.mark.parametrize("name", WRITES)
def test_nothing_is_written_after_the_closing(cast, closed, name):
    with pytest.raises(Refused, match=LATE):
        WRITES[name](closed.pk, cast.editor)
    assert Application.objects.get(pk=closed.pk).edits == closed.edits


def test_a_deposit_received_in_time_freezes_what_was_there_at_the_closing(cast, closed):
    with pytest.raises(Refused):
        WRITES["answers"](closed.pk, cast.editor)
    deposit.submit(closed.pk, by=cast.signatory, at=closed.call.closes_at, read_at_edit=closed.edits)
    assert "Après" not in str(Snapshot.objects.get().content)


def test_the_page_says_that_it_is_too_late(cast, closed):
    typed = {"page": "p", "base": "99", "known-besoin": "1", "r-besoin": "Après"}
    response = as_(cast.editor).post(url("section", closed, "projet"), typed)
    assert response.status_code == 422
    assert LATE in words(response)


def test_what_was_received_in_time_may_still_be_on_its_way(cast, closed):
    """The beat passes between the closing and the end of a request received before it."""
    calendar.tick(closed.call.closes_at + 30 * SECOND)
    assert Application.objects.get(pk=closed.pk).state == State.DRAFT
    deposit.submit(closed.pk, by=cast.signatory, at=closed.call.closes_at)
    assert calendar.tick(closed.call.closes_at + calendar.SETTLING + SECOND)["opened"] == 1


def test_a_draft_expires_and_a_complement_ends_once_everything_arrived(cast, closed):
    assert calendar.tick(closed.call.closes_at + calendar.SETTLING + SECOND)["expired"] == 1
    file = reach(State.INCOMPLETE, make_call(cast, closes_in=-3), cast)
    due, item = file.complement_due_at, file.open_complement.items.get()
    calendar.tick(due + 30 * SECOND)
    completeness.answer_item(item.pk, by=cast.editor, reply="Voici", at=due)
    assert calendar.tick(due + calendar.SETTLING + SECOND)["completed"] == 1


@pytest.mark.parametrize(("lasted", "held_back"), [(20, False), (600, True)])
def test_a_request_held_back_is_received_when_it_ends(monkeypatch, lasted, held_back):
    clock = [timezone.now().replace(microsecond=0)]
    monkeypatch.setattr(Reception, "now", staticmethod(lambda: clock[0]))
    reception, request = Reception(lambda request: HttpResponse()), RequestFactory().post("/", {"a": "b"})
    reception(request)
    began, read = clock[0], request._load_post_and_files

    def slowly():
        clock[0] += lasted * SECOND
        read()

    monkeypatch.setattr(request, "_load_post_and_files", slowly)
    reception.process_view(request, None, (), {})
    assert request.received_at == (clock[0] if held_back else began)
