"""What people declare of themselves: once, at their nomination, on an agenda."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Interest
from applications.enums import State
from reviews.models import Meeting, Nomination
from reviews.services import reading
from tests.factories import make_call, reach

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(cast):
    """A file being read by the expert; nobody appointed on its call has declared at their nomination."""
    file = reach(State.ADMISSIBLE, make_call(cast, closes_in=-3), cast)
    reading.assign(file.pk, cast.expert, by=cast.manager)
    Nomination.objects.all().delete()
    return file


def test_no_file_opens_before_the_declaration_at_nomination(client, cast, file):
    door = reverse("reviews:nomination", args=[file.call.slug])
    pages = {
        "expert": ["reviews:score", "reviews:read", "applications:file", "reviews:declare"],
        "commissioner": ["reviews:read", "applications:attachments", "reviews:declare"],
        "president": ["reviews:read", "applications:check"],
    }
    calls = [reverse("applications:call_files", args=[file.call.slug])]
    calls += [
        reverse("reviews:ranking", args=[file.lot_id]),
        reverse("reviews:decisions", args=[file.lot_id]),
        reverse("reviews:meeting", args=[convened(file.call, cast).pk]),
    ]
    for who, names in pages.items():
        client.force_login(getattr(cast, who))
        asked = [reverse(name, args=[file.number]) for name in names] + (calls if who == "president" else [])
        for url in asked:
            answer = client.get(url)
            assert answer.status_code == 302, (who, url)
            assert answer.url.startswith(door), (who, url)
        for url in (reverse("reviews:mine"), reverse("pages:landing")):
            page = client.get(url).content.decode()
            assert door in page
            assert file.number not in page
    shown = client.get(door + "?suite=" + calls[0]).content.decode()
    assert file.number not in shown
    assert client.post(door, {"suite": calls[0]}).status_code == 422
    done = client.post(door, {"suite": calls[0], "confirmed": "on"})
    assert (done.status_code, done.url) == (302, calls[0])
    assert client.get(calls[0]).status_code == 200
    assert Nomination.objects.get().appointment.person == cast.president
    assert "Déclaration faite le" in client.get(door).content.decode()


def convened(call, cast) -> Meeting:
    now = timezone.now()
    return Meeting.objects.create(
        call=call, number=1, starts_at=now, place="Salle 4", created_by=cast.manager, convened_at=now,
        convened_by=cast.manager,
    )  # fmt: skip


def test_agents_keep_no_nomination(client, cast, file):
    for who in (cast.manager, cast.instructor, cast.director):
        client.force_login(who)
        assert client.get(reverse("applications:call_files", args=[file.call.slug])).status_code == 200
        assert client.get(reverse("reviews:nomination", args=[file.call.slug])).status_code == 404


def test_an_interest_is_found_declared_and_withdrawn(client, cast, file):
    client.force_login(cast.expert)
    page = reverse("reviews:interests")
    found = client.get(page, {"q": "Relais"}).content.decode()
    assert "Association Le Relais de test" in found
    key = f"organisation-{cast.structure.pk}"
    sent = {"which": key, "kind": "past", "detail": "Éducatrice, 2019 à 2022"}
    assert client.post(f"{page}?q=Relais", {"which": key}).status_code == 422
    assert client.post(f"{page}?q=Rivale", sent).status_code == 422
    assert not Interest.objects.exists()
    assert client.post(f"{page}?q=Relais", sent).url == page
    assert client.post(f"{page}?q=Relais", sent).status_code == 422
    row = Interest.objects.get()
    assert (row.organisation, row.kind, row.detail) == (cast.structure, "past", "Éducatrice, 2019 à 2022")
    assert client.get(reverse("reviews:read", args=[file.number])).status_code == 404
    client.force_login(cast.president)
    assert client.post(reverse("reviews:end_interest", args=[row.pk])).status_code == 404
    client.force_login(cast.expert)
    assert client.post(reverse("reviews:end_interest", args=[row.pk])).url == page
    assert client.post(reverse("reviews:end_interest", args=[row.pk])).status_code == 422
    assert "retiré le" in client.get(page).content.decode()


@pytest.mark.parametrize(
    ("typed", "key", "stored"),
    [
        ("552 100 554", "siren", ("552100554", "")),
        ("552 100 554 00013", "siren", ("552100554", "")),
        ("690000013", "finess", ("", "690000013")),
    ],
)
def test_a_bare_number_is_declared(client, cast, typed, key, stored):
    client.force_login(cast.expert)
    page = f"{reverse('reviews:interests')}?q={typed}"
    assert "absent de l’annuaire" in client.get(page).content.decode()
    assert client.post(page, {"which": key, "kind": "family"}).status_code == 302
    row = Interest.objects.get()
    assert (row.siren, row.finess) == stored


def test_nonsense_is_answered_in_words(client, cast):
    client.force_login(cast.expert)
    page = reverse("reviews:interests")
    for words, said in (
        ("ab", "trois lettres"),
        ("123456789", "Aucune organisation trouvée"),
        ("", "Donnez un nom"),
    ):
        assert said in client.get(page, {"q": words}).content.decode()
