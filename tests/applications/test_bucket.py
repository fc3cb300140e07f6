"""Files in an S3-compatible bucket, by the setting alone: kept, read again, sent in parts, lost and found missing."""

import pytest
from django.conf import settings as project
from django.core.files.storage import default_storage

from applications import uploads
from applications.models import Blob, Fault, Sending
from applications.services import deposit, rereading, scanning
from config.settings import storage_of
from documents import production
from documents.enums import DocumentStatus
from documents.models import Document
from tests.applications import clamd, s3
from tests.applications.pages import as_, url
from tests.applications.test_sending import BIG, begin, feed, feed_all
from tests.factories import fill, make_call, started


@pytest.fixture
def bucket(settings, monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "cle")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    with s3.running() as server:
        chosen = storage_of("jalon", f"http://127.0.0.1:{server.server_address[1]}")
        settings.STORAGES = {**project.STORAGES, "default": chosen}
        yield server


def test_bytes_are_kept_once_read_again_and_their_loss_is_seen(bucket):
    path, sha = uploads.store(b"contenu")
    puts = bucket.asked.count(("PUT", 200))
    assert uploads.store(b"contenu") == (path, sha)
    assert bucket.asked.count(("PUT", 200)) == puts
    assert bucket.objects == {path: b"contenu"}
    assert uploads.load(path, sha) == b"contenu"
    bucket.objects[path] = b"autre chose"
    with pytest.raises(uploads.Damaged):
        uploads.load(path, sha)
    del bucket.objects[path]
    with pytest.raises(uploads.Lost):
        uploads.load(path, sha)


def test_a_file_lives_in_a_bucket_from_its_pieces_to_its_receipt(cast, bucket, settings):
    settings.CHUNK_BYTES = 1000
    file, client = fill(started(make_call(cast), cast), cast), as_(cast.editor)
    told = feed(client, begin(client, file).json()).json()
    assert client.get(told["url"]).json()["arrived"] == 1000
    told = feed_all(client, told)
    assert client.post(told["url"] + "terminer/").status_code == 200
    assert not Sending.objects.exists()
    assert not [key for key in bucket.objects if key.startswith("sendings/")]
    for piece in file.attachments.all():
        assert uploads.sha256_bytes(client.get(url("attachment", file, piece.pk)).content) == piece.sha256
    deposit.submit(file.pk, by=cast.signatory)
    production.sweep()
    receipt = Document.objects.get(kind="receipt")
    assert bucket.objects[receipt.file].startswith(b"%PDF-")
    assert len(BIG) > 5000
    assert rereading.at_once().faults.count() == 0
    default_storage.delete(receipt.file)
    assert rereading.at_once().read == 3
    assert list(Fault.objects.values_list("path", "finding")) == [(receipt.file, "missing")]


def test_a_file_that_arrived_is_not_lost_by_a_storage_that_is_away(cast, bucket, settings):
    settings.CHUNK_BYTES = 1000
    file, client = started(make_call(cast), cast), as_(cast.editor)
    client.raise_request_exception = False
    told = feed_all(client, begin(client, file).json())
    bucket.away = True
    assert client.post(told["url"] + "terminer/").status_code == 500
    bucket.away = False
    assert client.post(told["url"] + "terminer/").status_code == 200
    assert file.attachments.get().name == "rapport.pdf"
    assert not [key for key in bucket.objects if key.startswith("sendings/")]


def test_an_act_waits_for_its_storage_as_long_as_it_takes(cast, bucket):
    file = fill(started(make_call(cast), cast), cast)
    deposit.submit(file.pk, by=cast.signatory)
    bucket.away = True
    for _ in range(production.ATTEMPTS + 2):
        assert production.sweep() == 0
        Document.objects.update(lease_until=None)
    receipt = Document.objects.get(kind="receipt")
    assert receipt.status == DocumentStatus.PENDING
    assert receipt.error
    bucket.away = False
    production.sweep()
    receipt.refresh_from_db()
    assert (receipt.status, receipt.error) == (DocumentStatus.ISSUED, "")


def test_the_antivirus_passes_on_when_the_storage_is_away(cast, bucket, settings):
    with clamd.running() as server:
        settings.CLAMAV = clamd.address(server)
        fill(started(make_call(cast), cast), cast)
        bucket.away = True
        assert scanning.sweep() == 0
        assert Blob.objects.get().lease_until
        bucket.away = False
        Blob.objects.update(lease_until=None)
        assert scanning.sweep() == 1


def test_a_storage_that_does_not_answer_is_not_waited_for_long(bucket):
    chosen = default_storage.client_config
    assert (chosen.connect_timeout + chosen.read_timeout) * chosen.retries["total_max_attempts"] < 60


def test_the_folder_is_the_default(tmp_path):
    assert storage_of("", None) == {"BACKEND": "django.core.files.storage.FileSystemStorage"}
