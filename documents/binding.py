"""One PDF out of several: the pages of the appendices after ours, and files that have no pages attached inside."""

import io

import pikepdf
from django.core.files.storage import default_storage
from pikepdf import AttachedFileSpec, OutlineItem, PdfError

CLAIM = "pdfuaid:part"


def bind(content: bytes, appendices: list[dict]) -> tuple[bytes, int]:
    """Our pages followed by the appendices ({name, path}); returns the bytes and the number of pages."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as whole:
        marks = []
        for appendix in appendices:
            data = stored(appendix["path"])
            first = len(whole.pages)
            if not add_pages(whole, data):
                whole.attachments[appendix["name"]] = AttachedFileSpec(whole, data, filename=appendix["name"])
            elif len(whole.pages) > first:
                marks.append(OutlineItem(appendix["name"], first))
        with whole.open_outline() as outline:
            outline.root.extend(marks)
        unclaim(whole)
        whole.save(out, deterministic_id=True)
        return out.getvalue(), len(whole.pages)


def stored(path: str) -> bytes:
    with default_storage.open(path) as file:
        return file.read()


def add_pages(whole, data: bytes) -> bool:
    """Whether these bytes are a PDF that can be read: one that is locked or broken is attached as it is."""
    if not data.startswith(b"%PDF-"):
        return False
    try:
        with pikepdf.open(io.BytesIO(data)) as part:
            whole.pages.extend(part.pages)
    except PdfError:
        return False
    return True


def unclaim(whole) -> None:
    """Pages that came from others are not tagged: the whole no longer claims PDF/UA."""
    with whole.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        if CLAIM in metadata:
            del metadata[CLAIM]
