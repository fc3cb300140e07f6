"""Small counts: nothing that is published depends on one, whatever one adds or subtracts."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.discretion import FEW, Mark, figure, share, table, total

counts = st.integers(0, 12)
tables = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(counts, min_size=width, max_size=width), min_size=1, max_size=4)
)


@given(tables, st.data())
def test_a_hidden_count_could_be_any_small_one(rows, data):
    """The table is the same, totals included, whatever each small count really is: it cannot be worked out."""
    other = [[data.draw(st.integers(0, FEW - 1)) if count < FEW else count for count in row] for row in rows]
    assert table(other) == table(rows)


@given(tables)
def test_what_is_shown_is_true(rows):
    shown = table(rows)
    for row, figures in zip(rows, shown.rows, strict=True):
        for count, seen in zip(row, figures, strict=True):
            assert seen.value == count if seen.exact else (count < FEW and seen.value == 0)
    real = sum(map(sum, rows))
    assert shown.total.value == real if shown.total.exact else shown.total.value <= real


@given(tables)
def test_a_total_is_exact_only_when_nothing_in_it_is_hidden(rows):
    shown = table(rows)
    for row, margin in zip(shown.rows, shown.row_totals, strict=True):
        assert margin.exact == all(seen.exact for seen in row)
    assert shown.total.exact == all(count >= FEW for row in rows for count in row)


@given(tables)
def test_rows_and_columns_give_the_same_total(rows):
    shown = table(rows)
    assert total(shown.row_totals) == total(shown.column_totals) == shown.total


@given(counts, counts)
def test_a_share_is_told_only_of_what_is_shown(part, others):
    seen = share(part, figure(others))
    assert (seen is None) == (others < FEW)
    assert seen is None or 0 <= seen <= 100


def test_as_people_read_them():
    assert str(figure(12)) == "12"
    assert str(figure(4)) == str(figure(0)) == "moins de 5"
    assert str(total([figure(12), figure(3)])) == "au moins 12"
    assert str(total([figure(1), figure(3)])) == "non communiqué"
    assert total([figure(1)]).mark is Mark.AT_LEAST
    assert share(2, figure(6)) == Decimal("25.0")


def test_a_count_is_never_negative():
    with pytest.raises(ValueError, match="never negative"):
        figure(-1)
