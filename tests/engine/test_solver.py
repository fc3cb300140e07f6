import pytest

from engine.optimum import best, impossible, solver
from engine.optimum.bound import bound_of
from engine.optimum.programme import Programme, Row
from engine.optimum.solver import Clock, Found, Model

WORTH = {0: 5, 1: 4, 2: 3}
MONEY = Row({0: 6, 1: 5, 2: 4}, most=10)
COUNT = Row({0: 1, 1: 1, 2: 1}, least=2, most=2)


def model(*rows):
    return Model(Programme(tuple(WORTH.values()), rows), list(WORTH), (), WORTH)


def lying(monkeypatch, lies):
    """The solver proposes these choices first, as its tolerance might."""
    honest = Model._choice
    told = iter(lies)
    monkeypatch.setattr(Model, "_choice", lambda self, run: next(told, None) or honest(self, run))


@pytest.mark.parametrize(
    ("rows", "lies"),
    [((MONEY,), [{0, 1, 2}, {0, 1}]), ((MONEY, COUNT), [{0}, {1}, {0, 1, 2}]), ((COUNT,), [{2}])],
)
def test_an_unlawful_choice_is_cut_off_and_no_lawful_one(monkeypatch, rows, lies):
    honest = model(*rows).solve(Clock(None))
    lying(monkeypatch, lies)
    assert model(*rows).solve(Clock(None)) == honest
    assert honest.chosen == ({0, 1} if rows == (COUNT,) else {0, 2})


def test_a_cover_refuses_all_that_weighs_as_much():
    row = Row({0: 6, 1: 6, 2: 3, 3: 9, 4: 1}, most=10)
    assert model(row)._cut(row, {0, 1, 2, 4}) == Row({0: 1, 1: 1, 3: 1}, most=1)


def test_a_solver_that_never_tells_the_truth_is_given_up(monkeypatch):
    monkeypatch.setattr(solver, "CUTS", 4)
    lying(monkeypatch, [{0, 1, 2}] * 9)
    assert model(MONEY).solve(Clock(None)) == Found(None, sum(WORTH.values()))


def test_numbers_too_large_for_a_float_are_not_believed():
    unit = 10**17
    row = Row({0: 6 * unit + 1, 1: 5 * unit, 2: 4 * unit}, most=10 * unit)
    found = best(Programme(tuple(WORTH.values()), (row,)))
    assert (found.chosen, found.worth, found.bound, found.unique) == (frozenset({1, 2}), 7, 7, True)
    assert model(row).solve(Clock(None)).chosen == {1, 2}


def test_poor_prices_make_a_poor_bound_never_a_false_one(monkeypatch):
    programme = Programme(tuple(WORTH.values()), (MONEY, COUNT))
    assert bound_of(programme).most >= 8
    for prices in ([0, 0], [10**30, 0], [-(10**30), 10**30], [1, -1]):
        monkeypatch.setattr(Model, "prices", lambda model, given=prices: given)
        assert bound_of(programme).most >= 8
        assert best(programme).chosen == {0, 2}


def test_nothing_to_choose_from():
    assert best(Programme((), ())).chosen == frozenset()
    assert best(Programme((1,), (Row({}, least=1),))).impossible
    assert best(Programme((1,), (Row({0: 5}, most=4),), frozenset({0}))).impossible
    assert impossible(Programme((1, 1), (Row({0: 1, 1: 1}, least=2), Row({0: 2, 1: 2}, most=3))), 1.0)
    assert not impossible(Programme((1, 1), (Row({0: 1, 1: 1}, least=2),)), 1.0)
