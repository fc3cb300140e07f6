"""Reads: one's messages, and what became of those of one's authority."""

import email
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import policy
from pathlib import Path

from django.conf import settings
from django.db.models import Case, Value, When
from django.utils import timezone

from applications.models import Application, Transition
from notifications.enums import MailStatus
from notifications.models import Message

LATE = timedelta(minutes=5)  # a move not announced after this has more than a slow worker
SEPARATOR = b"-" * 79


def unread_count(person) -> int:
    """How many messages wait to be read: the figure of the header."""
    unread = Message.objects.shown().filter(recipient=person, read_at=None)
    if not unread.exists():  # most pages of most people: who sees which file need not be asked
        return 0
    return Message.objects.visible_to(person).filter(read_at=None).count()


def inbox(person, *, unread_only=False, number=""):
    """The person's messages, those not read first, then the latest."""
    rows = Message.objects.visible_to(person).select_related("application", "waits_for")
    if unread_only:
        rows = rows.filter(read_at=None)
    if number:
        rows = rows.filter(application__number__icontains=number.strip())
    read = Case(When(read_at=None, then=Value(0)), default=Value(1))
    return rows.order_by(read, "-at", "-id")


def outbox(person, *, status="", number=""):
    """The messages of the authorities of this person on the files they may see: who, when, what became of the mail."""
    rows = Message.objects.sent_by_authorities_of(person).select_related(
        "recipient", "application", "waits_for"
    )
    if status:
        rows = rows.filter(mail=status)
    if number:
        rows = rows.filter(application__number__icontains=number.strip())
    return rows.order_by("-at", "-id")


def failed_count(person) -> int:
    return Message.objects.sent_by_authorities_of(person).filter(mail=MailStatus.FAILED).count()


def late_moves(person, now=None) -> int:
    """Moves of visible files whose messages are not written yet although they should be: the worker is stopped."""
    files = Application.objects.visible_to(person).order_by().values("pk")
    before = (now or timezone.now()) - LATE
    return Transition.objects.filter(application__in=files, delivery=None, recorded_at__lt=before).count()


@dataclass(frozen=True)
class Mail:
    """One mail found in the folder of a local installation."""

    subject: str
    recipient: str
    at: datetime | None
    text: str


def mail_files() -> list[Path]:
    """The files of mail of a local installation, the latest first."""
    folder = Path(settings.EMAIL_FILE_PATH)
    return sorted(folder.glob("*.log"), key=lambda path: path.name, reverse=True) if folder.is_dir() else []


def mails_in(path: Path) -> list[Mail]:
    """The mails of one file: Django writes those of one connection one after the other."""
    parts = [part.strip() for part in path.read_bytes().split(SEPARATOR)]
    return [_mail(part) for part in parts if part]


def _mail(content: bytes) -> Mail:
    parsed = email.message_from_bytes(content, policy=policy.default)
    body = parsed.get_body(preferencelist=("plain",))
    date = parsed["Date"]
    return Mail(
        subject=str(parsed["Subject"] or ""),
        recipient=str(parsed["To"] or ""),
        at=_aware(date.datetime) if date else None,
        text=body.get_content() if body else "",
    )


def _aware(moment: datetime) -> datetime:
    """A mail dated « -0000 » is in UTC without saying so."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
