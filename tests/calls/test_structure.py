import ast
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from accounts.backends import may
from calls import enums, services
from calls.enums import Kind
from calls.models import Call, RefusalGround
from tests.calls.conftest import NOON

ROOT = Path(__file__).parents[2]
WRITES = {
    "save",
    "delete",
    "create",
    "update",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "set",
    "add",
}
GROUNDS = import_module("calls.migrations.0002_refusal_grounds")


def test_pages_and_forms_write_nothing_themselves():
    guilty = [
        f"{path.relative_to(ROOT)}:{node.lineno} .{node.func.attr}()"
        for folder in ("calls/views", "calls/forms")
        for path in (ROOT / folder).glob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES
        and ast.unparse(node.func.value) not in ("taken",)
    ]  # fmt: skip
    assert guilty == []


@pytest.fixture
def grounds(db):
    if not RefusalGround.objects.exists():  # a transactional test flushes what the migration loaded
        GROUNDS.add(apps, SimpleNamespace(connection=connection))


def test_every_kind_has_its_grounds_of_refusal_with_a_legal_basis(grounds):
    by_kind = {
        kind: set(RefusalGround.objects.filter(kind=kind).values_list("code", flat=True)) for kind in Kind
    }
    assert by_kind[Kind.AAP] == {"late", "candidature", "foreign", "cost"}
    assert all("late" in codes for codes in by_kind.values())
    assert not RefusalGround.objects.filter(legal_basis="").exists()
    verified = RefusalGround.objects.filter(verified=True)
    assert set(verified.values_list("kind", "code")) == {
        ("aap", "late"),
        ("aap", "candidature"),
        ("aap", "foreign"),
    }


RENAMED = [
    "Kind",
    "Policy",
    "ComplementScope",
    "Silence",
    "DecisionAct",
    "Part",
    "CallStatus",
    "QuestionKind",
    "Phase",
]


def test_renaming_every_label_changes_no_behaviour(cast, ready, monkeypatch):
    before = services.missing_for_publication(ready, NOON)
    for name in RENAMED:
        for member in getattr(enums, name):
            monkeypatch.setattr(member, "_label_", f"Libellé {member.name}")
    assert services.missing_for_publication(ready, NOON) == before == []
    call = services.publish(ready, by=cast.manager, at=NOON)
    assert call.is_published
    assert call.phase(NOON) == "open"
    copy = services.create_from_model(cast.authority, "aap", "act", "Autre", by=cast.manager, at=NOON)
    assert copy.decision_act == "authorisation"
    assert Call.objects.get(pk=copy.pk).current_form().sections.first().part == "candidature"


@pytest.mark.parametrize(
    "who",
    [
        "manager",
        "instructor",
        "finance",
        "director",
        "signatory",
        "expert",
        "president",
        "delegate",
        "stranger",
        "superuser",
    ],
)
@pytest.mark.parametrize("state", ["draft", "published"])
def test_what_is_visible_agrees_with_what_may_be_seen(cast, ready, who, state):
    person = getattr(cast, who)
    services.appoint(ready, cast.president.email, "president", by=cast.manager)
    if state == "published":
        services.publish(ready, by=cast.manager, at=NOON)
    visible = Call.objects.visible_to(person).filter(pk=ready.pk).exists()
    call = Call.objects.get(pk=ready.pk)
    assert visible == (call.is_published or may(person, "calls.view_draft", call))
