"""What changed between two texts, word by word, as people read it.

`difflib.SequenceMatcher` after Ratcliff and Obershelp, “Pattern matching: the gestalt approach”, Dr. Dobb's Journal,
July 1988: not always the shortest change, but one that keeps long common passages whole.
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

CRUMB = 3  # letters: a shorter passage between two changes is part of the change, or nobody could read it
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
    removed = added = ""
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        same = "".join(new[j1:j2])
        if tag == "equal" and (len(same.strip()) > CRUMB or not (removed or added)):
            found += [*_change(removed, added), Passage("kept", same)]
            removed = added = ""
        else:
            removed, added = removed + "".join(old[i1:i2]), added + same
    return (*found, *_change(removed, added))


def _change(removed: str, added: str) -> list[Passage]:
    kinds: list[Passage] = [Passage("removed", removed), Passage("added", added)]
    return [passage for passage in kinds if passage.text]
