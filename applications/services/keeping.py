"""Bytes kept once under their hash: taken in, and let go only when nothing cites them any more."""

from datetime import timedelta

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from accounts.nudge import nudge
from applications import uploads
from applications.models import Blob
from applications.queries.citations import citations

SETTLING = timedelta(days=1)  # what was just kept may be about to be cited


def keep(content: bytes) -> Blob:
    """The row of these bytes, kept under their SHA-256; asks for their scan when they are new.

    Commit the row before writing a citation in a longer transaction: `release` looks at the row.
    """
    sha = uploads.sha256_bytes(content)
    with transaction.atomic():
        blob, created = Blob.objects.update_or_create(
            sha256=sha,
            defaults={"kept_at": timezone.now()},
            create_defaults={"path": uploads.path_of(sha), "size": len(content)},
        )
        if created and settings.CLAMAV:
            nudge("applications.tasks.scan", sha)
    uploads.store(content)
    return blob


def release(sha256: str, *, at=None) -> bool:
    """Deletes bytes that nothing cites; False, and nothing is done, while one citation survives or they are recent."""
    at = at or timezone.now()
    with transaction.atomic():
        blob = (
            Blob.objects.select_for_update(of=("self",)).filter(pk=sha256, kept_at__lt=at - SETTLING).first()
        )
        if blob is None or citations(sha256):
            return False
        blob.delete()
        # Before the commit: whoever keeps these bytes again waits for this row, then finds them gone.
        default_storage.delete(blob.path)
    return True


def release_uncited(*, at=None, limit: int = 500) -> int:
    """Lets go of what was sent and then refused; how many contents were deleted."""
    at = at or timezone.now()
    alone = Blob.objects.filter(attachments=None, vault_versions=None, kept_at__lt=at - SETTLING).values_list(
        "pk", flat=True
    )
    return sum(release(sha, at=at) for sha in list(alone[:limit]))
