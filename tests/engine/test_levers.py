from dataclasses import replace
from decimal import Decimal

import pytest

from engine import levers as subject
from engine.allocation import File, Instance, Policy, select
from engine.levers import levers, obstacle
from tests.engine.choices import seeded

HUNDREDTH = Decimal("0.01")


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def small(random, policy):
    count = random.randint(2, 6)
    points = sorted((Decimal(random.randint(-1, 5)) for _ in range(count)), reverse=True)
    files = []
    for rank in range(count):
        requested = random.randint(0, 7)
        minimum, places = random.choice([None, random.randint(0, requested)]), random.randint(0, 2)
        files.append(
            File(
                "ABCDEF"[rank],
                rank + 1,
                requested,
                minimum,
                places,
                points[rank],
                {"territory": random.choice("ab")},
            )
        )
    limits = {}
    if policy == Policy.EQUITABLE:
        limits = {"floors": {"territory": {"a": random.randint(0, 2)}}, "ceilings": {"territory": {"b": 2}}}
    return Instance(random.randint(0, 12), tuple(files), policy, random.choice([None, 3, 5]), **limits)


def comes_in(instance, id):
    return select(instance).amount(id) is not None


def changed(instance, file):
    return replace(instance, files=tuple(file if other.id == file.id else other for other in instance.files))


def with_less(instance, file, less):
    if instance.policy in (Policy.STRICT, Policy.JUMP):
        requested = file.requested - less
        return changed(instance, replace(file, requested=requested, minimum=min(file.least, requested)))
    return changed(instance, replace(file, minimum=file.least - less))


def with_more(instance, file, more):
    """In a walk-down, the file stands after those that have as many points."""
    better = replace(file, points=file.points + more)
    if not instance.walks:
        return changed(instance, better)
    order = [other for other in instance.running if other.id != file.id]
    ahead = [other for other in order if other.rank < file.rank and other.points >= better.points]
    order.insert(len(ahead), better)
    return replace(instance, files=tuple(replace(other, rank=rank) for rank, other in enumerate(order, 1)))


def smallest(instance, file):
    """Each lever by trying every change in turn."""
    asked = file.requested if instance.policy in (Policy.STRICT, Policy.JUMP) else file.least
    top = sum(other.requested for other in instance.files)
    mores = sorted({step + tail for step in range(8) for tail in (Decimal(0), HUNDREDTH)})
    tried = {
        "points": ((more, with_more(instance, file, more)) for more in mores),
        "amount": ((-less, with_less(instance, file, less)) for less in range(1, asked + 1)),
        "envelope": (
            (more, replace(instance, envelope=instance.envelope + more)) for more in range(1, top + 1)
        ),
    }
    found = {
        kind: next((change for change, other in tries if comes_in(other, file.id)), None)
        for kind, tries in tried.items()
    }
    return {kind: change for kind, change in found.items() if change is not None}


@pytest.mark.parametrize("policy", Policy)
def test_each_lever_is_the_smallest_change_that_brings_the_file_in(policy):
    random = seeded(policy)
    told = 0
    for _ in range(7):
        instance = small(random, policy)
        for id in select(instance).waiting[:2]:
            found = {lever.kind: lever.change for lever in levers(instance, id)}
            assert found == smallest(instance, next(f for f in instance.files if f.id == id)), (instance, id)
            told += len(found)
    assert told > 5


def example(policy):
    rows = (("A", 420_000, 90), ("B", 350_000, 80), ("C", 300_000, 70), ("D", 90_000, 60))
    files = (
        File(id, rank, asked, points=Decimal(points)) for rank, (id, asked, points) in enumerate(rows, 1)
    )
    return Instance(1_000_000, tuple(files), policy)


def test_levers_are_told_in_words():
    assert [plain(lever.sentence) for lever in levers(example(Policy.STRICT), "C")] == [
        "Avec 10,01 points de plus, le dossier passerait au rang 2 et serait retenu.",
        "En demandant 230 000 €, soit 70 000 € de moins, le dossier serait retenu.",
        "Avec 70 000 € de plus dans l’enveloppe, le dossier serait retenu.",
    ]
    assert [plain(lever.sentence) for lever in levers(example(Policy.OPTIMAL), "C")] == [
        "Avec 10,01 points de plus, le dossier serait retenu.",
        "En demandant 230 000 €, soit 70 000 € de moins, le dossier serait retenu.",
        "Avec 70 000 € de plus dans l’enveloppe, le dossier serait retenu.",
    ]
    instance = example(Policy.PARTIAL)
    ready = changed(instance, replace(instance.files[2], minimum=250_000))
    assert [plain(lever.sentence) for lever in levers(ready, "C")][1:] == [
        "En acceptant 230 000 €, soit 20 000 € de moins, le dossier serait retenu.",
        "Avec 20 000 € de plus dans l’enveloppe, le dossier serait retenu.",
    ]


def test_no_lever_and_why():
    instance = example(Policy.OPTIMAL)
    crowded = changed(replace(instance, places=5), replace(instance.files[2], places=6))
    for case, id, says in (
        (instance, "A", "Le dossier est déjà retenu."),
        (replace(instance, forbidden=frozenset("C")), "C", "Le dossier est écarté d’avance."),
        (crowded, "C", "Le dossier demande plus de places que le lot n’en compte : 6 pour 5."),
    ):
        assert (levers(case, id), plain(obstacle(case, id))) == ([], says)
    full = replace(instance, policy=Policy.EQUITABLE, ceilings={"territory": {"69": 0}})
    full = changed(full, replace(full.files[2], groups={"territory": "69"}))
    assert (levers(full, "C"), obstacle(full, "C")[:8]) == ([], "Changer ")


def test_ranks_that_do_not_follow_points_have_no_lever_in_points():
    instance = example(Policy.STRICT)
    moved = changed(instance, replace(instance.files[1], points=Decimal(99)))
    assert [lever.kind for lever in levers(moved, "C")] == ["amount", "envelope"]


def test_the_work_is_bounded(monkeypatch):
    monkeypatch.setattr(subject, "WORK", 3)
    assert levers(example(Policy.OPTIMAL), "C") == []
