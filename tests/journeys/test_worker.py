"""The worker is real: another process renders the receipt and sends the mail, and the page then shows it."""

import pytest

from applications.services import deposit
from documents.models import Document
from notifications.models import Message
from tests.factories import fill, make_call, make_cast, started
from tests.worker import running_worker, wait_for


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_a_deposit_gets_its_receipt_and_its_mail(client):
    cast = make_cast()
    draft = fill(started(make_call(cast), cast), cast)
    with running_worker(beat=True):  # a hint may be lost: the beat picks up what it left
        deposit.submit(draft.pk, by=cast.signatory)
        receipt = Document.objects.get(kind="receipt")
        wait_for(lambda: Document.objects.filter(pk=receipt.pk, status="issued").exists(), 100)
        announced = Message.objects.filter(application=draft, mail="sent")  # the beat tells of the call too
        wait_for(lambda: announced.count() == 2, 100)
    told = set(announced.values_list("recipient__email", "key"))
    assert told == {(cast.signatory.email, "receipt"), (cast.editor.email, "receipt")}
    client.force_login(cast.signatory)
    assert client.get(f"/documents/{receipt.code}/").content.startswith(b"%PDF-")
