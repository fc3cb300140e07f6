"""ClamAV, over its own protocol: the bytes are streamed to clamd, which answers OK or the name of what it found."""

import socket
import struct
from contextlib import closing
from urllib.parse import urlsplit

from django.conf import settings

CHUNK = 64 * 1024
ANSWER_MAX = 4096
PORT = 3310


class Unavailable(Exception):
    """The antivirus did not answer, or refused to: the content stays unscanned."""


def scan(content: bytes) -> str:
    """The name of the malware found in these bytes, "" when none was; Unavailable when nobody can say."""
    try:
        with closing(connect(settings.CLAMAV, settings.CLAMAV_TIMEOUT)) as clamd:
            _stream(clamd, content)
            return verdict(_answer(clamd))
    except (OSError, ValueError) as error:
        raise Unavailable(str(error) or type(error).__name__) from error


def connect(address: str, timeout: float) -> socket.socket:
    """A connection to tcp://host:port or unix:///path/of/the/socket."""
    parts = urlsplit(address)
    if parts.scheme == "unix":
        clamd = socket.socket(socket.AF_UNIX)
        clamd.settimeout(timeout)
        clamd.connect(parts.path)
        return clamd
    if parts.scheme != "tcp" or not parts.hostname:
        raise ValueError(f"CLAMAV: {address!r} is neither tcp://host:port nor unix:///path")
    return socket.create_connection((parts.hostname, parts.port or PORT), timeout)


def _stream(clamd: socket.socket, content: bytes) -> None:
    clamd.sendall(b"zINSTREAM\0")
    try:
        for at in range(0, len(content), CHUNK):
            chunk = content[at : at + CHUNK]
            clamd.sendall(struct.pack(">I", len(chunk)) + chunk)
        clamd.sendall(struct.pack(">I", 0))
    except (BrokenPipeError, ConnectionResetError):
        return  # clamd stopped reading: its answer says why


def _answer(clamd: socket.socket) -> str:
    got = b""
    while b"\0" not in got and len(got) < ANSWER_MAX:
        part = clamd.recv(ANSWER_MAX)
        if not part:
            break
        got += part
    return got.partition(b"\0")[0].decode("utf-8", "replace").strip()


def verdict(answer: str) -> str:
    """What clamd's line means: "stream: OK", "stream: Eicar-Signature FOUND"; anything else is no verdict."""
    _, _, said = answer.partition(": ")
    if said == "OK":
        return ""
    if said.endswith(" FOUND"):
        return said.removesuffix(" FOUND")[:200] or "?"
    raise Unavailable(answer or "no answer")
