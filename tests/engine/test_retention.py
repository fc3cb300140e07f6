"""No step of a destruction is early, whatever the days on which the worker runs."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from engine.retention import Course, Delays, step, warns_from, withdrawal

DELAYS = Delays(timedelta(days=60), timedelta(days=15), timedelta(days=30))
START = datetime(2026, 11, 22, tzinfo=UTC)
HOURS = st.integers(0, 24 * 400).map(lambda hours: timedelta(hours=hours))


def carry_out(term, waits):
    """The course as a worker that wakes after each of these waits leaves it, with what it did."""
    now, course, done = warns_from(term, DELAYS), None, []
    for wait in waits:
        now += wait
        if course is None:
            course = Course(now, withdrawal(term, now, DELAYS))
            continue
        name = step(course, now, DELAYS)
        done.append((name, now))
        if name == "remind":
            course = replace(course, reminded_at=now)
        elif name == "hide":
            course = replace(course, hidden_at=now, destroys_at=now + DELAYS.window)
        elif name == "destroy":
            course = replace(course, over=True)
    return course, [row for row in done if row[0]]


@given(waits=st.lists(HOURS, min_size=1, max_size=12))
def test_the_steps_come_in_order_and_never_early(waits):
    course, done = carry_out(START, waits)
    assert [name for name, _ in done] == ["remind", "hide", "destroy"][: len(done)]
    assert course.hides_at >= max(START, course.warned_at + DELAYS.warning)
    at = dict(done)
    if "hide" in at:
        assert at["hide"] >= max(course.hides_at, course.warned_at + DELAYS.warning)
        assert at["hide"] - at["remind"] >= DELAYS.reminder
    if "destroy" in at:
        assert at["destroy"] - at["hide"] >= DELAYS.window


@given(waits=st.lists(HOURS, max_size=6), again=HOURS)
def test_what_is_over_stays_over(waits, again):
    over = Course(START, START, over=True)
    assert step(over, START + again + sum(waits, timedelta()), DELAYS) == ""


@given(late=HOURS)
def test_a_worker_that_runs_often_enough_ends_what_it_began(late):
    waits = [late, *[timedelta(days=16)] * 12]
    _, done = carry_out(START, waits)
    assert [name for name, _ in done] == ["remind", "hide", "destroy"]
