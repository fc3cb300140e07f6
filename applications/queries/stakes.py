"""The line of stakes and what happens next."""

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


def stakes(application) -> list[dict]:
    """The line of stakes: each milestone with its state and its date, then the exit if the file left the line."""
    line, reached = [], application.state
    milestones = [s for s in MAIN_LINE if application.with_money or s != State.FUNDED]
    left = reached in EXITS
    for milestone in milestones:
        at = getattr(application, STAKE_DATES[milestone])
        if milestone == State.SELECTED and left and reached != State.LAPSED:
            at = None
        passed = bool(at) and not (left and milestone == State.SELECTED and reached != State.LAPSED)
        status = "current" if milestone == reached else "done" if passed else "ahead"
        line.append({"label": milestone.label, "state": status, "date": at if passed else None})
    if left:
        kept = [stake for stake in line if stake["state"] == "done"]
        exit_at = application.ended_at or application.decided_at
        return [*kept, {"label": application.get_state_display(), "state": "exit", "date": exit_at}]
    return line
