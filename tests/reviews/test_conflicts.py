"""Interests are declared before reading; a conflict makes the file vanish everywhere."""

import pytest
from django.urls import reverse

from accounts.enums import Role
from applications.enums import State
from reviews.models import Conflict
from reviews.services import reading
from tests.factories import appoint, fill, make_call, member, reach, started

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(cast):
    """Two concluded files of one lot."""
    call = make_call(cast, closes_in=-3)
    mine = fill(started(call, cast), cast)
    theirs = fill(started(call, cast, structure=cast.other_structure, by=cast.rival), cast, by=cast.rival)
    from tests.factories.files import Walk

    for file, by in ((mine, cast.signatory), (theirs, cast.rival)):
        Walk(call, cast, file).submitted(by=by)
    for file, values in ((mine, (5, 5, 5)), (theirs, (3, 3, 3))):
        walk = Walk(call, cast, file)
        for step in ("opened", "admissible"):
            getattr(walk, step)()
        walk.reviewed(values)
    return mine, theirs


def body(client, url):
    answer = client.get(url)
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_a_reader_declares_before_any_content_and_any_piece(client, cast):
    call = make_call(cast, closes_in=-3)
    file = reach(State.ADMISSIBLE, call, cast)
    reading.assign(file.pk, cast.expert, by=cast.manager)
    client.force_login(cast.expert)
    piece = file.attachments.first()
    asked = [
        reverse("reviews:score", args=[file.number]),
        reverse("reviews:read", args=[file.number]),
        reverse("reviews:file", args=[file.number]),
        reverse("applications:file", args=[file.number]),
        reverse("applications:attachments", args=[file.number]),
        reverse("applications:attachment", args=[file.number, piece.pk]),
        reverse("applications:print", args=[file.number]),
    ]
    for url in asked:
        answer = client.get(url)
        assert answer.status_code == 302, url
        assert answer.url.startswith(reverse("reviews:declare", args=[file.number])), url
    page = client.get(reverse("reviews:declare", args=[file.number])).content.decode()
    assert "Des personnes sans suivi." not in page
    done = client.post(
        reverse("reviews:declare", args=[file.number]), {"has_conflict": "no", "suite": asked[0]}
    )
    assert (done.status_code, done.url) == (302, asked[0])
    assert "Des personnes sans suivi." in client.get(asked[0]).content.decode()


def test_a_declaration_never_leads_off_the_site(client, cast):
    file = reach(State.ADMISSIBLE, make_call(cast, closes_in=-3), cast)
    reading.assign(file.pk, cast.expert, by=cast.manager)
    client.force_login(cast.expert)
    done = client.post(
        reverse("reviews:declare", args=[file.number]),
        {"has_conflict": "no", "suite": "https://ailleurs.test/"},
    )
    assert done.url == reverse("reviews:read", args=[file.number])


def test_a_conflict_is_named_or_refused(client, cast):
    file = reach(State.ADMISSIBLE, make_call(cast, closes_in=-3), cast)
    client.force_login(cast.president)
    answer = client.post(reverse("reviews:declare", args=[file.number]), {"has_conflict": "yes"})
    assert answer.status_code == 422
    assert not Conflict.objects.exists()


@pytest.mark.parametrize("who", ["manager", "director", "president"])
def test_a_conflict_makes_the_file_vanish_everywhere(client, cast, two, who):
    mine, theirs = two
    person = getattr(cast, who)
    reading.declare(theirs.pk, by=person, has_conflict=False)
    reading.declare(mine.pk, by=person, has_conflict=True, motive="Ma sœur y travaille.")
    client.force_login(person)
    for name in (
        "reviews:file",
        "reviews:read",
        "reviews:declare",
        "applications:check",
        "applications:file",
    ):
        assert client.get(reverse(name, args=[mine.number])).status_code == 404, name
    call, lot = mine.call, mine.lot
    lists = [
        reverse("applications:call_files", args=[call.slug]),
        reverse("applications:opening", args=[call.slug]),
    ]
    lists += [reverse(f"reviews:{name}", args=[lot.pk]) for name in ("ranking", "decisions")]
    for url in lists:
        page = client.get(url).content.decode()
        assert mine.number not in page, url
        assert cast.structure.name not in page, url
        assert theirs.number in page, url
    assert "1 dossier<" in client.get(lists[0]).content.decode()
    mines = client.get(reverse("reviews:mine")).content.decode()
    assert mine.number not in mines
    if who != "president":
        assert mine.number.encode() not in body(
            client, reverse("applications:call_export", args=[call.slug, "csv"])
        )


def test_the_register_tells_the_manager_and_hides_their_own(client, cast, two):
    mine, theirs = two
    reading.declare(
        mine.pk, by=cast.president, has_conflict=True, motive="Lien de parenté avec la direction."
    )
    reading.declare(theirs.pk, by=cast.manager, has_conflict=True, motive="Ancien employeur.")
    client.force_login(cast.manager)
    page = client.get(reverse("reviews:register", args=[mine.call.slug])).content.decode()
    assert "Lien de parenté avec la direction." in page
    assert theirs.number not in page
    assert "Ancien employeur." not in page


def test_nobody_judges_their_own_structure(client, cast, two):
    mine, _ = two
    appoint(mine.call, cast.signatory, Role.PRESIDENT, by=cast.manager)
    client.force_login(cast.signatory)
    assert client.get(reverse("reviews:file", args=[mine.number])).status_code == 403
    answer = client.get(reverse("reviews:ranking", args=[mine.lot_id]))
    assert answer.status_code == 200
    assert mine.number not in answer.content.decode()
    member(cast.manager, cast.structure, Role.EDITOR)
    client.force_login(cast.manager)
    assert (
        mine.number
        not in client.get(reverse("applications:call_files", args=[mine.call.slug])).content.decode()
    )


def test_peers_scores_wait_for_ones_own(client, cast):
    call = make_call(cast, closes_in=-3)
    file = reach(State.ADMISSIBLE, call, cast)
    for reader in (cast.expert, cast.instructor):
        reading.assign(file.pk, reader, by=cast.manager)
        reading.declare(file.pk, by=reader, has_conflict=False)
    why = "Le diagnostic est précis et partagé."
    scores = {criterion.pk: (4, why) for criterion in call.criteria.all()}
    reading.save_review(file.pk, by=cast.expert, scores=scores, advice="favourable")
    reading.submit_review(file.pk, by=cast.expert)
    client.force_login(cast.instructor)
    pages = [reverse("reviews:file", args=[file.number]), reverse("reviews:report", args=[file.number])]
    pages += [reverse("reviews:ranking", args=[file.lot_id])]
    for url in pages:
        page = client.get(url).content.decode()
        assert "endez d’abord" in page, url
        assert why not in page, url
    reading.save_review(file.pk, by=cast.instructor, scores=scores, advice="favourable")
    reading.submit_review(file.pk, by=cast.instructor)
    assert why in client.get(pages[0]).content.decode()
    client.force_login(cast.expert)
    assert why in client.get(reverse("reviews:score", args=[file.number])).content.decode()
    assert "Lecteur 1" not in client.get(pages[0]).content.decode()
