"""Attachments: what a structure joins to its file or to a complement."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.errors import Refused
from applications import uploads
from applications.enums import Channel, Scan
from applications.models import Attachment, Blob
from applications.services import keeping
from applications.services.drafting import draft_for, touch


def attach(application_id: int, *, by, question_key: str, upload, at=None) -> Attachment:
    """Joins a file to a draft as the answer to a piece; refused with a sentence when the file cannot be accepted."""
    with transaction.atomic():
        draft_for(application_id, by, at)  # nothing is read nor kept for who may not join it
    received = uploads.inspect(upload)
    blob = keeping.keep(received.content)
    with transaction.atomic():
        application = draft_for(application_id, by, at)
        refuse_too_many(application, question_key)
        attachment = record(application, question_key, received, blob, by=by, at=at)
        touch(application, by=by, at=at)
        return attachment


def refuse_too_many(application, question_key: str) -> None:
    """Refuses one more piece where the question, or the file, has as many as it may."""
    most, whole = settings.PIECES_PER_QUESTION, settings.PIECES_PER_FILE
    kept = application.attachments.current()
    online = application.channel == Channel.ONLINE  # what came on paper answers no question
    if online and kept.filter(question_key=question_key).count() >= most:
        raise Refused(
            f"Cette question a déjà {most} fichiers, le plus possible : retirez-en un, ou réunissez-les."
        )
    if kept.count() >= whole:
        raise Refused(
            f"Le dossier a déjà {whole} pièces, le plus possible : retirez-en une, ou réunissez-les."
        )


def record(application, question_key, received, blob, *, by, at=None, **more) -> Attachment:
    """The row of a piece whose bytes are kept; the caller holds the file and checked that it may change."""
    blob = Blob.objects.select_for_update(of=("self",)).get(pk=blob.pk)  # a verdict may be on its way
    if blob.scan == Scan.INFECTED:
        raise Refused(
            f"« {received.name} » contient un programme malveillant ({blob.malware}) : il n’est pas accepté."
        )
    if application.attachments.current().filter(question_key=question_key, sha256=blob.sha256).exists():
        raise Refused(f"« {received.name} » est déjà joint à cette question.")
    return Attachment.objects.create(
        application=application,
        question_key=question_key,
        name=received.name,
        content_type=received.kind,
        size=blob.size,
        sha256=blob.sha256,
        path=blob.path,
        blob=blob,
        received_sha256=received.received_sha256,
        pages=received.pages,
        taken=received.taken,
        uploaded_by=by,
        uploaded_at=at or timezone.now(),
        **more,
    )


def remove(application_id: int, attachment_id: int, *, by, at=None) -> None:
    """Takes a file out of a draft; its bytes stay, since an earlier deposit may cite them."""
    with transaction.atomic():
        application = draft_for(application_id, by, at)
        kept = application.attachments.current().filter(pk=attachment_id)
        if kept.update(removed_at=at or timezone.now()):
            touch(application, by=by, at=at)
