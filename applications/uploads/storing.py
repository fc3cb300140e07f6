"""Where bytes are kept: each content once, under its own SHA-256."""

import logging

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from engine.digest import sha256_bytes

log = logging.getLogger(__name__)


class Damaged(Exception):
    """The bytes kept are lost, or are no longer those that were sent."""


class Lost(Damaged):
    """There is nothing under this path."""


def path_of(sha: str) -> str:
    return f"attachments/{sha[:2]}/{sha}"


def store(content: bytes) -> tuple[str, str]:
    """Keeps these bytes under their own SHA-256, once; returns (path, hash). What was damaged there is made good."""
    sha = sha256_bytes(content)
    path = path_of(sha)
    if default_storage.exists(path):
        if _is_sound(path, sha):
            return path, sha
        default_storage.delete(path)
    kept = default_storage.save(path, ContentFile(content))
    if (
        kept != path
    ):  # the same bytes came twice at once: one copy, under the name that will be let go one day
        default_storage.delete(kept)
    return path, sha


def _is_sound(path: str, sha: str) -> bool:
    try:
        load(path, sha)
    except Damaged:
        return False
    return True


def load(path: str, sha: str) -> bytes:
    """The bytes kept under this path, hashed again: Damaged when they are lost or differ."""
    try:
        with default_storage.open(path) as kept:
            content = kept.read()
    except OSError as error:
        log.critical("%s cannot be read: %s", path, error)
        raise Lost from error
    if sha256_bytes(content) != sha:
        log.critical("%s is not what was sent", path)
        raise Damaged
    return content
