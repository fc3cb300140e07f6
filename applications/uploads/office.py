"""Office documents: what they are, and why some are not taken. They are kept as they were sent."""

import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from xml.parsers import expat

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT, ODS = "application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet"
MAIN_PARTS = {"word/document.xml": WORD, "xl/workbook.xml": SHEET}
UNPACKED_MAX = 200 * 1024 * 1024
ENTRIES_MAX = 5_000
PART_MAX = 40 * 1024 * 1024  # a part that is read here
# What reading damaged bytes raises: BadZipFile, UnidentifiedImageError and their like, by family.
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
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
# What a relation leads to, by the last word of its type, whatever the name of the part it leads to.
HARM = {
    "vbaProject": "macros",
    "xlMacrosheet": "macros",
    "xlIntlMacrosheet": "macros",
    "oleObject": "programs",
    "control": "programs",
}
LINKS = {"hyperlink", "externalLinkPath"}  # a person decides to follow them
RELATIONS = re.compile(r"\.rels$", re.IGNORECASE)
EXTERNAL_LINK = re.compile(r"(^|/)externallinks/[^/]*$", re.IGNORECASE)
ODF_PART = re.compile(r"(^|/)(content|styles)\.xml$", re.IGNORECASE)
SCRIPT = re.compile(r"(vnd\.sun\.star\.(script|expand)|macro|javascript|service|slot):", re.IGNORECASE)
AWAY = re.compile(r"[a-z][a-z0-9+.-]*:|[/\\]|\.\./", re.IGNORECASE)


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
        for entry in entries:
            _refuse_part(archive, entry)


def _refuse_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Unfit when a part has something run, or fetched from elsewhere, when the document opens."""
    meet = next((meet for where, meet in READ if where.search(entry.filename)), None)
    if meet is None:
        return
    if entry.file_size > PART_MAX:
        raise Unfit("bomb")
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda element, attributes: meet(
        element.rpartition(":")[2],
        {key.rpartition(":")[2]: value.strip() for key, value in attributes.items()},
    )
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        with archive.open(entry) as part:
            parser.ParseFile(part)
    except expat.ExpatError as error:
        raise Unfit("damaged") from error


def _refuse_doctype(*_) -> None:
    raise Unfit("disguised")


def _relation(element: str, attributes: dict[str, str]) -> None:
    if element != "Relationship":
        return
    kind = attributes.get("Type", "").rpartition("/")[2]
    if kind in HARM:
        raise Unfit(HARM[kind])
    if attributes.get("TargetMode", "").lower() == "external" and kind not in LINKS:
        raise Unfit("outside")


def _external_link(element: str, attributes: dict[str, str]) -> None:
    if element in {"ddeLink", "oleLink"}:
        raise Unfit("programs")


def _open_document(element: str, attributes: dict[str, str]) -> None:
    address = attributes.get("href", "")
    if element == "dde-source":
        raise Unfit("programs")
    if SCRIPT.match(address):
        raise Unfit("macros")
    if element != "a" and AWAY.match(address):
        raise Unfit("outside")


# The parts that are read, by name, and what is looked for in each.
READ: tuple[tuple[re.Pattern, Callable], ...] = (
    (RELATIONS, _relation),
    (EXTERNAL_LINK, _external_link),
    (ODF_PART, _open_document),
)
