"""The commission: seats, meetings, the room and its quorum, what a sitting leaves, what it allows."""

from reviews.queries.commission.coverage import commission_refusals, rank_refusals

__all__ = ["commission_refusals", "rank_refusals"]
