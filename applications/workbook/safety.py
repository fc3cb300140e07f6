"""Whether a workbook is safe to open: a plain XLSX of a sane size, without macros, links or XML traps."""

import io
import zipfile
from collections.abc import Callable
from xml.parsers import expat

from openpyxl.utils import range_boundaries

from applications.uploads.office import DAMAGED

MOST_BYTES = 2 * 1024 * 1024  # the file, as sent
MOST_PARTS = 200
MOST_UNPACKED = 20 * 1024 * 1024
MOST_PART = 4 * 1024 * 1024  # a sheet of ours takes a twentieth of it
MOST_ELEMENTS = 150_000  # of XML, and cells a range has made one by one: ten times our longest workbook
SPREAD = {"mergeCell", "hyperlink"}  # a range said in ten letters, a cell made for each of its places
MARKS = b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"  # before the first bracket of an XML part, whatever its encoding
NOT_XLSX = "Ce fichier n’est pas un classeur XLSX. Enregistrez-le au format XLSX (Excel ou LibreOffice)."
BROKEN = "Ce classeur est abîmé : il ne s’ouvre pas."
TOO_LARGE = "Ce classeur est anormalement grand : partez du classeur téléchargé sur le dossier."


class Unsafe(Exception):
    """Why these bytes are not opened, in French."""


def refusal(content: bytes) -> str | None:
    """Why these bytes are not opened, in French; None when they are a plain workbook."""
    if len(content) > MOST_BYTES:
        return "Ce classeur pèse plus de 2 Mo : partez du classeur téléchargé sur le dossier."
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _archive_refusal(archive)
    except Unsafe as error:
        return str(error)
    except expat.ExpatError:
        return BROKEN
    except DAMAGED:
        return NOT_XLSX


def _archive_refusal(archive: zipfile.ZipFile) -> str | None:
    parts = archive.infolist()
    names = {part.filename.lower() for part in parts}
    if "xl/workbook.xml" not in names:
        return NOT_XLSX
    sizes = [part.file_size for part in parts]
    if (
        len(parts) > MOST_PARTS
        or len(names) != len(parts)
        or sum(sizes) > MOST_UNPACKED
        or max(sizes) > MOST_PART
    ):
        return TOO_LARGE
    if any("vbaproject" in name or "macrosheets" in name or "activex" in name for name in names):
        return "Ce classeur contient des macros : enregistrez-le sans elles, au format XLSX."
    if any("externallinks" in name or "embeddings" in name or "connections.xml" in name for name in names):
        return (
            "Ce classeur contient des liens vers d’autres fichiers : rompez-les, puis importez-le de nouveau."
        )
    _refuse_traps(archive, parts)
    return None


def _refuse_traps(archive: zipfile.ZipFile, parts) -> None:
    """Declarations of entities, which no spreadsheet writes, hide bombs; so would another encoding, or a wide range.

    A part is XML by its content: a workbook may call its sheets by any name.
    """
    met = 0

    def meet(name: str, attributes: dict[str, str]) -> None:
        nonlocal met
        met += _places(attributes.get("ref", "")) if name.rpartition(":")[2] in SPREAD else 1
        if met > MOST_ELEMENTS:
            raise Unsafe(TOO_LARGE)

    for part in parts:
        content = archive.read(part)
        if content.lstrip(MARKS).startswith(b"<"):
            _parse(content, meet)


def _parse(content: bytes, meet: Callable[[str, dict[str, str]], None]) -> None:
    if b"\x00" in content:
        raise Unsafe(NOT_XLSX)
    parser = expat.ParserCreate()
    parser.StartElementHandler = meet
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.Parse(content, True)


def _refuse_doctype(*_) -> None:
    raise Unsafe(NOT_XLSX)


def _places(ref: str) -> int:
    """How many cells a range covers."""
    left, top, right, bottom = range_boundaries(ref)
    if None in (left, top, right, bottom):
        raise Unsafe(TOO_LARGE)  # whole rows or columns
    return (right - left + 1) * (bottom - top + 1)
