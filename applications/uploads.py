"""What a sent file really is, by its content and never by its name, and where it is kept."""

import io
import logging
import re
import struct
import zipfile
import zlib

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from accounts.errors import Refused
from engine.digest import sha256_bytes

log = logging.getLogger(__name__)

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
OFFICE = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
OPEN_DOCUMENT = {
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.spreadsheet",
}
EXTENSIONS = {
    PDF: {"pdf"},
    JPEG: {"jpg", "jpeg"},
    PNG: {"png"},
    OFFICE["word/document.xml"]: {"docx"},
    OFFICE["xl/workbook.xml"]: {"xlsx"},
    "application/vnd.oasis.opendocument.text": {"odt"},
    "application/vnd.oasis.opendocument.spreadsheet": {"ods"},
}
ACCEPTED = "PDF, DOCX, XLSX, ODT, ODS, JPEG ou PNG"
UNPACKED_MAX = 200 * 1024 * 1024
# What reading damaged bytes raises: BadZipFile, UnidentifiedImageError and their like, by family.
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    ValueError,
    SyntaxError,
    RuntimeError,
    struct.error,
)


def content_type(content: bytes) -> str:
    """The type of these bytes, or "" when it is none of those accepted."""
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"PK\x03\x04"):
        return _zipped_type(content)
    return _image_type(content)


def _zipped_type(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > UNPACKED_MAX:
                return ""
            names = set(archive.namelist())
            declared = archive.read("mimetype").decode("ascii", "replace") if "mimetype" in names else ""
    except DAMAGED:
        return ""
    if "[Content_Types].xml" in names:
        return next((kind for entry, kind in OFFICE.items() if entry in names), "")
    return declared if declared in OPEN_DOCUMENT else ""


def _image_type(content: bytes) -> str:
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as image:
            image.verify()
            return {"JPEG": JPEG, "PNG": PNG}.get(image.format or "", "")
    except (*DAMAGED, Image.DecompressionBombError):
        return ""


def safe_name(name: str) -> str:
    """A file name without path, control or direction-changing characters, at most 120 characters."""
    base = re.split(r"[/\\]", name)[-1]
    kept = "".join(c for c in base if c.isprintable() and c not in '<>:"|?*')
    kept = re.sub(r"[\u200b-\u200f\u202a-\u202e\u2066-\u2069]", "", kept).strip(". ")
    stem, dot, extension = kept.rpartition(".")
    return f"{stem[:110]}{dot}{extension[:8]}" if dot and stem else kept[:120] or "piece"


def inspect(upload) -> tuple[str, bytes, str]:
    """The clean name, the bytes and the type of an upload; refused with a sentence when it cannot be accepted."""
    limit = settings.UPLOAD_MAX_BYTES
    name = safe_name(upload.name)
    if upload.size > limit:
        raise Refused(f"« {name} » dépasse la taille permise ({limit // 1024 // 1024} Mo).")
    if upload.size == 0:
        raise Refused(f"« {name} » est vide.")
    content = upload.read()
    kind = content_type(content)
    if not kind:
        raise Refused(f"« {name} » n’est pas un fichier accepté. Envoyez un fichier {ACCEPTED}.")
    if name.rpartition(".")[2].lower() not in EXTENSIONS[kind]:
        expected = sorted(EXTENSIONS[kind])[0]
        raise Refused(f"Le contenu de « {name} » ne correspond pas à son nom : attendu .{expected}.")
    return name, content, kind


def store(content: bytes) -> tuple[str, str]:
    """Keeps these bytes under their own SHA-256, once; returns (path, hash)."""
    sha = sha256_bytes(content)
    path = f"attachments/{sha[:2]}/{sha}"
    if not default_storage.exists(path):
        default_storage.save(path, ContentFile(content))
    return path, sha


class Damaged(Exception):
    """The bytes kept are lost, or are no longer those that were sent."""


def load(path: str, sha: str) -> bytes:
    """The bytes kept under this path, hashed again: Damaged when they are lost or differ."""
    try:
        with default_storage.open(path) as kept:
            content = kept.read()
    except OSError as error:
        log.critical("%s cannot be read: %s", path, error)
        raise Damaged from error
    if sha256_bytes(content) != sha:
        log.critical("%s is not what was sent", path)
        raise Damaged
    return content
