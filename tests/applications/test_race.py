"""Eight people press the button at once: one deposit, one log row, one receipt."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from accounts.errors import Refused
from applications.models import Application, Transition
from applications.services import deposit
from documents.models import Document
from tests.factories import fill, make_call, make_cast, started

THREADS = 8


def at_once(action) -> list[str]:
    """Runs the action in eight threads that start together; what each of them got, in no order."""
    barrier = Barrier(THREADS)

    def attempt(_):
        barrier.wait()
        try:
            action()
        except Refused as refusal:
            return refusal.reasons[0]
        else:
            return "done"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(attempt, range(THREADS)))


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_eight_deposits_at_once_make_one():
    cast = make_cast()
    draft = fill(started(make_call(cast), cast), cast)
    results = at_once(lambda: deposit.submit(draft.pk, by=cast.signatory))
    assert sorted(set(results), key=len) == ["done", next(r for r in results if r != "done")]
    assert results.count("done") == 1
    assert Application.objects.get(pk=draft.pk).state == "submitted"
    assert Transition.objects.filter(application=draft).count() == 1
    assert Document.objects.filter(kind="receipt").count() == 1


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_eight_starts_at_once_make_one_file():
    cast = make_cast()
    call = make_call(cast)
    results = at_once(lambda: started(call, cast))
    assert results.count("done") == 1, connection.vendor
    assert Application.objects.count() == 1
