"""The ``assign`` command: an assignment problem read from JSON, its plan as JSON.

In: ``per_file``, ``files`` (ids), ``readers`` (``id``, ``min``, ``max``), and, empty when absent, ``conflicts`` and
``kept`` (pairs file, reader) and ``affinity`` ({file: {reader: 0 to 1}}); ``time_limit`` in seconds, none when
absent. Out: ``status``, ``pairs``, ``loads``, ``connected``, ``cause``.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from engine.assignment import Plan, Problem, Reader, assign
from engine.loading import check_unique, decimal, items, mapping, pair, record, text, whole

NEEDED = ("per_file", "files", "readers")
OPTIONAL = ("conflicts", "kept", "affinity", "time_limit")


def run(data: object) -> dict[str, object]:
    """The answer printed by the command. Raises Unlawful."""
    entries = record(data, "", NEEDED, OPTIONAL)
    limit = entries.get("time_limit")
    seconds = None if limit is None else float(decimal(limit, "time_limit", decimals=None, least=0))
    return answer(assign(problem_of(entries), seconds))


def problem_of(entries: dict[str, object]) -> Problem:
    """The problem that the entries of a file describe. Raises Unlawful."""
    files = [text(file, where) for where, file in items(entries["files"], "files")]
    readers = [_reader(item, where) for where, item in items(entries["readers"], "readers")]
    check_unique(files, "files")
    check_unique([reader.id for reader in readers], "readers")
    return Problem(
        whole(entries["per_file"], "per_file", least=1),
        tuple(files),
        tuple(readers),
        frozenset(_pairs(entries, "conflicts")),
        frozenset(_pairs(entries, "kept")),
        dict(_affinities(entries.get("affinity", {}))),
    )


def answer(plan: Plan) -> dict[str, object]:
    """A plan as JSON."""
    return {
        "status": plan.status,
        "pairs": [list(pair) for pair in plan.pairs],
        "loads": dict(plan.loads),
        "connected": plan.connected,
        "cause": plan.cause,
    }


def _reader(item: object, where: str) -> Reader:
    entries = record(item, where, ("id", "min", "max"))
    return Reader(
        text(entries["id"], f"{where}.id"),
        whole(entries["min"], f"{where}.min"),
        whole(entries["max"], f"{where}.max"),
    )


def _pairs(entries: dict[str, object], key: str) -> Iterator[tuple[str, str]]:
    for where, item in items(entries.get(key, []), key):
        yield pair(item, where)


def _affinities(value: object) -> Iterator[tuple[tuple[str, str], Decimal]]:
    for file, row in mapping(value, "affinity").items():
        for reader, number in mapping(row, f"affinity.{file}").items():
            where = f"affinity.{file}.{reader}"
            yield (file, reader), decimal(number, where, decimals=None, least=0, most=1)
