"""Every page of a file, by role: invisible is 404, visible but not theirs is 403, anonymous signs in first."""

import pytest
from django.test import Client
from django.urls import reverse

from applications.enums import ConsentLevel, State
from applications.services import consents
from tests.applications.pages import as_, url, words
from tests.factories import fill, make_call, reach, started

GETS = [
    ("file", ()),
    ("identity", ()),
    ("section", ("projet",)),
    ("budget", ()),
    ("partners", ()),
    ("attachments", ()),
    ("documents", ()),
    ("history", ()),
    ("sharing", ()),
    ("print", ()),
    ("deposit", ()),
    ("withdraw", ()),
]
POSTS = [
    ("remove_partner", (1,)),
    ("budget_put_back", (1,)),
    ("consent", (1,)),
    ("board_pdf", ()),
    ("answer_item", (1,)),
    ("send_complements", ()),
    ("begin_sending", ()),
    ("finish_sending", ("jeton",)),
]
UNION_SEES = {
    ConsentLevel.EXISTENCE: {"file"},
    ConsentLevel.PROGRESS: {"file"},
    ConsentLevel.READ: {"file", "budget", "partners", "attachments", "print"},
    ConsentLevel.COMMENT: {"file", "budget", "partners", "attachments", "print"},
}
SECRET = "Des personnes sans suivi."


@pytest.fixture
def draft(cast):
    return fill(started(make_call(cast), cast), cast)


@pytest.mark.parametrize(("name", "arguments"), GETS)
def test_the_structure_opens_every_page(cast, draft, name, arguments):
    assert as_(cast.signatory).get(url(name, draft, *arguments)).status_code == 200


@pytest.mark.parametrize(("name", "arguments"), GETS)
def test_an_editor_opens_all_but_what_only_a_signatory_does(cast, draft, name, arguments):
    expected = 403 if name == "withdraw" else 200
    assert as_(cast.editor).get(url(name, draft, *arguments)).status_code == expected


@pytest.mark.parametrize(("name", "arguments"), [*GETS, ("complements", ())])
def test_nobody_else_knows_of_a_draft(cast, draft, name, arguments):
    for who in (
        cast.rival,
        cast.stranger,
        cast.manager,
        cast.director,
        cast.superuser,
        cast.delegate,
        cast.expert,
    ):
        assert as_(who).get(url(name, draft, *arguments)).status_code == 404


@pytest.mark.parametrize(("name", "arguments"), POSTS)
def test_nobody_else_writes(cast, draft, name, arguments):
    for who in (cast.rival, cast.stranger, cast.manager, cast.superuser, cast.delegate):
        assert as_(who).post(url(name, draft, *arguments)).status_code == 404


@pytest.mark.parametrize(("name", "arguments"), [*GETS, *POSTS])
def test_an_anonymous_person_signs_in_first(cast, draft, name, arguments):
    client = Client()
    response = client.get(url(name, draft, *arguments))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("level", [level for level in ConsentLevel if level])
def test_a_union_sees_its_level_and_no_more(cast, draft, level):
    consents.give(draft.pk, cast.union, level, by=cast.signatory)
    client = as_(cast.delegate)
    for name, arguments in GETS:
        expected = 200 if name in UNION_SEES[level] else 403
        assert client.get(url(name, draft, *arguments)).status_code == expected, name
    text = words(client.get(url("file", draft)))
    assert (SECRET in text) == (level >= ConsentLevel.READ)
    assert ("Brouillon" in text) == (level >= ConsentLevel.PROGRESS)
    assert (draft.title in text) == (level >= ConsentLevel.PROGRESS)
    assert ("Dossier complété" in text) == (level >= ConsentLevel.PROGRESS)


def test_a_consent_taken_back_closes_the_open_page_at_once(cast, draft):
    consents.give(draft.pk, cast.union, ConsentLevel.READ, by=cast.signatory)
    union, piece = as_(cast.delegate), draft.attachments.get()
    download = url("attachment", draft, piece.pk)
    assert union.get(download).status_code == 200
    response = as_(cast.signatory).post(
        url("consent", draft, cast.union.pk), {f"u{cast.union.pk}-level": "0"}, follow=True
    )
    assert "ne voit plus rien" in words(response)
    assert union.get(download).status_code == 404
    assert union.get(url("file", draft)).status_code == 404


def test_an_editor_does_not_share(cast, draft):
    response = as_(cast.editor).post(url("consent", draft, cast.union.pk), {f"u{cast.union.pk}-level": "3"})
    assert response.status_code == 403
    assert not draft.consents.exists()


def test_a_union_one_does_not_adhere_to_is_refused_in_words(cast, draft):
    cast.structure.adhesions.all().delete()
    response = as_(cast.signatory).post(
        url("consent", draft, cast.union.pk), {f"u{cast.union.pk}-level": "3"}
    )
    assert response.status_code == 422
    assert "n’adhère pas à cette union" in words(response)


def test_the_structure_reads_the_authority_by_its_name_only(cast):
    file = reach(State.ADMISSIBLE, make_call(cast, closes_in=-5), cast)
    text = words(as_(cast.signatory).get(url("history", file)))
    assert "Dossier déclaré recevable" in text
    assert "ARS de test" in text
    assert str(cast.instructor) not in text
    assert str(cast.signatory) in text


def test_the_authority_reads_what_was_deposited(cast):
    file = reach(State.SUBMITTED, make_call(cast, closes_in=-5), cast)
    type(file).objects.filter(pk=file.pk).update(answers={"besoin": "Réécrit après coup"})
    text = words(as_(cast.instructor).get(url("file", file)))
    assert SECRET in text
    assert "Réécrit après coup" not in text


def test_a_sealed_file_does_not_exist_for_the_authority(cast):
    call = make_call(cast)
    draft = fill(started(call, cast), cast)
    as_(cast.signatory).post(url("deposit", draft))
    for who in (cast.manager, cast.instructor, cast.director, cast.finance, cast.president):
        assert as_(who).get(url("file", draft)).status_code == 404


def test_an_expert_declares_before_reading(cast):
    file = reach(State.ADMISSIBLE, make_call(cast, closes_in=-5), cast)
    response = as_(cast.president).get(url("file", file))
    assert response.status_code == 302
    assert "suite=" in response["Location"]
