"""A picture without what it does not show: places, cameras, comments, and whatever was glued behind it."""

import io
import struct

from PIL import ExifTags, Image

# JPEG: the segments that change what one sees; all others (places, thumbnails, comments) are left out.
START, END, SCAN, ORIENTED = 0xD8, 0xD9, 0xDA, 0xE1
ALONE = {0x01, *range(0xD0, 0xD8)}
COLOURS = b"ICC_PROFILE\x00"
SHOWN = {0xE0, 0xEE}  # how the pixels are stored: JFIF, Adobe
PNG_HEAD = b"\x89PNG\r\n\x1a\n"
PNG_SHOWN = {b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs"}


class Broken(ValueError):
    """The picture ends before it should, or is not built as it says."""


def bare_jpeg(content: bytes) -> tuple[bytes, int]:
    """The same picture, pixel for pixel, with its orientation and colours and nothing else, and where it ended.

    Broken when it is cut short.
    """
    kept, at = [b"\xff\xd8", _orientation(content)], 2
    while True:
        at, marker = _marker(content, at)
        if marker == END:
            return b"".join([*kept, b"\xff\xd9"]), at
        if marker in ALONE:
            continue
        (length,) = struct.unpack(">H", _slice(content, at, 2))
        segment = content[at - 2 : at] + _slice(content, at, length)
        at += length
        if _is_shown(marker, segment):
            kept.append(segment)
        if marker == SCAN:
            end = _scan_end(content, at)
            kept.append(content[at:end])
            at = end


def _is_shown(marker: int, segment: bytes) -> bool:
    if marker == 0xE2:
        return segment[4:].startswith(COLOURS)
    return marker in SHOWN or not (0xE0 <= marker <= 0xEF or marker == 0xFE)


def _slice(content: bytes, at: int, length: int) -> bytes:
    if length < 2 or at + length > len(content):
        raise Broken
    return content[at : at + length]


def _marker(content: bytes, at: int) -> tuple[int, int]:
    """The next marker and where what follows it begins."""
    if content[at : at + 1] != b"\xff":
        raise Broken
    while content[at : at + 1] == b"\xff":
        at += 1
    if at >= len(content):
        raise Broken
    return at + 1, content[at]


def _scan_end(content: bytes, at: int) -> int:
    """Where the compressed pixels end: at the first marker that is neither stuffing nor a restart."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            raise Broken
        if content[at + 1] != 0 and content[at + 1] not in ALONE:
            return at
        at += 2


def _orientation(content: bytes) -> bytes:
    """A photograph taken sideways says so: its only mark that is kept."""
    with Image.open(io.BytesIO(content), formats=("JPEG",)) as image:
        turned = image.getexif().get(ExifTags.Base.Orientation, 1)
    if not isinstance(turned, int) or not 1 < turned <= 8:
        return b""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = turned
    data = exif.tobytes()
    return b"\xff\xe1" + struct.pack(">H", len(data) + 2) + data


def bare_png(content: bytes) -> tuple[bytes, int]:
    """The same picture without texts, dates and places, and where it ended; Broken when it is cut short."""
    kept, at = [PNG_HEAD], len(PNG_HEAD)
    while True:
        (length,) = struct.unpack(">I", _exactly(content, at, 4))
        kind, whole = _exactly(content, at + 4, 4), _exactly(content, at, length + 12)
        at += length + 12
        if kind[:1].isupper() or kind in PNG_SHOWN:  # an upper case letter: no picture without it
            kept.append(whole)
        if kind == b"IEND":
            return b"".join(kept), at


def _exactly(content: bytes, at: int, length: int) -> bytes:
    if at + length > len(content):
        raise Broken
    return content[at : at + length]
