"""Hostile files: each is refused with a sentence, or kept without what could do harm, and the person is told."""

import io
import resource
import zipfile

import pikepdf
import pytest
from PIL import ExifTags, Image

from accounts.errors import Refused
from applications import uploads
from tests.applications import hostile
from tests.applications.pages import as_, sent, url, words
from tests.factories import fill, make_call, started
from tests.factories.files import MINIMAL_PDF

HARMFUL = (b"JavaScript", b"/JS", b"Launch", b"EmbeddedFile", b"/EF", b"/XFA", b"/AA", b"SubmitForm", b"GoToR", b"RichMedia", b"MZ charge", b"javascript:")  # fmt: skip


@pytest.fixture(autouse=True)
def read_apart(settings):
    settings.UPLOADS_APART = True


def unpacked(content: bytes) -> bytes:
    """The same PDF with nothing compressed, to be searched."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return hostile.saved(
            pdf,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.all,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )


def test_a_pdf_keeps_its_pages_and_loses_all_that_acts_by_itself():
    armed = hostile.armed()
    assert all(mark in unpacked(armed) for mark in HARMFUL if mark != b"MZ charge")
    received = uploads.inspect(sent("statuts.pdf", armed))
    searched = unpacked(received.content)
    assert [mark for mark in HARMFUL if mark in searched] == []
    assert received.pages == 3
    assert {"javascript", "launch", "automatic", "embedded", "xfa", "media", "sending", "elsewhere"} == set(
        received.taken
    )
    assert received.received_sha256 == uploads.sha256_bytes(armed)
    with pikepdf.open(io.BytesIO(received.content)) as pdf:
        link = pdf.pages[0].obj.Annots[0]
        assert str(link.A.S) == "/GoTo"  # the way inside the document stays, without what was chained to it


def test_an_action_is_known_by_what_it_does_and_not_by_what_it_says_it_is():
    received = uploads.inspect(sent("statuts.pdf", hostile.disguised_action()))
    assert received.taken == ["launch"]
    assert b"calc.exe" not in unpacked(received.content)


def test_whoever_waits_behind_hostile_files_is_asked_to_come_back(monkeypatch):
    monkeypatch.setattr(uploads.pdf, "WAIT_SECONDS", 0.01)
    with uploads.pdf.TURNS, uploads.pdf.TURNS, pytest.raises(uploads.Busy, match="Réessayez"):
        uploads.inspect(sent("statuts.pdf", MINIMAL_PDF))
    assert uploads.inspect(sent("statuts.pdf", MINIMAL_PDF)).pages == 1


def test_a_document_sent_before_is_not_answered_quicker(monkeypatch):
    """Else its sender would learn that somebody has the same: it is read again, each time."""
    read = []
    monkeypatch.setattr(uploads.pdf, "rewritten", lambda content: read.append(1) or (content, 1, []))
    for _ in range(2):
        uploads.inspect(sent("statuts.pdf", MINIMAL_PDF))
    assert read == [1, 1]


def test_an_office_document_keeps_its_own_pictures_and_its_links():
    body = (
        b'<draw:image xlink:href="Pictures/1.png"/><text:a xlink:href="https://www.ars.sante.fr/">x</text:a>'
    )
    assert uploads.inspect(sent("projet.odt", hostile.opendocument(body))).taken == []
    link = (
        b'<Relationship Id="r" Type="x/hyperlink" Target="https://www.ars.sante.fr/" TargetMode="External"/>'
    )
    assert uploads.inspect(sent("projet.docx", hostile.related(link))).taken == []


def test_links_and_ways_inside_a_pdf_stay():
    received = uploads.inspect(sent("projet.pdf", hostile.linked()))
    assert received.taken == []
    assert b"https://www.ars.sante.fr/" in unpacked(received.content)


def test_what_was_written_again_is_written_the_same_a_second_time():
    once = uploads.inspect(sent("a.pdf", hostile.armed())).content
    again = uploads.inspect(sent("a.pdf", once))
    assert (again.content, again.taken) == (once, [])


REFUSED = {
    "password": ("budget.pdf", hostile.locked, "protégé par un mot de passe"),
    "thousands of pages": ("these.pdf", lambda: hostile.saved(hostile.blank(2001)), "plus de 2000 pages"),
    "no page": ("vide.pdf", lambda: hostile.saved(hostile.blank(0)), "aucune page"),
    "truncated": ("coupe.pdf", lambda: b"%PDF-1.7 " + b"\0" * 400, "abîmé ou incomplet"),
    "zero byte": ("rien.pdf", lambda: b"", "est vide"),
    "zip bomb": ("rapport.docx", hostile.zip_bomb, "bien plus que sa taille"),
    "macros": ("note.docx", lambda: hostile.docx(word__vbaProject__bin=b"x", **{"word/vbaProject.bin": b"x"}), "macros"),
    "external template": (
        "note.docx",
        lambda: hostile.docx(word___rels__settings_xml=b"", **{"word/_rels/settings.xml.rels": hostile.RELATION % b"attachedTemplate"}),
        "va chercher un modèle",
    ),
    "external by an entity": (
        "note.docx",
        lambda: hostile.related(b'<Relationship Id="r" Type="x/attachedTemplate" Target="https://a.example/t" TargetMode="&#69;xternal"/>'),
        "va chercher un modèle",
    ),
    "external said a link": (
        "note.docx",
        lambda: hostile.related(b"""<Relationship Id="r" Type="x/attachedTemplate" Target="https://a.example/?Type='/hyperlink'" TargetMode="External"/>"""),
        "va chercher un modèle",
    ),
    "external after a bracket": (
        "note.docx",
        lambda: hostile.related(b'<Relationship Id="r>" Type="x/attachedTemplate" Target="https://a.example/t" TargetMode="External"/>'),
        "va chercher un modèle",
    ),
    "macros by another name": (
        "note.docx",
        lambda: hostile.related(b'<Relationship Id="r" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="a.bin"/>'),
        "macros",
    ),
    "entities in a relation": (
        "note.docx",
        lambda: hostile.docx(**{"word/_rels/settings.xml.rels": b'<!DOCTYPE r [<!ENTITY a "b">]><r>&a;</r>'}),
        "deux fichiers différents",
    ),
    "picture from elsewhere": (
        "note.odt",
        lambda: hostile.opendocument(b'<draw:image xlink:href="https://a.example/x.png"/>'),
        "va chercher un modèle",
    ),
    "script of the reader": (
        "note.odt",
        lambda: hostile.opendocument(b'<script:event-listener xlink:href="vnd.sun.star.script:x$run"/>'),
        "macros",
    ),
    "exchange with a program": (
        "budget.xlsx",
        lambda: hostile.archive({"[Content_Types].xml": b"", "xl/workbook.xml": b"<w/>", "xl/externalLinks/externalLink1.xml": b'<e><ddeLink ddeService="cmd"/></e>'}),
        "incorporé",
    ),
    "program inside": ("note.docx", lambda: hostile.docx(**{"word/embeddings/oleObject1.bin": b"MZ"}), "incorporé"),
    "svg with a script": ("logo.svg", lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "n’est pas un fichier accepté"),
    "svg named png": ("logo.png", lambda: b"<svg><script>alert(1)</script></svg>", "n’est pas un fichier accepté"),
    "another extension": ("statuts.docx", lambda: MINIMAL_PDF, "attendu .pdf"),
    "a page named pdf": ("statuts.pdf", lambda: b"<html><script>alert(1)</script>%PDF-1.4", "n’est pas un fichier accepté"),
    "pdf inside a docx": ("note.docx", lambda: stored_first(b"%PDF-1.4\n"), "deux fichiers différents"),
    "bare eicar": ("virus.pdf", lambda: hostile.EICAR, "n’est pas un fichier accepté"),
}  # fmt: skip


def stored_first(content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as made:
        for name, body in {"a": content, "[Content_Types].xml": b"", "word/document.xml": b""}.items():
            made.writestr(name, body)
    return out.getvalue()


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_taken_is_refused_with_what_to_do(case):
    name, build, said = REFUSED[case]
    with pytest.raises(Refused, match=said) as refused:
        uploads.inspect(sent(name, build()))
    assert name in str(refused.value)


def test_a_pdf_that_unfolds_into_gigabytes_costs_another_process_and_is_refused():
    bomb = hostile.swollen(1_500_000_000)
    assert len(bomb) < 100_000
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(Refused, match=r"trop complexe|abîmé"):
        uploads.inspect(sent("petit.pdf", bomb))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # kilobytes


def test_a_pdf_only_protected_against_changes_is_taken_and_the_person_is_told():
    received = uploads.inspect(sent("kbis.pdf", hostile.locked(user="")))
    assert received.taken == ["protection"]
    with pikepdf.open(io.BytesIO(received.content)) as pdf:
        assert not pdf.is_encrypted


@pytest.mark.parametrize(
    "hidden",
    [hostile.archive({"charge.exe": b"MZ"}), b"<html><script>alert(1)</script></html>", hostile.EICAR],
)
def test_nothing_stays_glued_behind_a_pdf_or_a_picture(hidden):
    for name, host in (("a.pdf", MINIMAL_PDF), ("a.jpg", hostile.photo()), ("a.png", drawn())):
        received = uploads.inspect(sent(name, host + hidden))
        assert hidden not in received.content
        assert not zipfile.is_zipfile(io.BytesIO(received.content))
    assert "behind" in received.taken


def drawn() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 40), "teal").save(out, "PNG")
    return out.getvalue()


def test_a_photograph_no_longer_says_where_it_was_taken_but_stays_upright():
    photo = hostile.photo(turned=6)
    received = uploads.inspect(sent("local.jpg", photo))
    assert received.taken == ["place"]
    assert b"domicile" not in received.content
    with Image.open(io.BytesIO(received.content)) as kept, Image.open(io.BytesIO(photo)) as original:
        assert dict(kept.getexif()) == {ExifTags.Base.Orientation: 6}
        assert kept.tobytes() == original.tobytes()


def test_a_picture_without_anything_hidden_is_kept_as_it_is():
    assert uploads.inspect(sent("a.png", drawn())).content == drawn()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Documents\\statuts.pdf", "statuts.pdf"),
        ("statuts\u202efdp.exe.pdf", "statutsfdp.exe.pdf"),
        ("a\x00\r\nb.pdf", "ab.pdf"),
        ("\u2067...\u2069", "piece"),
        ("é" * 300 + ".pdf", "é" * 110 + ".pdf"),
    ],
)
def test_a_name_loses_its_path_and_what_turns_it_around(typed, kept):
    assert uploads.safe_name(typed) == kept


def test_the_person_is_told_what_was_taken_out_and_downloads_are_never_shown_inline(cast):
    draft = started(make_call(cast), cast)
    client = as_(cast.editor)
    page = client.get(url("section", draft, "candidature"))
    typed = {
        "page": "p",
        "base": "0",
        "send": "statuts",
        "upload-statuts": sent("statuts.pdf", hostile.armed()),
    }
    assert page.status_code == 200
    client.post(url("section", draft, "candidature"), typed)
    piece = draft.attachments.get()
    shown = words(client.get(url("section", draft, "candidature")))
    assert (
        "Retiré de la copie gardée : des actions automatiques, des renvois vers d’autres fichiers, des fichiers inclus"
        in shown
    )
    assert piece.received_sha256 != piece.sha256
    response = client.get(url("attachment", draft, piece.pk))
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]


def test_a_question_and_a_file_hold_a_number_of_pieces(cast, settings):
    settings.PIECES_PER_QUESTION = 1
    full = fill(started(make_call(cast), cast), cast)
    typed = {
        "page": "p",
        "base": "0",
        "send": "statuts",
        "upload-statuts": sent("b.pdf", hostile.saved(hostile.blank(2))),
    }
    response = as_(cast.editor).post(url("section", full, "candidature"), typed)
    assert response.status_code == 422
    assert "a déjà 1 fichier" in words(response)
