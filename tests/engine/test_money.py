from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.money import LARGEST, NO_BREAK, THIN, euros, number, parse_euros, split

amounts = st.integers(0, LARGEST)


def test_euros_are_written_the_french_way():
    assert euros(12500) == "12\u202f500\u00a0€"
    assert euros(0) == f"0{NO_BREAK}€"
    assert euros(-1_200) == f"−1{THIN}200{NO_BREAK}€"
    assert euros(12_700_000) == f"12{THIN}700{THIN}000{NO_BREAK}€"


@pytest.mark.parametrize("wrong", [12.5, Decimal("12.5")])
def test_euros_refuse_anything_but_integers(wrong):
    with pytest.raises(ValueError, match="format"):
        euros(wrong)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (12500, "12\u202f500"),
        (Decimal("12500.50"), "12\u202f500,5"),
        (Decimal("78.00"), "78"),
        (Decimal("-0.25"), "−0,25"),
        (Decimal("-0.0"), "0"),
        (Decimal("1E+3"), "1\u202f000"),
    ],
)
def test_numbers_are_written_the_french_way(value, written):
    assert number(value) == written


@given(amounts)
def test_what_is_written_is_read_back(amount):
    assert parse_euros(euros(amount)) == amount
    assert parse_euros(str(amount)) == amount


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("12 500", 12500),
        ("12 500,00 €", 12500),
        ("12500,0", 12500),
        (f" 12{NO_BREAK}500{THIN}000 euros ", 12_500_000),
        ("1 euro", 1),
        ("007", 7),
        ("999 999 999", LARGEST),
    ],
)
def test_amounts_are_read_as_people_type_them(text, amount):
    assert parse_euros(text) == amount


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Indiquez un montant."),
        ("  ", "Indiquez un montant."),
        ("12.500", "ambigu"),
        ("12,500", "ambigu"),
        ("12500.00", "ambigu"),
        ("12 500,50", "sans centimes"),
        ("-5", "négatif"),
        ("−5", "négatif"),
        ("12 50", "pas lisible"),
        ("1 2500", "pas lisible"),
        ("douze", "pas lisible"),
        ("١٢", "pas lisible"),
        ("1e6", "pas lisible"),
        ("1000000000", "dépasse"),
        ("9" * 6000, "dépasse"),
    ],
)
def test_what_is_doubtful_is_refused_in_words(text, says):
    with pytest.raises(ValueError, match=says):
        parse_euros(text)


@given(st.text(max_size=20))
def test_reading_answers_or_refuses_but_never_breaks(text):
    try:
        amount = parse_euros(text)
    except ValueError:
        return
    assert 0 <= amount <= LARGEST


weights = st.lists(st.integers(0, 10**6) | st.decimals(0, 1000, places=2), min_size=1, max_size=12).filter(
    any
)


@given(amounts, weights)
def test_shares_add_up_and_stay_within_a_euro_of_exact(total, given_weights):
    shares = split(total, given_weights)
    assert sum(shares) == total
    whole = sum(map(Fraction, given_weights))
    for share, weight in zip(shares, given_weights, strict=True):
        assert abs(share - total * Fraction(weight) / whole) < 1
        assert weight or not share


@given(amounts, weights, st.integers(2, 9))
def test_only_proportions_count(total, given_weights, factor):
    assert split(total, [weight * factor for weight in given_weights]) == split(total, given_weights)


def test_the_largest_remainders_take_the_last_euros():
    assert split(100, [1, 1, 1]) == [34, 33, 33]
    assert split(10, [15, 25, 60]) == [2, 2, 6]
    assert split(7, [0, 3]) == [0, 7]


@pytest.mark.parametrize(("total", "given_weights"), [(-1, [1]), (1, [-1, 2]), (1, []), (1, [0, 0])])
def test_nothing_is_shared_by_nothing(total, given_weights):
    with pytest.raises(ValueError, match=r"négatif\.|poids positif"):
        split(total, given_weights)
