"""One mail, under a lease.

1. claim: a conditional UPDATE takes the lease and counts the attempt; a second worker finds nothing to claim;
2. the recipient is still active and may still see the file, else the mail is given up;
3. SMTP, outside any transaction; 4. waiting → sent, only if the row still carries our attempt.

This is exactly once as far as SMTP permits: a worker killed after the server's "250" and before step 4 sends again
when its lease is over. The second mail carries the same Message-ID as the first, by which servers and readers
recognise it. A failure puts the mail off, further each time; the sixth is final until a person asks again.
"""

import logging
from datetime import timedelta
from email.utils import parseaddr
from urllib.parse import urlparse

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F
from django.utils import timezone

from accounts.backends import may
from accounts.errors import Forbidden, Refused
from accounts.nudge import nudge
from applications.models import Application
from notifications.enums import MailStatus
from notifications.models import Message
from notifications.wording import mail_body

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=4)  # longer than a task may last
ATTEMPTS = 6
WAITS = tuple(
    timedelta(minutes=5**n) for n in range(ATTEMPTS - 1)
)  # 1 minute to 10 hours: a night without SMTP


def send(message_id: int) -> bool:
    """Sends one mail; False when it is not to be sent, another worker holds it, or this attempt failed."""
    message = claim(message_id)
    if message is None:
        return False
    if message.attempts > ATTEMPTS:
        return give_up(message, message.error or "L’envoi a été interrompu à chaque essai.")
    if not concerns_still(message):
        return settle(message, mail=MailStatus.NONE, error="Le destinataire n’a plus accès à ce message.")
    try:
        email(message).send()
    except Exception as error:
        log.warning("message %d: attempt %d failed: %r", message.pk, message.attempts, error)
        return put_off(message, f"{type(error).__name__} : {error}")
    return settle(message, mail=MailStatus.SENT, mailed_at=timezone.now(), error="")


def claim(message_id: int) -> Message | None:
    now = timezone.now()
    free = Message.objects.due(now).filter(pk=message_id)
    if not free.update(lease_until=now + LEASE, attempts=F("attempts") + 1):
        return None
    return Message.objects.select_related("recipient").get(pk=message_id)


def concerns_still(message: Message) -> bool:
    """Whether the recipient may still learn of it: consents, roles and interests change while a mail waits."""
    if not message.recipient.is_active:
        return False
    visible = Application.objects.visible_to(message.recipient)
    return message.application_id is None or visible.filter(pk=message.application_id).exists()


def email(message: Message) -> EmailMessage:
    return EmailMessage(
        subject=message.subject,
        body=mail_body(message),
        to=[message.recipient.email],
        headers={"Message-ID": message_id_of(message), "Auto-Submitted": "auto-generated"},
    )


def message_id_of(message: Message) -> str:
    """The same at each attempt, and never that of another message or of another installation."""
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    domain = address.rpartition("@")[2] or urlparse(settings.SITE_URL).hostname
    since = message.shown_at or message.at
    return f"<jalon.{message.pk}.{int(since.timestamp() * 1e6)}@{domain}>"


def put_off(message: Message, error: str) -> bool:
    if message.attempts >= ATTEMPTS:
        return give_up(message, error)
    _mine(message).update(error=error[:2000], lease_until=timezone.now() + WAITS[message.attempts - 1])
    return False


def give_up(message: Message, error: str) -> bool:
    log.error("message %d: mail given up: %s", message.pk, error)
    return settle(message, mail=MailStatus.FAILED, error=error[:2000])


def settle(message: Message, **values) -> bool:
    """The last word on a mail; True when it left."""
    done = _mine(message).update(lease_until=None, **values)
    return bool(done) and values["mail"] == MailStatus.SENT


def _mine(message: Message):
    # A worker that outlived its lease must not undo what the next one did.
    return Message.objects.filter(pk=message.pk, mail=MailStatus.WAITING, attempts=message.attempts)


def retry(message: Message, *, by) -> None:
    """Puts a mail that failed back in the queue, with all its attempts; the last error is kept."""
    if message.application is None or not may(by, "notifications.retry", message.application):
        raise Forbidden
    failed = Message.objects.filter(pk=message.pk, mail=MailStatus.FAILED)
    if not failed.update(mail=MailStatus.WAITING, attempts=0, lease_until=None):
        raise Refused("Ce courriel n’est pas en échec : il est parti ou il attend son tour.")
    nudge("notifications.tasks.send", message.pk)


def retry_all(by) -> int:
    """Puts back every failed mail this person may send again, after an outage; returns how many."""
    rows = (
        Message.objects.sent_by_authorities_of(by)
        .filter(mail=MailStatus.FAILED)
        .select_related("application")
    )
    mine = [message for message in rows if may(by, "notifications.retry", message.application)]
    for message in mine:
        retry(message, by=by)
    return len(mine)
