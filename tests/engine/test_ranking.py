from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.ranking import Override, Ranked, RankingError, TieKey, rank

RULE = [
    TieKey("la note sur « Besoins »", higher_first=True),
    TieKey("le montant demandé le plus faible"),
    TieKey("l’ordre de dépôt"),
]


def points(**given_points):
    return [Ranked(id, Decimal(value)) for id, value in given_points.items()]


def ranks(places):
    return {place.id: place.rank for place in places}


def tied(places):
    return {place.id: set(place.tied_with) for place in places}


def entries(names="ABCDEFG", keys=0):
    tie_break = st.tuples(*[st.integers(0, 1)] * keys)
    one = st.builds(lambda p, t: (Decimal(p), t), st.integers(0, 3), tie_break)
    return st.lists(one, max_size=len(names)).map(
        lambda rows: [Ranked(names[i], p, t) for i, (p, t) in enumerate(rows)]
    )


def test_ranks_skip_after_a_tie():
    places = rank(points(A=90, B="78.5", C="78.50", D=60))
    assert ranks(places) == {"A": 1, "B": 2, "C": 2, "D": 4}
    assert tied(places) == {"A": set(), "B": {"C"}, "C": {"B"}, "D": set()}
    assert [p.id for p in places] == list("ABCD")
    assert places[1].reason == "Rang 2, avec 78,5 points, ex æquo avec C, que rien ne départage."


def test_the_published_rule_separates_in_its_order():
    def at(hour):
        return datetime(2026, 11, 24, hour, tzinfo=UTC)

    files = [
        Ranked("A", Decimal(80), (3, 50_000, at(9))),
        Ranked("B", Decimal(80), (4, 90_000, at(10))),
        Ranked("C", Decimal(80), (3, 50_000, at(8))),
        Ranked("D", Decimal(80), (3, 40_000, at(11))),
        Ranked("E", Decimal(80), (3, 50_000, at(9))),
    ]
    places = rank(files, rule=RULE)
    assert [(p.id, p.rank) for p in places] == [("B", 1), ("D", 2), ("C", 3), ("A", 4), ("E", 4)]
    assert places[0].reason == "Rang 1, avec 80 points, départagé par la note sur « Besoins »."
    assert places[2].reason == (
        "Rang 3, avec 80 points, départagé par le montant demandé le plus faible et l’ordre de dépôt."
    )
    assert places[3].tied_with == ("E",)


def brute(files, rule):
    """A rank is one more than the number of files that beat this one, key after key."""

    def beats(one, other):
        if one.points != other.points:
            return one.points > other.points
        for mine, theirs, key in zip(one.tie_break, other.tie_break, rule, strict=True):
            if mine != theirs:
                return (mine > theirs) == key.higher_first
        return False

    return {file.id: 1 + sum(beats(other, file) for other in files) for file in files}


@given(entries(keys=3))
def test_ranks_are_those_of_counting_who_beats_whom(files):
    assert ranks(rank(files, rule=RULE)) == brute(files, RULE)


@given(entries(keys=2), st.randoms())
def test_order_changes_nothing(files, random):
    assert rank(random.sample(files, len(files)), rule=RULE[:2]) == rank(files, rule=RULE[:2])


@given(entries(), st.permutations("ABCDEFG"))
def test_names_change_nothing(files, names):
    renamed = dict(zip("ABCDEFG", names, strict=True))
    after = rank([Ranked(renamed[f.id], f.points) for f in files])
    before = rank(files)
    assert ranks(after) == {renamed[id]: r for id, r in ranks(before).items()}
    assert tied(after) == {renamed[id]: {renamed[o] for o in others} for id, others in tied(before).items()}


@given(entries(keys=1))
def test_ties_are_declared_exactly(files):
    places = rank(files, rule=RULE[:1])
    for place in places:
        assert set(place.tied_with) == {p.id for p in places if p.rank == place.rank} - {place.id}
    assert all(1 <= place.rank <= len(files) for place in places)


@given(entries().filter(len), st.data())
def test_more_points_never_lower_a_rank(files, data):
    lucky = data.draw(st.sampled_from(files))
    better = [Ranked(f.id, f.points + (f is lucky), f.tie_break) for f in files]
    assert ranks(rank(better))[lucky.id] <= ranks(rank(files))[lucky.id]


def test_the_commission_moves_a_file_and_the_reason_says_so():
    files = points(A=90, B=80, C=70, D=60)
    places = rank(files, {"C": Override(1, "Seul projet du département.")})
    assert ranks(places) == {"C": 1, "A": 2, "B": 3, "D": 4}
    assert places[0].reason.replace("\u00a0", " ") == (
        "Rang 1, fixé par la commission (rang 3 aux points, avec 70 points) : Seul projet du département."
    )
    assert places[1].reason == "Rang 2 (rang 1 avant les rangs fixés par la commission), avec 90 points."
    assert places[3].reason == "Rang 4, avec 60 points."


def test_the_commission_breaks_or_declares_a_tie():
    files = points(A=80, B=80, C=70)
    assert ranks(rank(files, {"B": Override(1, "Voté")})) == {"B": 1, "A": 2, "C": 3}
    both = {"A": Override(2, "Voté"), "B": Override(2, "Voté")}
    places = rank(files, both)
    assert ranks(places) == {"C": 1, "A": 2, "B": 2}
    assert tied(places)["A"] == {"B"}


@given(entries().filter(len), st.data())
def test_overrides_are_obeyed_and_the_others_keep_their_order(files, data):
    natural = ranks(rank(files))
    moved = data.draw(st.dictionaries(st.sampled_from([f.id for f in files]), st.integers(1, len(files))))
    try:
        after = ranks(rank(files, {id: Override(r, "Voté") for id, r in moved.items()}))
    except RankingError:
        # Only ties, natural or declared, can make lawful ranks clash.
        assert len({f.points for f in files}) < len(files) or len(set(moved.values())) < len(moved)
        return
    assert all(after[id] == r for id, r in moved.items())
    assert all(r == 1 + sum(other < r for other in after.values()) for r in after.values())
    rest = [f.id for f in files if f.id not in moved]
    for one in rest:
        for other in rest:
            assert (natural[one] < natural[other]) == (after[one] < after[other])


@pytest.mark.parametrize(
    ("files", "overrides", "rule", "says"),
    [
        ([*points(A=1), *points(A=2)], None, [], "deux fois"),
        (points(A="NaN"), None, [], "nombre de points"),
        (points(A=1), None, RULE, "règle de départage"),
        (
            [Ranked("A", Decimal(1), (1,)), Ranked("B", Decimal(1), ("x",))],
            None,
            RULE[:1],
            "ne se comparent pas",
        ),
        (points(A=1), {"Z": Override(1, "x")}, [], "ne peut pas être fixé pour Z"),
        (points(A=1), {"A": Override(2, "x")}, [], "Le rang 2 ne peut pas"),
        (points(A=1), {"A": Override(1, " ")}, [], "motivé"),
        (points(A=2, B=1), {"A": Override(2, "x"), "B": Override(2, "x")}, [], "laissent le rang 1 vide"),
        (points(A=2, B=2, C=1), {"C": Override(2, "x")}, [], r"ex æquo du rang 1 \(A et B\)"),
    ],
)
def test_what_gives_no_ranking_says_why(files, overrides, rule, says):
    with pytest.raises(RankingError, match=says):
        rank(files, overrides, rule)


def test_no_entries_no_places():
    assert rank([]) == []
