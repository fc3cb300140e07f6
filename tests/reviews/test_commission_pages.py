"""The pages of the commission: each role its own, one cost whatever the length, nothing of a closed file anywhere."""

import re

import pytest
from django.urls import reverse

from accounts.models import Organisation
from applications.models import Application
from documents import production
from documents.models import Document
from reviews.enums import Presence
from reviews.models import Conflict, Meeting, Seat
from reviews.services.commission import closing, room, voting
from tests.factories import commission as c

pytestmark = pytest.mark.django_db
SECRET = "Association Passe-Muraille"


@pytest.fixture
def world(cast):
    call, files = c.judged_call(cast)
    Organisation.objects.filter(pk=files[0].structure_id).update(name=SECRET)
    Application.objects.filter(pk=files[0].pk).update(title="Projet Passe-Muraille")
    return call, files, c.Bench(cast)


def page(client, name, *arguments, status=200, **data):
    url = reverse(f"reviews:{name}", args=arguments)
    answer = client.post(url, data) if data else client.get(url)
    assert answer.status_code == status, (name, answer.status_code)
    return answer.content.decode()


def test_the_manager_names_and_ends_seats(client, cast):
    client.force_login(cast.manager)
    place = reverse("reviews:name_seat", args=[cast.authority.pk]) + "?place=president"
    assert "Directeur général de l’ARS" in client.get(place).content.decode()
    sent = {"capacity": "Présidente", "voice": "deliberative", "presides": "on", "since": "2026-11-01"}
    refused = client.post(place, sent | {"holder": "personne@ailleurs.test"})
    assert (refused.status_code, "Aucun compte" in refused.content.decode()) == (422, True)
    assert client.post(place, sent | {"holder": cast.president.email}).status_code == 302
    seat = Seat.objects.get()
    assert (seat.place, seat.presides) == ("president", True)
    assert "31 octobre 2029" in page(client, "seats", cast.authority.pk)
    assert client.post(reverse("reviews:end_seat", args=[seat.pk])).status_code == 302
    assert Seat.objects.get().ended_at
    for who in (cast.director, cast.president):
        client.force_login(who)
        assert client.get(place).status_code in {403, 404}


def test_a_member_declares_before_reading(client, cast, world):
    call, files, bench = world
    meeting = c.convened(call, cast)
    client.force_login(bench.elder)
    page(client, "meeting", meeting.pk, status=302)  # to the declaration owed since the nomination
    c.nominate(call, [bench.elder])
    shown = page(client, "meeting", meeting.pk)
    assert "Déclarez d’abord" in shown
    assert files[1].number in shown
    assert reverse("reviews:read", args=[files[1].number]) not in shown
    assert client.get(reverse("reviews:room", args=[meeting.pk])).status_code == 302
    assert call.title in page(client, "mine")
    c.declare(meeting, [bench.elder])
    assert reverse("reviews:read", args=[files[1].number]) in page(client, "meeting", meeting.pk)
    page(client, "close_meeting", meeting.pk, status=403)
    client.force_login(cast.stranger)
    page(client, "meeting", meeting.pk, status=404)


def test_the_room_costs_the_same_whatever_its_length(client, cast, world, django_assert_num_queries):
    call, files, bench = world
    meeting = c.opened(call, cast, bench)
    url = reverse("reviews:room_live", args=[meeting.pk]) + "?ouverte=1"
    client.force_login(bench.elder)
    client.get(url)
    meeting.items.exclude(application=files[1]).delete()
    with django_assert_num_queries(QUERIES):
        client.get(url)
    for file in (files[0], files[2]):
        meeting.items.create(application=file, position=9)
    with django_assert_num_queries(QUERIES):
        html = client.get(url).content.decode()
    stamp = re.search(r"vu=(\w+)", html)[1]
    assert client.get(f"{url}&vu={stamp}").status_code == 204  # nothing moved: nothing is drawn again
    room.go_to(meeting.pk, meeting.items.first().pk, by=cast.manager)
    assert client.get(f"{url}&vu={stamp}").status_code == 200


QUERIES = 33


def test_a_closed_file_is_on_no_page_of_who_may_not_hear_of_it(client, cast, world):
    """The strings planted in the file, its number, its rank and what was said of it: on none of the pages."""
    call, files, bench = world
    for who in (bench.elder, cast.director):
        Conflict.objects.create(application=files[0], person=who, has_conflict=True, motive="Parenté")
    meeting = c.opened(call, cast, bench)
    item = meeting.items.get(application=files[0])
    room.go_to(meeting.pk, item.pk, by=cast.manager)
    room.write_debate(meeting.pk, item.pk, by=cast.manager, text="Délibéré Passe-Muraille")
    poll = voting.put(
        meeting.pk, by=cast.manager, question="Avis Passe-Muraille", secret=False, item_id=item.pk
    )
    voting.record(meeting.pk, poll.pk, by=cast.manager, choices={c.line(meeting, bench.users).pk: "for"})
    names = ["meeting", "room", "room_live", "papers"]
    assert leaks(client, cast.manager, names, meeting, files[0]) == names[:3]
    for who in (bench.elder, cast.director):
        assert leaks(client, who, names, meeting, files[0]) == []
    voting.close(meeting.pk, poll.pk, by=cast.manager)
    room.go_to(meeting.pk, None, by=cast.manager)
    closing.close(meeting.pk, by=cast.manager)
    production.sweep()
    for who in (bench.elder, cast.director):
        assert leaks(client, who, ["meeting", "papers"], meeting, files[0]) == []
        for paper in meeting.papers.select_related("document"):
            address = reverse("documents:download", args=[paper.document.code])
            assert client.get(address).status_code == 404
    signs(client, cast, bench, meeting)


def leaks(client, who, names, meeting, file) -> list[str]:
    client.force_login(who)
    found = []
    for name in names:
        html = client.get(reverse(f"reviews:{name}", args=[meeting.pk]), {"ouverte": 1}).content.decode()
        if "Passe-Muraille" in html or file.number in html:
            found.append(name)
    return found


def signs(client, cast, bench, meeting):
    """The president reads what was drafted, confirms, signs; nobody else is shown the page."""
    for who in (cast.manager, bench.users):
        client.force_login(who)
        page(client, "sign_minutes", meeting.pk, status=403)
    client.force_login(bench.president)
    shown = page(client, "sign_minutes", meeting.pk)
    seen = re.search(r'name="seen" value="(\w+)"', shown)[1]
    assert "Délibéré Passe-Muraille" in shown
    page(client, "sign_minutes", meeting.pk, status=422, capacity="Présidente", seen=seen)
    page(client, "sign_minutes", meeting.pk, status=302, capacity="Présidente", read="on", seen=seen)
    assert Meeting.objects.get(pk=meeting.pk).signed_as == "Présidente"
    assert Document.objects.filter(sitting__meeting=meeting, kind="minutes").count() == 2


def test_everybody_expected_is_put_down_as_there_then_saved(client, cast, world):
    call, _, _ = world
    meeting = c.convened(call, cast)
    client.force_login(cast.manager)
    url = reverse("reviews:attendance", args=[meeting.pk])
    assert "?tous=presents" in client.get(url).content.decode()
    absent = meeting.attendances.order_by("pk").last()
    meeting.attendances.filter(pk=absent.pk).update(presence=Presence.ABSENT)
    shown = client.get(url + "?tous=presents")
    assert "Rien n’est encore enregistré" in shown.content.decode()
    found = {row.line.pk: row["presence"].value() for row in shown.context["rows"]}
    assert found.pop(absent.pk) == Presence.ABSENT
    assert set(found.values()) == {Presence.HOLDER}
    assert not meeting.attendances.filter(presence=Presence.HOLDER).exists()


def test_what_a_stale_page_sends_is_refused_in_words(client, cast, world):
    call, files, _ = world
    meeting = c.convened(call, cast)
    client.force_login(cast.manager)
    posts = [
        ("open_meeting", (meeting.pk,), {"x": "1"}, "présences ne sont pas notées"),
        ("go_to", (meeting.pk,), {"item": str(meeting.items.first().pk)}, "pas encore ouverte"),
        ("cast", (meeting.pk, 1), {"choice": "for"}, "pas encore ouverte"),
        ("observe", (meeting.pk,), {"line": "0", "text": ""}, "Écrivez l’observation"),
    ]
    for name, arguments, data, words in posts:
        assert words in page(client, name, *arguments, status=422, **data), name
    for name, data in (
        ("agenda", {f"on-{files[0].pk}": "on", f"order-{files[0].pk}": "zéro"}),
        ("convene", {}),
    ):
        url = reverse(f"reviews:{name}", args=[meeting.pk])
        assert client.post(url, data).status_code in {302, 422}
    assert "ne changent plus" in page(client, "agenda", meeting.pk, status=422, x="1")
    page(client, "attendance", meeting.pk, status=422, x="1")
