"""Reads of files: moves, stakes, content."""

from applications.queries.content import snapshot_content
from applications.queries.moves import MACHINE, actions, machine, refusals
from applications.queries.stakes import stakes

__all__ = ["MACHINE", "actions", "machine", "refusals", "snapshot_content", "stakes"]
