"""What changed between two texts, word by word, as people read it.

`difflib.SequenceMatcher` after Ratcliff and Obershelp, “Pattern matching: the gestalt approach”, Dr. Dobb's Journal,
July 1988: not always the shortest change, but one that keeps long common passages whole.
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

TOKEN = re.compile(r"\s+|[^\s\w]|\w+")


@dataclass(frozen=True)
class Passage:
    """Some words: kept as they were, added, or removed."""

    kind: Literal["kept", "added", "removed"]
    text: str


def passages(before: str, after: str) -> tuple[Passage, ...]:
    """The passages that lead from one text to the other, in reading order; what is removed comes before what is added.

    Without the added passages they spell `before`; without the removed ones, `after`.
    """
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    found: list[Passage] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Passage("kept", "".join(new[j1:j2])))
            continue
        if i2 > i1:
            found.append(Passage("removed", "".join(old[i1:i2])))
        if j2 > j1:
            found.append(Passage("added", "".join(new[j1:j2])))
    return tuple(found)
