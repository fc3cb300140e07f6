"""The antivirus, by the worker: the row asks, one lease, one verdict. No antivirus holds back a deposit."""

import logging
import time
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.nudge import nudge
from applications import uploads
from applications.enums import Scan
from applications.models import Attachment, Blob
from applications.uploads import antivirus

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(minutes=10)
SWEEP_SECONDS = 40


def scan(sha256: str) -> bool:
    """Has one content scanned; False when there is nothing to do or nobody answered. It then waits, and is tried again."""
    blob = _claim(sha256) if settings.CLAMAV else None
    if blob is None:
        return False
    try:
        malware = antivirus.scan(uploads.load(blob.path, blob.sha256))
    except Exception as error:  # the antivirus or the storage is away, each with errors of its own
        log.warning("%s is not scanned (attempt %d): %r", blob.path, blob.attempts, error)
        wait = min(FIRST_WAIT * 2 ** min(blob.attempts - 1, 10), LONGEST_WAIT)
        Blob.objects.filter(pk=sha256, scan=Scan.WAITING).update(lease_until=timezone.now() + wait)
        return False
    _record(blob, malware)
    return True


def sweep() -> int:
    """Scans what a lost nudge, a dead worker or a silent antivirus left behind, the oldest first; how many were."""
    if not settings.CLAMAV:
        return 0
    until, scanned = time.monotonic() + SWEEP_SECONDS, 0
    due = Blob.objects.due(timezone.now()).order_by("attempts", "kept_at")
    for sha256 in due.values_list("pk", flat=True)[:2000]:
        if time.monotonic() > until:
            break
        scanned += scan(sha256)
    return scanned


def _claim(sha256: str) -> Blob | None:
    now = timezone.now()
    free = Blob.objects.due(now).filter(pk=sha256)
    if not free.update(lease_until=now + LEASE, attempts=F("attempts") + 1):
        return None
    return Blob.objects.get(pk=sha256)


def _record(blob: Blob, malware: str) -> None:
    now = timezone.now()
    verdict = Scan.INFECTED if malware else Scan.CLEAN
    with transaction.atomic():
        # Locked, so that a piece being joined to these bytes meets either the verdict or this closing.
        Blob.objects.select_for_update(of=("self",)).filter(pk=blob.pk).first()
        Blob.objects.filter(pk=blob.pk, scan=Scan.WAITING).update(
            scan=verdict, malware=malware, scanned_at=now, lease_until=None
        )
        if malware:
            log.critical("%s is closed: %s", blob.path, malware)
            _close(blob, now)


def _close(blob: Blob, now) -> None:
    """Dates the closing of every piece made of these bytes: both sides are told of it."""
    pieces = Attachment.objects.filter(blob=blob, closed_at=None)
    keys = list(pieces.values_list("pk", flat=True))
    pieces.update(closed_at=now)
    for key in keys:
        nudge("notifications.tasks.tell", "piece", key)
