"""What refers to the bytes kept: asked before any deletion, and of every file that a reading finds damaged."""

from collections.abc import Iterator

from applications.models import Attachment, Blob, Snapshot, VaultVersion
from documents.models import Document


def by_attachments(sha256: str) -> int:
    return Attachment.objects.filter(blob_id=sha256).count()


def by_snapshots(sha256: str) -> int:
    """Deposited versions hold the hash itself: they count even if the row of the piece were gone."""
    files = Attachment.objects.filter(blob_id=sha256).values("application")
    versions = Snapshot.objects.filter(application__in=files).values_list("content", flat=True)
    return sum(any(row["sha256"] == sha256 for row in content.get("attachments", [])) for content in versions)


def by_vaults(sha256: str) -> int:
    return VaultVersion.objects.filter(blob_id=sha256).count()


def by_documents(sha256: str) -> int:
    """Acts whose own bytes these are."""
    return Document.objects.filter(file_sha256=sha256).count()


# Everything that may cite a content, by the name a person gives it. What cites contents adds its line here.
CITERS = {
    "pièce jointe": by_attachments,
    "version déposée": by_snapshots,
    "pièce du coffre": by_vaults,
    "acte": by_documents,
}


def citations(sha256: str) -> dict[str, int]:
    """How many rows cite these bytes, by kind; empty when none does. Never which: files may be sealed."""
    counted = {kind: count(sha256) for kind, count in CITERS.items()}
    return {kind: count for kind, count in counted.items() if count}


def held(after: str = "") -> Iterator[tuple[str, str]]:
    """Every file that must be there, (path, SHA-256), by path, from the one after `after`."""
    blobs = Blob.objects.filter(path__gt=after).order_by("path").values_list("path", "sha256")
    acts = Document.objects.filter(status="issued", file__gt=after).order_by("file")
    yield from blobs.iterator(chunk_size=500)
    last = ""
    for path, sha256 in acts.values_list("file", "file_sha256").iterator(chunk_size=500):
        if path != last:  # two acts may be the same bytes
            yield path, sha256
        last = path
