"""Preparing and signing: one person asks, another deposits, where the structure wants two."""

import pytest

from accounts.errors import Forbidden, Refused
from applications.enums import State
from applications.models import Application, Handover
from applications.services import deposit, drafting
from notifications.models import Message
from notifications.services import tell
from tests.applications.pages import as_, url, words
from tests.factories import fill, make_call, started


@pytest.fixture
def file(cast):
    return fill(started(make_call(cast), cast), cast)


@pytest.fixture
def two(cast):
    cast.structure.two_people = True
    cast.structure.save()


def test_an_editor_asks_and_the_signatory_deposits(cast, file):
    editor = as_(cast.editor)
    assert "Demander la signature" in words(editor.get(url("deposit", file)))
    assert editor.post(url("hand_over", file)).status_code == 302
    row = Handover.objects.get()
    tell("handover", row.pk)
    assert Message.objects.get(key="signature_asked").recipient == cast.signatory
    page = words(as_(cast.signatory).get(url("deposit", file)))
    assert f"{cast.editor} l’a demandée" in page
    deposit.submit(file.pk, by=cast.signatory)
    assert Application.objects.get(pk=file.pk).state == State.SUBMITTED


def test_two_people_are_wanted(cast, file, two):
    with pytest.raises(Refused, match="deux personnes"):
        deposit.submit(file.pk, by=cast.signatory)
    deposit.hand_over(file.pk, by=cast.signatory)
    with pytest.raises(Refused, match="une autre personne"):
        deposit.submit(file.pk, by=cast.signatory)
    assert "une autre personne doit le déposer" in words(as_(cast.signatory).get(url("deposit", file)))
    deposit.hand_over(file.pk, by=cast.editor)
    deposit.submit(file.pk, by=cast.signatory)


def test_a_change_asks_for_the_signature_again(cast, file, two):
    deposit.hand_over(file.pk, by=cast.editor)
    drafting.save_answers(file.pk, by=cast.editor, values={"besoin": "Autre"}, base=0, page="test")
    with pytest.raises(Refused, match="deux personnes"):
        deposit.submit(file.pk, by=cast.signatory)


def test_a_file_with_gaps_is_not_handed_over(cast):
    draft = started(make_call(cast), cast)
    answer = as_(cast.editor).post(url("hand_over", draft))
    assert answer.status_code == 422
    assert not Handover.objects.exists()


def test_a_double_click_asks_once_and_a_stranger_never(cast, file):
    assert deposit.hand_over(file.pk, by=cast.editor) == deposit.hand_over(file.pk, by=cast.editor)
    assert Handover.objects.count() == 1
    assert as_(cast.rival).post(url("hand_over", file)).status_code == 404
    with pytest.raises(Forbidden):
        deposit.submit(file.pk, by=cast.editor)


def test_a_lone_signatory_is_not_offered_to_ask_themselves(cast, file):
    page = as_(cast.signatory).get(url("deposit", file))
    assert "Déposer le dossier" in words(page)
    assert "Demander la signature" not in words(page)
