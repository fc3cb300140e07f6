import re
from dataclasses import replace
from decimal import Decimal

import pytest

from engine import optimum
from engine.allocation import AllocationError, File, Instance, Policy, promote, select
from engine.choosing import CUT, NOT_FOUND, TIE_CUT, least_sum
from engine.optimum import listing, solver, ties
from tests.engine.choices import IDS, best_set, counts, expected, random_instance, seeded, sets

CHOICES = (Policy.OPTIMAL, Policy.EQUITABLE)


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def amounts(result):
    return {award.id: award.amount for award in result.selected}


def check(instance):
    """The selection is the one found by looking at every set, and its accounts are right."""
    result = select(instance)
    assert (result.status, amounts(result)) == expected(instance), instance
    chosen = [file for file in instance.running if result.amount(file.id) is not None]
    assert [award.id for award in result.selected] == [file.id for file in chosen]
    assert sum(amounts(result).values()) + result.left == instance.envelope
    assert result.left >= 0
    assert result.points == sum(file.points for file in chosen)
    assert result.gap == 0
    assert bool(result.cause) == (result.status == "infeasible")
    assert list(result.waiting) == [file.id for file in instance.running if file not in chosen]
    assert set(result.reasons) == {file.id for file in instance.running}
    return result


def believing_the_solver(monkeypatch):
    monkeypatch.setattr(listing, "LISTED", 0)


@pytest.mark.parametrize("seed", range(5))
def test_every_policy_gives_what_looking_at_every_set_gives(seed):
    random = seeded(seed)
    for _ in range(300):
        check(random_instance(random, random.randint(0, 8)))


def test_up_to_fourteen_files():
    random = seeded(14)
    for _ in range(30):
        check(random_instance(random, random.randint(11, 14), CHOICES))


def test_the_solver_alone_gives_the_same(monkeypatch):
    believing_the_solver(monkeypatch)
    random = seeded(99)
    for _ in range(120):
        check(random_instance(random, random.randint(4, 9), CHOICES))


@pytest.mark.parametrize("largest", [10**9, 10**14])
def test_one_euro_counts_in_sums_that_a_float_would_blur(monkeypatch, largest):
    believing_the_solver(monkeypatch)
    random = seeded(largest)
    for _ in range(15):
        thirds = [largest // 3 + random.randint(-2, 2) for _ in range(8)]
        files = tuple(File(IDS[n], n + 1, sum_, points=Decimal(10 + n % 3)) for n, sum_ in enumerate(thirds))
        check(Instance(largest, files, Policy.OPTIMAL))


def test_prefixes_come_first_and_zeros_only_as_they_must():
    """A file without points is taken only before one that brings some."""
    points = {"A": 0, "B": 5, "C": 0, "D": -5, "E": 5}
    files = tuple(
        File(id, rank, 1, points=Decimal(value)) for rank, (id, value) in enumerate(points.items(), 1)
    )
    assert list(amounts(check(Instance(9, files[:3], Policy.OPTIMAL)))) == ["A", "B"]
    assert list(amounts(check(Instance(9, files[2:4], Policy.OPTIMAL)))) == []
    assert list(amounts(check(Instance(9, files, Policy.OPTIMAL)))) == ["A", "B", "C", "E"]
    assert list(amounts(check(Instance(9, files, Policy.OPTIMAL, required=frozenset("D"))))) == [
        "A",
        "B",
        "C",
        "D",
        "E",
    ]


def test_the_worked_example_by_points():
    """A 420, B 350, C 300, D 90 thousand euros under one million: three files beat two when points are close."""
    requests = {"A": 420_000, "B": 350_000, "C": 300_000, "D": 90_000}
    files = [
        File(id, rank, sum_, points=Decimal(90 - rank)) for rank, (id, sum_) in enumerate(requests.items(), 1)
    ]
    instance = Instance(1_000_000, tuple(files), Policy.OPTIMAL)
    result = check(instance)
    assert amounts(result) == {"A": 420_000, "B": 350_000, "D": 90_000}
    assert (result.points, result.left, result.waiting) == (Decimal(263), 140_000, ("C",))
    assert plain(result.reasons["C"]) == (
        "Rang 3 : 300 000 € demandés ; il manque 160 000 € pour l’ajouter à l’ensemble retenu."
    )
    with pytest.raises(AllocationError, match="refaites le choix"):
        promote(instance, result)


def test_what_is_left_tops_up_in_rank_order():
    files = (
        File("A", 1, 50, 20, points=Decimal(1)),
        File("B", 2, 60, 30, points=Decimal(1)),
        File("C", 3, 9, 9, points=Decimal(1)),
    )
    result = check(Instance(100, files, Policy.OPTIMAL))
    assert amounts(result) == {"A": 50, "B": 41, "C": 9}
    assert "41 € proposés ; accord nécessaire" in plain(result.reasons["B"])


def test_more_money_never_lowers_the_points():
    random = seeded(3)
    for _ in range(150):
        instance = random_instance(random, random.randint(1, 8), CHOICES)
        before, after = (
            select(replace(instance, envelope=instance.envelope + more))
            for more in (0, random.randint(0, 30))
        )
        assert before.status == "infeasible" or (after.status == "optimal" and after.points >= before.points)


def test_neither_names_nor_order_change_anything():
    random = seeded(4)
    for _ in range(60):
        instance = random_instance(random, 7, CHOICES)
        shuffled = replace(instance, files=tuple(random.sample(instance.files, 7)))
        assert select(shuffled) == select(instance)
        names = dict(zip(IDS, random.sample(IDS, len(IDS)), strict=True))
        renamed = replace(
            instance,
            files=tuple(replace(file, id=names[file.id]) for file in instance.files),
            required=frozenset(names[id] for id in instance.required),
            forbidden=frozenset(names[id] for id in instance.forbidden),
        )
        assert amounts(select(renamed)) == {
            names[id]: amount for id, amount in amounts(select(instance)).items()
        }


def test_every_loss_told_is_at_most_what_changing_the_set_costs():
    random, told = seeded(5), 0
    for _ in range(80):
        instance = replace(random_instance(random, 7, CHOICES), forbidden=frozenset())
        result = select(instance)
        for file in instance.running if result.selected else ():
            loss = re.search(r"ferait perdre au moins ([0-9,−]+) point", plain(result.reasons[file.id]))
            if loss:
                told += 1
                out = result.amount(file.id) is None
                fates = {
                    "required": instance.required | ({file.id} if out else set()),
                    "forbidden": frozenset() if out else frozenset([file.id]),
                }
                other = replace(instance, **fates)
                there = best_set(other)
                assert there is None or result.points - sum(f.points for f in there) >= Decimal(
                    loss[1].replace(",", ".")
                )
    assert told > 50


def large(count=1000, territories=13, seed=1):
    """Files that ask for 20 to 300 thousand euros, a third of which can be funded, with a floor per territory."""
    random = seeded(seed)
    marks = sorted((Decimal(random.randint(0, 10_000)).scaleb(-2) for _ in range(count)), reverse=True)
    files = []
    for rank, points in enumerate(marks, 1):
        minimum = random.randint(20, 300) * 1000
        group = {"territory": str(random.randrange(territories)), "category": random.choice("xyz")}
        files.append(File(f"D{rank}", rank, minimum * 6 // 5, minimum, points=points, groups=group))
    floors = {"territory": {str(name): random.randint(5, 30) for name in range(territories)}}
    envelope = sum(file.least for file in files) * 3 // 10
    return Instance(envelope, tuple(files), Policy.EQUITABLE, floors=floors)


def test_a_thousand_files_in_thirteen_territories_are_proved_in_integers(monkeypatch):
    """The list alone ends the proof and the ties: the solver's word is not needed."""
    monkeypatch.setattr(ties, "first", None)
    instance = large()
    result = select(instance)
    chosen = [file for file in instance.files if result.amount(file.id) is not None]
    assert (result.status, result.gap) == ("optimal", 0)
    assert sum(file.least for file in chosen) <= instance.envelope
    assert sum(award.amount for award in result.selected) + result.left == instance.envelope
    assert all(
        counts(chosen, "territory", name) >= least for name, least in instance.floors["territory"].items()
    )
    free = select(replace(instance, policy=Policy.OPTIMAL))
    assert free.points >= result.points


def test_a_choice_cut_short_is_lawful_and_says_how_far_it_may_be(monkeypatch):
    instance = large()
    best = select(instance)
    believing_the_solver(monkeypatch)
    cut = select(replace(instance, time_limit=0))
    chosen = [file for file in instance.files if cut.amount(file.id) is not None]
    assert (cut.status, cut.cause) == ("feasible", CUT)
    assert all(
        counts(chosen, "territory", name) >= least for name, least in instance.floors["territory"].items()
    )
    assert cut.points <= best.points <= cut.points * (1 + cut.gap)
    assert 0 < cut.gap < Decimal("0.01")


def test_a_small_choice_needs_no_time():
    random = seeded(6)
    for _ in range(60):
        check(replace(random_instance(random, random.randint(0, 9), CHOICES), time_limit=0))


def test_a_tie_rule_cut_short_is_said(monkeypatch):
    believing_the_solver(monkeypatch)
    files = tuple(File(IDS[n], n + 1, 10, points=Decimal(1)) for n in range(9))
    instance = Instance(45, files, Policy.OPTIMAL)
    assert list(amounts(check(instance))) == [file.id for file in files[:4]]
    monkeypatch.setattr(ties, "first", lambda programme, bound, chosen, clock: (chosen, False))
    result = select(instance)
    assert (result.status, result.gap, result.points, result.cause) == ("feasible", 0, 4, TIE_CUT)


def test_what_is_neither_found_nor_excluded_is_said(monkeypatch):
    believing_the_solver(monkeypatch)
    monkeypatch.setattr(optimum, "GRACE", 0.0)
    monkeypatch.setattr(optimum, "greedy", lambda programme, bound: None)
    result = select(Instance(9, (File("A", 1, 1, points=Decimal(1)),), Policy.OPTIMAL, time_limit=0))
    assert (result.status, result.cause, result.selected) == ("infeasible", NOT_FOUND, ())


def test_a_choice_the_solver_missed_is_found_by_the_list(monkeypatch):
    """Were HiGHS to say that a worse choice is the best, the list would mend it."""
    monkeypatch.setattr(solver.Model, "solve", lambda model, clock: solver.Found(model.around, model.given))
    random = seeded(8)
    for _ in range(60):
        check(replace(random_instance(random, random.randint(4, 9), [Policy.OPTIMAL]), required=frozenset()))


def test_the_least_sum_of_a_set_that_has_a_file():
    random = seeded(9)
    for _ in range(60):
        instance = replace(
            random_instance(random, 7, [Policy.OPTIMAL]), required=frozenset(), forbidden=frozenset()
        )
        file, goal = random.choice(instance.files), Decimal(random.randint(0, 12))
        having = [
            sum(other.least for other in chosen)
            for chosen in sets(instance.running, 10**12, instance.places)
            if file in chosen and sum(other.points for other in chosen) >= goal
        ]
        assert least_sum(instance, file.id, goal) == min(having, default=None)


def files(*rows):
    return tuple(
        File(
            id,
            rank,
            sum_,
            places=places,
            points=Decimal(5),
            groups={"territory": territory, "category": category},
        )
        for rank, (id, sum_, territory, category, places) in enumerate(rows, 1)
    )


FOUR = files(
    ("A", 60, "69", "x", 4), ("B", 60, "01", "x", 5), ("C", 50, "69", "y", 0), ("D", 10, "26", "z", 0)
)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"floors": {"territory": {"69": 3}}}, "Le plancher de 3 dossiers pour le territoire 69 ne peut pas être tenu : il n’en existe que 2."),
        ({"floors": {"territory": {"26": 2}}}, "Le plancher de 2 dossiers pour le territoire 26 ne peut pas être tenu : il n’en existe qu’un."),
        ({"floors": {"territory": {"26": 1}}, "forbidden": {"D"}}, "Le plancher de 1 dossier pour le territoire 26 ne peut pas être tenu : il n’en existe aucun."),
        ({"floors": {"category": {"x": 2}}, "ceilings": {"category": {"x": 1}}}, "Le plancher de 2 dossiers pour la catégorie x ne peut pas être tenu : le plafond y est de 1 dossier."),
        ({"ceilings": {"category": {"x": 0}}, "required": {"A"}}, "Le plafond de 0 dossier pour la catégorie x ne peut pas être tenu : A y est imposé."),
        ({"required": {"A", "B"}}, "Le choix imposé des dossiers A et B demande au moins 120 €, plus que l’enveloppe de 100 €."),
        ({"required": {"A", "B"}, "envelope": 200, "places": 8}, "Le choix imposé des dossiers A et B demande au moins 9 places, plus que le nombre de places (8)."),
        ({"required": {"A"}, "forbidden": {"A"}}, "Le dossier A est à la fois imposé et écarté."),
        ({"floors": {"territory": {"01": 1}}, "envelope": 59}, "Le plancher de 1 dossier pour le territoire 01 demande au moins 60 €, plus que l’enveloppe de 59 €."),
        ({"floors": {"territory": {"01": 1, "69": 1}}}, "Tenir ensemble le plancher de 1 dossier pour le territoire 01 et le plancher de 1 dossier pour le territoire 69 demande au moins 110 €, plus que l’enveloppe de 100 €."),
        ({"floors": {"territory": {"01": 1}}, "required": {"C"}}, "Le plancher de 1 dossier pour le territoire 01, avec le choix imposé du dossier C, demande au moins 110 €, plus que l’enveloppe de 100 €."),
        ({"floors": {"territory": {"01": 1}, "category": {"y": 1}}}, "Ces contraintes ne peuvent pas être tenues ensemble : le plancher de 1 dossier pour la catégorie y, le plancher de 1 dossier pour le territoire 01 et l’enveloppe de 100 €."),
        ({"floors": {"territory": {"69": 2}}, "ceilings": {"category": {"x": 0}}, "envelope": 110}, "Ces contraintes ne peuvent pas être tenues ensemble : le plafond de 0 dossier pour la catégorie x et le plancher de 2 dossiers pour le territoire 69."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_by_name(changes, says):
    sets = {key: frozenset(value) if isinstance(value, set) else value for key, value in changes.items()}
    result = check(replace(Instance(100, FOUR, Policy.EQUITABLE), **sets))
    assert (result.status, plain(result.cause)) == ("infeasible", says)
    assert set(map(plain, result.reasons.values())) == {
        f"Rang {file.rank} : aucun choix ne tient les contraintes."
        for file in FOUR
        if file.id not in changes.get("forbidden", ())
    }


def test_why_a_file_is_in_or_out():
    rows = [
        File("A", 1, 40, points=Decimal(9), groups={"territory": "69"}),
        File("B", 2, 40, points=Decimal(8), groups={"territory": "69"}, places=2),
        File("C", 3, 40, points=Decimal(7), groups={"territory": "01"}, places=1),
        File("D", 4, 5, points=Decimal(0)),
        File("E", 5, 5, points=Decimal("-1.5")),
        File("F", 6, 20, points=Decimal(1)),
    ]
    instance = Instance(
        110, tuple(rows), Policy.EQUITABLE, places=2, required=frozenset("F"),
        floors={"territory": {"01": 1}}, ceilings={"territory": {"69": 1}},
    )  # fmt: skip
    assert {id: plain(reason) for id, reason in check(instance).reasons.items()} == {
        "A": "Rang 1 : 40 € demandés, accordés en totalité ; l’écarter ferait perdre au moins 1 point à l’ensemble.",
        "B": "Rang 2 : 40 € demandés ; il manque 35 € pour l’ajouter à l’ensemble retenu, places demandées : 2, "
        "places restantes : 1, le plafond de 1 dossier pour le territoire 69 est atteint.",
        "C": "Rang 3 : 40 € demandés, accordés en totalité ; il fait tenir le plancher de 1 dossier pour le "
        "territoire 01 ; l’écarter ferait perdre au moins 7 points à l’ensemble.",
        "D": "Rang 4 : 5 € demandés, accordés en totalité ; à points égaux, le choix suit l’ordre des rangs.",
        "E": "Rang 5 : 5 € demandés ; le retenir ferait perdre au moins 1,5 point à l’ensemble.",
        "F": "Rang 6 : 20 € demandés, accordés en totalité ; dossier imposé.",
    }


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"policy": Policy.STRICT, "required": frozenset("A")}, "n’admet ni dossier imposé"),
        ({"policy": Policy.JUMP, "floors": {"territory": {"69": 0}}}, "n’admet ni dossier imposé"),
        ({"policy": Policy.PARTIAL, "ceilings": {"territory": {"69": 1}}}, "n’admet ni dossier imposé"),
        ({"required": frozenset("Z")}, "Le dossier Z"),
        ({"forbidden": frozenset("Z")}, "Le dossier Z"),
        ({"floors": {"territory": {"69": -1}}}, "ne peut pas être négatif"),
        ({"time_limit": -1.0}, "ne peut pas être négatif"),
        ({"files": (File("A", 1, 1),)}, "n’a pas de points"),
        ({"files": (File("A", 1, 1, points=Decimal("1.005")),)}, "2 décimales au plus"),
        ({"files": (File("A", 1, 1, points=Decimal("NaN")),)}, "2 décimales au plus"),
        ({"files": (File("A", 1, 1, points=Decimal("1E+9") + 1),)}, "entre"),
    ],
)
def test_an_unlawful_choice_is_refused_in_one_sentence(changes, says):
    with pytest.raises(AllocationError, match=says) as refusal:
        select(replace(Instance(100, FOUR, Policy.OPTIMAL), **changes))
    assert str(refusal.value).count(".") == 1


def test_a_walk_down_leaves_forbidden_files_out_and_ignores_groups():
    result = select(Instance(115, FOUR, Policy.JUMP, forbidden=frozenset("A")))
    assert amounts(result) == {"B": 60, "C": 50}
    assert (result.waiting, set(result.reasons), result.points) == (("D",), {"B", "C", "D"}, 10)
