"""The worker's part: leases, attempts, back-off, one rendering, and what is stored."""

import threading
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from accounts.errors import Forbidden, Refused
from documents import production, rendering, services, tasks
from documents.enums import DocumentStatus
from documents.models import Document

DRAWN = rendering.Rendered(b"%PDF-1.7 drawn for the test", 3)


@pytest.fixture
def drawing(monkeypatch):
    """Stands for WeasyPrint: counts the drawings, and fails while told to."""

    class Drawing:
        count, fails = 0, False

        def __call__(self, document):
            self.count += 1
            if self.fails:
                raise RuntimeError("police illisible")
            return DRAWN

    drawing = Drawing()
    monkeypatch.setattr(rendering, "pdf", drawing)
    return drawing


@pytest.fixture
def told(monkeypatch):
    """The tasks that were nudged."""
    sent = []
    monkeypatch.setattr(production, "nudge", lambda *arguments: sent.append(arguments))
    return sent


def fresh(document):
    return Document.objects.get(pk=document.pk)


def lease_over(document):
    Document.objects.filter(pk=document.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_a_pending_document_is_drawn_stored_and_told(pending, drawing, told):
    document = pending()
    assert document.status == DocumentStatus.PENDING
    tasks.render(document.pk)
    document = fresh(document)
    assert document.status == DocumentStatus.ISSUED
    assert document.file == f"documents/{DRAWN.sha256[:2]}/{DRAWN.sha256}.pdf"
    assert (document.size, document.pages, document.attempts) == (len(DRAWN.content), 3, 1)
    assert services.read(document) == DRAWN.content
    assert told == [("notifications.tasks.released", document.pk)]


def test_the_real_drawing_goes_through(pending, told):
    document = pending("evaluation")
    tasks.render(document.pk)
    document = fresh(document)
    assert document.status == DocumentStatus.ISSUED, document.error
    assert services.read(document).startswith(b"%PDF-1.7")


def test_running_twice_draws_and_tells_once(pending, drawing, told):
    document = pending()
    tasks.render(document.pk)
    tasks.render(document.pk)
    tasks.sweep()
    assert drawing.count == 1
    assert len(told) == 1


def test_a_document_under_lease_is_left_alone(pending, drawing, told):
    document = pending()
    assert production.claim(document.pk).attempts == 1
    assert production.claim(document.pk) is None
    assert production.sweep() == 0
    lease_over(document)
    assert production.sweep() == 1
    assert fresh(document).attempts == 2


def test_failures_wait_longer_and_longer_then_stop_and_show(pending, drawing, told):
    document, drawing.fails, waits = pending(), True, []
    for _ in range(production.ATTEMPTS):
        before = timezone.now()
        tasks.render(document.pk)
        lease = fresh(document).lease_until
        waits.append(round((lease - before).total_seconds()) if lease else None)
        lease_over(document)
    document = fresh(document)
    assert waits == [30, 60, 120, 240, None]
    assert document.status == DocumentStatus.FAILED
    assert document.error == "RuntimeError : police illisible"
    assert production.sweep() == 0
    assert told == []


def test_a_worker_that_dies_each_time_ends_in_failure(pending, drawing, told):
    document = pending()
    for _ in range(production.ATTEMPTS):
        assert production.claim(document.pk)
        lease_over(document)
    production.sweep()
    document = fresh(document)
    assert document.status == DocumentStatus.FAILED
    assert "interrompue" in document.error
    assert drawing.count == 0


def test_a_late_failure_does_not_undo_the_next_worker(pending, drawing, told):
    document = pending()
    late = production.claim(document.pk)
    lease_over(document)
    production.render(document.pk)
    production.put_off(late, "trop tard")
    production.give_up(late, "trop tard")
    assert fresh(document).status == DocumentStatus.ISSUED


def test_a_person_may_start_again_after_a_failure(pending, drawing, told, cast):
    document, drawing.fails = pending(), True
    for _ in range(production.ATTEMPTS):
        tasks.render(document.pk)
        lease_over(document)
    with pytest.raises(Forbidden):
        services.retry(document, by=cast.signatory)
    services.retry(document, by=cast.instructor)
    assert fresh(document).error
    drawing.fails = False
    tasks.sweep()
    document = fresh(document)
    assert document.status == DocumentStatus.ISSUED
    assert document.error == ""
    with pytest.raises(Refused):
        services.retry(document, by=cast.instructor)


def test_a_truncated_file_left_by_a_crash_is_not_trusted(pending, drawing, told):
    path = f"documents/{DRAWN.sha256[:2]}/{DRAWN.sha256}.pdf"
    default_storage.save(path, ContentFile(b"%PDF trunc"))
    document = pending()
    tasks.render(document.pk)
    document = fresh(document)
    assert document.file != path
    assert services.read(document) == DRAWN.content


def test_a_corrupted_or_lost_file_is_refused(pending, drawing, told, own_files):
    document = pending()
    tasks.render(document.pk)
    document = fresh(document)
    (own_files / document.file).write_bytes(DRAWN.content.replace(b"drawn", b"drown"))
    with pytest.raises(services.Corrupted):
        services.read(document)
    (own_files / document.file).unlink()
    with pytest.raises(services.Corrupted):
        services.read(document)


def test_a_context_of_another_kind_is_refused(pending):
    with pytest.raises(ValueError, match="closing"):
        pending("closing", context={"kind": "favourable"})


def test_a_document_waits_for_the_commit(pending, django_capture_on_commit_callbacks, monkeypatch):
    sent = []
    monkeypatch.setattr("celery.current_app.send_task", lambda name, **options: sent.append(name))
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        pending()
        assert sent == []
    assert len(callbacks) == 1
    assert sent == ["documents.tasks.render"]


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_workers_at_once_draw_once(pending, drawing, told):
    document, start, won = pending(), threading.Barrier(4), []

    def work():
        start.wait()
        try:
            won.append(production.render(document.pk))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(won) == [False, False, False, True]
    assert drawing.count == 1
    assert told == [("notifications.tasks.released", document.pk)]
