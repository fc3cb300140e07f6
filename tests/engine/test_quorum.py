from dataclasses import replace
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.quorum import Presence, QuorumError, Seat, casting, faults, outcome, quorum

HOLDER, ALTERNATE, REPRESENTED, ABSENT = (
    Presence.HOLDER,
    Presence.ALTERNATE,
    Presence.REPRESENTED,
    Presence.ABSENT,
)


def seat(id, presence=HOLDER, *, alternate=True, **fields):
    """The seat A, held by « A titulaire » with « A suppléant »."""
    return Seat(
        id=id,
        label=f"Siège {id}",
        **{
            "deliberative": True,
            "holder": f"{id} titulaire",
            "alternate": f"{id} suppléant" if alternate else None,
            "presence": presence,
            **fields,
        },
    )


@st.composite
def meetings(draw):
    """Seats held in a lawful way, some of them by proxy."""
    seats = [
        seat(
            id,
            draw(st.sampled_from([HOLDER, ALTERNATE, ABSENT, Presence.EXPECTED])),
            deliberative=draw(st.booleans()),
        )
        for id in "ABCDEFG"[: draw(st.integers(0, 7))]
    ]
    seats = [
        replace(one, alternate_here=one.presence == HOLDER and draw(st.booleans()))
        if one.presence == ALTERNATE or draw(st.booleans())
        else replace(one, alternate=None)
        for one in seats
    ]
    free = [one.id for one in seats if one.deliberative and one.sitter]
    for index, one in enumerate(seats):
        if one.deliberative and one.presence == ABSENT and free and draw(st.booleans()):
            receiver = free.pop(draw(st.integers(0, len(free) - 1)))
            seats[index] = replace(one, presence=REPRESENTED, proxy_to=receiver)
    return seats


def people(seats):
    return sorted({person for one in seats for person in (one.holder, one.alternate) if person})


@st.composite
def items(draw):
    """A meeting and the people an interest puts aside."""
    seats = draw(meetings())
    everybody = people(seats)
    return seats, draw(st.sets(st.sampled_from(everybody))) if everybody else set()


@given(items(), st.integers(0, 100))
def test_the_count_is_what_the_rule_says(item, percent):
    seats, away = item
    found = quorum(seats, percent=percent, recused=away)
    able = [one for one in seats if one.deliberative and {one.holder, one.alternate} - {None} - away]
    assert found.base == len(able)
    assert found.required == max(1, ceil(len(able) * percent / 100))
    assert found.counted == len(found.voters) <= found.base
    assert found.met == (found.counted >= found.required)
    assert quorum(seats, recused=away, needed=False).met == bool(found.voters)


@given(items())
def test_nobody_put_aside_takes_part_and_nobody_votes_more_than_twice(item):
    seats, away = item
    places = quorum(seats, recused=away).places
    assert [place.seat for place in places] == seats
    for place in places:
        assert place.person not in away
        if place.how == "proxy":
            assert place.seat.holder not in away
        elif place.person:
            assert place.person in place.seat.in_room
    voters = [place.person for place in places if place.votes]
    assert all(voters.count(person) <= 2 for person in voters)
    in_person = [place.person for place in places if place.person and place.how != "proxy"]
    assert len(in_person) == len(set(in_person))


@given(items())
def test_someone_from_elsewhere_changes_nothing_and_order_neither(item):
    seats, away = item
    found = quorum(seats, recused=away)
    assert quorum(seats, recused={*away, "quelqu’un d’ailleurs"}) == found
    turned = quorum(seats[::-1], recused=away)
    assert turned.places[::-1] == found.places
    assert (turned.counted, turned.base, turned.met) == (found.counted, found.base, found.met)


@given(items(), st.data())
def test_one_more_interest_never_adds_a_voice_nor_a_seat(item, data):
    seats, away = item
    before = quorum(seats, recused=away)
    if everybody := people(seats):
        after = quorum(seats, recused={*away, data.draw(st.sampled_from(everybody))})
        assert after.base <= before.base
        assert after.counted <= before.counted


@given(items(), st.data())
def test_an_absent_member_who_comes_never_loses_the_quorum(item, data):
    seats, away = item
    absent = [index for index, one in enumerate(seats) if one.presence in (ABSENT, Presence.EXPECTED)]
    if absent:
        index = data.draw(st.sampled_from(absent))
        came = [*seats[:index], replace(seats[index], presence=HOLDER), *seats[index + 1 :]]
        before, after = quorum(seats, recused=away), quorum(came, recused=away)
        assert after.counted >= before.counted
        assert after.met or not before.met


# One seat on one item: how it is held, whom an interest puts aside, who sits and how, whether the seat still counts.
ONE = [
    (seat("A"), set(), ("A titulaire", "holder"), True, ""),
    (seat("A"), {"A titulaire"}, (None, ""), True, "n’est pas présent"),
    (
        seat("A", alternate_here=True),
        {"A titulaire"},
        ("A suppléant", "alternate"),
        True,
        "son suppléant siège",
    ),
    (seat("A", alternate_here=True), {"A suppléant"}, ("A titulaire", "holder"), True, ""),
    (
        seat("A", alternate_here=True),
        {"A titulaire", "A suppléant"},
        (None, ""),
        False,
        "sans suppléant pour le remplacer",
    ),
    (seat("A", alternate=False), {"A titulaire"}, (None, ""), False, "sans suppléant"),
    (seat("A", ALTERNATE), set(), ("A suppléant", "alternate"), True, ""),
    (seat("A", ALTERNATE), {"A suppléant"}, (None, ""), True, "le suppléant qui siège se déporte"),
    (seat("A", REPRESENTED, proxy_to="B"), set(), ("B titulaire", "proxy"), True, ""),
    (seat("A", REPRESENTED, proxy_to="B"), {"A titulaire"}, (None, ""), True, "n’est pas présent"),
    (seat("A", REPRESENTED, proxy_to="B"), {"B titulaire"}, (None, ""), True, "sans effet"),
    (seat("A", ABSENT), set(), (None, ""), True, ""),
    (seat("A", deliberative=False), set(), ("A titulaire", "holder"), False, ""),
]


@pytest.mark.parametrize(("one", "away", "sits", "counts", "note"), ONE)
def test_one_seat_on_one_item(one, away, sits, counts, note):
    place = quorum([one, seat("B", alternate_here=True)], recused=away).places[0]
    assert (place.person, place.how) == sits
    assert place.counts == counts
    assert (note in place.note) if note else not place.note


def test_an_expert_is_heard_and_never_votes():
    found = quorum([seat("A"), seat("B", deliberative=False)])
    assert [place.seat.id for place in found.voters] == ["A"]
    assert (found.base, found.counted) == (1, 1)


def test_half_is_rounded_up_and_one_voice_at_least_is_needed():
    seats = [seat(id, HOLDER if id in "ABC" else ABSENT) for id in "ABCDEFG"]
    assert not quorum(seats).met
    assert "3 voix délibératives présentes ou représentées sur 7, 4 requises" in quorum(seats).sentence
    assert quorum([*seats[:3], seat("D"), *seats[4:]]).met
    assert not quorum([]).met
    assert not quorum([], needed=False).met


def test_the_chair_is_held_in_person():
    chair = seat("P", presides=True, alternate_here=True)
    assert quorum([chair]).presiding == ("P titulaire",)
    assert quorum([chair], recused={"P titulaire"}).presiding == ("P suppléant",)
    away = replace(chair, presence=REPRESENTED, alternate_here=False, proxy_to="A")
    assert quorum([away, seat("A")]).presiding == ()


@pytest.mark.parametrize(
    ("seats", "fault"),
    [
        ([seat("A"), seat("A")], "figure deux fois"),
        ([seat("A", ALTERNATE, alternate=False)], "n’a pas de suppléant"),
        ([seat("A", ABSENT, alternate_here=True)], "n’attend que si"),
        ([seat("A", presides=True, deliberative=False)], "doit avoir voix délibérative"),
        ([seat("A", alternate=False, holder="x"), seat("B", holder="x")], "ne peut pas siéger pour"),
        ([seat("A", REPRESENTED)], "à un autre siège"),
        ([seat("A", REPRESENTED, proxy_to="A")], "à un autre siège"),
        ([seat("A", REPRESENTED, proxy_to="B"), seat("B", ABSENT)], "personne n’est présent"),
        ([seat("A", REPRESENTED, proxy_to="B"), seat("B", deliberative=False)], "voix délibérative à une"),
        ([seat("A", proxy_to="B"), seat("B")], "n’a pas à donner"),
        (
            [seat("A", REPRESENTED, proxy_to="C"), seat("B", REPRESENTED, proxy_to="C"), seat("C")],
            "qu’un pouvoir",
        ),
    ],
)
def test_what_no_meeting_can_have_is_named(seats, fault):
    assert any(fault in sentence for sentence in faults(seats)), faults(seats)
    with pytest.raises(QuorumError):
        quorum(seats)


votes = st.integers(0, 20)


@given(votes, votes, votes, st.sampled_from(["", "for", "against"]))
def test_a_vote_is_decided_by_those_who_chose(ahead, against, abstentions, chair):
    found = outcome(ahead, against, abstentions, casting=chair)
    assert found.tied == (ahead == against > 0)
    assert found.carried == (ahead > against or (found.tied and chair == "for"))
    assert outcome(ahead, against, 0, casting=chair).carried == found.carried
    if ahead != against or not ahead:
        assert outcome(ahead, against, abstentions).carried == found.carried
    assert outcome(ahead + 1, against, abstentions, casting=chair).carried or not found.carried


def test_two_presidents_who_disagree_decide_nothing():
    assert casting(["for"]) == casting(["for", "for"]) == "for"
    assert casting([]) == casting(["abstain"]) == casting(["for", "against"]) == ""
    assert "partage des voix" in outcome(3, 3, 1).sentence
    assert outcome(3, 3, 1, casting="against").sentence.startswith("Non adopté")
    with pytest.raises(QuorumError):
        outcome(-1, 0, 0)
