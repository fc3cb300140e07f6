"""Rows are locked one table at a time: PostgreSQL refuses to lock the empty side of a join, and SQLite never says so."""

import re
from pathlib import Path

ROOMS = "accounts applications awards calls demo documents notifications pages privacy reviews"


def test_each_lock_names_its_own_row():
    bare = [
        f"{path}:{number}"
        for room in ROOMS.split()
        for path in Path(room).rglob("*.py")
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if re.search(r"select_for_update\((?!of=\(\"self\",\))", line)
    ]
    assert bare == []
