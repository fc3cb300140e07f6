"""From a frozen context to the bytes of a PDF: the same context gives the same bytes, and nothing is fetched."""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from django.conf import settings
from django.template.loader import render_to_string
from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher

from documents import marks
from documents.binding import bind
from documents.kinds import KINDS
from documents.models import Document
from engine import digest

BEFORE = re.compile(r" (?=[:;?!»%€])")
AFTER = re.compile(r"(?<=«) |(?<=n°) |(?<=art\.) |(?<=\b[LRD]\.) ")
NARROW, NO_BREAK = "\u202f", "\u00a0"  # the serif face has no narrow no-break space


@dataclass(frozen=True)
class Rendered:
    content: bytes
    pages: int

    @property
    def sha256(self) -> str:
        return digest.sha256_bytes(self.content)


class Fetcher(URLFetcher):
    """Opens our two font folders and data written in the page; anything else stops the rendering."""

    def __init__(self):
        super().__init__(allowed_protocols={"file", "data"})

    def fetch(self, url, headers=None):
        if not is_allowed(url):
            raise FatalURLFetchingError(f"refused: {url[:200]}")
        return super().fetch(url, headers)


def is_allowed(url: str) -> bool:
    """Whether a letter may use this address: a file of the font folders, or data written in the page."""
    parts = urlsplit(url)
    if parts.scheme == "data":
        return True
    path = Path(url2pathname(parts.path)).resolve()
    return (
        parts.scheme == "file"
        and not parts.netloc
        and any(path.is_relative_to(folder.resolve()) for folder in settings.FONTS)
    )


def pdf(document: Document) -> Rendered:
    """Draws the act. Raises ValueError when its frozen context no longer has the digest it was sealed with."""
    if digest.sha256(document.context) != document.context_sha256:
        raise ValueError("Le contenu figé ne correspond plus à son empreinte.")
    drawn = to_pdf(html(document), identifier=document.context_sha256)
    appendices = document.context.get("appendices")
    return Rendered(*bind(drawn.content, appendices)) if appendices else drawn


def html(document: Document) -> str:
    """The page the act is drawn from: its frozen context, and the marks of the row it hangs on."""
    kind = KINDS[document.kind]
    sans, serif = (folder.resolve().as_uri() for folder in settings.FONTS)
    act = {
        "title": kind.label,
        "is_act": kind.is_act,
        "reference": document.reference,
        "code": document.code,
        "sha256": document.context_sha256,
        "is_demo": document.is_demo,
        "dated": document.dated.isoformat(),
    }
    if kind.marked:
        act["url"] = marks.address(document.context["letter"]["verify_url"], document.code)
        act["qr"] = marks.qr(act["url"])
    page = render_to_string(
        f"documents/{kind.template}", {**document.context, "act": act, "sans": sans, "serif": serif}
    )
    return spaced(page)


def spaced(page: str) -> str:
    """The no-break spaces of French, in the body only."""
    head, body = page.replace(NARROW, NO_BREAK).split("<body>", 1)
    return f"{head}<body>{BEFORE.sub(NO_BREAK, AFTER.sub(NO_BREAK, body))}"


def to_pdf(page: str, identifier: str = "") -> Rendered:
    """Tagged PDF/UA-1 of a page, without network nor date of the day. Raises ValueError if it asks for a file."""
    options = {"pdf_variant": "pdf/ua-1", "pdf_identifier": identifier.encode()[:32]}
    try:
        drawn = HTML(string=page, url_fetcher=Fetcher()).render(**options)
        content = drawn.write_pdf(finisher=scope_headers, **options)
    except FatalURLFetchingError as error:  # not an Exception: it would go through whoever called us
        raise ValueError(str(error)) from None
    return Rendered(content, len(drawn.pages))


def scope_headers(drawn, pdf) -> None:
    """Says of each table header whether it heads a column or a row: the first row of our tables heads columns."""
    for element in pdf.objects:
        if isinstance(element, dict) and element.get("S") == "/TH" and "ID" in element:
            row = element["ID"].string.split("-")[1]
            element["A"]["Scope"] = "/Column" if row == "0" else "/Row"
