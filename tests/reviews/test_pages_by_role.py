"""Every page of judging, opened by everyone: a matrix written by hand."""

import pytest
from django.urls import reverse

from applications.enums import State
from tests.factories import make_call, reach

pytestmark = pytest.mark.django_db

ROLES = (
    "manager",
    "instructor",
    "director",
    "finance",
    "president",
    "commissioner",
    "expert",
    "signatory",
    "delegate",
    "stranger",
    "superuser",
)
# 2 = 200, 3 = 403, 4 = 404, r = 302 (declare first); one column per role, in the order above.
CALL_PAGES = {
    "applications:call_files": "22222333333",
    "applications:opening": "22222333333",
    "applications:outside": "22333333333",
    "reviews:assignments": "23333333333",
    "reviews:register": "23333333333",
    "reviews:abandon": "33233333333",
    "reviews:public_results": "22222222222",
}
LOT_PAGES = {
    "reviews:ranking": "22232333333",
    "reviews:calibration": "22232333333",
    "reviews:scenarios": "22232333333",
    "reviews:study": "22233333333",
    "reviews:decisions": "23232333333",
    "reviews:acts": "23232333333",
    "reviews:promote": "23232333333",
    "reviews:sign": "33232333333",
    "reviews:release": "33232333333",
}
FILE_PAGES = {
    "reviews:file": "2222rrr3444",
    "reviews:read": "2222rrr3444",
    "applications:check": "2222r333444",
    "applications:ask_complement": "32333333444",
    "applications:archive": "22233332444",
    "reviews:report": "32333333444",
    "reviews:ask_opinion": "22333333444",
    "reviews:opinion": "33333333444",
    "reviews:resume": "23333333444",
    "reviews:score": "333333r3444",
    "reviews:submit": "333333r3444",
    "reviews:declare": "22222223444",
}
CODES = {"2": 200, "3": 403, "4": 404, "r": 302}


@pytest.fixture
def file(cast):
    return reach(State.REVIEWED, make_call(cast, closes_in=-3), cast)


def opened(client, cast, url):
    found = []
    for role in ROLES:
        client.force_login(getattr(cast, role))
        found.append(client.get(url).status_code)
    return dict(zip(ROLES, found, strict=True))


def expected(row):
    return dict(zip(ROLES, (CODES[code] for code in row), strict=True))


@pytest.mark.parametrize("name", CALL_PAGES)
def test_the_pages_of_a_call(client, cast, file, name):
    assert opened(client, cast, reverse(name, args=[file.call.slug])) == expected(CALL_PAGES[name])


@pytest.mark.parametrize("name", LOT_PAGES)
def test_the_pages_of_a_lot(client, cast, file, name):
    assert opened(client, cast, reverse(name, args=[file.lot_id])) == expected(LOT_PAGES[name])


@pytest.mark.parametrize("name", FILE_PAGES)
def test_the_pages_of_a_file(client, cast, file, name):
    # The readers declared to mark the file: forget it, they must say it again.
    file.conflicts.all().delete()
    row = FILE_PAGES[name]
    if name == "reviews:score" or name == "reviews:submit":
        assert opened(client, cast, reverse(name, args=[file.number])) == expected(row) | {"instructor": 403}
        return
    assert opened(client, cast, reverse(name, args=[file.number])) == expected(row)


@pytest.mark.parametrize("kind", ["refuse", "lapse", "reconsider"])
def test_a_proposal_is_for_the_manager_and_the_instructor(client, cast, file, kind):
    url = reverse("reviews:propose", args=[file.number, kind])
    assert opened(client, cast, url) == expected("22333333444")


def test_a_visitor_reads_results_and_nothing_else(client, file):
    assert client.get(reverse("reviews:public_results", args=[file.call.slug])).status_code == 200
    for name in CALL_PAGES.keys() - {"reviews:public_results"}:
        assert client.get(reverse(name, args=[file.call.slug])).status_code == 302
    for name in LOT_PAGES:
        assert client.get(reverse(name, args=[file.lot_id])).status_code == 302
    for name in FILE_PAGES:
        assert client.get(reverse(name, args=[file.number])).status_code == 302
