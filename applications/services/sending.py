"""Files that arrive in parts: begun with a size and a name, fed at an offset, finished into the same door as others.

Parts are kept in the storage under sendings/, so that any process may receive the next one; nothing there is ever
served. What was begun belongs to one person and one question of one file.
"""

import io
from contextlib import suppress
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.db import transaction
from django.db.models import Count, Sum
from django.utils import timezone

from accounts.backends import require
from accounts.errors import NotVisible, Refused
from applications import uploads
from applications.enums import State
from applications.models import Application, ComplementItem, Sending
from applications.services import attaching, completeness
from applications.services.drafting import draft_for
from applications.services.gate import locked

COMPLEMENT = "complement-"
SHA_LENGTH = 64
AT_ONCE = 50  # files of one person under way
CRUMB = 8  # a part that is not the last is at least this share of the longest: no file is sent byte by byte


class Misplaced(Exception):
    """A part that does not begin where the last one ended; `arrived` is where the next one is expected."""

    def __init__(self, arrived: int):
        self.arrived = arrived
        super().__init__(str(arrived))


def begin(application_id: int, *, by, target: str, name: str, size: int, mark: str = "", at=None) -> Sending:
    """A place for a file of `size` bytes; the one already begun for the same file goes on.

    `mark` is what the browser knows of the file, its SHA-256 where it can, so that a namesake of the same size is not
    taken for it.
    """
    clean = uploads.safe_name(name)
    uploads.refuse_size(clean, size)
    uploads.refuse_name(clean)
    with transaction.atomic():
        application = _open_to(application_id, target, by, at)
        same = {
            "application": application,
            "by": by,
            "target": target,
            "name": clean,
            "size": size,
            "mark": mark[:64],
        }
        found = Sending.objects.filter(**same).first()
        if found:
            return found
        _refuse_over_quota(by, size)
        at = at or timezone.now()
        return Sending.objects.create(**same, begun_at=at, heard_at=at)


def _open_to(application_id: int, target: str, by, at) -> Application:
    """The locked file, when this person may still join a piece there."""
    if not target.startswith(COMPLEMENT):
        return draft_for(application_id, by, at)
    application = locked(application_id)
    require(by, "applications.complete", application)
    item = item_of(application, target)
    if item is None:
        raise NotVisible
    if application.state != State.INCOMPLETE or item.complement.closed_at:
        raise Refused("Cette demande de compléments est close.")
    return application


def item_of(application, target: str) -> ComplementItem | None:
    key = target.removeprefix(COMPLEMENT)
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        return None
    items = ComplementItem.objects.filter(complement__application=application).select_related("complement")
    return items.filter(pk=int(key)).first()


def _refuse_over_quota(by, size: int) -> None:
    under_way = Sending.objects.filter(by=by).aggregate(count=Count("pk"), total=Sum("size", default=0))
    if under_way["total"] + size > settings.SENDING_QUOTA_BYTES or under_way["count"] >= AT_ONCE:
        raise Refused(
            "Trop de fichiers sont en cours d’envoi. Attendez que les premiers soient joints, ou abandonnez-les."
        )


def feed(sending: Sending, offset: int, part: bytes, *, at=None) -> Sending:
    """Adds a part that begins where the last one ended; Misplaced tells a sender who lost the thread where that is."""
    if offset != sending.arrived:
        raise Misplaced(sending.arrived)
    if not part or offset + len(part) > sending.size:
        raise Refused("Cette partie dépasse la taille annoncée du fichier.")
    if offset + len(part) < sending.size and len(part) * CRUMB < settings.CHUNK_BYTES:
        raise Refused("Cette partie est trop courte.")
    path = default_storage.save(f"sendings/{sending.token}/{offset:012d}", ContentFile(part))
    with transaction.atomic():
        row = Sending.objects.select_for_update(of=("self",)).filter(pk=sending.pk).first()
        if row is not None and row.arrived == offset:
            row.arrived, row.heard_at = offset + len(part), at or timezone.now()
            row.parts.append(path)
            row.save(update_fields=["arrived", "heard_at", "parts"])
            return row
    default_storage.delete(path)  # the same part came twice at once: one of them was enough
    raise Misplaced(row.arrived if row else 0)


def finish(sending: Sending, *, by, at=None):
    """Joins what arrived, through the same door as a file sent at once; refused when it cannot be accepted.

    A file that is refused for what it is will not be better next time: its parts are let go. They stay when the storage
    failed or nobody could read it now: finishing again is enough.
    """
    if sending.arrived != sending.size:
        raise Misplaced(sending.arrived)
    try:
        joined = _joined(sending, by, at)
    except uploads.Busy:
        raise
    except (Refused, NotVisible, PermissionDenied):
        abandon(sending)
        raise
    abandon(sending)
    return joined


def _joined(sending: Sending, by, at):
    upload = _assembled(sending)
    if not sending.target.startswith(COMPLEMENT):
        return attaching.attach(
            sending.application_id, by=by, question_key=sending.target, upload=upload, at=at
        )
    item = item_of(sending.application, sending.target)
    if item is None:
        raise NotVisible
    return completeness.answer_item(item.pk, by=by, upload=upload, at=at)


def _assembled(sending: Sending) -> InMemoryUploadedFile:
    whole = io.BytesIO()
    with suppress(OSError):  # a part that was lost, or that another click already joined
        for path in sending.parts:
            with default_storage.open(path) as part:
                whole.write(part.read())
    if whole.tell() != sending.size or not _is_marked(whole.getvalue(), sending.mark):
        raise Refused(f"« {sending.name} » n’est pas arrivé entier. Envoyez-le de nouveau.")
    whole.seek(0)
    return InMemoryUploadedFile(whole, "upload", sending.name, "", sending.size, None)


def _is_marked(content: bytes, mark: str) -> bool:
    """Whether these are the bytes the browser had, when it said their SHA-256."""
    return len(mark) != SHA_LENGTH or uploads.sha256_bytes(content) == mark


def abandon(sending: Sending) -> None:
    """Forgets a file under way and the parts that arrived."""
    row = Sending.objects.filter(pk=sending.pk).first()
    paths = row.parts if row else sending.parts
    Sending.objects.filter(pk=sending.pk).delete()
    for path in paths:
        default_storage.delete(path)


def expire(*, at=None) -> int:
    """Forgets what nobody fed for a day; how many files were."""
    limit = (at or timezone.now()) - timedelta(hours=settings.SENDING_HOURS)
    late = list(Sending.objects.filter(heard_at__lt=limit)[:500])
    for sending in late:
        abandon(sending)
    return len(late)
