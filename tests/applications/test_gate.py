"""The gate: what it asks, in which order, what it writes, and what the database refuses on its own."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from accounts.errors import Forbidden, NotVisible, Refused
from applications import workflow
from applications.enums import State
from applications.models import Application, Transition
from applications.services.gate import broken_links, move
from tests.factories import fill, make_call, reach, started

SECOND = timedelta(seconds=1)


@pytest.fixture
def draft(cast):
    return fill(started(make_call(cast), cast), cast)


def test_a_deposit_moves_dates_and_logs(cast, draft):
    row = move(draft.pk, "submit", by=cast.signatory)
    file = Application.objects.get(pk=draft.pk)
    assert file.state == State.SUBMITTED
    assert (file.submitted_at, file.submitted_by, file.received_at) == (row.at, cast.signatory, row.at)
    assert (row.source, row.target, row.sequence, row.by) == ("draft", "submitted", 1, cast.signatory)


def test_a_stranger_learns_nothing(cast, draft):
    for who in (cast.stranger, cast.rival, cast.manager, cast.director, cast.superuser):
        with pytest.raises(NotVisible):
            move(draft.pk, "submit", by=who)


def test_a_forbidden_person_learns_no_reason(cast):
    empty = started(make_call(cast), cast)
    with pytest.raises(Forbidden):
        move(empty.pk, "submit", by=cast.editor)


def test_a_refusal_says_everything_that_is_missing(cast):
    empty = started(make_call(cast), cast)
    with pytest.raises(Refused) as refusal:
        move(empty.pk, "submit", by=cast.signatory)
    assert refusal.value.reasons == [
        "Il manque : l’intitulé du projet.",
        "Il manque : « Statuts signés ».",
        "Il manque : « Déclaration sur l’honneur ».",
        "Il manque : « Quel besoin avez-vous constaté ? ».",
        "Il manque : « File active attendue ».",
        "Il manque : « Avez-vous des partenaires ? ».",
        "Le budget n’est pas rempli.",
    ]
    assert Transition.objects.count() == 0


def test_a_wrong_state_is_told(cast, draft):
    with pytest.raises(Refused, match="état « Brouillon »"):
        move(draft.pk, "reopen", by=cast.signatory)


def test_nobody_does_what_only_the_calendar_does(cast, draft):
    with pytest.raises(Forbidden):
        move(draft.pk, "expire", by=cast.signatory)
    with pytest.raises(Forbidden):
        move(draft.pk, "submit", by=None)


@pytest.mark.parametrize(("late", "allowed"), [(-SECOND, True), (0 * SECOND, True), (SECOND, False)])
@pytest.mark.parametrize("zone", ["Europe/Paris", "Indian/Reunion", "America/Guadeloupe"])
def test_the_closing_second(cast, late, allowed, zone):
    call = make_call(cast, time_zone=zone)
    draft = fill(started(call, cast), cast)
    if allowed:
        assert move(draft.pk, "submit", by=cast.signatory, at=call.closes_at + late)
    else:
        with pytest.raises(Refused, match="La clôture est passée depuis le"):
            move(draft.pk, "submit", by=cast.signatory, at=call.closes_at + late)
        assert Application.objects.get(pk=draft.pk).state == State.DRAFT


def test_nothing_is_half_written_when_the_log_fails(cast, draft, monkeypatch):
    monkeypatch.setattr(Transition, "save", lambda *a, **k: (_ for _ in ()).throw(RuntimeError("disk full")))
    with pytest.raises(RuntimeError):
        move(draft.pk, "submit", by=cast.signatory)
    assert Application.objects.get(pk=draft.pk).state == State.DRAFT


@pytest.mark.servers
def test_the_log_only_grows(cast, draft):
    move(draft.pk, "submit", by=cast.signatory)
    with pytest.raises(DatabaseError), transaction.atomic():
        Transition.objects.update(reason="réécrit")
    with pytest.raises(DatabaseError), transaction.atomic():
        Transition.objects.all().delete()
    assert Transition.objects.get().reason == ""


def test_the_chain_shows_a_forged_row(cast, draft):
    move(draft.pk, "submit", by=cast.signatory)
    move(draft.pk, "reopen", by=cast.signatory)
    assert broken_links(draft) == []
    last = draft.transitions.order_by("-sequence").first()
    Transition(
        application=draft, sequence=3, name="submit", source="draft", target="submitted", by=cast.signatory,
        at=last.at, previous_digest=last.digest, digest="f" * 64,
    ).save()  # fmt: skip
    assert broken_links(draft) == [3]


@pytest.mark.servers
def test_two_rows_never_follow_the_same_one(cast, draft):
    row = move(draft.pk, "submit", by=cast.signatory)
    with pytest.raises(IntegrityError), transaction.atomic():
        Transition.objects.create(
            application=draft, sequence=2, name="reopen", source="submitted", target="draft", by=cast.signatory,
            at=row.at, previous_digest=row.previous_digest, digest="a" * 64,
        )  # fmt: skip


def test_the_state_cannot_be_set_by_hand(draft):
    with pytest.raises(AttributeError):
        draft.state = State.FUNDED


IMPOSSIBLE = [
    ("a_state_is_known", {"state": "elsewhere"}),
    ("a_deposit_is_dated_and_signed", {"state": "submitted"}),
    ("a_complement_has_a_term", {"state": "incomplete"}),
    ("an_admission_is_dated_and_signed", {"state": "admissible"}),
    ("a_review_is_concluded_and_signed", {"state": "reviewed"}),
    ("a_decision_is_dated_and_signed", {"state": "rejected"}),
    ("an_award_has_its_amount", {"state": "selected"}),
    ("no_amount_without_money", {"with_money": False, "awarded_amount": 5}),
    ("a_waiting_file_has_its_rank", {"state": "waitlisted"}),
    ("a_funding_is_dated_and_signed", {"state": "funded"}),
    ("money_comes_before_its_evaluation", {"state": "evaluated"}),
    ("an_evaluation_has_its_outcome", {"state": "evaluated"}),
    ("a_refusal_has_its_ground", {"state": "inadmissible"}),
    ("an_exit_is_dated", {"state": "expired"}),
]


@pytest.mark.servers
@pytest.mark.parametrize(("name", "fields"), IMPOSSIBLE)
def test_the_database_refuses_impossible_rows(draft, name, fields):
    """Even `.update()`, which passes by django-fsm, cannot make a row that contradicts itself."""
    assert name in {constraint.name for constraint in Application._meta.constraints}
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.filter(pk=draft.pk).update(**fields)


def test_every_constraint_is_tried_here():
    tried = {name for name, _ in IMPOSSIBLE} | {"one_file_per_lot_and_structure"}
    assert tried == {constraint.name for constraint in Application._meta.constraints}


def test_one_file_per_lot_and_structure(cast, draft):
    with pytest.raises(Refused, match="déjà un dossier"):
        started(draft.call, cast)


@pytest.mark.parametrize("state", State)
def test_every_state_is_reached_by_legal_moves(cast, state):
    closes_in = -60 if state != State.DRAFT else 20
    file = reach(state, make_call(cast, closes_in=closes_in), cast)
    assert file.state == state
    assert broken_links(file) == []


def test_the_machine_fits_two_screens():
    assert len(Path(workflow.__file__).read_text().splitlines()) < 160


def test_a_guard_that_changes_its_mind_is_a_refusal(cast, monkeypatch):
    draft = started(make_call(cast), cast)
    monkeypatch.setattr("applications.services.gate.refusals", lambda *_, **__: [])
    with pytest.raises(Refused, match="vient de changer"):
        move(draft.pk, "submit", by=cast.signatory)
