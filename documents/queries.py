"""What anyone may ask of a document: is this code, is this file, one of ours?"""

from documents import codes
from documents.models import Document
from engine import digest


def by_code(typed: str) -> Document | None:
    """The public document of this code, typed with any case, space or dash."""
    code = codes.normalise(typed)
    return Document.objects.public().select_related("authority").filter(code=code).first() if code else None


def by_file(uploaded) -> Document | None:
    """The public document whose bytes are these; the file is only hashed, never kept."""
    sha256 = digest.sha256_bytes(uploaded.read())
    return Document.objects.public().select_related("authority").filter(file_sha256=sha256).first()
