"""Where each person lands: what they must do next, with its date, and nothing of what is not theirs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from applications.enums import ConsentLevel, State
from applications.services import consents, deposit
from reviews.services import deciding, reading
from tests.factories import fill, make_call, reach, started
from tests.factories.cast import member, person
from tests.factories.files import TEXT


def landing(client, who) -> str:
    client.force_login(who)
    return client.get("/accueil/").content.decode()


@pytest.fixture
def closed(cast):
    return make_call(cast, closes_in=-60)


def test_a_draft_is_first_with_its_hour(client, cast):
    file = started(make_call(cast), cast)
    page = landing(client, cast.editor)
    assert f"Dossier {file.number}" in page
    assert "Ce dossier n’est pas déposé." in page
    assert "Au plus tard le" in page


def test_a_complement_is_one_click_away(client, cast, closed):
    file = reach(State.INCOMPLETE, closed, cast)
    assert f'href="/dossiers/{file.number}/complements/"' in landing(client, cast.editor)


def test_a_stranger_is_shown_how_to_begin(client, cast):
    assert "Rejoindre ou créer ma structure" in landing(client, cast.stranger)


@pytest.mark.parametrize(
    ("state", "who", "words"),
    [
        (State.SUBMITTED, "instructor", "Un dossier à vérifier"),
        (State.INCOMPLETE, "editor", "Répondre à la demande de compléments"),
        (State.ADMISSIBLE, "instructor", "Un dossier recevable à instruire"),
        (State.REVIEWED, "manager", "Une décision à préparer"),
        (State.REVIEWED, "director", "Terme de la décision"),
        (State.SELECTED, "signatory", "Répondre à l’offre"),
        (State.SELECTED, "manager", "Offre restée sans réponse"),
        (State.FUNDED, "finance", "à verser"),
        (State.FUNDED, "editor", "Rendre le bilan"),
    ],
)
def test_what_waits_for_whom(client, cast, closed, state, who, words):
    reach(state, closed, cast)
    assert words in landing(client, getattr(cast, who))


def test_a_decision_waits_for_its_signature(client, cast, closed):
    file = reach(State.REVIEWED, closed, cast)
    deciding.propose(file.pk, "select", by=cast.manager, motive=TEXT, amount=50_000)
    assert "Une décision à signer" in landing(client, cast.director)
    assert "à signer" not in landing(client, cast.manager)


def test_a_conflict_empties_the_day(client, cast, closed):
    file = reach(State.ADMISSIBLE, closed, cast)
    reading.declare(file.pk, by=cast.instructor, has_conflict=True, motive="Ancien employeur")
    assert "à instruire" not in landing(client, cast.instructor)


def test_a_reader_sees_what_to_read(client, cast, closed):
    file = reach(State.ADMISSIBLE, closed, cast)
    reading.assign(file.pk, cast.expert, by=cast.manager)
    assert "Lire et noter" in landing(client, cast.expert)
    assert "Lire et noter" not in landing(client, cast.second_expert)


def test_a_union_sees_that_a_file_is_shared_and_how_far(client, cast):
    """The progress itself is on the table of members, where each look is written down."""
    file = fill(started(make_call(cast), cast), cast)
    for level in (1, 2):
        consents.give(file.pk, cast.union, level, by=cast.signatory)
        page = landing(client, cast.delegate)
        assert file.structure.name in page
        assert ConsentLevel(level).label in page
        assert "Brouillon" not in page


def test_a_member_without_a_role_sees_no_file(client, cast):
    """To belong to an organisation opens nothing of it: a role does."""
    file = fill(started(make_call(cast), cast), cast)
    consents.give(file.pk, cast.union, ConsentLevel.PROGRESS, by=cast.signatory)
    for organisation in (cast.union, cast.structure):
        newcomer = person(f"nouveau{organisation.pk}@exemple.test", "Nour", "Nouvelle")
        member(newcomer, organisation)
        page = landing(client, newcomer)
        assert file.number not in page
        assert file.title not in page
        assert "La lecture du dossier" not in page
        assert "L’avancement et les échéances" not in page
        assert 'href="/union/' not in page


@pytest.mark.parametrize(("who", "expected"), [("signatory", 23), ("manager", 22), ("delegate", 23)])
def test_the_queries_do_not_grow_with_the_files(client, cast, who, expected):
    client.force_login(getattr(cast, who))
    found = {}
    for size in (1, 3):
        while cast.structure.applications.count() < size:
            file = fill(started(make_call(cast), cast), cast)
            consents.give(file.pk, cast.union, 2, by=cast.signatory)
        with CaptureQueriesContext(connection) as queries:
            client.get("/accueil/")
        found[size] = len(queries)
    assert found == {1: expected, 3: expected}


def test_a_file_taken_back_before_the_opening_was_never_there(client, cast):
    call = make_call(cast)
    file = fill(started(call, cast), cast)
    deposit.submit(file.pk, by=cast.signatory)
    assert '<td class="num" data-label="Déposés">1</td>' in landing(client, cast.manager)
    deposit.withdraw(file.pk, by=cast.signatory)
    assert '<td class="num" data-label="Déposés">0</td>' in landing(client, cast.manager)
