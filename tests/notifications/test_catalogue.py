"""The catalogue is complete: no move without its line, no text without its use, no nudge into the void."""

import ast

import pytest
from celery import current_app
from django.conf import settings

from applications.queries import MACHINE
from notifications.catalogue import ALSO, ON, REMINDERS, RETENTION

TEXTS = settings.BASE_DIR / "templates" / "notifications"
ROOMS = (
    "accounts",
    "documents",
    "calls",
    "applications",
    "reviews",
    "awards",
    "notifications",
    "privacy",
    "demo",
    "pages",
)


def notices():
    yield from (notice for line in ON.values() for notice in line)
    yield from (notice for events in ALSO.values() for event in events for notice in event.notices)
    yield from (reminder.notice for reminder in REMINDERS)
    yield from RETENTION.values()


def test_every_move_has_its_line():
    assert set(ON) == set(MACHINE)


def test_every_key_has_its_text_and_every_text_its_key():
    assert {notice.key for notice in notices()} == {path.stem for path in TEXTS.glob("[!_]*.txt")}


def nudges():
    """Every call of nudge(…) in the source: its file, the task's name, the argument after it."""
    for room in ROOMS:
        for path in (settings.BASE_DIR / room).rglob("*.py"):
            tree = ast.parse(path.read_text())
            constants = {
                target.id: node.value.value
                for node in tree.body
                if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
                for target in node.targets
                if isinstance(target, ast.Name)
            }
            for node in ast.walk(tree):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "nudge":
                    first, *rest = [argument_of(argument, constants) for argument in node.args]
                    yield path.name, first, rest[0] if rest else None


def argument_of(node, constants):
    if isinstance(node, ast.Name):
        return constants.get(node.id)
    return node.value if isinstance(node, ast.Constant) else None


def test_every_nudge_names_a_registered_task():
    current_app.loader.import_default_modules()
    found = list(nudges())
    assert len(found) >= 10
    assert [item for item in found if item[1] not in current_app.tasks] == []


def test_every_kind_told_is_in_the_catalogue():
    told = {rest for _, task, rest in nudges() if task == "notifications.tasks.tell"}
    assert told - {None} <= set(ALSO)
    assert {"assignment", "offer", "agreement", "instalment", "report", "membership"} <= told


def test_the_beat_runs_the_sweep_and_the_reminders():
    current_app.loader.import_default_modules()
    beat = {row["task"] for row in settings.CELERY_BEAT_SCHEDULE.values()}
    assert {"notifications.tasks.sweep", "notifications.tasks.remind"} <= beat


@pytest.mark.parametrize("kind", ALSO)
def test_every_event_can_be_asked_for_what_is_untold(kind, db):
    for event in ALSO[kind]:
        assert list(event.untold(kind)) == []
