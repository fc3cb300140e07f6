"""The table of procedures, written again by hand: a change of the law shows here."""

from pathlib import Path

import pytest

from applications.queries import MACHINE
from calls import library
from calls.enums import ComplementScope as C
from calls.enums import DecisionAct as D
from calls.enums import Kind, Policy, Silence
from calls.procedures import COPIED, PROCEDURES, is_tunable, legal_basis

ALL = {
    "submit",
    "reopen",
    "expire",
    "request_complement",
    "complete",
    "admit",
    "refuse",
    "conclude",
    "resume",
    "select",
    "waitlist",
    "promote",
    "reject",
    "fund",
    "evaluate",
    "withdraw",
    "lapse",
    "abandon",
    "reconsider",
}
LABEL = ALL - {"waitlist", "promote", "fund"}
#            window      Q  A  sealed complement        days commission scored money act              months silence          policy
LITERAL = {
    Kind.AAP: ((60, 120), 8, 5, True, C.CANDIDATURE, 15, True, True, True, D.AUTHORISATION, 6, Silence.REJECTION, Policy.STRICT, ALL),
    Kind.AMI: ((None, None), 8, 5, True, C.ANY, 15, False, True, True, D.AGREEMENT, 2, Silence.REJECTION, Policy.PARTIAL, ALL),
    Kind.AAC: ((None, None), 8, 5, True, C.ANY, 15, False, True, True, D.AGREEMENT, 6, Silence.REJECTION, Policy.JUMP, ALL),
    Kind.FIR: ((None, None), 8, 5, True, C.ANY, 15, False, True, True, D.AGREEMENT, 2, Silence.REJECTION, Policy.PARTIAL, ALL),
    Kind.ART51: ((None, None), 8, 5, True, C.ANY, 30, False, True, True, D.AGREEMENT, 6, Silence.NOTHING, Policy.JUMP, ALL),
    Kind.LABEL: ((None, None), 8, 5, False, C.ANY, 30, False, False, False, D.LIST_ORDER, 4, Silence.NOTHING, Policy.STRICT, LABEL),
}  # fmt: skip


@pytest.mark.parametrize("kind", Kind)
def test_the_table_says_what_the_texts_say(kind):
    p = PROCEDURES[kind]
    assert LITERAL[kind] == (
        p.window_days, p.question_cutoff_days, p.answer_cutoff_days, p.sealed, p.complement, p.complement_days,
        p.commission_required, p.scored, p.with_money, p.decision_act, p.decision_months, p.silence, p.policy,
        set(p.moves),
    )  # fmt: skip


def test_every_kind_has_its_procedure_and_a_model():
    assert set(PROCEDURES) == set(Kind) == set(library.FRAMES)
    assert all(library.models_for(kind) for kind in Kind)


def test_every_move_offered_is_a_move_of_the_machine():
    assert set().union(*(procedure.moves for procedure in PROCEDURES.values())) == set(MACHINE)


def test_what_no_source_verifies_is_said_so():
    assert legal_basis(Kind.FIR, "decision_months") == "CRPA, art. L. 231-4 (à vérifier)"
    assert legal_basis(Kind.AAP, "window_days") == "CASF, art. R. 313-4-1"


def test_a_value_fixed_by_a_verified_text_is_not_tunable():
    assert not is_tunable(Kind.AAP, "question_cutoff_days")
    assert is_tunable(Kind.AMI, "question_cutoff_days")
    assert is_tunable(Kind.AAP, "complement_days")


ROOT = Path(__file__).parents[2]
MAY_NAME_A_KIND = (
    "calls/enums.py",
    "calls/procedures.py",
    "calls/library/",
    "reviews/composition.py",  # the table of the seats that the law composes
    "demo/",
    "tests/",
)
ROOMS = (
    "engine",
    "accounts",
    "documents",
    "calls",
    "applications",
    "reviews",
    "awards",
    "notifications",
    "pages",
    "config",
)


def test_nothing_else_compares_kinds():
    names = [f"Kind.{kind.name}" for kind in Kind]
    guilty = [
        f"{path.relative_to(ROOT)}: {name}"
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        if not str(path.relative_to(ROOT)).startswith(MAY_NAME_A_KIND)
        for name in (*names, "call.kind ==", "call.kind !=", "call.kind in", "procedure.label ==")
        if any(
            name in line and f"Organisation{name}" not in line and f"Question{name}" not in line
            for line in path.read_text().splitlines()
        )
    ]
    assert guilty == []


def test_the_copied_values_are_columns_of_a_call(draft):
    assert {name: getattr(draft, name) for name in COPIED} == {
        name: getattr(PROCEDURES[Kind.AMI], name) for name in COPIED
    }
