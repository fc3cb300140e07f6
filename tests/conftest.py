import pytest
from django.db import connection

from tests.factories import make_cast

APPEND_ONLY = (
    "applications_transition",
    "applications_snapshot",
    "applications_opening",
    "documents_document",
)


@pytest.fixture(autouse=True)
def flush_in_spite_of_triggers(monkeypatch):
    """SQLite flushes with DELETE, which the append-only triggers refuse: set them aside for the flush only."""
    if connection.vendor != "sqlite":
        return
    original = connection.ops.sql_flush

    def sql_flush(style, tables, **options):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN (%s, %s, %s, %s)",
                APPEND_ONLY,
            )
            triggers = cursor.fetchall()
        statements = original(style, tables, **options)
        return [f"DROP TRIGGER {name}" for name, _ in triggers] + statements + [sql for _, sql in triggers]

    monkeypatch.setattr(connection.ops, "sql_flush", sql_flush)


@pytest.fixture
def cast(db):
    """The people of every story."""
    return make_cast()
