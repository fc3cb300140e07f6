"""Writes. Everything that changes a call passes here; what publication freezes is refused afterwards."""

from calls.services.creation import clone, create_from_model
from calls.services.drafts import frozen_reason
from calls.services.editing import edit, set_calendar, set_eligibility
from calls.services.exchanges import answer, ask, refusals_to_answer, refusals_to_ask
from calls.services.people import appoint, end_appointment, set_loads
from calls.services.publication import (
    mark_opened,
    missing_for_publication,
    publish,
    refusals_to_open,
)
from calls.services.rows import PARENT, add_row, change_row, remove_row, shift_row
from calls.services.specification import attach_specification

__all__ = [
    "PARENT",
    "add_row",
    "answer",
    "appoint",
    "ask",
    "attach_specification",
    "change_row",
    "clone",
    "create_from_model",
    "edit",
    "end_appointment",
    "frozen_reason",
    "mark_opened",
    "missing_for_publication",
    "publish",
    "refusals_to_answer",
    "refusals_to_ask",
    "refusals_to_open",
    "remove_row",
    "set_calendar",
    "set_eligibility",
    "set_loads",
    "shift_row",
]
