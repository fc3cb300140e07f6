"""Every address is in the access table, and nobody opens a page that is not for them."""

from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from applications.enums import State
from calls.models import Programme
from reviews.models import Meeting
from tests.factories import make_call, reach
from tests.structure.routes import AUDIENCE, arguments, routes

CLOSED = {302, 403, 404, 405}


pytestmark = pytest.mark.usefixtures("plain_refusals")


def test_every_address_has_its_audience():
    assert set(routes()) == set(AUDIENCE)


@pytest.fixture
def world(cast):
    call = make_call(cast, closes_in=-60)
    file = reach(State.FUNDED, call, cast)
    programme = Programme.objects.create(
        name="Programme", slug="programme", authority=cast.authority, summary="S"
    )
    return SimpleNamespace(
        call=call,
        number=file.number,
        code=file.acts.filter(document__kind="receipt").get().document.code,
        section=call.forms.get().sections.first().pk,
        attachment=file.attachments.first().pk,
        structure=cast.structure,
        union=cast.union,
        programme=programme.slug,
        meeting=convened(call, cast).pk,
    )


def convened(call, cast) -> Meeting:
    """A meeting of the commission that anybody who sits on it may open."""
    now = timezone.now()
    return Meeting.objects.create(
        call=call,
        number=1,
        starts_at=now,
        place="Salle 4",
        created_by=cast.manager,
        convened_at=now,
        convened_by=cast.manager,
    )


def address(name, names, world) -> str:
    return reverse(name, kwargs=arguments(name, names, world))


def opened(client, world, who, audiences) -> dict[str, int]:
    """The pages of these audiences that do not close their door to this person."""
    client.force_login(who)
    found = {
        name: client.get(address(name, names, world)).status_code
        for name, names in routes().items()
        if AUDIENCE[name] in audiences
    }
    return {name: status for name, status in found.items() if status not in CLOSED}


def test_a_visitor_opens_public_pages_only(client, world):
    for name, names in routes().items():
        for answer in (client.get(address(name, names, world)), client.post(address(name, names, world))):
            to_login = answer.status_code == 302 and "/compte/login/" in answer.url
            assert to_login == (AUDIENCE[name] != "public"), name


def test_each_audience_keeps_to_its_pages(client, cast, world):
    others = {"organisation", "authority", "union", "structure", "file"}
    for who in (cast.rival, cast.superuser):
        assert opened(client, world, who, others) == {}, who
    for who in (cast.signatory, cast.editor, cast.delegate):
        assert opened(client, world, who, {"authority"}) == {}, who
    for who in (cast.manager, cast.instructor, cast.director, cast.finance, cast.expert, cast.president):
        assert opened(client, world, who, {"structure", "organisation", "union"}) == {}, who


PEOPLE = "signatory rival delegate manager director expert president"


def test_no_page_breaks(client, cast, world):
    """No address answers with an error of ours, whoever asks."""
    for who in PEOPLE.split():
        found = opened(client, world, getattr(cast, who), set(AUDIENCE.values()))
        assert {name: status for name, status in found.items() if status not in {200, 409, 422}} == {}, who
