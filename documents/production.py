"""The worker's part. One lease, one drawing, one conditional update: any step may be lost or run twice.

1. take the lease (a conditional UPDATE counts the attempt); 2. draw the PDF, outside any transaction;
3. store it under its own hash; 4. pending → issued, once; 5. tell the room above.
A failure puts the row off, further each time; after five the act is shown as failed with its error. A storage that
is away is no fault of the act: it waits as long as it takes.
"""

import logging
import time
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import F
from django.utils import timezone

from accounts.nudge import nudge
from documents import rendering
from documents.enums import DocumentStatus
from documents.models import Document
from engine import digest

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=3)  # longer than a task may last
ATTEMPTS = 5
FIRST_WAIT = timedelta(seconds=30)
SWEEP_SECONDS = 40


def render(document_id: int) -> bool:
    """Produces one act; False when another worker holds it, it is already issued, or this attempt failed."""
    document = claim(document_id)
    if document is None:
        return False
    if document.attempts > ATTEMPTS:
        return give_up(document, document.error or "La production a été interrompue à chaque essai.")
    try:
        rendered = rendering.pdf(document)
    except Exception as error:
        log.exception("document %s: attempt %d failed", document.code, document.attempts)
        return put_off(document, f"{type(error).__name__} : {error}")
    try:
        path = store(rendered)
    except Exception as error:
        log.exception("document %s: the storage is away", document.code)
        return wait(document, f"{type(error).__name__} : {error}")
    return finish(document, rendered, path)


def sweep() -> int:
    """Produces the acts whose nudge or worker was lost, the oldest first, for a while; how many were issued."""
    until, issued = time.monotonic() + SWEEP_SECONDS, 0
    for key in Document.objects.due(timezone.now()).order_by("id").values_list("pk", flat=True):
        if time.monotonic() > until:
            break
        issued += render(key)
    return issued


def claim(document_id: int) -> Document | None:
    """Takes the lease and counts the attempt; None when there is nothing to take."""
    now = timezone.now()
    free = Document.objects.due(now).filter(pk=document_id)
    if not free.update(lease_until=now + LEASE, attempts=F("attempts") + 1):
        return None
    return Document.objects.get(pk=document_id)


def store(rendered: rendering.Rendered) -> str:
    """Keeps the bytes under their own hash, once; a file of that name with other bytes is left aside."""
    path = f"documents/{rendered.sha256[:2]}/{rendered.sha256}.pdf"
    if default_storage.exists(path):
        with default_storage.open(path) as stored:
            if digest.sha256_bytes(stored.read()) == rendered.sha256:
                return path
    return default_storage.save(path, ContentFile(rendered.content))


def finish(document: Document, rendered: rendering.Rendered, path: str) -> bool:
    issued = Document.objects.filter(pk=document.pk, status=DocumentStatus.PENDING).update(
        status=DocumentStatus.ISSUED,
        file=path,
        file_sha256=rendered.sha256,
        size=len(rendered.content),
        pages=rendered.pages,
        issued_at=timezone.now(),
        lease_until=None,
        error="",
    )
    if issued:
        nudge("notifications.tasks.released", document.pk)
    return bool(issued)


def put_off(document: Document, error: str) -> bool:
    """Keeps the error and waits 30 s, 1, 2, then 4 minutes; the fifth failure is final until a person retries."""
    if document.attempts >= ATTEMPTS:
        return give_up(document, error)
    wait = FIRST_WAIT * 2 ** (document.attempts - 1)
    _mine(document).update(error=error[:2000], lease_until=timezone.now() + wait)
    return False


def wait(document: Document, error: str) -> bool:
    """Keeps the error and tries again in half a minute, however often; the attempt does not count."""
    later = timezone.now() + FIRST_WAIT
    _mine(document).update(error=error[:2000], lease_until=later, attempts=F("attempts") - 1)
    return False


def give_up(document: Document, error: str) -> bool:
    _mine(document).update(status=DocumentStatus.FAILED, error=error[:2000], lease_until=None)
    return False


def _mine(document: Document):
    # A worker that outlived its lease must not undo what the next one did.
    return Document.objects.filter(pk=document.pk, status=DocumentStatus.PENDING, attempts=document.attempts)
