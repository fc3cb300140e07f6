"""Which staged decisions depart from the ranking of their lot, whatever was decided before and in how many steps."""

from dataclasses import replace

from applications.enums import State
from reviews.enums import DecisionKind as K
from reviews.models import Decision
from reviews.queries.deciding import SELECTING, proposal
from reviews.queries.ranking import in_order

CHOSEN = (State.SELECTED, State.FUNDED, State.EVALUATED)
ASIDE = (State.WAITLISTED, State.REJECTED)


def departures(lot, rows, rule: dict | None = None) -> list[str]:
    """The files whose staged decision departs from the ranking: numbers, in rank order; none without a ranking.

    `rule` spares the computation when the lot's `proposal` is already at hand.

    One departs when it is left out for a file ranked after it though the published rule would fund it, when it is
    chosen under a floor or before one that the rule would fund instead, or when the waiting list is not in rank order.
    What was decided before counts, and what is not staged yet: deciding in several steps changes nothing.
    Where the rule gives nothing, each file is due before those ranked after it.
    """
    staged = Decision.objects.staged().filter(application__lot=lot, kind__in=SELECTING)
    kinds = {row.application_id: row for row in staged}
    if not kinds or not lot.call.ranked:
        return []
    due = _due(lot, rows, rule)
    chosen = [row.rank for row in rows if row.rank and _is_chosen(row, kinds)]
    out = [row.rank for row in in_order(rows) if not _is_chosen(row, kinds)]
    aside = _aside(lot, rows, before=max(chosen, default=0))
    held = [(row, kinds[row.application.pk]) for row in rows if row.rank and row.application.pk in kinds]
    found = []
    for position, (row, decision) in enumerate(held):
        is_due = row.application.number in due
        if decision.kind != K.SELECT:
            passed_over = is_due and max(chosen, default=0) > row.rank
            departs = passed_over or _out_of_line(decision, held[:position])
        else:
            overtaken = aside if is_due else [*aside, *out]
            departs = bool(row.below) or min(overtaken, default=row.rank) < row.rank
        if departs:
            found.append(row.application.number)
    return found


def _due(lot, rows, rule: dict | None = None) -> set[str]:
    """The files that the published rule would fund; all of those to decide where it gives nothing."""
    given = (rule or proposal(lot, rows))["rows"]
    if not given:
        return {row.application.number for row in in_order(rows)}
    return {number for number, (kind, *_) in given.items() if kind == K.SELECT}


def _is_chosen(row, kinds) -> bool:
    decision = kinds.get(row.application.pk)
    return row.application.state in CHOSEN or bool(decision and decision.kind == K.SELECT)


def _aside(lot, rows, before: int) -> list[int]:
    """The ranks, before this one, of the files set aside earlier that the rule would fund today; once told, no more."""
    earlier = [
        row
        for row in rows
        if row.rank and row.rank < before and not row.below and row.application.state in ASIDE
    ]
    if not earlier:
        return []
    told = lot.departures.filter(released_at__isnull=False).values_list("files", flat=True)
    known = {number for numbers in told for number in numbers}
    again = [replace(row, studied=True) if row in earlier else row for row in rows]
    due = _due(lot, again) - known
    return [row.rank for row in earlier if row.application.number in due]


def _out_of_line(decision, before) -> bool:
    """Whether a waiting rank comes before that of a file better ranked."""
    if decision.kind != K.WAITLIST:
        return False
    return any(other.kind == K.WAITLIST and other.rank > decision.rank for _, other in before)
