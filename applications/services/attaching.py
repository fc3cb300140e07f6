"""Attachments: what a structure joins to its file or to a complement."""

from django.db import transaction
from django.utils import timezone

from accounts.errors import Refused
from applications import uploads
from applications.models import Attachment
from applications.services.drafting import draft_for, touch


def attach(application_id: int, *, by, question_key: str, upload, at=None) -> Attachment:
    """Joins a file to a draft as the answer to a piece; refused with a sentence when the file cannot be accepted."""
    name, content, kind = uploads.inspect(upload)
    path, sha = uploads.store(content)
    with transaction.atomic():
        application = draft_for(application_id, by)
        attachment = record(application, question_key, name, len(content), kind, path, sha, by, at)
        touch(application, by=by, at=at)
        return attachment


def record(application, question_key, name, size, kind, path, sha, by, at, **more) -> Attachment:
    """Writes the row of stored bytes as the answer to a piece; refused when they already answer it."""
    if application.attachments.current().filter(question_key=question_key, sha256=sha).exists():
        raise Refused(f"« {name} » est déjà joint à cette question.")
    return Attachment.objects.create(
        application=application,
        question_key=question_key,
        name=name,
        content_type=kind,
        size=size,
        sha256=sha,
        path=path,
        uploaded_by=by,
        uploaded_at=at or timezone.now(),
        **more,
    )


def attach_to_item(item, *, by, upload, at=None) -> Attachment:
    """Joins a file as the answer to one item of a complement; the caller checked that the item is still open."""
    name, content, kind = uploads.inspect(upload)
    path, sha = uploads.store(content)
    application = item.complement.application
    return record(application, f"complement-{item.pk}", name, len(content), kind, path, sha, by, at)


def remove(application_id: int, attachment_id: int, *, by, at=None) -> None:
    """Takes a file out of a draft; its bytes stay, since an earlier deposit may cite them."""
    with transaction.atomic():
        application = draft_for(application_id, by)
        kept = application.attachments.current().filter(pk=attachment_id)
        if kept.update(removed_at=at or timezone.now()):
            touch(application, by=by, at=at)
