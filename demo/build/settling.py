"""Once the worker has told everything: old messages are read, those of the last days wait for their reader."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from applications.models import Transition
from demo.models import Step
from documents.enums import DocumentStatus
from documents.models import Document
from notifications.models import Message

READ_AFTER = timedelta(days=30)
MARK = "messages read"


def waiting() -> bool:
    """Whether the worker still has acts to produce or moves to tell."""
    pending = Document.objects.filter(status=DocumentStatus.PENDING)
    return pending.exists() or Transition.objects.filter(delivery=None).exists()


def settle() -> bool:
    """Marks the old messages as read, once; False when it was done before."""
    with transaction.atomic():
        _, fresh = Step.objects.get_or_create(key=MARK)
        if fresh:
            old = Message.objects.filter(at__lt=timezone.now() - READ_AFTER, read_at=None)
            old.update(read_at=F("at"))
    return fresh
