"""What refers to the bytes kept: asked before any deletion, and of every file that a reading finds damaged."""

from collections.abc import Iterator

from applications.models import Attachment, Blob, Snapshot
from documents.models import Document


def of_attachments(sha256: str) -> Iterator[str]:
    for row in Attachment.objects.filter(blob_id=sha256).select_related("application"):
        yield f"{row.application.number}, pièce « {row.name} »"


def of_snapshots(sha256: str) -> Iterator[str]:
    """Deposited versions: they hold the hash itself and stand even if the row of the piece were gone."""
    files = Attachment.objects.filter(blob_id=sha256).values("application")
    for version in Snapshot.objects.filter(application__in=files).select_related("application"):
        if any(row["sha256"] == sha256 for row in version.content.get("attachments", [])):
            yield f"{version.application.number}, version déposée {version.number}"


def of_documents(sha256: str) -> Iterator[str]:
    """Acts whose own bytes these are."""
    for row in Document.objects.filter(file_sha256=sha256):
        yield f"{row.get_kind_display()} {row.reference}"


CITERS = (of_attachments, of_snapshots, of_documents)


def citations(sha256: str) -> list[str]:
    """Everything that cites these bytes, in words; the only place that knows who may."""
    return [text for citer in CITERS for text in citer(sha256)]


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
