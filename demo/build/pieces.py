"""Small true PDFs to join: one page that says what it stands for, the same bytes each time."""

import io
from functools import lru_cache

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.text import slugify
from pikepdf import Dictionary, Name, String

A4 = (595, 842)
LINE = "BT /F1 {size} Tf 60 {height} Td ({text}) Tj ET\n"


def piece(label: str, detail: str = "") -> SimpleUploadedFile:
    """A demonstration document of this name, ready to be sent."""
    return SimpleUploadedFile(
        f"{slugify(label)[:60]}.pdf", drawn(label, detail), content_type="application/pdf"
    )


@lru_cache(maxsize=64)
def drawn(label: str, detail: str) -> bytes:
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=A4)
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding
    )
    page.Resources = Dictionary(Font=Dictionary(F1=pdf.make_indirect(font)))
    lines = ((20, 760, label), (12, 730, detail), (12, 700, "Document de démonstration, sans valeur."))
    page.Contents = pdf.make_stream(b"".join(written(*line) for line in lines))
    pdf.Root.Lang = String("fr")
    pdf.docinfo["/Title"] = label
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()


def written(size: int, height: int, text: str) -> bytes:
    escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return LINE.format(size=size, height=height, text=escaped).encode("cp1252", "replace")
