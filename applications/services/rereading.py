"""Everything kept, read and hashed again: each night by the worker, a slice at a time, or at once by a command."""

import time
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from applications import uploads
from applications.enums import Finding
from applications.models import Fault, Rereading
from applications.queries.citations import citations, held

SLICE_SECONDS = 50
LEASE = timedelta(minutes=5)
HOUR = 2  # of the night, by the clock of the site


def nightly(*, now: datetime | None = None) -> Rereading | None:
    """Begins tonight's reading when it is time, or goes on with the one under way; None when there is nothing to do."""
    now = now or timezone.now()
    current = Rereading.objects.filter(finished_at=None).first()
    if current is None and is_due(now):
        current = Rereading.objects.create(started_at=now)
    if current is None or not _claim(current, now):
        return None
    return go_on(current, until=time.monotonic() + SLICE_SECONDS)


def is_due(now: datetime) -> bool:
    """Whether the night's reading has not begun yet; after a night without a worker, it begins in the morning."""
    local = timezone.localtime(now)
    night = local.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    night = night if night <= local else night - timedelta(days=1)
    return not Rereading.objects.filter(started_at__gte=night).exists()


def at_once() -> Rereading:
    """A whole reading in one go."""
    return go_on(Rereading.objects.create())


def _claim(reading: Rereading, now: datetime) -> bool:
    free = Rereading.objects.filter(Q(lease_until=None) | Q(lease_until__lte=now), pk=reading.pk)
    return bool(free.update(lease_until=now + LEASE))


def go_on(reading: Rereading, until: float = float("inf")) -> Rereading:
    """Reads from where the reading had come, until everything is read or the time given is over."""
    for path, sha256 in held(after=reading.reached):
        if time.monotonic() > until:
            break
        _read(reading, path, sha256)
        reading.reached, reading.read = path, reading.read + 1
    else:
        reading.finished_at = timezone.now()
    reading.lease_until = None
    reading.save(update_fields=["reached", "read", "bytes_read", "finished_at", "lease_until"])
    return reading


def _read(reading: Rereading, path: str, sha256: str) -> None:
    try:
        reading.bytes_read += len(uploads.load(path, sha256))
        return
    except uploads.Lost:
        finding = Finding.MISSING
    except uploads.Damaged:
        finding = Finding.DAMAGED
    cited = citations(sha256)
    if cited:  # else it was let go, or is only being kept, while we read
        Fault.objects.get_or_create(
            rereading=reading,
            path=path,
            defaults={"sha256": sha256, "finding": finding, "cited_by": in_words(cited)},
        )


def in_words(cited: dict[str, int]) -> str:
    """« 2 × pièce jointe, 1 × version déposée »."""
    return ", ".join(f"{count} × {kind}" for kind, count in cited.items())
