"""Reads: scores side by side, the ranking of a lot, what its envelope has left."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Prefetch

from applications.enums import State
from applications.models import Application
from engine import ranking, scoring
from reviews.models import Assignment, Review, Score

TIE_KEYS = {
    "requested_low": ranking.TieKey("le montant demandé le plus faible"),
    "received_early": ranking.TieKey("la date de réception la plus ancienne"),
    "places_high": ranking.TieKey("le plus grand nombre de places", higher_first=True),
}
TIE_VALUES = {
    "requested_low": lambda application: application.requested_amount or 0,
    "received_early": lambda application: application.received_at,
    "places_high": lambda application: application.requested_places or 0,
}
DIVERGENCE_POINTS = 20
NO_RANKING = "Les rangs fixés à la main dans ce lot ne forment pas un classement."
IN_RANKING = (
    State.ADMISSIBLE,
    State.REVIEWED,
    State.SELECTED,
    State.FUNDED,
    State.EVALUATED,
    State.WAITLISTED,
    State.REJECTED,
)


@dataclass(frozen=True)
class Row:
    """One file of a lot's ranking: its points are the mean of its submitted reviews, out of 100."""

    application: Application
    points: Decimal | None
    spread: Decimal | None
    totals: tuple[Decimal, ...]
    rank: int | None
    tied: bool
    reason: str
    below: tuple[str, ...] = ()
    chosen: str = ""
    studied: bool = False  # taken as concluded, to see what a selection would be

    @property
    def divergence(self) -> str:
        """One sentence when its readings are further apart than the threshold."""
        return scoring.divergence(self.totals, DIVERGENCE_POINTS) or ""

    @property
    def is_weighed(self) -> bool:
        """Whether a selection considers it: to decide, ranked, above every floor."""
        to_decide = self.studied or self.application.state == State.REVIEWED
        return to_decide and self.rank is not None and not self.below


@dataclass
class Grid:
    """The criteria of a file with every submitted score: mean and spread per criterion, readers unnamed."""

    reviews: list = field(default_factory=list)
    criteria: list = field(default_factory=list)
    totals: list = field(default_factory=list)
    mean: Decimal | None = None
    spread: Decimal | None = None
    divergence: str = ""


def criteria_of(call) -> list[scoring.Criterion]:
    return [
        scoring.Criterion(row.key, row.weight, row.maximum, row.floor, row.label)
        for row in call.criteria.all()
    ]


def scores_of(review) -> list[scoring.Score]:
    return [
        scoring.Score(score.criterion.key, score.value)
        for score in review.scores.all()
        if score.value is not None
    ]


def submitted(call_or_lot) -> Prefetch:
    """Prefetch of the current assignments with their submitted review and its scores."""
    reviews = Review.objects.filter(submitted_at__isnull=False).prefetch_related(
        Prefetch("scores", Score.objects.select_related("criterion"))
    )
    return Prefetch(
        "assignments",
        Assignment.objects.current()
        .select_related("reader")
        .prefetch_related(Prefetch("review", reviews))
        .order_by("id"),
        to_attr="readings",
    )


def reviews_of(application) -> list[Review]:
    return [
        assignment.review
        for assignment in application.readings
        if getattr(assignment, "review", None) and assignment.review.submitted_at
    ]


def grid(application) -> Grid:
    """The criteria table of one file, from its submitted reviews only."""
    call = application.call
    file = Application.objects.prefetch_related(submitted(call)).get(pk=application.pk)
    reviews = reviews_of(file)
    result = Grid(reviews=reviews, totals=[review.points for review in reviews if review.points is not None])
    for criterion in call.criteria.all():
        given = [
            score for review in reviews for score in review.scores.all() if score.criterion_id == criterion.pk
        ]
        values = [score.value for score in given if score.value is not None]
        result.criteria.append(
            {
                "criterion": criterion,
                "scores": given,
                "mean": scoring.mean(values) if values else None,
                "spread": scoring.spread(values) if values else None,
            }
        )
    if result.totals:
        result.mean, result.spread = scoring.mean(result.totals), scoring.spread(result.totals)
        result.divergence = scoring.divergence(result.totals, DIVERGENCE_POINTS) or ""
    return result


def ranking_of(lot, *, person=None) -> list[Row]:
    """The ranking of a lot, derived from the rows each time: best first, unranked files last.

    With `person`, files on which they declared a conflict are absent, and so are their ranks.
    """
    files = lot.applications.filter(state__in=IN_RANKING).select_related(
        "structure", "call", "lot", "rank_choice"
    )
    if person is not None:
        files = files.without_conflicts_of(person)
    files = list(files.prefetch_related(submitted(lot)))
    criteria = criteria_of(lot.call)
    totals = {file.pk: [review.points for review in reviews_of(file)] for file in files}
    scored = [file for file in files if totals[file.pk] and lot.call.scored]
    places = {place.id: place for place in places_of(lot.call, scored, totals)}
    rows = [_row(file, totals[file.pk], places.get(file.number), criteria, lot.call) for file in files]
    return sorted(rows, key=lambda row: (row.rank is None, row.rank or 0, row.application.number))


def places_of(call, files, totals) -> list[ranking.Place]:
    """Places by points, tie rule and chosen ranks; chosen ranks that no longer fit are set aside and told apart."""
    try:
        return _ranked(call, files, totals, chosen_ranks(files))
    except ranking.RankingError:
        return _ranked(call, files, totals, {})


def _ranked(call, files, totals, overrides) -> list[ranking.Place]:
    rule = [key for key in call.tie_rule if key in TIE_KEYS]
    entries = [
        ranking.Ranked(
            file.number, scoring.mean(totals[file.pk]), tuple(TIE_VALUES[key](file) for key in rule)
        )
        for file in files
    ]
    return ranking.rank(entries, overrides, [TIE_KEYS[key] for key in rule])


def chosen_ranks(files) -> dict[str, ranking.Override]:
    return {
        file.number: ranking.Override(file.rank_choice.rank, file.rank_choice.reason)
        for file in files
        if hasattr(file, "rank_choice")
    }


def ranking_problem(lot, person=None) -> str:
    """Why the ranks chosen by hand on this lot no longer make a ranking; empty when they do.

    With `person`, no file is named when one of the lot is closed to them.
    """
    files, totals = _scored_files(lot)
    try:
        _ranked(lot.call, files, totals, chosen_ranks(files))
    except ranking.RankingError as error:
        closed = person is not None and lot.applications.in_conflict_with(person).exists()
        return NO_RANKING if closed else str(error)
    return ""


def _scored_files(lot):
    files = lot.applications.filter(state__in=IN_RANKING).select_related("rank_choice")
    files = list(files.prefetch_related(submitted(lot)))
    totals = {file.pk: [review.points for review in reviews_of(file)] for file in files}
    return [file for file in files if totals[file.pk] and lot.call.scored], totals


def _row(file, totals, place, criteria, call) -> Row:
    below = [
        reason
        for review in reviews_of(file)
        for reason in (scoring.below_floor(criteria, scores_of(review)) if call.scored else [])
    ]
    mean = scoring.mean(totals) if totals and call.scored else None
    if mean is not None and call.minimum_points is not None and mean < call.minimum_points:
        below.append(f"Note {mean} sur 100, sous le minimum de {call.minimum_points} fixé par le règlement.")
    return Row(
        application=file,
        points=mean,
        spread=scoring.spread(totals) if totals and call.scored else None,
        totals=tuple(totals),
        rank=place.rank if place else None,
        tied=bool(place and place.tied_with),
        reason=place.reason if place else "",
        below=tuple(dict.fromkeys(below)),
        chosen=file.rank_choice.reason if hasattr(file, "rank_choice") else "",
    )


def in_order(rows: list[Row]) -> list[Row]:
    """The rows a selection walks down: ranked, above every floor, still to decide."""
    return [row for row in rows if row.is_weighed]


def undecided_ties(rows: list[Row]) -> list[str]:
    """One sentence per rank shared by several files to decide: a rank must be chosen, with its reason, first."""
    by_rank: dict[int, list[str]] = {}
    for row in in_order(rows):
        by_rank.setdefault(row.rank, []).append(row.application.number)
    return [
        f"Les dossiers {' et '.join(numbers)} sont ex æquo au rang {rank} : choisissez leur ordre et motivez-le."
        for rank, numbers in by_rank.items()
        if len(numbers) > 1
    ]


def places_left(lot) -> int | None:
    if lot.places is None:
        return None
    return max(lot.places - lot.applications.committed_places(), 0)
