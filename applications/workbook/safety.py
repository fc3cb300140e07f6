"""Whether a workbook is safe to open: a plain XLSX of a sane size, without macros, links or XML traps."""

import io
import zipfile

MOST_BYTES = 2 * 1024 * 1024  # the file, as sent
MOST_PARTS = 200
MOST_UNPACKED = 20 * 1024 * 1024
MOST_PART = 4 * 1024 * 1024  # a sheet of ours takes a twentieth of it
NOT_XLSX = "Ce fichier n’est pas un classeur XLSX. Enregistrez-le au format XLSX (Excel ou LibreOffice)."


def refusal(content: bytes) -> str | None:
    """Why these bytes are not opened, in French; None when they are a plain workbook."""
    if len(content) > MOST_BYTES:
        return "Ce classeur pèse plus de 2 Mo : partez du classeur téléchargé sur le dossier."
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _archive_refusal(archive)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
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
        return "Ce classeur est anormalement grand : partez du classeur téléchargé sur le dossier."
    if any("vbaproject" in name or "macrosheets" in name or "activex" in name for name in names):
        return "Ce classeur contient des macros : enregistrez-le sans elles, au format XLSX."
    if any("externallinks" in name or "embeddings" in name or "connections.xml" in name for name in names):
        return (
            "Ce classeur contient des liens vers d’autres fichiers : rompez-les, puis importez-le de nouveau."
        )
    return _xml_refusal(archive, parts)


def _xml_refusal(archive: zipfile.ZipFile, parts) -> str | None:
    """Declarations of entities, which no spreadsheet writes, hide bombs; so would another encoding."""
    for part in parts:
        if part.filename.lower().endswith((".xml", ".rels", ".vml")):
            text = archive.read(part)
            if b"<!DOCTYPE" in text or b"<!ENTITY" in text or b"\x00" in text:
                return NOT_XLSX
    return None
