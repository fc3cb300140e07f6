"""What somebody tries against a fair judging: each story is an attempt, and ends with the attempt failing."""

import pytest

from accounts.errors import Refused
from reviews.enums import DecisionKind as K
from reviews.models import Conflict, Departure, RankChoice
from reviews.services import deciding, departing
from reviews.services.reading import choose_rank
from tests.factories import commission as c
from tests.factories import make_call
from tests.reviews.test_decision_pages import WHY, concluded, page, staged

pytestmark = pytest.mark.django_db
AS_DIRECTOR = "Directeur général"


def away(file, *people):
    for one in people:
        Conflict.objects.create(application=file, person=one, has_conflict=True, motive="Parenté")


def signed(row, cast):
    return deciding.sign([row.pk], by=cast.director, capacity=AS_DIRECTOR)


def released(row, cast):
    return deciding.release([row.pk], by=cast.director, await_acts=False)


# One departure in two signatures


def test_a_departure_in_two_steps_is_a_departure(cast):
    """The last file is selected alone; the first, that the rule would fund, is left out afterwards."""
    call = make_call(cast, closes_in=-3, envelope=100_000)
    *_, third = concluded(call, cast, (5, 5, 5), (4, 4, 4), (3, 3, 3))
    row = deciding.propose(third.pk, K.SELECT, by=cast.manager, motive=WHY, amount=90_000)
    with pytest.raises(Refused, match="s’écarte du classement"):
        signed(row, cast)


def test_who_is_left_out_after_a_worse_one_was_chosen_is_told(cast):
    call = make_call(cast, closes_in=-3, envelope=200_000)
    first, second, _ = concluded(call, cast, (5, 5, 5), (4, 4, 4), (3, 3, 3))
    row = deciding.propose(second.pk, K.SELECT, by=cast.manager, motive=WHY, amount=90_000)
    signed(row, cast)
    released(row, cast)
    row = deciding.propose(first.pk, K.REJECT, by=cast.manager, motive=WHY)
    with pytest.raises(Refused, match="s’écarte du classement"):
        signed(row, cast)


def test_who_waits_is_not_overtaken_by_a_later_batch(cast):
    """The best is put on the waiting list alone, the third selected afterwards; told once, it is told no more."""
    call = make_call(cast, closes_in=-3, envelope=200_000)
    first, second, _ = concluded(call, cast, (5, 5, 5), (4, 4, 4), (3, 3, 3))
    row = deciding.propose(first.pk, K.WAITLIST, by=cast.manager, motive=WHY, rank=1)
    signed(row, cast)
    released(row, cast)
    row = deciding.propose(second.pk, K.SELECT, by=cast.manager, motive=WHY, amount=50_000)
    with pytest.raises(Refused, match=f"s’écarte du classement .{second.number}"):
        signed(row, cast)
    departing.explain(call.lots.get().pk, by=cast.manager, reason="Territoire sans équipe.")
    signed(row, cast)
    released(row, cast)
    assert Departure.objects.get().released_at


def test_an_undecided_tie_below_does_not_hide_a_departure_above(cast):
    """Without a proposal of the published rule, the ranking still says who comes first."""
    call = make_call(cast, closes_in=-3, envelope=400_000, tie_rule=[])
    first, second, *_ = concluded(call, cast, (5, 5, 5), (4, 4, 4), (3, 3, 3), (3, 3, 3))
    deciding.propose(first.pk, K.REJECT, by=cast.manager, motive=WHY)
    row = deciding.propose(second.pk, K.SELECT, by=cast.manager, motive=WHY, amount=50_000)
    with pytest.raises(Refused, match=first.number):
        signed(row, cast)


# What a conflict closes, told by a refusal


def test_a_refusal_to_sign_names_no_closed_file(cast):
    call = make_call(cast, closes_in=-3, envelope=150_000)
    first, second, _ = concluded(call, cast, (5, 5, 5), (4, 4, 4), (3, 3, 3))
    deciding.propose(first.pk, K.REJECT, by=cast.manager, motive=WHY)
    row = deciding.propose(second.pk, K.SELECT, by=cast.manager, motive=WHY, amount=10_000)
    away(first, cast.director)
    with pytest.raises(Refused) as refused:
        signed(row, cast)
    assert first.number not in str(refused.value.reasons)


def test_what_is_left_is_not_told_to_whom_a_file_of_the_lot_is_closed(client, cast):
    call = make_call(cast, closes_in=-3, envelope=150_000)
    first, *_ = concluded(call, cast, (5, 5, 5), (4, 4, 4), (3, 3, 3))
    deciding.propose(first.pk, K.SELECT, by=cast.manager, motive=WHY, amount=87_654)
    away(first, cast.manager)
    client.force_login(cast.manager)
    lot = call.lots.get()
    answer = staged(client, lot, row1={"kind": "select", "amount": "88 000"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "62\u202f346" not in text
    assert "87\u202f654" not in text


def test_what_the_next_in_line_could_get_is_not_told_either(client, cast):
    call = make_call(cast, closes_in=-3, envelope=150_000)
    first, second, _ = concluded(call, cast, (5, 5, 5), (4, 4, 4), (3, 3, 3))
    rows = [
        deciding.propose(first.pk, K.SELECT, by=cast.manager, motive=WHY, amount=87_654),
        deciding.propose(second.pk, K.WAITLIST, by=cast.manager, motive=WHY, rank=1),
    ]
    for row in rows:
        signed(row, cast)
        released(row, cast)
    away(first, cast.manager)
    client.force_login(cast.manager)
    for name in ("promote", "decisions"):
        text = page(client, name, call.lots.get()).content.decode()
        assert "62\u202f346" not in text, name
        assert "87\u202f654" not in text, name


def test_a_rank_refused_names_no_closed_file(cast):
    call, files = c.judged_call(cast, points=(80, 80, 80, 60))
    type(call).objects.filter(pk=call.pk).update(tie_rule=[])
    away(files[0], cast.president)
    with pytest.raises(Refused) as refused:
        choose_rank(files[3].pk, by=cast.president, rank=2, reason="Priorité du territoire.")
    assert files[0].number not in str(refused.value.reasons)


def test_a_ranking_that_no_longer_holds_names_no_closed_file(client, cast):
    call, files = c.judged_call(cast, points=(80, 80, 80, 60))
    type(call).objects.filter(pk=call.pk).update(tie_rule=[])
    RankChoice.objects.create(
        application=files[3], rank=2, reason="Priorité", by=cast.president, at=call.opened_at
    )
    away(files[0], cast.manager)
    client.force_login(cast.manager)
    text = page(client, "ranking", call.lots.get()).content.decode()
    assert files[0].number not in text
