from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.scoring import (
    Criterion,
    Score,
    ScoringError,
    below_floor,
    divergence,
    mean,
    out_of,
    scaled,
    spread,
    total,
)

GRID = [
    Criterion("needs", Decimal(4), 5, 2, "Besoins"),
    Criterion("team", Decimal("1.5"), 5),
    Criterion("cost", Decimal(2), 10, 3),
]


def marks(*values):
    return [Score(c.key, v) for c, v in zip(GRID, values, strict=True)]


def plain(text):
    return text.replace("\u00a0", " ")


@st.composite
def graded(draw):
    weights = st.decimals("0.01", 20, places=2)
    grid = [
        Criterion(f"c{i}", draw(weights), draw(st.integers(1, 20))) for i in range(draw(st.integers(1, 8)))
    ]
    return grid, [Score(c.key, draw(st.decimals(0, c.maximum, places=1))) for c in grid]


def test_points_are_weights_times_marks():
    assert out_of(GRID) == Decimal("47.5")
    assert total(GRID, marks(3, 4, Decimal("7.5"))) == Decimal(33)
    assert scaled(GRID, marks(3, 4, Decimal("7.5"))) == Decimal("69.47")


def test_rounding_is_half_up_and_comes_once():
    grid = [Criterion("a", Decimal(1), 800)]
    assert scaled(grid, [Score("a", 1)]) == Decimal("0.13")  # 0.125
    assert str(scaled(grid, [Score("a", 400)])) == "50.00"
    assert mean([Decimal("0.01"), Decimal("0.02")]) == Decimal("0.02")
    assert mean([1, 2, 2]) == Decimal("1.67")


def test_the_caller_s_decimal_context_changes_no_scaled_total():
    with localcontext() as context:
        context.prec = 6
        assert scaled(GRID, marks(3, 4, 7)) == Decimal("67.37")


@given(graded())
def test_totals_stay_within_bounds(case):
    grid, scores = case
    assert 0 <= total(grid, scores) <= out_of(grid)
    assert 0 <= scaled(grid, scores) <= 100


@given(graded(), st.randoms())
def test_order_and_names_change_nothing(case, random):
    grid, scores = case
    shuffled = random.sample(grid, len(grid))
    assert total(shuffled, random.sample(scores, len(scores))) == total(grid, scores)
    renamed = [Criterion(f"other-{c.key}", c.weight, c.maximum) for c in grid]
    assert scaled(renamed, [Score(f"other-{s.criterion}", s.value) for s in scores]) == scaled(grid, scores)


@given(graded())
def test_a_better_mark_brings_more_points(case):
    grid, scores = case
    best = [Score(grid[0].key, grid[0].maximum), *scores[1:]]
    assert total(grid, best) >= total(grid, scores)
    assert scaled(grid, best) >= scaled(grid, scores)


@given(graded(), st.integers(2, 9))
def test_multiplying_all_weights_leaves_the_scale(case, factor):
    grid, scores = case
    heavier = [Criterion(c.key, c.weight * factor, c.maximum) for c in grid]
    assert total(heavier, scores) == factor * total(grid, scores)
    assert scaled(heavier, scores) == scaled(grid, scores)


@pytest.mark.parametrize(
    ("grid", "scores", "says"),
    [
        (GRID, marks(3, 4, 7)[:2], "« cost » n’est pas noté."),
        (GRID, [*marks(3, 4, 7), Score("team", 1)], "team est noté deux fois."),
        (GRID, [*marks(3, 4, 7), Score("style", 1)], "style ne figure pas dans la grille."),
        (GRID, marks(6, 4, 7), "« Besoins » : la note doit être comprise entre 0 et 5."),
        (GRID, marks(-1, 4, 7), "« Besoins » : la note doit être comprise entre 0 et 5."),
        ([], [], "aucun critère"),
        ([GRID[0], GRID[0]], [Score("needs", 1)], "needs figure deux fois"),
        ([Criterion("a", Decimal(0), 5)], [Score("a", 1)], "doivent être positifs"),
        ([Criterion("a", Decimal(1), 5, 6)], [Score("a", 1)], "le seuil doit être compris"),
    ],
)
def test_what_gives_no_total_says_why(grid, scores, says):
    with pytest.raises(ScoringError) as refusal:
        total(grid, scores)
    assert says in plain(str(refusal.value))


def test_all_faults_come_at_once():
    with pytest.raises(ScoringError, match=r"needs|Besoins.*team.*cost"):
        total(GRID, [])


def test_floors_eliminate_with_their_reason():
    assert below_floor(GRID, marks(2, 0, 3)) == []
    assert [plain(reason) for reason in below_floor(GRID, marks(1, 0, Decimal("2.5")))] == [
        "« Besoins » : 1 sur 5, sous le seuil éliminatoire de 2.",
        "« cost » : 2,5 sur 10, sous le seuil éliminatoire de 3.",
    ]
    assert [plain(reason) for reason in below_floor(GRID, marks(2, 0, 3), Decimal(50))] == [
        "Total : 29,47 sur 100, sous le seuil de 50."
    ]


values = st.lists(st.decimals(0, 100, places=2), min_size=1, max_size=6)


@given(values)
def test_the_mean_lies_between_the_extremes(totals):
    assert min(totals) <= mean(totals) <= max(totals)
    assert spread(totals) == max(totals) - min(totals)
    assert mean(totals) == mean(totals[::-1])


@given(values, st.decimals(0, 100, places=2))
def test_divergence_is_said_beyond_the_threshold_only(totals, threshold):
    assert (divergence(totals, threshold) is not None) == (spread(totals) > threshold)


def test_divergence_is_a_sentence():
    assert divergence([Decimal(40), Decimal("65.50")], 20) == (
        "Écart de 25,5 points entre les lectures (de 40 à 65,5), supérieur au seuil de 20."
    )
    assert divergence([Decimal(40)], 0) is None
    assert divergence([], 0) is None


@pytest.mark.parametrize("measure", [mean, spread])
def test_nothing_measures_nothing(measure):
    with pytest.raises(ValueError, match="aucune note"):
        measure([])
