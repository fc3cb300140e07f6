import hashlib
import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.digest import canonical, chain, sha256, sha256_bytes

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
scalars = st.none() | st.booleans() | st.integers() | texts | st.floats(allow_nan=False, allow_infinity=False)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4)
)


class Colour(StrEnum):
    PETROL = "petrol"


def test_the_form_is_sorted_tight_and_utf_8():
    value = {"z": [1, True, None], "a": "été", "É": {"b": Decimal("1.50"), "a": date(2026, 11, 24)}}
    assert canonical(value).decode() == '{"a":"été","z":[1,true,null],"É":{"a":"2026-11-24","b":"1.5"}}'


@pytest.mark.parametrize(
    ("value", "form"),
    [
        (datetime(2026, 11, 24, 11, tzinfo=UTC), '"2026-11-24T11:00:00Z"'),
        (datetime(2026, 11, 24, 11, 0, 0, 120, tzinfo=UTC), '"2026-11-24T11:00:00.000120Z"'),
        (datetime(2026, 11, 24, 1, tzinfo=timezone(timedelta(hours=4))), '"2026-11-23T21:00:00Z"'),
        (Decimal("100"), '"100"'),
        (Decimal("1E+2"), '"100"'),
        (Decimal("0.000"), '"0"'),
        (Decimal("-0.0"), '"0"'),
        (Decimal("-12.340"), '"-12.34"'),
        (Colour.PETROL, '"petrol"'),
        ((1, 2), "[1,2]"),
    ],
)
def test_each_type_has_one_form(value, form):
    assert canonical(value).decode() == form


@pytest.mark.parametrize(
    "value",
    [
        float("nan"),
        float("inf"),
        Decimal("NaN"),
        Decimal("Infinity"),
        datetime(2026, 11, 24),
        {1: "one"},
        {1, 2},
        b"bytes",
        object(),
        [{"deep": {"er": float("nan")}}],
    ],
)
def test_what_has_no_form_is_refused(value):
    with pytest.raises(TypeError):
        canonical(value)


def test_a_lone_surrogate_is_refused():
    with pytest.raises(UnicodeEncodeError):
        canonical("\ud800")


@given(values)
def test_the_form_is_json_of_the_same_value(value):
    assert json.loads(canonical(value)) == value
    assert canonical(json.loads(canonical(value))) == canonical(value)


@given(st.dictionaries(texts, values, max_size=5), st.randoms())
def test_the_order_of_keys_changes_nothing(value, random):
    items = list(value.items())
    random.shuffle(items)
    assert sha256(dict(items)) == sha256(value)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**6), max_value=10**6))
def test_equal_decimals_have_equal_forms(value):
    assert canonical(value) == canonical(value + Decimal("0.000000"))
    assert Decimal(json.loads(canonical(value))) == value


def test_digests_are_the_published_ones():
    assert sha256_bytes(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert sha256("abc") == hashlib.sha256(b'"abc"').hexdigest()


def test_a_chain_depends_on_all_that_came_before():
    first = chain("", {"move": "submit"})
    assert first == sha256(["", {"move": "submit"}])
    assert chain(first, {"move": "admit"}) != chain("", {"move": "admit"})


@pytest.mark.parametrize("previous", ["abc", "A" * 64, "0" * 64 + "\n", "g" * 64])
def test_a_chain_hangs_on_a_digest(previous):
    with pytest.raises(ValueError, match="64 lower-case"):
        chain(previous, 1)
