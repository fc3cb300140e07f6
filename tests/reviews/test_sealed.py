"""Before the opening nobody at the authority learns anything but a number."""

import pytest
from django.urls import reverse

from applications.enums import State
from applications.services import calendar, deposit, drafting
from calls.enums import Kind
from tests.factories import fill, make_call, started

pytestmark = pytest.mark.django_db

SECRET = "Zanzibar-7319"
WATCHERS = (
    "manager",
    "instructor",
    "director",
    "finance",
    "president",
    "commissioner",
    "expert",
    "superuser",
)


@pytest.fixture
def sealed(cast):
    """An open call with a deposited file and a draft, full of planted words."""
    call = make_call(cast, kind=Kind.AAP)
    structure, other = cast.structure, cast.other_structure
    structure.name, other.name = f"{SECRET} Un", f"{SECRET} Deux"
    structure.save()
    other.save()
    file = fill(started(call, cast), cast)
    drafting.save_identity(file.pk, by=cast.signatory, title=f"{SECRET} projet")
    deposit.submit(file.pk, by=cast.signatory)
    draft = started(call, cast, structure=other, by=cast.rival)
    drafting.save_identity(draft.pk, by=cast.rival, title=f"{SECRET} brouillon")
    return call


def pages_of(call):
    lot, number = call.lots.first(), call.applications.first().number
    by_call = ("call_files", "opening", "outside")
    yield from (reverse(f"applications:{name}", args=[call.slug]) for name in by_call)
    yield from (reverse("applications:call_export", args=[call.slug, kind]) for kind in ("csv", "xlsx"))
    yield reverse("applications:call_files", args=[call.slug]) + f"?q={SECRET}"
    yield from (
        reverse(f"reviews:{name}", args=[call.slug])
        for name in ("assignments", "register", "abandon", "public_results")
    )
    yield from (
        reverse(f"reviews:{name}", args=[lot.pk])
        for name in ("ranking", "decisions", "acts", "sign", "release", "promote")
    )
    yield from (
        reverse(f"reviews:{name}", args=[number]) for name in ("file", "read", "declare", "score", "report")
    )
    yield from (
        reverse(f"applications:{name}", args=[number]) for name in ("check", "archive", "ask_complement")
    )
    yield reverse("reviews:mine")


@pytest.mark.parametrize("who", WATCHERS)
def test_planted_words_are_found_nowhere(client, cast, sealed, who):
    client.force_login(getattr(cast, who))
    numbers = list(sealed.applications.values_list("number", flat=True))
    for url in pages_of(sealed):
        answer = client.get(url)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        text = body.decode(errors="replace").replace(f"?q={SECRET}", "").replace(f'value="{SECRET}"', "")
        assert SECRET not in text, url
        assert answer.status_code in {200, 302, 403, 404}, url
        assert not any(number in text for number in numbers), url


def test_the_admin_shows_a_superuser_nothing_of_a_sealed_file(client, cast, sealed):
    client.force_login(cast.superuser)
    index = client.get(reverse("admin:index")).content.decode()
    assert "applications/application" not in index
    assert "reviews/" not in index


def test_only_the_number_of_files_is_told(client, cast, sealed):
    client.force_login(cast.manager)
    page = client.get(reverse("applications:call_files", args=[sealed.slug])).content.decode()
    assert "<dd>1</dd>" in page
    assert "Ouvrir les dossiers" not in page


def test_files_open_after_the_closing_and_the_record_says_who(client, cast):
    call = make_call(cast)
    file = fill(started(call, cast), cast)
    deposit.submit(file.pk, by=cast.signatory)
    client.force_login(cast.manager)
    url = reverse("applications:open_files", args=[call.slug])
    early = client.post(url)
    assert early.status_code == 422
    assert "Les dossiers s’ouvrent après la clôture" in early.content.decode()
    call.closes_at = call.opens_at + (call.closes_at - call.opens_at) / 3
    call.save()
    assert client.post(url).status_code == 302
    record = client.get(reverse("applications:opening", args=[call.slug])).content.decode()
    assert file.number in record
    assert "Marc Responsable" in record
    assert client.post(url).status_code == 422


def test_a_draft_and_an_expired_file_stay_unknown_after_the_opening(client, cast):
    call = make_call(cast, closes_in=-3)
    draft = started(call, cast)
    calendar.open_files(call.pk)
    calendar.tick()
    client.force_login(cast.manager)
    page = client.get(reverse("applications:call_files", args=[call.slug])).content.decode()
    assert draft.number not in page
    assert client.get(reverse("reviews:file", args=[draft.number])).status_code == 404
    assert type(draft).objects.get(pk=draft.pk).state == State.EXPIRED
