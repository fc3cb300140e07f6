"""Office documents: what they are, and why some are not taken. They are kept as they were sent."""

import io
import re
import struct
import zipfile
import zlib

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT, ODS = "application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet"
MAIN_PARTS = {"word/document.xml": WORD, "xl/workbook.xml": SHEET}
UNPACKED_MAX = 200 * 1024 * 1024
ENTRIES_MAX = 5_000
RELATIONS_MAX = 2 * 1024 * 1024
# What reading damaged bytes raises: BadZipFile, UnidentifiedImageError and their like, by family.
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    ValueError,
    SyntaxError,
    RuntimeError,
    NotImplementedError,
    struct.error,
)
MACROS = re.compile(r"(^|/)(vbaproject\.bin|vbadata\.xml|basic/|scripts/|macrosheets/)", re.IGNORECASE)
PROGRAMS = re.compile(
    r"(^|/)activex/|(^|/)(embeddings|objects?)/[^/]*\.(bin|exe|js|vbs|hta|lnk)$", re.IGNORECASE
)
RELATION = re.compile(rb"<[^<>]*\bRelationship\b[^<>]*>", re.IGNORECASE)
OUTSIDE = re.compile(rb"""TargetMode\s*=\s*["']\s*External""", re.IGNORECASE)
LINK = re.compile(rb"""Type\s*=\s*["'][^"']*/(hyperlink|externalLinkPath)["']""")


class Unfit(Exception):
    """Why this document cannot be taken, by its code."""


def zipped_type(content: bytes) -> str:
    """The type of an office document by what it contains, or "" when it is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            if "[Content_Types].xml" in names:
                return next((kind for entry, kind in MAIN_PARTS.items() if entry in names), "")
            if "mimetype" not in names:
                return ""
            with archive.open("mimetype") as entry:
                declared = entry.read(100).decode("ascii", "replace")
            return declared if declared in {ODT, ODS} else ""
    except DAMAGED:
        return ""


def refuse_harm(content: bytes) -> None:
    """Unfit when the document could do harm to whoever opens it, or swell beyond measure."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
        if len(entries) > ENTRIES_MAX or sum(entry.file_size for entry in entries) > UNPACKED_MAX:
            raise Unfit("bomb")
        names = archive.namelist()
        if any(MACROS.search(name) for name in names):
            raise Unfit("macros")
        if any(PROGRAMS.search(name) for name in names):
            raise Unfit("programs")
        if b"%PDF-" in content[:1024] or b"<html" in content[:1024].lower():
            raise Unfit("disguised")
        if any(name.lower().endswith(".rels") and _calls_outside(archive, name) for name in names):
            raise Unfit("outside")


def _calls_outside(archive: zipfile.ZipFile, name: str) -> bool:
    """Whether this part has something fetched from elsewhere when the document opens: a template, a picture, an object."""
    with archive.open(name) as entry:
        relations = entry.read(RELATIONS_MAX + 1)
    if len(relations) > RELATIONS_MAX or relations.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    found = (match.group() for match in RELATION.finditer(relations))
    return any(OUTSIDE.search(relation) and not LINK.search(relation) for relation in found)
