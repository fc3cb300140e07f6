"""What the marks of a file were before: one story per review, oldest first."""

from dataclasses import dataclass, field
from datetime import datetime

from calls.scales import name_of
from engine.money import number
from reviews.models import Reopening, Review, ScoreEntry


@dataclass(frozen=True)
class Event:
    """One thing that happened to a review: a mark given or changed, a submission, a reopening."""

    at: datetime
    what: str  # the criterion, or the act
    was: str = ""
    now: str = ""
    words: str = ""
    is_act: bool = False


@dataclass
class Story:
    """The history of one review."""

    review: Review
    events: list[Event] = field(default_factory=list)

    @property
    def changes(self) -> int:
        """How many marks became another mark."""
        return sum(bool(event.was) and event.was != event.now for event in self.events)


def history_of(application) -> list[Story]:
    """The stories of the reviews submitted on a file; of a draft, only what had been submitted before."""
    return [story for story in _stories(application) if story.events]


def own_history(review) -> list[Event]:
    """The story of one's own review, draft included."""
    application = review.assignment.application
    return next(
        (
            story.events
            for story in _stories(application, drafts=True, assignment=review.assignment_id)
            if story.review.pk == review.pk
        ),
        [],
    )


def _stories(application, *, drafts=False, **only) -> list[Story]:
    reviews = Review.objects.filter(assignment__application=application)
    if only:
        reviews = reviews.filter(**only)
    reviews = list(reviews.select_related("assignment__reader").order_by("assignment"))
    entries, reopenings = _by_review(ScoreEntry, reviews, "criterion"), _by_review(Reopening, reviews, "by")
    scored = application.call.scored
    return [
        Story(row, _events(row, entries.get(row.pk, []), reopenings.get(row.pk, []), scored, drafts))
        for row in reviews
    ]


def _by_review(model, reviews, *related) -> dict[int, list]:
    found: dict[int, list] = {}
    for row in model.objects.filter(review__in=reviews).select_related(*related).order_by("at", "id"):
        found.setdefault(row.review_id, []).append(row)
    return found


def _events(review, entries, reopenings, scored, drafts) -> list[Event]:
    """Marks, submissions and reopenings in the order of time; at one instant, marks come before acts."""
    shown_until = review.submitted_at or (reopenings[-1].submitted_at if reopenings else None)
    if not drafts:
        entries = [entry for entry in entries if shown_until and entry.at <= shown_until]
    events = [*_marks(entries, scored), *_acts(review, reopenings)]
    return sorted(events, key=lambda event: (event.at, event.is_act))


def _marks(entries, scored) -> list[Event]:
    last: dict[int, str] = {}
    events = []
    for entry in entries:
        now = name_of(entry.value, entry.criterion.maximum, scored=scored)
        was = last.get(entry.criterion_id, "")
        events.append(Event(entry.at, entry.criterion.label, was, now, entry.justification))
        last[entry.criterion_id] = now
    return events


def _acts(review, reopenings) -> list[Event]:
    acts = []
    for row in reopenings:
        acts.append(Event(row.submitted_at, "Expertise rendue", now=_points(row.points), is_act=True))
        acts.append(Event(row.at, f"Rouverte par {row.by}", words=row.reason, is_act=True))
    if review.submitted_at:
        acts.append(Event(review.submitted_at, "Expertise rendue", now=_points(review.points), is_act=True))
    return acts


def _points(points) -> str:
    return "" if points is None else f"{number(points)} sur 100"
