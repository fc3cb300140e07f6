"""Database triggers that refuse changes, written once for SQLite and PostgreSQL.

SQLite rebuilds a table on some migrations and silently drops its triggers: the test that tries to change a row
after a full migrate fails then, and a new migration has to install them again.
"""


def forbid(table: str, event: str, *, when: str = "", message: str):
    """A migration function that refuses `event` (UPDATE or DELETE) on rows of `table` for which `when` holds."""
    name = f"{table}_no_{event.lower()}"

    def install(apps, schema_editor):
        if schema_editor.connection.vendor == "sqlite":
            condition = f"WHEN {when}" if when else ""
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} {condition} "
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )
            return
        result = "NEW" if event == "UPDATE" else "OLD"
        guard = f"IF {when} THEN RAISE EXCEPTION '{message}'; END IF; RETURN {result};"
        body = guard if when else f"RAISE EXCEPTION '{message}';"
        schema_editor.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger AS $$ BEGIN {body} END $$ LANGUAGE plpgsql",
            params=None,
        )
        schema_editor.execute(
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
            params=None,
        )

    return install


def allow(table: str, event: str):
    """The reverse of `forbid`."""
    name = f"{table}_no_{event.lower()}"

    def remove(apps, schema_editor):
        on_table = "" if schema_editor.connection.vendor == "sqlite" else f" ON {table}"
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}", params=None)
        if on_table:
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {name}()", params=None)

    return remove
