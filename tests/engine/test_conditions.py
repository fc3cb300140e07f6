from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.conditions import MAX_DEPTH, ConditionError, check, evaluate, explain, keys

OPS = ["eq", "ne", "in", "not_in", "lt", "lte", "gt", "gte", "filled", "empty", "contains"]
scalars = st.booleans() | st.integers(-5, 5) | st.sampled_from(["adultes", "10", "2026-11-24", "2026-12-01"])
anything = st.recursive(
    st.none() | scalars | st.floats() | st.decimals(allow_nan=True) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=2),
    max_leaves=6,
)
ranks = st.integers(-5, 5) | st.sampled_from(["2026-11-24", "2026-12-01"])
names = st.sampled_from(["beds", "public", "opening"])
VALUES = {"in": st.lists(scalars, min_size=1), "not_in": st.lists(scalars, min_size=1)}
VALUES |= dict.fromkeys(["lt", "lte", "gt", "gte"], ranks) | dict.fromkeys(["filled", "empty"], st.none())


@st.composite
def leaves(draw):
    op = draw(st.sampled_from(OPS))
    return {"key": draw(names), "op": op, "value": draw(VALUES.get(op, scalars))}


conditions = st.recursive(
    leaves(),
    lambda inner: (
        st.builds(lambda c: {"not": c}, inner)
        | st.builds(
            lambda word, cs: {word: cs},
            st.sampled_from(["all", "any"]),
            st.lists(inner, min_size=1, max_size=3),
        )
    ),
    max_leaves=8,
)
answers = st.dictionaries(names, anything, max_size=3)


def leaf(op, value=None, key="beds"):
    return {"key": key, "op": op} | ({} if value is None else {"value": value})


@pytest.mark.parametrize(
    ("op", "value", "answer", "met"),
    [
        ("eq", 10, 10, True),
        ("eq", 10, Decimal("10.0"), True),
        ("eq", 10, "10", False),
        ("eq", 1, True, False),
        ("eq", True, 1, False),
        ("eq", "adultes", "adultes", True),
        ("ne", "adultes", "enfants", True),
        ("ne", "adultes", 3, False),
        ("ne", "adultes", None, False),
        ("in", ["69", "38"], "69", True),
        ("in", ["69", "38"], "01", False),
        ("in", ["69"], ["69"], False),
        ("in", [1], True, False),
        ("not_in", ["69", "38"], "01", True),
        ("not_in", ["69"], 1, False),
        ("not_in", ["69"], "", False),
        ("lt", 10, 9, True),
        ("lt", 10, 10, False),
        ("lte", 10, 10, True),
        ("gt", 10, 10.5, True),
        ("gte", 10, 9, False),
        ("gte", 10, "11", False),
        ("gt", 0, True, False),
        ("gt", "2026-11-24", "2026-12-01", True),
        ("gt", "2026-11-24", "2026-13-01", False),
        ("gt", "2026-11-24", 3, False),
        ("lt", 10, float("nan"), False),
        ("lt", 10, Decimal("sNaN"), False),
        ("lt", 10, 10**400, False),
        ("contains", "LHSS", ["LAM", "LHSS"], True),
        ("contains", "LHSS", "LHSS", False),
        ("contains", 1, [True], False),
        ("filled", None, 0, True),
        ("filled", None, False, True),
        ("filled", None, "  ", False),
        ("filled", None, [], False),
        ("empty", None, {}, True),
        ("empty", None, None, True),
        ("empty", None, 0, False),
    ],
)
def test_each_operator(op, value, answer, met):
    assert evaluate(leaf(op, value), {"beds": answer}) is met


@pytest.mark.parametrize("op", OPS)
def test_a_missing_answer_meets_nothing_but_empty(op):
    value = {"in": [1], "not_in": [1], "filled": None, "empty": None}.get(op, 1)
    assert evaluate(leaf(op, value), {}) is (op == "empty")


def test_branches_combine():
    many, adults = leaf("gte", 10), leaf("eq", "adultes", key="public")
    world = {"beds": 12, "public": "enfants"}
    assert not evaluate({"all": [many, adults]}, world)
    assert evaluate({"any": [many, adults]}, world)
    assert evaluate({"all": [many, {"not": adults}]}, world)


@given(conditions, answers)
def test_answers_never_raise(condition, given_answers):
    check(condition)
    assert evaluate(condition, given_answers) in (True, False)


@given(conditions, answers)
def test_not_is_the_opposite(condition, given_answers):
    assert evaluate({"not": condition}, given_answers) != evaluate(condition, given_answers)


@given(st.lists(conditions, min_size=1, max_size=4), answers)
def test_de_morgan(parts, given_answers):
    assert evaluate({"not": {"all": parts}}, given_answers) == evaluate(
        {"any": [{"not": part} for part in parts]}, given_answers
    )


@given(conditions, answers)
def test_only_the_named_keys_count(condition, given_answers):
    kept = {key: value for key, value in given_answers.items() if key in keys(condition)}
    assert evaluate(condition, kept) == evaluate(condition, given_answers)


@given(conditions)
def test_an_explanation_names_every_label(condition):
    labels = {"beds": "Lits", "public": "Public", "opening": "Ouverture"}
    said = explain(condition, labels)
    assert all(labels[key] in said for key in keys(condition))


@given(anything)
def test_whatever_is_not_a_condition_is_refused_in_french(rubbish):
    with pytest.raises(ConditionError, match="Condition invalide"):
        check(rubbish)


def nested(depth):
    return {"not": nested(depth - 1)} if depth > 1 else leaf("filled")


@pytest.mark.parametrize(
    ("condition", "says"),
    [
        ({}, "un seul mot"),
        ({"all": []}, "liste non vide"),
        ({"all": {}}, "liste non vide"),
        ({"all": [leaf("filled")], "any": [leaf("filled")]}, "un seul mot"),
        ({"xor": [leaf("filled")]}, "un seul mot"),
        ({"all": [leaf("filled"), leaf("like", "x")]}, r"condition\.all\[1\].*like"),
        ({"not": 3}, r"condition\.not.*objet"),
        ({"key": "", "op": "filled"}, "nommer"),
        ({"key": "beds"}, "opérateur"),
        ({"key": "beds", "op": ["eq"], "value": 1}, "opérateur"),
        ({"key": "beds", "op": "filled", "value": 1}, "ne prend pas de valeur"),
        ({"key": "beds", "op": "eq", "value": [1]}, "attend un nombre"),
        ({"key": "beds", "op": "eq"}, "attend un nombre"),
        ({"key": "beds", "op": "in", "value": "69"}, "attend une liste"),
        ({"key": "beds", "op": "in", "value": []}, "attend une liste"),
        ({"key": "beds", "op": "gt", "value": "adultes"}, "date AAAA-MM-JJ"),
        ({"key": "beds", "op": "eq", "value": 1, "then": 2}, "then"),
        (nested(MAX_DEPTH + 1), "niveaux"),
    ],
)
def test_a_bad_condition_says_where_and_why(condition, says):
    with pytest.raises(ConditionError, match=says):
        check(condition)


def test_nesting_is_allowed_to_the_limit():
    assert keys(nested(MAX_DEPTH)) == {"beds"}


def test_explanations_read_as_french():
    condition = {
        "all": [
            leaf("gte", 1000),
            {"any": [leaf("eq", "adultes", key="public"), leaf("in", ["69", "38"], key="zone")]},
            {"not": leaf("eq", True, key="open")},
        ]
    }
    labels = {"beds": "Nombre de lits", "public": "Public", "zone": "Département", "open": "Déjà ouvert"}
    assert explain(condition, labels).replace("\u00a0", " ").replace("\u202f", " ") == (
        "« Nombre de lits » est supérieur ou égal à 1 000 et (« Public » est « adultes » ou "
        "« Département » est parmi « 69 », « 38 ») et il n’est pas vrai que « Déjà ouvert » est oui"
    )
