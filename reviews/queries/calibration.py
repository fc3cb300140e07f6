"""The marks of a lot side by side: as given, and as they would be if every reader were as severe as the others."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256

from applications.models import Application
from engine import calibration
from engine.money import number
from reviews.queries.divergence import seats
from reviews.queries.ranking import Row, ranking_of

AGREEMENT = (  # the least value, and what it says (Krippendorff 2004)
    (Decimal("0.8"), "Les lecteurs s’accordent bien."),
    (Decimal("0.667"), "Les lecteurs s’accordent assez pour conclure avec prudence."),
    (
        Decimal("0.2"),
        "Les lecteurs s’accordent peu : l’ordre des dossiers proches tient pour partie au hasard des lectures.",
    ),
    (
        Decimal("-Infinity"),
        "Les lecteurs ne s’accordent pas plus que le hasard : discutez les dossiers un par un.",
    ),
)
UNDEFINED = "L’accord ne se mesure pas encore : il faut des dossiers lus par deux personnes au moins."


@dataclass(frozen=True)
class Placed:
    """One file: its points and rank as given, calibrated, and how sure its rank is."""

    application: Application
    readings: int
    raw: Decimal
    raw_rank: int
    calibrated: Decimal
    calibrated_rank: int
    low: int
    high: int
    percent: int | None  # of being among those selected; None where the rules select nobody yet
    part: int  # which set of files joined by their readers, from 1


@dataclass(frozen=True)
class Reader:
    """One reader: how far below the others they mark, and on how many files that rests."""

    label: str
    severity: Decimal
    reviews: int

    @property
    def words(self) -> str:
        if not self.severity:
            return "comme les autres"
        side = "au-dessous" if self.severity > 0 else "au-dessus"
        unit = "points" if abs(self.severity) >= 2 else "point"  # French: singular below two
        return f"{number(abs(self.severity))} {unit} {side} des autres"


@dataclass(frozen=True)
class Calibrated:
    """What the page of a lot shows."""

    files: list[Placed]
    readers: list[Reader]
    seats: int | None
    agreement: str
    statistic: str
    parts: int
    method: str


def calibrated(lot, person, *, named: bool) -> Calibrated | None:
    """The calibration of a lot's submitted reviews, those of files closed to this person left out; None without any."""
    rows = [row for row in ranking_of(lot, person=person) if row.totals]
    if not rows:
        return None
    count = seats(lot, rows)
    result = calibration.calibrate(_readings(rows), count or 0)
    return Calibrated(
        files=_files(rows, result, count),
        readers=_readers(lot, rows, result, named),
        seats=count,
        agreement=_agreement(result.agreement.value),
        statistic=_statistic(result.agreement),
        parts=len(result.components),
        method=result.method,
    )


def _readings(rows: list[Row]) -> list[calibration.Reading]:
    return [
        calibration.Reading(row.application.number, str(assignment.reader_id), assignment.review.points)
        for row in rows
        for assignment in _submitted(row)
    ]


def _submitted(row: Row) -> list:
    return [
        assignment
        for assignment in row.application.readings
        if getattr(assignment, "review", None) and assignment.review.submitted_at
    ]


def _files(rows, result, count) -> list[Placed]:
    """In the order of the points as given."""
    placed = result.files
    raw = _ranks({row.application.number: placed[row.application.number].raw for row in rows})
    again = _ranks({row.application.number: placed[row.application.number].calibrated for row in rows})
    part = {file: rank for rank, files in enumerate(result.components, 1) for file in files}
    found = [
        Placed(
            application=row.application,
            readings=len(row.totals),
            raw=placed[row.application.number].raw,
            raw_rank=raw[row.application.number],
            calibrated=placed[row.application.number].calibrated,
            calibrated_rank=again[row.application.number],
            low=placed[row.application.number].low,
            high=placed[row.application.number].high,
            percent=None if count is None else round(100 * placed[row.application.number].probability),
            part=part[row.application.number],
        )
        for row in rows
    ]
    return sorted(found, key=lambda row: (row.raw_rank, row.application.number))


def _ranks(points: Mapping[str, Decimal]) -> dict[str, int]:
    """One more than the number of files above: equal points share a rank."""
    ordered = sorted(points.values(), reverse=True)
    return {file: 1 + ordered.index(value) for file, value in points.items()}


def _readers(lot, rows, result, named) -> list[Reader]:
    """By name for who assigns the files, otherwise by letters drawn once for the call; the most severe first."""
    people = {}
    for row in rows:
        people |= {str(each.reader_id): each.reader for each in _submitted(row)}
    drawn = sorted(people, key=lambda pk: sha256(f"{lot.call_id}:{pk}".encode()).digest())
    labels = {pk: str(people[pk]) if named else f"Lecteur {letters(rank)}" for rank, pk in enumerate(drawn)}
    found = [Reader(labels[pk], each.severity, each.reviews) for pk, each in result.readers.items()]
    return sorted(found, key=lambda reader: (-reader.severity, reader.label))


def letters(rank: int) -> str:
    """A … Z, AA, AB … : the names of columns."""
    return (letters(rank // 26 - 1) if rank >= 26 else "") + chr(ord("A") + rank % 26)


def _agreement(value: Decimal | None) -> str:
    return UNDEFINED if value is None else next(words for least, words in AGREEMENT if value >= least)


def _statistic(agreement) -> str:
    return "" if agreement.value is None else f"{agreement.statistic} : {number(agreement.value)}"
