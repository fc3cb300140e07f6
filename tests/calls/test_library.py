import pytest

from calls.enums import Kind, Part, QuestionKind
from calls.library import MODELS, form_of
from engine import conditions

PAIRS = [(key, kind) for key, model in MODELS.items() for kind in model.kinds]
MAXIMA = {
    "csapa-caarud": 125, "lhss-lam": 125, "act": 100, "equipes-mobiles": 100, "ide-nuit": 100,
    "centres-participatifs": 100, "addictions": 100, "aller-vers": 100, "hopital-proximite": 18,
}  # fmt: skip


def test_the_models_are_those_of_the_dossier():
    assert {key: model.maximum for key, model in MODELS.items()} == MAXIMA


@pytest.mark.parametrize(("key", "kind"), PAIRS)
def test_each_form_is_short_and_sound(key, kind):
    headings = form_of(MODELS[key], kind)
    questions = [question for heading in headings for question in heading.questions]
    keys = [question.key for question in questions]
    criteria = {criterion.key for criterion in MODELS[key].criteria}
    assert len(set(keys)) == len(keys)
    assert 12 <= len(keys) <= 21
    assert 2 <= sum(question.kind == QuestionKind.FILE for question in questions) <= 6
    assert headings[0].part == Part.CANDIDATURE
    for rank, question in enumerate(questions):
        if question.visible_if:
            conditions.check(question.visible_if)
            assert conditions.keys(question.visible_if) <= set(keys[:rank])
    own = [question.criterion for question in MODELS[key].questions if question.criterion]
    assert set(own) <= criteria


@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
def test_no_model_pretends_to_be_an_agency_s_grid(model):
    assert "ARS" not in model.name + model.summary + model.object


def test_an_authorisation_asks_for_the_two_parts_of_the_file():
    opening, project, closing = form_of(MODELS["csapa-caarud"], Kind.AAP)
    assert (opening.part, project.part, closing.part) == (Part.CANDIDATURE, Part.PROJECT, Part.PROJECT)
    assert {"statutes", "no_conviction", "no_procedure", "accounts", "activity"} <= {
        question.key for question in opening.questions
    }


def test_only_associations_and_foundations_declare_the_republican_contract():
    opening = form_of(MODELS["aller-vers"], Kind.FIR)[0]
    contract = next(question for question in opening.questions if question.key == "republican_contract")
    assert conditions.evaluate(contract.visible_if, {"association": "yes"})
    assert not conditions.evaluate(contract.visible_if, {"association": "no"})
