"""Several people press their buttons at once: one deposit, one log row, one receipt, and nothing written after it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection, connections

from accounts.errors import Refused
from applications.enums import State
from applications.models import (
    Application,
    Attachment,
    ComplementItem,
    Exchange,
    Sending,
    Snapshot,
    Transition,
)
from applications.queries import snapshot_content
from applications.services import (
    attaching,
    budgeting,
    completeness,
    deposit,
    drafting,
    exchanges,
    sending,
    vault,
)
from documents.models import Document
from engine import digest
from tests.factories import fill, make_call, make_cast, reach, started
from tests.factories.files import pdf

THREADS = 8
TODAY = date(2026, 1, 5)


def at_once(*actions) -> list[str]:
    """Runs these actions, or eight times the only one, in threads that start together; what each of them got."""
    actions = actions if len(actions) > 1 else actions * THREADS
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


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_what_is_deposited_is_what_stands_whoever_writes_meanwhile():
    cast = make_cast()
    call = make_call(cast)
    kept = vault.put(
        cast.structure, by=cast.editor, kind="other", title="x", upload=pdf(mark=b"coffre"), dated=TODAY
    )
    for _ in range(3):
        file = fill(started(call, cast), cast)
        pk, first = file.pk, file.attachments.get().pk
        results = at_once(
            lambda pk=pk: deposit.submit(pk, by=cast.signatory),
            lambda pk=pk: drafting.save_answers(
                pk, by=cast.editor, values={"besoin": "A"}, base=99, page="a"
            ),
            lambda pk=pk: budgeting.save_sheet(pk, by=cast.editor, lines={"60": (7, ""), "74-ars": (7, "")}),
            lambda pk=pk: attaching.attach(pk, by=cast.editor, question_key="statuts", upload=pdf(mark=b"b")),
            lambda pk=pk: vault.take(pk, kept.pk, by=cast.editor, question_key="statuts"),
            lambda pk=pk, first=first: attaching.remove(pk, first, by=cast.signatory),
            lambda pk=pk: drafting.add_partner(pk, by=cast.editor, name="P", role="r"),
            lambda pk=pk: deposit.hand_over(pk, by=cast.editor),
        )
        file = Application.objects.get(pk=pk)
        if file.state == State.SUBMITTED:
            frozen = Snapshot.objects.get(application=file)
            assert frozen.sha256 == digest.sha256(snapshot_content(file)), results
        else:
            assert not Snapshot.objects.filter(application=file).exists()
        deposit.withdraw(pk, by=cast.signatory)


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_two_colleagues_answer_one_item_and_neither_answer_is_lost():
    cast = make_cast()
    reach(State.INCOMPLETE, make_call(cast, closes_in=-3), cast)
    item = ComplementItem.objects.get()
    at_once(
        lambda: completeness.answer_item(item.pk, by=cast.editor, reply="En mots."),
        lambda: completeness.answer_item(item.pk, by=cast.signatory, upload=pdf(mark=b"piece")),
    )
    answered = ComplementItem.objects.get()
    assert (answered.reply, answered.attachment.name) == ("En mots.", "statuts.pdf")


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_eight_clicks_send_one_message_and_begin_one_file():
    cast = make_cast()
    file = reach(State.INCOMPLETE, make_call(cast, closes_in=-3), cast)
    said = at_once(lambda: exchanges.write(file.pk, by=cast.editor, body="Voici.", uploads=[pdf(mark=b"v")]))
    assert said == ["done"] * THREADS
    assert Exchange.objects.count() == 1
    assert Attachment.objects.filter(question_key__startswith="message-").count() == 1
    target = f"complement-{ComplementItem.objects.get().pk}"
    begun = at_once(lambda: sending.begin(file.pk, by=cast.editor, target=target, name="a.pdf", size=9))
    assert begun == ["done"] * THREADS
    assert Sending.objects.count() == 1
