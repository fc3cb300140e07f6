"""The machine as a table written by hand, and the structure that keeps the gate alone."""

import ast
from pathlib import Path

import pytest
from django.conf import settings

from accounts.enums import Role as R
from accounts.policy import POLICY
from applications.enums import State as S
from applications.queries import MACHINE
from calls.enums import Kind
from calls.procedures import PROCEDURES

TABLE = {
    "submit": {(S.DRAFT, S.SUBMITTED)},
    "reopen": {(S.SUBMITTED, S.DRAFT)},
    "expire": {(S.DRAFT, S.EXPIRED)},
    "request_complement": {(S.SUBMITTED, S.INCOMPLETE)},
    "complete": {(S.INCOMPLETE, S.SUBMITTED)},
    "admit": {(S.SUBMITTED, S.ADMISSIBLE)},
    "refuse": {(S.SUBMITTED, S.INADMISSIBLE), (S.INCOMPLETE, S.INADMISSIBLE)},
    "conclude": {(S.ADMISSIBLE, S.REVIEWED)},
    "resume": {(S.REVIEWED, S.ADMISSIBLE)},
    "select": {(S.REVIEWED, S.SELECTED)},
    "waitlist": {(S.REVIEWED, S.WAITLISTED)},
    "promote": {(S.WAITLISTED, S.SELECTED)},
    "reject": {(S.REVIEWED, S.REJECTED), (S.WAITLISTED, S.REJECTED)},
    "fund": {(S.SELECTED, S.FUNDED)},
    "evaluate": {(S.FUNDED, S.EVALUATED), (S.SELECTED, S.EVALUATED)},
    "withdraw": {
        (source, S.WITHDRAWN)
        for source in (S.DRAFT, S.SUBMITTED, S.INCOMPLETE, S.ADMISSIBLE, S.REVIEWED, S.WAITLISTED, S.SELECTED)
    },
    "lapse": {(S.SELECTED, S.LAPSED), (S.FUNDED, S.LAPSED)},
    "abandon": {
        (source, S.ABANDONED)
        for source in (S.DRAFT, S.SUBMITTED, S.INCOMPLETE, S.ADMISSIBLE, S.REVIEWED, S.WAITLISTED)
    },
    "reconsider": {(S.INADMISSIBLE, S.SUBMITTED), (S.REJECTED, S.REVIEWED)},
}

WHO = {
    "submit": {R.SIGNATORY, R.DESK},
    "reopen": {R.SIGNATORY},
    "expire": {R.SYSTEM},
    "request_complement": {R.INSTRUCTOR},
    "complete": {R.EDITOR, R.SIGNATORY, R.SYSTEM},
    "admit": {R.INSTRUCTOR},
    "refuse": {R.PRESIDENT, R.AUTHORITY_SIGNATORY},
    "conclude": {R.INSTRUCTOR},
    "resume": {R.MANAGER},
    "select": {R.AUTHORITY_SIGNATORY},
    "waitlist": {R.AUTHORITY_SIGNATORY},
    "promote": {R.AUTHORITY_SIGNATORY},
    "reject": {R.AUTHORITY_SIGNATORY},
    "fund": {R.AUTHORITY_SIGNATORY},
    "evaluate": {R.AUTHORITY_SIGNATORY},
    "withdraw": {R.SIGNATORY},
    "lapse": {R.AUTHORITY_SIGNATORY},
    "abandon": {R.AUTHORITY_SIGNATORY, R.SYSTEM},
    "reconsider": {R.AUTHORITY_SIGNATORY},
}


def test_the_machine_is_this_table():
    assert {name: {(row.source, row.target) for row in rows} for name, rows in MACHINE.items()} == TABLE


def test_each_move_belongs_to_these_roles():
    assert {name: POLICY[rows[0].permission] for name, rows in MACHINE.items()} == WHO


def test_each_move_has_its_words():
    assert all(row.custom["label"] for rows in MACHINE.values() for row in rows)


@pytest.mark.parametrize("kind", Kind)
def test_procedures_offer_only_moves_of_the_machine(kind):
    assert PROCEDURES[kind].moves <= set(TABLE)


def sources():
    for room in (
        "accounts",
        "documents",
        "calls",
        "applications",
        "reviews",
        "awards",
        "notifications",
        "pages",
        "demo",
    ):
        for path in sorted(Path(settings.BASE_DIR, room).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path, ast.parse(path.read_text())


def test_only_the_gate_calls_a_transition():
    """`application.select(...)` and the like appear nowhere; the gate reaches methods by name."""
    callers = [
        f"{path.name}:{node.lineno} {node.func.attr}"
        for path, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in TABLE
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in {"application", "file", "dossier"}
    ]
    assert callers == []


def test_no_state_is_written_around_the_gate():
    """Neither `.update(state=…)` nor `Application(state=…)`: django-fsm protects attribute writes only."""
    offenders = [
        f"{path.name}:{node.lineno}"
        for path, tree in sources()
        if path.name != "bench.py"  # rows of a throw-away database, that only a list is timed on
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and any(keyword.arg == "state" for keyword in node.keywords)
        and (
            (isinstance(node.func, ast.Attribute) and node.func.attr in {"update", "create", "bulk_create"})
            or (isinstance(node.func, ast.Name) and node.func.id == "Application")
        )
    ]
    assert offenders == []
