"""Who reads what: the three aims against every plan there is, the obstacles, the order of the input."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, product
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.assignment import Problem, Reader, assign, connection
from engine.components import components
from engine.errors import Unlawful
from engine.reading_assign import run

FILES = ("B", "A", "2", "é")
READERS = ("z", "10", "9", "Ω")
TENTH = Decimal("0.1")
# Totals that floats take for equal: only exact sums tell them apart.
CLOSE = [Decimal("0.5"), Decimal("0.5") + Decimal(1).scaleb(-30), Decimal("0.5") - Decimal(1).scaleb(-30)]


@st.composite
def problems(draw):
    chance = draw(st.randoms(use_true_random=False))
    files = chance.sample(FILES, chance.randint(0, 4))
    names = chance.sample(READERS, chance.randint(1, 4))
    levels = chance.choice([[Decimal(0)], [Decimal(0), Decimal(1)], [TENTH * k for k in range(11)], CLOSE])
    refusals, keeps = chance.choice([0, 0.2, 0.5]), chance.choice([0, 0, 0.2])
    pairs = list(product(files, names))
    conflicts = {pair for pair in pairs if chance.random() < refusals}
    readers = []
    for name in names:
        least = chance.choice([0, 0, 0, 1, 2])
        readers.append(Reader(name, least, least + chance.choice([0, 1, 2, 5])))
    return Problem(
        min(chance.choice([1, 2, 2, 3]), len(names)),
        tuple(files),
        tuple(readers),
        frozenset(conflicts),
        frozenset(pair for pair in pairs if pair not in conflicts and chance.random() < keeps),
        {pair: chance.choice(levels) for pair in pairs if chance.random() < 0.8},
    )


def total(problem, pairs):
    return sum((Fraction(problem.affinity.get(pair, 0)) for pair in pairs), Fraction(0))


def merit(problem, pairs):
    """What is compared, in this order: affinity, evenness, connection. None when the plan is not lawful."""
    loads = {reader.id: sum(pair[1] == reader.id for pair in pairs) for reader in problem.readers}
    if not all(reader.least <= loads[reader.id] <= reader.most for reader in problem.readers):
        return None
    return total(problem, pairs), -sum(load**2 for load in loads.values()), len(components(pairs)) <= 1


def every_plan(problem):
    names = [reader.id for reader in problem.readers]
    teams = [
        [
            [(file, name) for name in team]
            for team in combinations(names, problem.per_file)
            if not any((file, name) in problem.conflicts for name in team)
            and all(name in team for kept, name in problem.kept if kept == file)
        ]
        for file in problem.files
    ]
    return ([pair for team in plan for pair in team] for plan in product(*teams))


@settings(max_examples=120)
@given(problems())
def test_no_plan_is_better(problem):
    merits = [found for plan in every_plan(problem) if (found := merit(problem, plan)) is not None]
    plan = assign(problem)
    with patch.object(connection, "TRIES", 0):  # the cuts alone, without the merges that come before
        assert merits == [] or merit(problem, assign(problem).pairs) == max(merits)
    if not merits:
        assert (plan.status, plan.pairs, plan.loads, plan.connected) == ("infeasible", (), {}, False)
        assert plan.cause.endswith(".")
        return
    assert (plan.status, plan.cause) == ("optimal", "")
    assert merit(problem, plan.pairs) == max(merits)
    assert plan.connected == max(merits)[2]
    assert plan.pairs == tuple(sorted(set(plan.pairs)))
    assert problem.kept <= set(plan.pairs)
    assert not problem.conflicts & set(plan.pairs)
    assert len(plan.pairs) == problem.per_file * len(problem.files) == sum(plan.loads.values())
    assert sorted(plan.loads) == sorted(reader.id for reader in problem.readers)


@settings(max_examples=30)
@given(problems(), st.randoms(use_true_random=False))
def test_order_changes_nothing(problem, chance):
    shuffled = replace(
        problem,
        files=tuple(chance.sample(problem.files, len(problem.files))),
        readers=tuple(chance.sample(problem.readers, len(problem.readers))),
        affinity=dict(chance.sample(list(problem.affinity.items()), len(problem.affinity))),
    )
    assert assign(shuffled) == assign(problem)


def crowd(files, readers, per_file, affinity=lambda file, reader: 0, least=0, most=None, lawful=None):
    """A larger problem, ids in figures, with the pairs that a rule allows."""
    ids = [str(file) for file in range(files)]
    names = [str(reader) for reader in range(readers)]
    return Problem(
        per_file,
        tuple(ids),
        tuple(Reader(name, least, files if most is None else most) for name in names),
        frozenset((f, r) for f in ids for r in names if lawful and not lawful(int(f), int(r))),
        frozenset(),
        {(f, r): Decimal(affinity(int(f), int(r))).scaleb(-3) for f in ids for r in names},
    )


def test_readings_that_could_be_islands_are_one_graph():
    # Each file likes the readers of its own island as much as one bridge elsewhere: the bridge must be taken.
    problem = crowd(40, 12, 3, lambda f, r: 500 if f % 4 == r % 4 or (f + 1) % 4 == r % 4 else 0, most=10)
    plan = assign(problem)
    assert (plan.status, plan.connected, set(plan.loads.values())) == ("optimal", True, {10})
    assert total(problem, plan.pairs) == 60


def test_islands_that_nothing_joins_are_told():
    plan = assign(crowd(12, 6, 2, lawful=lambda f, r: f % 2 == r % 2))
    assert (plan.status, plan.connected, plan.cause) == ("optimal", False, "")


def test_one_reading_per_file_joins_nothing_unless_one_reader_reads_all():
    assert assign(crowd(6, 3, 1)).connected is False
    assert assign(crowd(6, 1, 1)).connected is True
    assert (
        assign(crowd(4, 3, 1, lambda f, r: 9 if r == 1 else 0)).connected is True
    )  # idle readers do not count


def ring(size, chords):
    """Two islands whose only plans are rings; the search with cuts must weigh whether chords can join them."""
    half = size // 2

    def lawful(file, reader):
        island = file // half == reader // half and (reader - file) % half in (0, 1)
        return island or (file, reader) in chords

    return crowd(size, size, 2, least=2, most=2, lawful=lawful)


def test_cuts_find_the_single_way_to_join_two_rings_or_prove_there_is_none():
    joined = assign(ring(16, {(7, 8), (15, 0)}))
    assert (joined.status, joined.connected) == ("optimal", True)
    assert {("7", "8"), ("15", "0")} <= set(joined.pairs)
    apart = assign(ring(16, {(7, 8), (8, 3)}))
    assert (apart.status, apart.connected) == ("optimal", False)


def test_proof_by_prices_covers_pairs_that_were_no_candidates():
    # The best twelve candidates of every file are the same twelve readers, who have little room.
    problem = crowd(60, 30, 2, lambda f, r: 900 - 30 * r + (f * r) % 7, most=5)
    plan = assign(problem)
    assert plan.status == "optimal"
    swaps = [(one, other) for one, other in combinations(plan.pairs, 2) if one[0] != other[0]]
    have = set(plan.pairs)
    for (f, r), (g, s) in swaps:
        if r != s and not {(f, s), (g, r)} & have:
            assert total(problem, [(f, s), (g, r)]) <= total(problem, [(f, r), (g, s)])
    idle = [name for name, load in plan.loads.items() if load < 5]
    for f, r in plan.pairs:
        assert all((f, s) in have or total(problem, [(f, s)]) <= total(problem, [(f, r)]) for s in idle)


def test_out_of_time_the_plan_is_lawful_and_says_so():
    problem = crowd(30, 8, 2, lambda f, r: (f * 7 + r * 13) % 11, least=2, most=9)
    plan = assign(problem, time_limit=0)
    assert (plan.status, len(set(plan.pairs))) == ("feasible", 60)
    assert merit(problem, plan.pairs) is not None
    assert plan.cause.startswith("Le temps est écoulé")
    assert total(problem, plan.pairs) <= total(problem, assign(problem).pairs)


def test_a_search_cut_short_is_not_taken_for_a_proof():
    with patch.object(connection, "ROUNDS", 0):
        plan = assign(ring(16, {(7, 8), (8, 3)}))
    assert (plan.status, plan.connected, len(plan.pairs)) == ("feasible", False, 32)
    assert "ni relié toutes les lectures ni prouvé" in plan.cause


def problem(**changes):
    """Three files, two readers each, three readers with room; one change makes it impossible."""
    readers = (Reader("x", 0, 3), Reader("y", 0, 3), Reader("z", 0, 3))
    return replace(Problem(2, ("a", "b", "c"), readers), **changes)


def pairs(*texts):
    return frozenset((text[0], text[1]) for text in texts)


@pytest.mark.parametrize(
    ("case", "cause"),
    [
        (
            problem(kept=pairs("ax"), conflicts=pairs("ax")),
            "Le dossier a est conservé chez le lecteur x, qui y a un conflit d’intérêts.",
        ),
        (
            problem(kept=pairs("ax", "ay", "az")),
            "Le dossier a conserve 3 lecteurs, il en faut exactement 2.",
        ),
        (
            problem(kept=pairs("ax", "bx"), readers=(Reader("x", 0, 1), Reader("y", 0, 3), Reader("z", 0, 3))),
            "Le lecteur x conserve 2 dossiers, plus que son maximum de 1.",
        ),
        (
            problem(conflicts=pairs("bx", "bz")),
            "Le dossier b n’a qu’un lecteur sans conflit d’intérêts, il en faut 2.",
        ),
        (
            problem(readers=(Reader("x", 0, 3), Reader("y", 0, 1), Reader("z", 0, 1))),
            "Les maximums des lecteurs font ensemble 5 lectures, moins que les 6 à donner (3 dossiers × 2).",
        ),
        (
            problem(readers=(Reader("x", 3, 3), Reader("y", 3, 3), Reader("z", 1, 1))),
            "Les minimums des lecteurs font ensemble 7 lectures, plus que les 6 à donner (3 dossiers × 2).",
        ),
        (
            problem(readers=(Reader("x", 2, 3), Reader("y", 0, 3), Reader("z", 0, 3)), conflicts=pairs("ax", "bx")),
            "Le lecteur x doit lire au moins 2 dossiers, mais il n’a qu’un dossier sans conflit d’intérêts.",
        ),
        (
            problem(readers=(Reader("x", 0, 1), Reader("y", 0, 3), Reader("z", 0, 3)), conflicts=pairs("ay", "by")),
            "Les dossiers a et b demandent ensemble 4 lectures, mais ne peuvent en recevoir que 3 : "
            "1 du lecteur x, selon son maximum, et 2 des autres lecteurs sans conflit.",
        ),
        (
            problem(readers=(Reader("x", 2, 3), Reader("y", 0, 3), Reader("z", 0, 3)), kept=pairs("ay", "az", "by", "bz")),
            "Le lecteur x doit lire au moins 2 dossiers, mais les conflits d’intérêts et les affectations conservées "
            "ne lui en laissent qu’un.",
        ),
    ],
)  # fmt: skip
def test_the_blocking_constraint_is_named(case, cause):
    plan = assign(case)
    assert (plan.status, plan.pairs, plan.loads, plan.connected) == ("infeasible", (), {}, False)
    assert plan.cause.replace("\u00a0", " ") == cause


def test_nobody_and_nothing():
    assert assign(Problem(3, (), ())).status == "optimal"
    plan = assign(Problem(3, (), (Reader("x", 0, 2),)))
    assert (plan.pairs, plan.loads, plan.connected) == ((), {"x": 0}, True)
    assert assign(Problem(1, ("a",), ())).status == "infeasible"


def data(**changes):
    """A file of the command, with changes."""
    return {
        "per_file": 2,
        "files": ["a", "b"],
        "readers": [{"id": "x", "min": 0, "max": 2}, {"id": "y", "min": 0, "max": 2}],
        "conflicts": [],
        "kept": [["a", "x"]],
        "affinity": {"a": {"x": Decimal("0.25")}, "b": {}},
    } | changes


def test_the_command_answers_in_json():
    assert run(data()) == {
        "status": "optimal",
        "pairs": [["a", "x"], ["a", "y"], ["b", "x"], ["b", "y"]],
        "loads": {"x": 2, "y": 2},
        "connected": True,
        "cause": "",
    }
    assert run(data(conflicts=[["b", "y"]]))["pairs"] == []


@pytest.mark.parametrize(
    "changes",
    [
        {"per_file": 0},
        {"per_file": True},
        {"per_file": Decimal("1.5")},
        {"files": ["a", "a"]},
        {"files": [1]},
        {"files": None},
        {"readers": [{"id": "x", "min": 0}]},
        {"readers": [{"id": "x", "min": 2, "max": 1}]},
        {"readers": [{"id": "x", "min": -1, "max": 1}]},
        {"readers": [{"id": "x", "min": 0, "max": 1}] * 2},
        {"conflicts": [["a", "nobody"]]},
        {"conflicts": [["a"]]},
        {"kept": [["nothing", "x"]]},
        {"affinity": {"a": {"x": Decimal("1.01")}}},
        {"affinity": {"a": {"x": -1}}},
        {"affinity": {"a": {"x": True}}},
        {"affinity": {"a": {"nobody": 1}}},
        {"affinity": []},
        {"surprise": 1},
        {"time_limit": -1},
    ],
)
def test_what_cannot_be_lawful_is_refused_in_french(changes):
    with pytest.raises(Unlawful) as refusal:
        run(data(**changes))
    assert str(refusal.value).endswith(".")
