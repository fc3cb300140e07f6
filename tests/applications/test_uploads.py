"""A damaged or hostile file is refused with a sentence, never with an error."""

import io
import random
import zipfile

import pytest
from PIL import Image

from accounts.errors import Refused
from applications import uploads
from tests.applications.pages import sent


def packed() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text" * 20)
    return out.getvalue()


def drawn(kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 40)).save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize("whole", [packed(), drawn("PNG"), drawn("JPEG")], ids=["zip", "png", "jpeg"])
def test_damaged_bytes_have_a_type_or_none(whole):
    chance = random.Random(12)  # noqa: S311 - the same damage at every run
    for _ in range(400):
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        assert uploads.content_type(bytes(damaged)) in {"", *uploads.EXTENSIONS}


def test_an_archive_that_does_not_unpack_is_refused():
    damaged = bytearray(packed())
    damaged[38:44] = b"\xff" * 6
    with pytest.raises(Refused, match="n’est pas un fichier accepté"):
        uploads.inspect(sent("statuts.odt", bytes(damaged)))


def test_a_content_that_is_not_what_its_name_says_is_told_apart_from_a_kind_refused():
    with pytest.raises(Refused, match="mais son contenu"):
        uploads.inspect(sent("statuts.pdf", b"bonjour"))
    with pytest.raises(Refused, match="accepté\\. Envoyez"):
        uploads.inspect(sent("statuts.exe", b"MZ"))
