"""The one mail a closed account gets: how to open it again. Under a lease, tried again by the beat."""

from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils import timezone

from privacy.enums import MAIL_ATTEMPTS
from privacy.models import Closing

LEASE = timedelta(minutes=5)


def unsent(now):
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    return Closing.objects.undone().filter(free, mailed_at=None, attempts__lt=MAIL_ATTEMPTS)


def send_closing(closing_id: int) -> bool:
    """Mails one person the link that opens their account again; False when it left or another worker has it."""
    now = timezone.now()
    if not unsent(now).filter(pk=closing_id).update(lease_until=now + LEASE, attempts=F("attempts") + 1):
        return False
    closing = Closing.objects.select_related("person").get(pk=closing_id)
    try:
        mail(closing)
    except (SMTPException, OSError) as error:
        Closing.objects.filter(pk=closing.pk).update(mail_error=str(error)[:200])
        return False
    return bool(Closing.objects.filter(pk=closing.pk).update(mailed_at=timezone.now(), mail_error=""))


def mail(closing: Closing) -> None:
    text = render_to_string(
        "privacy/mail/closed.txt", {"closing": closing, "site": settings.SITE_URL.rstrip("/")}
    )
    send_mail("[Jalon] Votre compte est clos", text, settings.DEFAULT_FROM_EMAIL, [closing.person.email])
