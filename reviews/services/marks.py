"""The marks of a draft and their history: one entry each time a mark, or its reason, was another."""

from accounts.errors import Refused
from reviews.models import Score, ScoreEntry


def keep(review, criteria, scores: dict, *, at, typing: bool) -> None:
    """Writes what changed among these marks: {criterion id: (value, justification)}.

    While the reader is `typing`, a reason half written is no history: only a change of the mark is.
    """
    kept = {score.criterion_id: score for score in review.scores.all()}
    given = {row.pk: (scores[row.pk][0], scores[row.pk][1].strip()) for row in criteria if row.pk in scores}
    outside = [row for row in criteria if row.pk in given and not _on_scale(given[row.pk][0], row.maximum)]
    if outside:
        raise Refused(*[f"« {row.label} » se note de 0 à {row.maximum}." for row in outside])
    for pk, (value, justification) in given.items():
        score = kept.get(pk) or Score(review=review, criterion_id=pk)
        if score.pk and (score.value, score.justification) == (value, justification):
            continue
        score.value, score.justification = value, justification
        score.save()
    record(review, given, at=at, values_only=typing)


def _on_scale(value: int | None, maximum: int) -> bool:
    return value is None or 0 <= value <= maximum


def record(review, given: dict, *, at, values_only=False) -> None:
    """Appends what is not what the history said last; a mark never given has no history."""
    last = {entry.criterion_id: (entry.value, entry.justification) for entry in review.entries.all()}
    said = {pk: last.get(pk, (None, "")) for pk in given}
    changed = [
        pk
        for pk, now in given.items()
        if now[0] != said[pk][0] or (not values_only and now[1] != said[pk][1])
    ]
    ScoreEntry.objects.bulk_create(
        ScoreEntry(review=review, criterion_id=pk, value=given[pk][0], justification=given[pk][1], at=at)
        for pk in changed
    )


def given_in(review) -> dict:
    """What the review says now, as `record` takes it."""
    return {score.criterion_id: (score.value, score.justification) for score in review.scores.all()}
