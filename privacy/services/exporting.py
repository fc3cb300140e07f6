"""A copy of one's data: asked, made by a worker under a lease, for that person alone, gone after a week."""

import io
import json
import logging
import secrets
import zipfile
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.errors import Refused
from accounts.nudge import nudge
from engine.digest import sha256_bytes
from privacy.enums import EXPORT_ATTEMPTS, EXPORT_VALID, ExportStatus
from privacy.models import PersonalExport
from privacy.queries.mine import everything
from privacy.services.retaining import whole_day

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
MAKE = "privacy.tasks.make_export"


def ask(person, *, at=None) -> PersonalExport:
    """Asks for a copy of one's data; the one being made serves, and a new one takes the place of the last."""
    try:
        with transaction.atomic():
            export = PersonalExport.objects.create(person=person, asked_at=at or timezone.now())
            nudge(MAKE, export.pk)
    except IntegrityError as error:
        raise Refused("Une copie de vos données est déjà en préparation.") from error
    return export


def due(now):
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    return PersonalExport.objects.filter(free, status=ExportStatus.PENDING)


def make(export_id: int, *, at=None) -> bool:
    """Makes one copy, unless another worker has it; False when nothing was made."""
    now = at or timezone.now()
    taken = due(now).filter(pk=export_id)
    if not taken.update(lease_until=now + LEASE, attempts=F("attempts") + 1):
        return False
    export = PersonalExport.objects.select_related("person").get(pk=export_id)
    try:
        content = archive(export.person, now)
        path = default_storage.save(f"exports/{secrets.token_hex(16)}.zip", ContentFile(content))
    except Exception as error:
        log.exception("export %d: attempt %d failed", export.pk, export.attempts)
        return put_off(export, f"{type(error).__name__} : {error}")
    return finish(export, path, content, now)


def finish(export, path: str, content: bytes, now) -> bool:
    """pending → ready, once; the bytes of a worker that outlived its lease are taken back."""
    mine = PersonalExport.objects.filter(pk=export.pk, status=ExportStatus.PENDING, attempts=export.attempts)
    done = mine.update(
        status=ExportStatus.READY,
        ready_at=now,
        expires_at=whole_day(now + EXPORT_VALID),
        path=path,
        sha256=sha256_bytes(content),
        size=len(content),
        lease_until=None,
        error="",
    )
    if not done:
        default_storage.delete(path)
    for earlier in PersonalExport.objects.filter(person=export.person, status=ExportStatus.READY):
        if earlier.pk < export.pk:
            remove(earlier, at=now)
    return bool(done)


def put_off(export, error: str) -> bool:
    last = export.attempts >= EXPORT_ATTEMPTS
    status = ExportStatus.FAILED if last else ExportStatus.PENDING
    mine = PersonalExport.objects.filter(pk=export.pk, status=ExportStatus.PENDING, attempts=export.attempts)
    mine.update(status=status, error=error[:2000])
    return False


def archive(person, now) -> bytes:
    """The ZIP: one page to read, the same as JSON, each with what is theirs and nothing else."""
    parts = everything(person)
    page = render_to_string("privacy/export.html", {"person": person, "parts": parts, "at": now})
    data = json.dumps(parts, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("mes-donnees.html", page)
        zipped.writestr("mes-donnees.json", data)
    return buffer.getvalue()


def note_download(export, *, at=None) -> None:
    """Keeps when the copy was last taken."""
    PersonalExport.objects.filter(pk=export.pk).update(downloaded_at=at or timezone.now())


def remove(export, *, at=None) -> None:
    """Deletes the bytes of a copy; the row stays, as the log."""
    if export.path:
        default_storage.delete(export.path)
    PersonalExport.objects.filter(pk=export.pk).update(
        status=ExportStatus.GONE, removed_at=at or timezone.now(), path=""
    )


def sweep(now=None) -> dict[str, int]:
    """Makes what a lost message left behind and deletes what is past its date; returns how many of each."""
    now = now or timezone.now()
    made = sum(make(pk, at=now) for pk in list(due(now).values_list("pk", flat=True)[:20]))
    past = list(PersonalExport.objects.filter(status=ExportStatus.READY, expires_at__lt=now))
    for export in past:
        remove(export, at=now)
    return {"made": made, "removed": len(past)}
