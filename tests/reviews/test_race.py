"""Two signatories release at once: the envelope of the lot is counted once for both."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.db.models import Sum

from accounts.errors import Refused
from calls.models import Lot
from reviews.enums import DecisionKind
from reviews.models import Decision
from reviews.services import deciding
from tests.factories import make_call, make_cast
from tests.reviews.test_decision_pages import WHY, concluded


def at_once(actions) -> list[str]:
    barrier = Barrier(len(actions))

    def attempt(action):
        barrier.wait()
        try:
            action()
        except Refused as refusal:
            return refusal.reasons[0]
        else:
            return "done"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(attempt, actions))


def staged(cast, files, **fields):
    kind = DecisionKind.SELECT
    return [deciding.propose(file.pk, kind, by=cast.manager, motive=WHY, **fields) for file in files]


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_two_releases_at_once_do_not_spend_the_envelope_twice():
    cast = make_cast()
    call = make_call(cast, closes_in=-3, envelope=180_000)
    rows = staged(cast, concluded(call, cast, *[(4, 4, 4)] * 4), amount=45_000)
    deciding.sign([row.pk for row in rows], by=cast.director, capacity="Directeur général")
    Lot.objects.filter(call=call).update(envelope=50_000)

    def releases(row):
        return lambda: deciding.release([row.pk], by=cast.director, await_acts=False)

    results = at_once([releases(row) for row in rows])
    assert results.count("done") == 1
    assert call.applications.aggregate(total=Sum("awarded_amount"))["total"] == 45_000


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_two_proposals_at_once_do_not_promise_the_envelope_twice():
    cast = make_cast()
    call = make_call(cast, closes_in=-3, envelope=50_000)
    files = concluded(call, cast, *[(4, 4, 4)] * 4)
    results = at_once([lambda file=file: staged(cast, [file], amount=45_000) for file in files])
    assert results.count("done") == 1
    assert Decision.objects.staged().count() == 1


@pytest.mark.django_db
def test_a_decision_cancelled_twice_is_refused_with_words(cast):
    call = make_call(cast, closes_in=-3, envelope=50_000)
    (row,) = staged(cast, concluded(call, cast, (4, 4, 4)), amount=45_000)
    deciding.cancel(row.pk, by=cast.manager)
    with pytest.raises(Refused, match="déjà annulée"):
        deciding.cancel(row.pk, by=cast.manager)
