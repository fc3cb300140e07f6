"""Roles against actions on one file, written by hand: what each person of the cast may do where it stands."""

import pytest

from accounts.backends import may
from accounts.enums import Role as R
from accounts.policy import POLICY
from applications.enums import ConsentLevel
from applications.enums import State as S
from applications.models import Application
from applications.services import consents
from reviews.services import reading
from tests.factories import fill, make_call, reach, started

PEOPLE = [
    "signatory",
    "editor",
    "rival",
    "delegate",
    "manager",
    "instructor",
    "finance",
    "director",
    "expert",
    "commissioner",
    "president",
    "stranger",
    "superuser",
]


def roles(cast, application) -> dict[str, set]:
    return {name: set(application.roles_of(getattr(cast, name))) for name in PEOPLE}


def only(**held):
    return {name: held.get(name, set()) for name in PEOPLE}


OWN = {"signatory": {R.SIGNATORY, R.EDITOR}, "editor": {R.EDITOR}}
AGENTS = {
    "manager": {R.MANAGER},
    "instructor": {R.INSTRUCTOR},
    "finance": {R.FINANCE},
    "director": {R.AUTHORITY_SIGNATORY},
    "president": {R.PRESIDENT},
}


def test_a_draft_belongs_to_its_structure_alone(cast):
    assert roles(cast, started(make_call(cast), cast)) == only(**OWN)


def test_a_sealed_deposit_belongs_to_its_structure_alone(cast):
    from applications.services.deposit import submit

    draft = fill(started(make_call(cast), cast), cast)
    submit(draft.pk, by=cast.signatory)
    assert roles(cast, Application.objects.get(pk=draft.pk)) == only(**OWN)


def test_an_opened_file_is_the_agents_too(cast):
    file = reach(S.SUBMITTED, make_call(cast, closes_in=-30), cast)
    assert roles(cast, file) == only(**OWN, **AGENTS)


def test_the_commission_comes_with_the_admission_and_the_expert_with_the_file(cast):
    file = reach(S.ADMISSIBLE, make_call(cast, closes_in=-30), cast)
    reading.assign(file.pk, cast.expert, by=cast.manager)
    assert roles(cast, file) == only(**OWN, **AGENTS, commissioner={R.COMMISSION_MEMBER}, expert={R.EXPERT})


@pytest.mark.parametrize("name", ["manager", "instructor", "director", "president", "commissioner", "expert"])
def test_a_conflict_takes_every_role_away(cast, name):
    file = reach(S.ADMISSIBLE, make_call(cast, closes_in=-30), cast)
    reading.assign(file.pk, cast.expert, by=cast.manager)
    person = getattr(cast, name)
    reading.declare(file.pk, by=person, has_conflict=True, motive="Ancien employeur")
    assert file.roles_of(person) == set()
    assert not Application.objects.visible_to(person).filter(pk=file.pk).exists()


@pytest.mark.parametrize(
    ("level", "role"),
    [
        (ConsentLevel.EXISTENCE, R.UNION_EXISTENCE),
        (ConsentLevel.PROGRESS, R.UNION_PROGRESS),
        (ConsentLevel.READ, R.UNION_READ),
        (ConsentLevel.COMMENT, R.UNION_COMMENT),
    ],
)
def test_a_union_holds_what_was_consented(cast, level, role):
    draft = started(make_call(cast), cast)
    consents.give(draft.pk, cast.union, level, by=cast.signatory)
    assert draft.roles_of(cast.delegate) == {role}
    consents.give(draft.pk, cast.union, ConsentLevel.NONE, by=cast.signatory)
    assert draft.roles_of(cast.delegate) == set()


@pytest.mark.parametrize("state", S)
def test_seeing_in_a_list_is_being_allowed_to_look(cast, state):
    """`visible_to` and the policy agree, for every person of the cast and every state."""
    file = reach(state, make_call(cast, closes_in=20 if state == S.DRAFT else -60), cast)
    for name in PEOPLE:
        person = getattr(cast, name)
        listed = Application.objects.visible_to(person).filter(pk=file.pk).exists()
        assert (
            listed == may(person, "applications.view", file) == person.has_perm("applications.view", file)
        ), name


MATRIX = {
    # action: who holds it on an admissible file given to the expert and shared for reading with the union
    "applications.view": "signatory editor delegate manager instructor finance director expert commissioner president",
    "applications.view_progress": "signatory editor delegate manager instructor finance director president",
    "applications.view_content": "signatory editor delegate manager instructor finance director expert commissioner president",
    "applications.view_history": "signatory editor manager instructor finance director president",
    "applications.view_checks": "manager instructor finance director president",
    "applications.view_identity": "signatory editor manager instructor finance director",
    "applications.view_messages": "signatory editor manager instructor finance director",
    "applications.write_message": "signatory editor manager instructor finance",
    "applications.edit": "signatory editor",
    "applications.consent": "signatory",
    "applications.view_vault": "signatory editor",
    "applications.edit_vault": "signatory editor",
    "applications.comment": "signatory editor",
    "applications.prompt": "delegate",
    "applications.export": "signatory editor manager instructor director",
    "applications.submit": "signatory",
    "applications.reopen": "signatory",
    "applications.expire": "",
    "applications.request_complement": "instructor",
    "applications.complete": "signatory editor",
    "applications.admit": "instructor",
    "applications.refuse": "director president",
    "applications.conclude": "instructor",
    "applications.resume": "manager",
    "applications.select": "director",
    "applications.waitlist": "director",
    "applications.promote": "director",
    "applications.reject": "director",
    "applications.fund": "director",
    "applications.evaluate": "director",
    "applications.withdraw": "signatory",
    "applications.lapse": "director",
    "applications.abandon": "director",
    "applications.reconsider": "director",
    "reviews.read": "manager instructor finance director expert commissioner president",
    "reviews.view_conflicts": "manager",
    "reviews.declare": "manager instructor finance director expert commissioner president",
    "reviews.waive": "manager",
    "reviews.assign": "manager",
    "reviews.score": "instructor expert",
    "reviews.decline": "instructor expert",
    "reviews.reopen": "manager",
    "reviews.ask_opinion": "manager instructor",
    "reviews.give_opinion": "",
    "reviews.view_report": "manager instructor finance director commissioner president",
    "reviews.view_scores": "manager instructor director president",
    "reviews.view_score_history": "manager director",
    "reviews.note": "manager instructor director",
    "reviews.report": "instructor",
    "reviews.rank": "manager president",
    "reviews.propose": "manager instructor",
    "reviews.sign": "director",
    "reviews.view_scenarios": "manager instructor director president",
    "reviews.make_scenario": "manager instructor director",
    "reviews.apply_scenario": "manager",
    "reviews.manage_seats": "manager",
    "reviews.convene": "manager president",
    "reviews.attend": "manager instructor director commissioner president",
    "reviews.conduct": "manager president",
    "reviews.vote": "commissioner president",
    "reviews.sign_minutes": "president",
    "awards.view": "signatory editor manager instructor finance director",
    "awards.answer_offer": "signatory",
    "awards.prepare_agreement": "manager finance",
    "awards.sign_agreement_structure": "signatory",
    "awards.sign_agreement_authority": "director",
    "awards.pay": "finance",
    "awards.view_bank": "signatory editor finance",
    "awards.report": "signatory editor",
    "awards.accept_report": "manager instructor",
    "awards.propose_evaluation": "instructor",
    "awards.sign_evaluation": "director",
}


@pytest.fixture
def shared(cast):
    file = reach(S.ADMISSIBLE, make_call(cast, closes_in=-30), cast)
    reading.assign(file.pk, cast.expert, by=cast.manager)
    consents.give(file.pk, cast.union, ConsentLevel.READ, by=cast.signatory)
    return file


def test_who_may_do_what_on_a_file(cast, shared):
    held = {
        action: " ".join(name for name in PEOPLE if may(getattr(cast, name), action, shared))
        for action in MATRIX
    }
    assert held == MATRIX


def test_every_action_on_a_file_is_in_the_matrix():
    on_file = {action for action in POLICY if action.split(".")[0] in {"applications", "reviews", "awards"}}
    elsewhere = {"applications.create", "applications.enter_outside", "reviews.view_decision_page"}
    assert on_file - elsewhere == set(MATRIX)
