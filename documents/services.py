"""Writing acts: the row first, the PDF afterwards by a worker."""

import json
import logging

from django.core.files.storage import default_storage
from django.utils import timezone

from accounts.backends import may
from accounts.errors import Forbidden, Refused
from accounts.nudge import nudge
from documents import codes
from documents.enums import DocumentStatus, Standing
from documents.kinds import COPIES
from documents.models import Document
from engine import digest

log = logging.getLogger(__name__)


class Corrupted(Exception):
    """The stored bytes are lost or are no longer those that were established."""


def issue(
    kind: str,
    *,
    authority,
    recipient=None,
    reference: str,
    context: dict,
    dated=None,
    is_demo: bool = False,
    released: bool = True,
) -> Document:
    """Freezes a context and writes the pending act in the caller's transaction; a worker renders it afterwards.

    `context` comes from the builder of the same kind in documents.contexts. An act not `released` is hidden
    from its recipient and from the verification page until `release`.
    """
    if context.get("kind") != kind:
        raise ValueError(f"A context of kind {context.get('kind')!r} cannot make an act of kind {kind!r}.")
    frozen = json.loads(digest.canonical(context))
    dated = dated or timezone.now()
    document = Document.objects.create(
        kind=kind,
        reference=reference,
        code=codes.draw(),
        authority=authority,
        recipient=recipient,
        context=frozen,
        context_sha256=digest.sha256(frozen),
        is_demo=is_demo,
        dated=dated,
        released_at=dated if released else None,
    )
    nudge("documents.tasks.render", document.pk)
    return document


def release(documents, at=None) -> int:
    """Makes acts communicable to their recipients from this instant; those that already were keep their date."""
    keys = [document.pk for document in documents]
    return Document.objects.filter(pk__in=keys, released_at=None).update(released_at=at or timezone.now())


def withdraw(document: Document) -> bool:
    """Marks an act as withdrawn: it stays readable, and the verification page says so."""
    return _set_standing(document, Standing.WITHDRAWN)


def replace(document: Document) -> bool:
    """Marks an act as replaced by a more recent one."""
    return _set_standing(document, Standing.REPLACED)


def _set_standing(document: Document, standing: Standing) -> bool:
    in_force = Document.objects.filter(pk=document.pk, standing=Standing.IN_FORCE)
    return bool(in_force.update(standing=standing))


def retry(document: Document, *, by) -> None:
    """Puts an act whose production failed back in the queue, with all its attempts; the last error is kept."""
    if not may(by, "documents.retry", document):
        raise Forbidden
    failed = Document.objects.filter(pk=document.pk, status=DocumentStatus.FAILED)
    if not failed.update(status=DocumentStatus.PENDING, attempts=0, lease_until=None):
        raise Refused("Ce document n’est pas en échec : il est établi ou en préparation.")
    nudge("documents.tasks.render", document.pk)


def read(document: Document) -> bytes:
    """The bytes of an issued act, re-hashed: raises Corrupted when they are lost or differ."""
    try:
        with default_storage.open(document.file) as stored:
            content = stored.read()
    except OSError as error:
        log.critical("document %s: %s cannot be read: %s", document.code, document.file, error)
        raise Corrupted from error
    if digest.sha256_bytes(content) != document.file_sha256:
        log.critical("document %s: %s is not what was established", document.code, document.file)
        raise Corrupted
    return content


def destroy(document: Document) -> list[str]:
    """Takes a copy of a destroyed file away for ever; returns the path of its bytes. Acts are never destroyed.

    The database lets an issued document go only once it is marked; raises ValueError for a kind that is kept.
    """
    if document.kind not in COPIES:
        raise ValueError(f"A document of kind {document.kind!r} is kept for ever.")
    Document.objects.filter(pk=document.pk).update(condemned_at=timezone.now())
    Document.objects.filter(pk=document.pk).delete()
    return [document.file] if document.file else []
