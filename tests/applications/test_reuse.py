"""Beginning from an earlier file: what fits is there, what does not is told, nothing written is touched."""

import pytest

from accounts.errors import NotVisible, Refused
from applications.models import Application
from applications.queries.reuse import compare
from applications.services import attaching, deposit, drafting, reuse
from calls.models import Question
from engine.labels import folded
from tests.applications.pages import as_, url, words
from tests.factories import fill, make_call, started
from tests.factories.files import pdf


@pytest.fixture
def old(cast):
    file = fill(started(make_call(cast), cast), cast)
    attaching.attach(file.pk, by=cast.editor, question_key="statuts", upload=pdf("statuts-2026.pdf", b"A"))
    drafting.add_partner(file.pk, by=cast.editor, name="Le foyer", role="Accueil")
    return Application.objects.get(pk=file.pk)


@pytest.fixture
def new(cast, old):
    return started(make_call(cast, predecessor=old.call), cast)


def again(file):
    return Application.objects.get(pk=file.pk)


def drafted(file):
    return sorted(file.budget_lines.values_list("year", "account", "amount", "status"))


def test_what_fits_is_taken_and_undertakings_are_not(cast, old, new):
    client = as_(cast.editor)
    assert "Reprendre un dossier précédent" in words(client.get(url("file", new)))
    choose = words(client.get(url("reuse", new)))
    assert "l’appel auquel celui-ci fait suite" in choose
    assert client.post(url("reuse", new), {"source": old.pk}).status_code == 302
    taken = again(new)
    assert taken.answers == {key: value for key, value in old.answers.items() if key != "honneur"}
    assert taken.title == old.title
    assert taken.requested_amount == old.requested_amount
    assert drafted(taken) == drafted(old)
    assert taken.partners.get().name == "Le foyer"
    assert {p.sha256 for p in taken.attachments.current()} == {p.sha256 for p in old.attachments.current()}
    shown = words(client.get(url("reuse", new)))
    assert "Un engagement se prend de nouveau" in shown


def test_what_is_written_stays(cast, old, new):
    drafting.save_answers(new.pk, by=cast.editor, values={"besoin": "Le nouveau"}, base=0, page="p")
    drafting.save_identity(new.pk, by=cast.editor, title="Le titre")
    reuse.take_over(new.pk, old.pk, by=cast.editor)
    assert again(new).answers["besoin"] == "Le nouveau"
    assert again(new).title == "Le titre"
    reuse.take_over(new.pk, old.pk, by=cast.editor)
    assert new.attachments.current().count() == old.attachments.current().count()
    assert new.partners.count() == 1


def test_what_no_longer_fits_is_told(cast, old, new):
    questions = Question.objects.filter(section__form=new.form)
    questions.filter(key="besoin").update(limits={"max_length": 5})
    questions.filter(key="file_active").update(limits={"min": 500})
    questions.filter(key="partenaires").update(key="appuis")
    Question.objects.create(
        section=questions.get(key="besoin").section, key="horaires", kind="text", label="Quels horaires ?"
    )
    found = compare(old, new)
    assert {row.question.key for row in found.misfits} == {"besoin", "file_active", "honneur"}
    assert "appuis" in {row.question.key for row in found.fits}
    assert "horaires" in {row.question.key for row in found.new}
    reuse.take_over(new.pk, old.pk, by=cast.editor)
    assert again(new).answers == {"appuis": "no"}
    shown = words(as_(cast.editor).get(url("reuse", new)))
    assert "5 au plus ici" in shown
    assert "Des personnes sans suivi." in shown


def test_a_question_no_longer_asked_keeps_its_text_at_hand(cast, old, new):
    Question.objects.filter(section__form=new.form, key="besoin").delete()
    found = compare(old, new)
    assert [row.shown for row in found.left] == ["Des personnes sans suivi."]


def test_another_structure_is_no_source(cast, old, new):
    theirs = started(old.call, cast, structure=cast.other_structure, by=cast.rival)
    drafting.save_answers(theirs.pk, by=cast.rival, values={"besoin": "SECRET"}, base=0, page="p")
    with pytest.raises(NotVisible):
        reuse.take_over(new.pk, theirs.pk, by=cast.editor)
    answer = as_(cast.editor).post(url("reuse", new), {"source": theirs.pk})
    assert answer.status_code == 422
    assert "SECRET" not in answer.content.decode()
    with pytest.raises(Refused):
        reuse.take_over(new.pk, new.pk, by=cast.editor)


def test_a_deposited_file_takes_nothing(cast, old, new):
    fill(new, cast)
    deposit.submit(new.pk, by=cast.signatory)
    with pytest.raises(Refused):
        reuse.take_over(new.pk, old.pk, by=cast.editor)


def test_labels_that_read_the_same_are_the_same():
    assert folded("Où intervenez-vous\u00a0?") == folded("ou intervenez vous")
    assert folded("Public accueilli") != folded("Public accompagné")
