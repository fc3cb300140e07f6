"""What a person did with their own messages."""

from django.utils import timezone

from notifications.models import Message


def mark_read(message: Message, at=None) -> None:
    """Opening a message reads it; the first time counts."""
    Message.objects.filter(pk=message.pk, read_at=None).update(read_at=at or timezone.now())


def mark_all_read(person, at=None) -> int:
    """Marks every message the person sees as read; returns how many were not."""
    unread = Message.objects.visible_to(person).filter(read_at=None)
    return Message.objects.filter(pk__in=list(unread.values_list("pk", flat=True))).update(
        read_at=at or timezone.now()
    )
