"""Reads of files: moves, stakes, what comes next, how far a draft is, history, content."""

from applications.queries.content import snapshot_content
from applications.queries.history import timeline
from applications.queries.moves import MACHINE, actions, machine, refusals
from applications.queries.outlook import moment, next_step
from applications.queries.progress import meter, tasks
from applications.queries.stakes import stakes

__all__ = [
    "MACHINE",
    "actions",
    "machine",
    "meter",
    "moment",
    "next_step",
    "refusals",
    "snapshot_content",
    "stakes",
    "tasks",
    "timeline",
]
