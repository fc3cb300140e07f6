"""The line of stakes: what is behind with its date, what is ahead with the date the call or the law gives it."""

from zoneinfo import ZoneInfo

from django.utils.formats import date_format

from applications.enums import MAIN_LINE, State

STAKE_DATES = {
    State.SUBMITTED: "submitted_at",
    State.ADMISSIBLE: "admitted_at",
    State.REVIEWED: "concluded_at",
    State.SELECTED: "decided_at",
    State.FUNDED: "funded_at",
    State.EVALUATED: "evaluated_at",
}
EXITS = {
    State.INADMISSIBLE,
    State.REJECTED,
    State.WITHDRAWN,
    State.EXPIRED,
    State.LAPSED,
    State.ABANDONED,
    State.WAITLISTED,
}
BEFORE_DECISION = {State.DRAFT, State.SUBMITTED, State.INCOMPLETE, State.ADMISSIBLE, State.REVIEWED}
# States that stand on a milestone of the line without being one.
STANDS_ON = {State.INCOMPLETE: State.SUBMITTED}


def stakes(application) -> list[dict]:
    """The milestones of a file as the stakes component draws them, then the exit if the file left the line."""
    reached = State(application.state)
    milestones = [s for s in MAIN_LINE if application.with_money or s != State.FUNDED]
    if reached in EXITS:
        return _left_line(application, milestones, reached)
    here, expected = STANDS_ON.get(reached, reached), expected_dates(application)
    return [_stake(application, milestone, here, expected) for milestone in milestones]


def _stake(application, milestone, here, expected) -> dict:
    at = getattr(application, STAKE_DATES[milestone])
    status = "current" if milestone == here else "done" if at else "ahead"
    label = "" if at and milestone != here else expected.get(milestone, "")
    return {
        "label": milestone.label,
        "state": status,
        "date": local_day(application, at),
        "date_label": label,
    }


def _left_line(application, milestones, reached) -> list[dict]:
    decided_yes = reached == State.LAPSED
    kept = [
        {"label": milestone.label, "state": "done", "date": local_day(application, at), "date_label": ""}
        for milestone in milestones
        if (at := getattr(application, STAKE_DATES[milestone]))
        and (milestone != State.SELECTED or decided_yes)
    ]
    left_at = application.ended_at or application.decided_at
    exit_stake = {
        "label": reached.label,
        "state": "exit",
        "date": local_day(application, left_at),
        "date_label": "",
    }
    return [*kept, exit_stake]


def local_day(application, at):
    """The calendar day of an instant where the call is read."""
    return at and at.astimezone(ZoneInfo(application.call.time_zone)).date()


def expected_dates(application) -> dict[State, str]:
    """The words under the stakes ahead: closing of the call, end of a complement, decision."""
    call, expected = application.call, {}
    if application.state == State.DRAFT and call.closes_at:
        expected[State.SUBMITTED] = f"au plus tard le {_short(call.closes_at, call)}"
    if application.state == State.INCOMPLETE:
        expected[State.SUBMITTED] = f"compléments avant le {_short(application.complement_due_at, call)}"
    if application.state in BEFORE_DECISION and (words := decision_words(call)):
        expected[State.SELECTED] = words
    return expected


def decision_words(call) -> str:
    """When the decision is expected: the day the call announces, else the end of the legal delay."""
    if call.results_expected_on:
        return f"résultats attendus le {date_format(call.results_expected_on, 'j F Y')}"
    if call.decision_due_at:
        due = call.decision_due_at.astimezone(ZoneInfo(call.time_zone))
        return f"décision au plus tard le {date_format(due.date(), 'j F Y')}"
    return ""


def _short(at, call) -> str:
    return date_format(at.astimezone(ZoneInfo(call.time_zone)), "j F Y à G\u00a0\\h\u00a0i")
