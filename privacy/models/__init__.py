"""What is kept of people and files, for how long, and how it goes."""

from privacy.models.accounts import Closing, PersonalExport
from privacy.models.eliminations import Elimination, EliminationItem
from privacy.models.retention import Hold, Leftover, Purge, RetentionRule

__all__ = [
    "Closing",
    "Elimination",
    "EliminationItem",
    "Hold",
    "Leftover",
    "PersonalExport",
    "Purge",
    "RetentionRule",
]
