from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.allocation import WALKS, AllocationError, Award, File, Instance, Policy, promote, select, withdraw

POLICIES = st.sampled_from(WALKS)
NAMES = "ABCDEFGH"


def worked_example(policy, minimum=None):
    """A 420, B 350, C 300, D 90 thousand euros, in this order, under one million."""
    requests = {"A": 420_000, "B": 350_000, "C": 300_000, "D": 90_000}
    files = [File(id, position, sum_) for position, (id, sum_) in enumerate(requests.items(), 1)]
    files[2] = replace(files[2], minimum=minimum)
    return Instance(1_000_000, tuple(files), policy)


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def amounts(result):
    return {award.id: award.amount for award in result.selected}


@st.composite
def instances(draw, policies=POLICIES):
    rows = st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 3))
    files = []
    for id, position in zip(NAMES, draw(st.permutations(range(1, 9))), strict=True):
        requested, minimum, places = draw(rows)
        files.append(File(id, position, requested, min(requested, minimum), places))
    kept = tuple(files[: draw(st.integers(0, 8))])
    counted = draw(st.none() | st.integers(0, 9))
    return Instance(draw(st.integers(0, 40)), kept, draw(policies), counted)


def test_worked_example_strict():
    result = select(worked_example(Policy.STRICT))
    assert amounts(result) == {"A": 420_000, "B": 350_000}
    assert (result.waiting, result.left) == (("C", "D"), 230_000)
    assert {id: plain(reason) for id, reason in result.reasons.items()} == {
        "A": "Rang 1 : 420 000 € demandés, accordés en totalité ; il reste 580 000 €.",
        "B": "Rang 2 : 350 000 € demandés, accordés en totalité ; il reste 230 000 €.",
        "C": "Rang 3 : 300 000 € demandés, il manque 70 000 € ; les règles publiées arrêtent ici la sélection.",
        "D": "Rang 4 : la sélection s’est arrêtée au rang 3.",
    }


def test_worked_example_partial():
    result = select(worked_example(Policy.PARTIAL, minimum=200_000))
    assert amounts(result) == {"A": 420_000, "B": 350_000, "C": 230_000}
    assert (result.waiting, result.left) == (("D",), 0)
    assert plain(result.reasons["C"]) == (
        "Rang 3 : 300 000 € demandés, 230 000 € proposés car il ne reste que cette somme ; accord nécessaire."
    )


def test_worked_example_partial_below_the_minimum():
    result = select(worked_example(Policy.PARTIAL, minimum=250_000))
    assert (amounts(result), result.waiting) == ({"A": 420_000, "B": 350_000}, ("C", "D"))
    assert "moins que son minimum de 250 000 €" in plain(result.reasons["C"])


def test_worked_example_jump():
    result = select(worked_example(Policy.JUMP))
    assert amounts(result) == {"A": 420_000, "B": 350_000, "D": 90_000}
    assert (result.waiting, result.left) == (("C",), 140_000)
    assert plain(result.reasons["C"]) == (
        "Rang 3 : 300 000 € demandés, il manque 70 000 € ; les règles publiées passent au dossier suivant."
    )


@pytest.mark.parametrize(
    ("policy", "minimum", "then"),
    [
        (Policy.STRICT, None, Award("D", 90_000)),
        (Policy.PARTIAL, 200_000, Award("D", 90_000)),
        (Policy.JUMP, None, None),
    ],
)
def test_c_is_offered_all_it_asked_when_b_withdraws(policy, minimum, then):
    instance = worked_example(policy, minimum)
    offer = promote(instance, withdraw(instance, select(instance), "B"))
    assert offer.award == Award("C", 300_000)
    assert offer.result.amount("C") == 300_000
    assert "C" not in offer.result.waiting
    following = promote(instance, offer.result)
    assert following.award == then


@pytest.mark.parametrize("policy", WALKS)
def test_money_back_from_elsewhere_serves_the_same(policy):
    instance = worked_example(policy, 200_000)
    assert promote(instance, select(instance), money_back=350_000).award == Award("C", 300_000)


def test_d_is_offered_when_c_declines_its_partial_award():
    instance = worked_example(Policy.PARTIAL, minimum=200_000)
    declined = withdraw(instance, select(instance), "C")
    assert promote(instance, declined).award == Award("D", 90_000)
    assert plain(declined.reasons["C"]) == "Dossier retiré : 230 000 € rendus à l’enveloppe."


def test_too_little_money_back_says_what_is_missing():
    instance = worked_example(Policy.STRICT)
    offer = promote(instance, select(instance), money_back=60_000)
    assert offer.award is None
    assert offer.result.left == 290_000
    assert "il manque 10 000 €" in plain(offer.reason)


def test_an_exhausted_list_is_said_so():
    instance = Instance(10, (File("A", 1, 10),), Policy.STRICT)
    assert promote(instance, select(instance)).reason == "La liste complémentaire est épuisée."


def test_places_bind_as_money_does():
    files = (File("A", 1, 10, places=6), File("B", 2, 10, 5, places=6), File("C", 3, 10, places=4))
    strict, partial, jump = (select(Instance(100, files, policy, places=10)) for policy in WALKS)
    assert amounts(strict) == amounts(partial) == {"A": 10}
    assert amounts(jump) == {"A": 10, "C": 10}
    assert jump.places_left == 0
    assert "places demandées : 6, places restantes : 4" in plain(partial.reasons["B"])
    assert amounts(promote(Instance(100, files, Policy.STRICT, 10), strict, places_back=2).result) == {
        "A": 10,
        "B": 10,
    }


def test_exactly_the_minimum_is_enough_for_a_partial_award():
    instance = worked_example(Policy.PARTIAL, minimum=230_000)
    assert select(instance).amount("C") == 230_000


def test_those_behind_are_told_where_the_walk_stopped():
    files = (File("A", 1, 20), File("B", 2, 1), File("C", 3, 1))
    reasons = select(Instance(10, files, Policy.STRICT)).reasons
    assert plain(reasons["C"]) == "Rang 3 : la sélection s’est arrêtée au rang 1."


def test_raising_an_offer_takes_its_places_only_once():
    files = (File("A", 1, 10, 5, places=3),)
    instance = Instance(6, files, Policy.PARTIAL, places=3)
    raised = promote(instance, select(instance), money_back=4)
    assert raised.award == Award("A", 10)
    assert raised.result.places_left == 0


def test_a_promotion_passes_over_who_does_not_fit_only_when_jumping_is_allowed():
    files = (File("A", 1, 50), File("B", 2, 30), File("C", 3, 20))
    strict, jump = Instance(0, files, Policy.STRICT), Instance(0, files, Policy.JUMP)
    assert promote(strict, select(strict), money_back=25).award is None
    assert promote(jump, select(jump), money_back=25).award == Award("C", 20)


def oracle(instance):
    """The rules read aloud, with the smallest means."""
    left, places, given, stopped = instance.envelope, instance.places, {}, False
    for file in sorted(instance.files, key=lambda f: f.rank):
        seats = places is None or file.places <= places
        if stopped:
            continue
        if seats and file.requested <= left:
            given[file.id] = file.requested
        elif instance.policy == "partial" and seats and file.least <= left:
            given[file.id] = left
        stopped = given.get(file.id) != file.requested and instance.policy != "jump"
        left -= given.get(file.id, 0)
        places = places if places is None or file.id not in given else places - file.places
    return given


@given(instances())
def test_selection_is_the_rule_read_aloud(instance):
    assert amounts(select(instance)) == oracle(instance)


@given(instances())
def test_every_euro_and_every_file_is_accounted_for(instance):
    result = select(instance)
    assert sum(amounts(result).values()) + result.left == instance.envelope
    assert result.left >= 0
    by_id = {file.id: file for file in instance.files}
    assert sorted([*amounts(result), *result.waiting]) == sorted(by_id) == sorted(result.reasons)
    for award in result.selected:
        assert by_id[award.id].least <= award.amount <= by_id[award.id].requested
    ranks = [by_id[id].rank for id in result.waiting]
    assert ranks == sorted(ranks)
    taken = sum(by_id[id].places for id in amounts(result))
    assert instance.places is None or taken + result.places_left == instance.places >= taken


@given(instances())
def test_policies_but_partial_give_all_or_nothing(instance):
    by_id = {file.id: file for file in instance.files}
    short = [a for a in select(instance).selected if a.amount < by_id[a.id].requested]
    assert len(short) <= (instance.policy == Policy.PARTIAL)


@given(instances(), st.randoms())
def test_order_changes_nothing(instance, random):
    shuffled = tuple(random.sample(instance.files, len(instance.files)))
    assert select(replace(instance, files=shuffled)) == select(instance)


@given(instances(), st.permutations(NAMES))
def test_names_change_nothing(instance, names):
    other = dict(zip(NAMES, names, strict=True))
    renamed = tuple(replace(file, id=other[file.id]) for file in instance.files)
    after = select(replace(instance, files=renamed))
    assert amounts(after) == {other[id]: amount for id, amount in amounts(select(instance)).items()}


@given(instances(st.sampled_from([Policy.STRICT, Policy.PARTIAL])), st.integers(0, 20))
def test_more_money_takes_nothing_from_anyone(instance, more):
    before = amounts(select(instance))
    after = amounts(select(replace(instance, envelope=instance.envelope + more)))
    assert all(after[id] >= amount for id, amount in before.items())


@given(instances())
def test_a_selection_leaves_nobody_to_promote(instance):
    assert promote(instance, select(instance)).award is None


def promote_all(instance, result, money_back):
    offer = promote(instance, result, money_back)
    while offer.award:
        offer = promote(instance, offer.result)
    return offer.result


@given(instances(st.sampled_from([Policy.STRICT, Policy.PARTIAL])), st.integers(0, 20))
def test_promoting_with_money_back_is_selecting_under_a_larger_envelope(instance, more):
    larger = select(replace(instance, envelope=instance.envelope + more))
    promoted = promote_all(instance, select(instance), more)
    assert (amounts(promoted), promoted.waiting, promoted.left) == (
        amounts(larger),
        larger.waiting,
        larger.left,
    )
    assert promoted.places_left == larger.places_left


@given(instances(), st.integers(0, 20), st.data())
def test_withdrawals_and_promotions_keep_the_accounts(instance, more, data):
    result = select(instance)
    if instance.files:
        gone = data.draw(st.sampled_from([file.id for file in instance.files]))
        result = withdraw(instance, result, gone)
        assert gone not in amounts(result)
        assert gone not in result.waiting
    result = promote_all(instance, result, more)
    assert sum(amounts(result).values()) + result.left == instance.envelope + more
    assert result.left >= 0
    assert result.places_left is None or result.places_left >= 0
    taken = sum(file.places for file in instance.files if file.id in amounts(result))
    assert instance.places is None or taken + result.places_left == instance.places


@given(instances(), st.integers(0, 20))
def test_an_offer_goes_to_the_first_it_can(instance, more):
    result = select(instance)
    award = promote(instance, result, more).award
    if award and award.id in result.waiting:
        by_id = {file.id: file for file in instance.files}
        ahead = result.waiting[: result.waiting.index(award.id)]
        assert not ahead or instance.policy == Policy.JUMP
        for id in ahead:
            seats = result.places_left is None or by_id[id].places <= result.places_left
            assert not (seats and by_id[id].requested <= result.left + more)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"files": (File("A", 1, 1), File("A", 2, 1))}, "le dossier A"),
        ({"files": (File("A", 1, 1), File("B", 1, 1))}, "le rang 1"),
        ({"files": (File("A", 1, -1),)}, "négatif"),
        ({"files": (File("A", 1, 5, -1),)}, "négatif"),
        ({"files": (File("A", 1, 5, 5, -1),)}, "négatif"),
        ({"files": (File("A", 1, 5, 6),)}, "minimum"),
        ({"envelope": -1}, "enveloppe"),
        ({"places": -1}, "enveloppe"),
        ({"policy": "lottery"}, "lottery"),
    ],
)
def test_an_unlawful_instance_is_refused_in_one_sentence(changes, says):
    with pytest.raises(AllocationError, match=says) as refusal:
        select(replace(Instance(10, (), Policy.STRICT), **changes))
    assert str(refusal.value).count(".") == 1


def test_what_cannot_come_back_or_leave_is_refused():
    instance = worked_example(Policy.STRICT)
    with pytest.raises(AllocationError, match="négatives"):
        promote(instance, select(instance), money_back=-1)
    with pytest.raises(AllocationError, match="ne figure"):
        withdraw(instance, select(instance), "Z")


def test_an_empty_envelope_is_lawful():
    result = select(replace(worked_example(Policy.JUMP), envelope=0))
    assert result.selected == ()
    assert result.waiting == ("A", "B", "C", "D")
    assert result.left == 0
