import pytest

from accounts.errors import Forbidden, NotVisible, Refused
from calls import services
from calls.enums import Policy
from calls.models import Criterion, Lot, Question, Section
from tests.calls.conftest import NOON, pdf


def keys(call):
    return [question.key for question in call.form_questions()]


def test_rows_are_added_at_the_end_with_a_key_of_their_own(draft, cast):
    first = services.add_row(Criterion, draft, by=cast.manager, label="Budget")
    second = services.add_row(Criterion, draft, by=cast.manager, label="Budget", weight=2)
    assert (first.key, second.key) == ("budget", "budget_2")
    assert (first.position, second.position) == (7, 8)


def test_a_question_s_key_is_alone_in_the_whole_form(draft, cast):
    sections = list(draft.current_form().sections.all())
    made = [
        services.add_row(Question, section, by=cast.manager, label="Une précision ?", kind="text")
        for section in sections
    ]
    assert [question.key for question in made] == ["une_precision", "une_precision_2", "une_precision_3"]


def test_rows_move_up_and_down_and_stop_at_the_ends(draft, cast):
    def labels():
        return list(draft.criteria.values_list("key", flat=True))

    before = labels()
    services.shift_row(draft.criteria.first(), -1, by=cast.manager)
    assert labels() == before
    services.shift_row(draft.criteria.first(), 1, by=cast.manager)
    assert labels() == [before[1], before[0], *before[2:]]


def test_what_another_row_rests_on_is_not_removed(draft, cast):
    source = Question.objects.get(section__form__call=draft, key="association")
    with pytest.raises(Refused) as refusal:
        services.remove_row(source, by=cast.manager)
    assert len(refusal.value.reasons) == 2
    assert "Statuts signés" in refusal.value.reasons[0]
    with pytest.raises(Refused, match="questions de cette rubrique"):
        services.remove_row(source.section, by=cast.manager)
    services.remove_row(Question.objects.get(section__form__call=draft, key="summary"), by=cast.manager)
    assert "summary" not in keys(draft)


def test_a_criterion_leaves_its_questions_behind(draft, cast):
    services.remove_row(draft.criteria.get(key="team"), by=cast.manager)
    assert Question.objects.get(section__form__call=draft, key="team").criterion is None


def test_a_broken_constraint_is_said_in_french(draft, cast):
    with pytest.raises(Refused, match="Un autre lot porte déjà ce code"):
        services.add_row(Lot, draft, by=cast.manager, code="1", title="Doublon")
    with pytest.raises(Refused, match="supérieur ou égal au plancher"):
        services.change_row(draft.lots.get(), by=cast.manager, floor=10, ceiling=5)
    with pytest.raises(Refused, match="places ou de lits"):
        services.change_row(draft.lots.get(), by=cast.manager, places=3)
    with pytest.raises(Refused, match="coefficient"):
        services.change_row(draft.criteria.first(), by=cast.manager, weight=0)
    assert draft.lots.get().floor is None


def test_a_value_fixed_by_a_text_is_refused(cast):
    from calls.enums import Kind

    call = services.create_from_model(cast.authority, Kind.AAP, "act", "ACT", by=cast.manager, at=NOON)
    with pytest.raises(Refused, match="fixée par un texte"):
        services.edit(call, by=cast.manager, question_cutoff_days=2)
    assert services.edit(call, by=cast.manager, policy=Policy.JUMP).policy == Policy.JUMP


def test_a_field_that_is_not_for_editing_is_a_mistake_of_ours(draft, cast):
    with pytest.raises(TypeError):
        services.edit(draft, by=cast.manager, status="published")


def test_a_permanent_call_is_not_sealed(draft, cast):
    assert services.set_calendar(draft, by=cast.manager, closes_at=NOON, is_permanent=True).sealed is False
    assert services.set_calendar(draft, by=cast.manager, closes_at=NOON).sealed is True


def test_eligibility_keeps_its_keys(draft, cast):
    lines = [*draft.eligibility, {"text": "Êtes-vous prêts ?", "expected": "yes", "explain": "Il le faut."}]
    saved = services.set_eligibility(draft, lines, by=cast.manager).eligibility
    assert [line["key"] for line in saved] == ["territory", "started", "etes_vous_prets"]


EDITS = {
    "edit": lambda call, by: services.edit(call, by=by, title="Autre"),
    "calendar": lambda call, by: services.set_calendar(call, by=by),
    "eligibility": lambda call, by: services.set_eligibility(call, [], by=by),
    "specification": lambda call, by: services.attach_specification(call, pdf(), by=by),
    "add lot": lambda call, by: services.add_row(Lot, call, by=by, code="9", title="Neuf"),
    "add section": lambda call, by: services.add_row(Section, call.current_form(), by=by, title="Neuve"),
    "change lot": lambda call, by: services.change_row(call.lots.get(), by=by, envelope=1),
    "change weight": lambda call, by: services.change_row(call.criteria.first(), by=by, weight=9),
    "change question": lambda call, by: services.change_row(call.form_questions()[0], by=by, label="Autre"),
    "remove": lambda call, by: services.remove_row(call.criteria.first(), by=by),
    "shift": lambda call, by: services.shift_row(call.criteria.first(), 1, by=by),
    "publish": lambda call, by: services.publish(call, by=by, at=NOON),
}


@pytest.mark.parametrize("name", EDITS)
def test_publication_freezes_everything(published, cast, name):
    with pytest.raises(Refused, match="avis rectificatif"):
        EDITS[name](published, cast.manager)


@pytest.mark.parametrize("name", EDITS)
def test_only_the_authority_s_manager_edits(ready, cast, other_manager, name):
    for who in (cast.instructor, cast.director, cast.finance):
        with pytest.raises(Forbidden):
            EDITS[name](ready, who)
    for who in (other_manager, cast.signatory, cast.stranger, cast.superuser, cast.president):
        with pytest.raises(NotVisible):
            EDITS[name](ready, who)


def test_a_row_never_leaves_its_call(draft, cast):
    other = services.clone(draft, by=cast.manager)
    with pytest.raises(ValueError, match="stays in its call"):
        services.change_row(
            draft.form_questions()[0], by=cast.manager, section=other.form_questions()[0].section
        )
