"""The mark a telephone reads: a QR code that leads to the public page where an act is verified."""

import base64
import io

import qrcode
from qrcode.image.svg import SvgPathImage

QUIET = 4  # modules of white around the mark, as its standard asks


def address(verify_url: str, code: str) -> str:
    return f"{verify_url.rstrip('/')}/{code}/"


def qr(text: str) -> str:
    """The QR code of this text as an image written in the page: the same text gives the same bytes."""
    mark = qrcode.QRCode(
        error_correction=qrcode.constants.ERROR_CORRECT_M, border=QUIET, image_factory=SvgPathImage
    )
    mark.add_data(text)
    mark.make(fit=True)
    out = io.BytesIO()
    mark.make_image().save(out)
    return "data:image/svg+xml;base64," + base64.b64encode(out.getvalue()).decode()
