"""Reads: scores and rankings derived from the rows, who reads what, decisions beside their envelope."""

from reviews.queries.ranking import (
    DIVERGENCE_POINTS,
    Grid,
    Row,
    criteria_of,
    grid,
    in_order,
    places_left,
    ranking_of,
    ranking_problem,
    reviews_of,
    scores_of,
    submitted,
    undecided_ties,
)
from reviews.queries.selecting import selection_of

__all__ = [
    "DIVERGENCE_POINTS",
    "Grid",
    "Row",
    "criteria_of",
    "grid",
    "in_order",
    "places_left",
    "ranking_of",
    "ranking_problem",
    "reviews_of",
    "scores_of",
    "selection_of",
    "submitted",
    "undecided_ties",
]
