"""Small counts: none can be worked out from what is published, even by who knows the rule."""

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.discretion import FEW, Mark, column, figure, share

counts = st.integers(0, 12)
columns = st.lists(counts, min_size=1, max_size=5)


@given(columns)
def test_a_hidden_count_could_be_any_small_one(row):
    """By brute force: among all the columns published in the same way, each hidden count takes every small value."""
    told = column(row)
    hidden = [rank for rank, seen in enumerate(told.figures) if not seen.exact]
    possible = [set() for _ in hidden]
    for values in product(range(FEW), repeat=len(hidden)):
        other = list(row)
        for rank, value in zip(hidden, values, strict=True):
            other[rank] = value
        if column(other) == told:
            for found, value in zip(possible, values, strict=True):
                found.add(value)
    assert possible == [set(range(FEW))] * len(hidden)


@given(columns)
def test_what_is_shown_is_true(row):
    told = column(row)
    for count, seen in zip(row, told.figures, strict=True):
        assert seen.value == count if seen.exact else (count < FEW and seen.value == 0)
    assert told.total.value == sum(row) if told.total.exact else told.total.value <= sum(row)
    assert not told.total.exact or sum(row) >= FEW or all(seen.exact for seen in told.figures)


@given(columns)
def test_a_lone_hidden_count_takes_the_total_with_it(row):
    hidden = sum(count < FEW for count in row)
    total = column(row).total
    assert total.exact or hidden
    assert not total.exact or hidden != 1


@given(columns, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(row, random):
    other = list(row)
    random.shuffle(other)
    assert column(other).total == column(row).total


@given(counts, counts)
def test_a_share_is_told_only_of_what_is_shown(part, others):
    seen = share(part, figure(others))
    assert (seen is None) == (others < FEW)
    assert seen is None or 0 <= seen <= 100


def test_as_people_read_them():
    assert str(figure(12)) == "12"
    assert str(figure(4)) == str(figure(0)) == "moins de 5"
    assert str(column([12, 3]).total) == "au moins 12"
    assert str(column([3]).total) == "non communiqué"
    assert str(column([3, 2, 2]).total) == "7"
    assert str(column([2, 1, 1]).total) == "non communiqué"
    assert column([1]).total.mark is Mark.AT_LEAST
    assert share(2, figure(6)) == Decimal("25.0")


def test_a_count_is_never_negative():
    with pytest.raises(ValueError, match="never negative"):
        figure(-1)
