"""The stored bytes of destroyed files. They go in a second time, and only if nothing else cites them by then:
bytes are kept once under their own hash, and two files may cite the same."""

import logging
from datetime import timedelta

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from applications.models import Blob
from applications.services.erasing import cited_paths
from applications.services.keeping import release
from documents.models import Document
from privacy.models import Elimination, Leftover

log = logging.getLogger(__name__)

WAIT = timedelta(
    hours=1
)  # longer than any request that stores bytes before it writes the row that cites them
AT_ONCE = 500


def leave(paths, at) -> None:
    """Notes paths whose bytes may go, in the caller's transaction."""
    rows = [Leftover(path=path, since=at) for path in sorted(set(paths))]
    Leftover.objects.bulk_create(rows, ignore_conflicts=True)


def clear(now=None) -> int:
    """Deletes the bytes nothing cites any more; forgets those that something still cites. Returns how many went."""
    now, gone = now or timezone.now(), 0
    for row in Leftover.objects.filter(since__lte=now - WAIT)[:AT_ONCE]:
        with transaction.atomic():
            gone += _let_go(row.path, now)
            Leftover.objects.filter(pk=row.pk).delete()
    return gone


def _let_go(path: str, now) -> bool:
    """Deletes these bytes when nothing cites them; a piece's own go with the row that keeps them, now or later."""
    if is_cited(path):
        return False
    blob = Blob.objects.filter(path=path).first()
    if blob is not None:
        return release(blob.pk, at=now)
    default_storage.delete(path)
    log.info("deleted %s", path)
    return True


def is_cited(path: str) -> bool:
    """Whether a piece, a document or a scanned visa still needs these bytes."""
    return bool(
        cited_paths([path])
        or Document.objects.filter(file=path).exists()
        or Elimination.objects.filter(visa_path=path).exists()
    )
