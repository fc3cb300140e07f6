"""The file as a PDF for the structure's board, before any deposit."""

from django.db import transaction
from django.utils import timezone

from applications import letters
from applications.services.acting import act
from applications.services.drafting import draft_for
from documents.enums import DocumentStatus
from documents.models import Document


def ask_draft(application_id: int, *, by, at=None) -> Document:
    """Asks for the PDF of the file as it stands; the one being made, or made since the last edit, serves again."""
    at = at or timezone.now()
    with transaction.atomic():
        application = draft_for(application_id, by, at)
        current = _still_true(application)
        return current or act(application, "draft", letters.draft(application, at), dated=at)


def _still_true(application) -> Document | None:
    drafts = Document.objects.filter(
        act__application=application, kind="draft", dated__gt=application.edited_at
    )
    return drafts.exclude(status=DocumentStatus.FAILED).order_by("-dated", "-pk").first()
