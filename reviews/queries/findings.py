"""Where nothing is scored: what the readers found of each criterion, file by file."""

from collections import Counter
from dataclasses import dataclass

from applications.models import Application
from calls.scales import FINDING_MAXIMUM, FINDINGS, name_of
from reviews.queries.ranking import IN_RANKING, reviews_of, submitted

NAMES = FINDINGS[FINDING_MAXIMUM][::-1]
TONES = dict(zip(NAMES, ("success", "warning", "error"), strict=True))


@dataclass(frozen=True)
class Found:
    """One criterion of one file: the finding its readers share, or theirs when they differ."""

    criterion: str
    names: tuple[str, ...]

    @property
    def label(self) -> str:
        return " / ".join(self.names) or "–"

    @property
    def tone(self) -> str:
        return TONES.get(self.names[0], "quiet") if len(self.names) == 1 else "info"

    @property
    def differs(self) -> bool:
        return len(self.names) > 1


@dataclass(frozen=True)
class Line:
    """One file: its findings, how many of each, how many readers gave theirs."""

    application: Application
    readings: int
    found: tuple[Found, ...]

    @property
    def counts(self) -> list[int]:
        shared = Counter(row.names[0] for row in self.found if len(row.names) == 1)
        return [shared[name] for name in NAMES]

    @property
    def differing(self) -> int:
        return sum(row.differs for row in self.found)


def synthesis(lot, person) -> list[Line]:
    """The files of the lot under instruction or decided, minus those closed to this person."""
    files = lot.applications.filter(state__in=IN_RANKING).without_conflicts_of(person)
    files = files.select_related("structure").prefetch_related(submitted(lot)).order_by("number")
    criteria = list(lot.call.criteria.all())
    return [_line(file, criteria) for file in files]


def _line(file, criteria) -> Line:
    reviews = reviews_of(file)
    given = [{score.criterion_id: score.value for score in review.scores.all()} for review in reviews]
    return Line(file, len(reviews), tuple(_found(row, given) for row in criteria))


def _found(criterion, given) -> Found:
    values = {marks[criterion.pk] for marks in given if marks.get(criterion.pk) is not None}
    names = [name_of(value, criterion.maximum, scored=False) for value in sorted(values, reverse=True)]
    return Found(criterion.label, tuple(names))
