"""Every move of the machine and whom it concerns: one line per audience."""

from dataclasses import dataclass

from notifications import audiences as a


@dataclass(frozen=True)
class Notice:
    """One text for one audience; `waits`: not before the act of the move is established."""

    key: str
    people: a.People
    waits: bool = False
    page: str = "file"


def acted(key: str, page: str = "file") -> tuple[Notice, ...]:
    """What an act announces to the structure, and its progress to the union once the act is there."""
    return Notice(key, a.STRUCTURE, waits=True, page=page), Notice("progress", a.UNION, waits=True)


PROGRESS = Notice("progress", a.UNION)

ON: dict[str, tuple[Notice, ...]] = {
    "submit": (
        Notice("receipt", a.STRUCTURE, waits=True),
        Notice("deposit", a.HANDLERS, page="check"),
        PROGRESS,
    ),
    "reopen": (Notice("reopened", a.STRUCTURE), PROGRESS),
    "expire": (Notice("expired", a.STRUCTURE), PROGRESS),
    "request_complement": acted("complement_asked", "complements"),
    "complete": (
        Notice("complement_sent", a.STRUCTURE),
        Notice("complement_received", a.HANDLERS, page="check"),
        PROGRESS,
    ),
    "admit": (Notice("admitted", a.STRUCTURE), Notice("to_assign", a.MANAGERS, page="assignments"), PROGRESS),
    "refuse": acted("refused"),
    # Internal to the authority: the structure reads it on its page and is told at the decision.
    "conclude": (Notice("to_decide", a.MANAGERS, page="instruction"),),
    "resume": (
        Notice("resumed", a.HANDLERS, page="instruction"),
        Notice("resumed", a.READERS, page="reading"),
    ),
    "select": acted("selected"),
    "waitlist": acted("waitlisted"),
    "promote": acted("promoted"),
    "reject": acted("rejected"),
    "fund": (*acted("funded", "award"), Notice("to_pay", a.MONEY, page="award")),
    "evaluate": (*acted("evaluated"), Notice("evaluation_released", a.HANDLERS, page="award")),
    "withdraw": (
        Notice("withdrawn", a.STRUCTURE),
        Notice("withdrawn_file", a.EVERYONE),
        Notice("reading_over", a.READERS, page=""),
        PROGRESS,
    ),
    "lapse": (*acted("lapsed"), Notice("lapsed_file", a.EVERYONE)),
    "abandon": (*acted("abandoned"), Notice("reading_over", a.READERS, page="")),
    "reconsider": (*acted("reconsidered"), Notice("reconsidered_file", a.HANDLERS)),
}
