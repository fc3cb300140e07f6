import pytest
from django.db import connection

from tests.factories import make_cast


@pytest.fixture(autouse=True, scope="session")
def flush_in_spite_of_triggers():
    """SQLite flushes with DELETE, which the append-only triggers refuse: set them aside for the flush only."""
    if connection.vendor != "sqlite":
        return
    original = connection.ops.sql_flush

    def sql_flush(style, tables, **options):
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
        statements = original(style, tables, **options)
        return [f"DROP TRIGGER {name}" for name, _ in triggers] + statements + [sql for _, sql in triggers]

    connection.ops.sql_flush = sql_flush


@pytest.fixture
def cast(db):
    """The people of every story."""
    return make_cast()
