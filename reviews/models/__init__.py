"""Rows of judging: interests, readings, the commission, scenarios, decisions."""

from reviews.models.commission import (
    AgendaDeclaration,
    AgendaItem,
    Attendance,
    Ballot,
    Meeting,
    Observation,
    Poll,
    Seat,
    SittingPaper,
)
from reviews.models.deciding import Decision, Departure, LotResult, Offer, RankChoice
from reviews.models.interests import Conflict, Nomination, Waiver
from reviews.models.reading import (
    Assignment,
    Note,
    Opinion,
    ReadingPlan,
    Reopening,
    Report,
    Review,
    Score,
    ScoreEntry,
)
from reviews.models.scenarios import Scenario

__all__ = [
    "AgendaDeclaration",
    "AgendaItem",
    "Assignment",
    "Attendance",
    "Ballot",
    "Conflict",
    "Decision",
    "Departure",
    "LotResult",
    "Meeting",
    "Nomination",
    "Note",
    "Observation",
    "Offer",
    "Opinion",
    "Poll",
    "RankChoice",
    "ReadingPlan",
    "Reopening",
    "Report",
    "Review",
    "Scenario",
    "Score",
    "ScoreEntry",
    "Seat",
    "SittingPaper",
    "Waiver",
]
