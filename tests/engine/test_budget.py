from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import budget
from engine.budget import CATALOGUE, Activity, Limits, Line, Post, Reference
from engine.money import euros

ARS = "74-ars"


def check(lines, account, requested, **rules):
    return budget.check(lines, Limits(frozenset({account}), requested, **rules))


def balance(lines, account):
    return budget.balance(lines, {account})


def charge(account, amount, year=2027):
    return Line(account, "charge", amount, year)


def produit(account, amount, year=2027, status=None):
    return Line(account, "produit", amount, year, status)


SOUND = [
    charge("60", 2_000),
    charge("641", 7_000),
    charge("indirect", 1_000),
    charge("864", 500),
    produit(ARS, 6_000),
    produit("74-region", 3_000, status="sollicite"),
    produit("756", 1_000),
    produit("875", 500),
]


def problems(lines=SOUND, requested=6_000, **rules):
    return [
        text.replace("\u00a0", " ").replace("\u202f", " ")
        for text in check(lines, ARS, requested, **rules).problems
    ]


def test_a_sound_budget_has_no_problem():
    report = check(SOUND, ARS, 6_000, ceiling=6_000, floor=6_000, max_share=Decimal(60))
    assert report.problems == ()
    assert report.total.balanced
    assert report.years == {2027: report.total}
    assert (report.total.charges, report.total.produits) == (10_000, 10_000)
    assert (report.total.in_kind_used, report.total.in_kind_given) == (500, 500)
    assert (report.total.requested, report.total.sollicite, report.total.acquis) == (6_000, 3_000, 0)


@pytest.mark.parametrize(
    ("extra", "says"),
    [
        (charge("61", 1_200), "Les charges dépassent les produits de 1 200 €."),
        (produit("70", 1_200), "Les produits dépassent les charges de 1 200 €."),
        (
            charge("860", 300),
            "Les contributions en nature employées (86) dépassent les contributions en nature reçues (87) de 300 €.",
        ),
        (
            produit("870", 300),
            "Les contributions en nature reçues (87) dépassent les contributions en nature employées (86) de 300 €.",
        ),
        (charge("61", -1), "Compte 61 : un montant ne peut pas être négatif (−1 €)."),
        (charge("99", 5), "Le compte 99 n’existe pas dans ce cadre budgétaire."),
        (charge("", 5), "Le compte  n’existe pas dans ce cadre budgétaire."),
        (charge("74-region", 5), "Le compte 74-region ne peut pas figurer en charge."),
        (produit("indirect", 5), "Le compte indirect ne peut pas figurer en produit."),
        (produit("86", 5), "Le compte 86 ne peut pas figurer en produit."),
    ],
)
def test_each_fault_is_said_alone(extra, says):
    assert problems([*SOUND, extra]) == [says]


def test_in_kind_never_funds_cash():
    lines = [charge("60", 1_000), produit(ARS, 600), produit("87", 400)]
    assert problems(lines, 600) == [
        "Les charges dépassent les produits de 400 €.",
        "Les contributions en nature reçues (87) dépassent les contributions en nature employées (86) de 400 €.",
    ]


@pytest.mark.parametrize(
    ("requested", "rules", "says"),
    [
        (6_500, {}, "Le montant demandé (6 500 €) diffère de 500 € de sa ligne au compte 74 (6 000 €)."),
        (6_000, {"ceiling": 5_000}, "Le montant demandé dépasse de 1 000 € le plafond de 5 000 €."),
        (6_000, {"floor": 8_000}, "Le montant demandé est inférieur de 2 000 € au plancher de 8 000 €."),
        (
            6_000,
            {"max_share": Decimal("33.33")},
            "Le montant demandé dépasse de 2 667 € la part autorisée de 33,33 % des charges, soit 3 333 €.",
        ),
    ],
)
def test_the_request_is_held_to_its_line_and_its_bounds(requested, rules, says):
    assert problems(requested=requested, **rules) == [says]


def test_a_negative_request_is_refused():
    assert "Le montant demandé ne peut pas être négatif." in problems(requested=-1)


def test_a_co_funder_says_how_sure_it_is():
    lines = [charge("60", 900), produit(ARS, 600), produit("74-region", 300)]
    assert problems(lines, 600) == [
        "Compte 74-region : précisez si ce cofinancement est acquis, sollicité ou à solliciter."
    ]


def test_an_empty_budget_is_said_so():
    assert problems([], 0) == ["Le budget ne comporte aucune charge."]


def test_each_year_balances_on_its_own_sheet():
    lines = [charge("60", 900), produit(ARS, 600), charge("60", 300, 2028), produit(ARS, 600, 2028)]
    assert problems(lines, 1_200) == [
        "Année 2027 : les charges dépassent les produits de 300 €.",
        "Année 2028 : les produits dépassent les charges de 300 €.",
    ]
    assert check(lines, ARS, 1_200).total.gap == 0


charges = st.builds(
    charge,
    st.sampled_from(["60", "641", "indirect", "86", "21"]),
    st.integers(0, 10**6),
    st.integers(2026, 2028),
)
produits = st.builds(
    produit,
    st.sampled_from([ARS, "74-region", "70", "756", "87", "13-region", "10"]),
    st.integers(0, 10**6),
    st.integers(2026, 2028),
    st.sampled_from(["acquis", "sollicite", "a_solliciter"]),
)
budgets = st.lists(charges | produits, max_size=12)


@given(budgets)
def test_years_add_up_to_the_total(lines):
    report = check(lines, ARS, 0)
    for name in report.total.__dataclass_fields__:
        assert getattr(report.total, name) == sum(getattr(year, name) for year in report.years.values())


@given(budgets)
def test_every_euro_is_counted_once(lines):
    total = balance(lines, ARS)
    money = total.charges + total.produits + total.invested + total.resources
    counted = money + total.in_kind_used + total.in_kind_given
    assert counted == sum(line.amount for line in lines)
    assert (
        total.requested + total.acquis + total.sollicite + total.a_solliciter
        <= total.produits + total.resources
    )


@given(budgets, st.randoms())
def test_the_order_of_lines_changes_nothing(lines, random):
    shuffled = list(lines)
    random.shuffle(shuffled)
    assert check(shuffled, ARS, 5) == check(lines, ARS, 5)


@given(budgets)
def test_the_gap_closes_the_budget_and_is_the_one_printed(lines):
    only = [line for line in lines if line.year == 2027 and line.family not in ("86", "87", "21", "13", "10")]
    report = check(only, ARS, balance(only, ARS).requested)
    if report.total.gap:
        assert euros(abs(report.total.gap)) in report.problems[-1]
    closing = [charge("60", max(-report.total.gap, 0)), produit("70", max(report.total.gap, 0))]
    assert check([*only, *closing], ARS, 0).total.balanced


# What is worth reading again


def alerts(lines=SOUND, requested=6_000, posts=(), activity=None, **rules):
    report = budget.check(lines, Limits(frozenset({ARS, "13-ars"}), requested, **rules), posts, activity)
    return {alert.code: alert for alert in report.alerts}


def nurse(cost=7_000, year=2027, **fields):
    return Post("ide", Decimal(1), "641", year, cost, **fields)


TWO_YEARS = [*SOUND, *(Line(line.account, line.side, line.amount, 2028, line.status) for line in SOUND)]
STAFF = {"staff_accounts": {"641": "64"}, "salaries": "641"}
CASES = {
    "bad_line": {"lines": [*SOUND, charge("61", -1)]},
    "unsure_cofunder": {"lines": [charge("60", 900), produit(ARS, 600), produit("74-region", 300)], "requested": 600},
    "no_charge": {"lines": [], "requested": 0},
    "unbalanced": {"lines": [*SOUND, charge("61", 1)]},
    "in_kind_unbalanced": {"lines": [*SOUND, charge("861", 1)]},
    "investment_unbalanced": {"lines": [*SOUND, charge("21", 1)]},
    "investment_excluded": {"lines": [*SOUND, charge("21", 9), produit("10", 9)], "investment": False},
    "requested_line": {"requested": 5_000},
    "negative_request": {"requested": -1},
    "above_ceiling": {"ceiling": 5_999},
    "below_floor": {"floor": 6_001},
    "above_share": {"max_share": Decimal(59)},
    "indirect_above": {"max_indirect": Decimal(11)},
    "indirect_high": {"lines": [charge("60", 100), charge("indirect", 16), produit(ARS, 116)], "requested": 116},
    "empty_year": {"years": (2027, 2028)},
    "unsecured": {"lines": [charge("60", 9), produit("74-region", 9, status="a_solliciter")], "requested": 0},
    "identical_years": {"lines": TWO_YEARS, "requested": 12_000},
    "in_kind_as_cash": {"lines": [*SOUND, charge("61", 500)]},
    "depreciation_doubled": {
        "lines": [*SOUND, charge("68", 5), produit("70", 5), charge("21", 9), produit("13-ars", 9)], "requested": 6_009
    },
    "staff_gap": dict(posts=[nurse(6_999)], **STAFF),
    "staff_missing": STAFF,
    "required_staff": {"posts": [nurse()], "required": (("medecin", "Médecin", "un texte"),)},
    "ratio_far": {"activity": Activity(people=10), "reference": Reference(Decimal(790), "person_year")},
}  # fmt: skip


def test_every_alert_of_the_catalogue_has_its_case():
    assert set(CASES) == set(CATALOGUE)


@pytest.mark.parametrize("code", CASES)
def test_each_alert_is_raised_explained_and_figured(code):
    found = alerts(**CASES[code])[code]
    assert found.severity == CATALOGUE[code][0]
    assert found.advice == CATALOGUE[code][1]
    assert found.figure in found.text or code in {"unsure_cofunder", "no_charge", "negative_request", "empty_year", "depreciation_doubled", "staff_gap"}  # fmt: skip
    assert found.text[0].isupper()
    assert found.text.endswith(".")


def test_a_sound_budget_raises_nothing():
    quiet = alerts(posts=[nurse()], activity=Activity(people=10), reference=Reference(Decimal(1_000), "person_year"), years=(2027,), investment=False, max_indirect=Decimal(20), **STAFF)  # fmt: skip
    assert quiet == {}


def test_the_request_of_an_annual_call_is_that_of_its_last_year():
    lines = [charge("60", 300), produit(ARS, 300), charge("60", 900, 2028), produit(ARS, 900, 2028)]
    assert problems(lines, 900, annual=True) == []
    assert problems(lines, 1_200) == []
    assert problems(lines, 1_200, annual=True) != []


def test_a_ratio_is_per_place_and_day():
    report = budget.check(
        [charge("60", 727_117), produit(ARS, 727_117)],
        Limits(frozenset({ARS}), 727_117, reference=Reference(Decimal("199.21"), "place_day")),
        activity=Activity(places=10),
    )
    assert [(ratio.amount, ratio.gap_percent) for ratio in report.ratios] == [(Decimal("199.21"), 0)]


def test_months_of_presence_count_and_half_a_euro_goes_up():
    post = nurse(1_001, months=6, percent=50)
    assert (budget.cost(post), budget.funded(post)) == (501, 251)
    assert budget.by_account([post, post]) == {(2027, "641"): 1_002}


@given(budgets)
def test_nothing_typed_ever_breaks_the_lint(lines):
    report = budget.check(lines, Limits(frozenset({ARS}), 5, max_indirect=Decimal(10), years=(2027,)))
    assert set(report.blocking) | set(report.to_review) == set(report.alerts)
