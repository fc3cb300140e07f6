"""``python -m engine select|assign|calibrate FILE.json``: one JSON file in, one JSON answer out.

Status 0 whenever an answer is printed, "infeasible" included. Status 2, with one French sentence on the error
output and nothing on the other, when the command or the file cannot be taken.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from importlib import import_module
from unicodedata import category

from engine.errors import Unlawful
from engine.loading import load
from engine.money import NO_BREAK

# Each module has run(data) -> answer; it is imported when asked for, because the solver is slow to load.
COMMANDS = {
    "select": "engine.instances",
    "assign": "engine.reading_assign",
    "calibrate": "engine.reading_calibrate",
}

_BREAKING = {"Cc", "Zl", "Zp"}


def main(arguments: Sequence[str]) -> int:
    """Answer on the standard output, or refuse on the error output; the exit status."""
    try:
        command, path = _read(arguments)
        answer = import_module(COMMANDS[command]).run(load(path))
    except Unlawful as refusal:
        sys.stderr.buffer.write(f"{_one_line(str(refusal))}\n".encode(errors="replace"))
        return 2
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False, allow_nan=False).encode() + b"\n")
    return 0


def _read(arguments: Sequence[str]) -> tuple[str, str]:
    if len(arguments) != 2 or arguments[0] not in COMMANDS:
        raise Unlawful(f"Écrivez{NO_BREAK}: python -m engine {'|'.join(COMMANDS)} FICHIER.json")
    return arguments[0], arguments[1]


def _one_line(words: str) -> str:
    """The sentence without the line breaks and control characters of the names it quotes."""
    return "".join(" " if category(sign) in _BREAKING else sign for sign in words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
