"""What no page of ours sends: NUL characters, numbers longer than the database, days outside any calendar."""

import pytest
from django.urls import reverse

from applications.enums import State
from applications.models import Application, ComplementItem
from tests.applications.pages import as_, url
from tests.factories import fill, make_call, reach, started

pytestmark = [pytest.mark.django_db, pytest.mark.servers]
LONG = "9" * 5000
KEYS = ("²", "9" * 40, LONG, "x", "")


def opened(cast):
    call = make_call(cast, closes_in=-3)
    reach(State.INCOMPLETE, call, cast)
    call.refresh_from_db()
    return call


def test_a_nul_character_is_a_bad_request(client, cast):
    for path in ("/dossiers/%00/", "/suites/a%00b/", "/appels/?q=%00", "/appels/?%00=1"):
        assert client.get(path).status_code == 400, path
    cookie = r'jalon_session="' + r"\000" * 9 + '"'
    assert client.get("/", HTTP_COOKIE=cookie).status_code == 400


def test_a_nul_character_in_a_reply_is_a_bad_request(cast):
    file = reach(State.INCOMPLETE, make_call(cast, closes_in=-3), cast)
    answer = url("answer_item", file, ComplementItem.objects.get().pk)
    assert as_(cast.signatory).post(answer, {"reply": "a\0b"}).status_code == 400


@pytest.mark.parametrize("key", KEYS)
def test_a_key_that_is_not_one_names_nothing(cast, key):
    call = opened(cast)
    lot = call.lots.get()
    manager, director = as_(cast.manager), as_(cast.director)
    pairs = reverse("reviews:assignments", args=[call.slug])
    assert manager.post(pairs, {"pair": f"{key}-{key}"}).status_code == 302
    assert manager.post(pairs, {"seen": f"{key}-1"}).status_code == 302
    for name in ("sign", "release"):
        page = reverse(f"reviews:{name}", args=[lot.pk])
        answer = director.post(page, {"decision": key, "capacity": "Directeur"})
        assert answer.status_code == 422, name


@pytest.mark.parametrize("key", KEYS)
def test_a_draft_ignores_what_is_not_a_number(cast, key):
    draft = fill(started(make_call(cast), cast), cast)
    signatory, section = as_(cast.signatory), draft.form_sections()[0].key
    page = url("section", draft, section)
    assert signatory.post(page, {"remove": key}).status_code == 302
    sent = {"base": key, "known-honneur": "", "r-honneur": "on", "mine": f"honneur:{key}"}
    assert signatory.post(page, sent).status_code == 302
    assert Application.objects.get(pk=draft.pk).answers["honneur"] is True


def test_places_too_many_for_the_database_are_told(cast):
    call = make_call(cast)
    call.lots.update(places=30, place_unit="places")
    draft = started(call, cast)
    sent = {"title": "Un projet", "requested_places": "9" * 12}
    assert as_(cast.signatory).post(url("identity", draft), sent).status_code == 422


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_outside_any_calendar_is_told(cast, day):
    call = opened(cast)
    manager = as_(cast.manager)
    received = {"lot": call.lots.get().pk, "siret": "73282932000074", "name": "X", "title": "T"}
    page = reverse("applications:outside", args=[call.slug])
    assert manager.post(page, received | {"day": day, "hour": "00:00"}).status_code == 422
    pairs = reverse("reviews:assignments", args=[call.slug])
    assert manager.post(pairs, {"due_on": day}).status_code == 422


def test_the_mark_of_a_page_is_cut_to_what_the_database_holds(cast):
    draft = started(make_call(cast), cast)
    typed = {"page": "x" * 500, "base": "0", "known-besoin": "1", "r-besoin": "Des besoins."}
    assert as_(cast.editor).post(url("section", draft, "projet"), typed).status_code in (302, 422)
    assert Application.objects.get().answers["besoin"] == "Des besoins."
