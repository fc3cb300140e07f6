"""The mail of an invitation, under a lease: taken by one conditional UPDATE, tried again by the beat."""

from datetime import timedelta
from smtplib import SMTPException

from celery import shared_task
from django.conf import settings
from django.core.mail import send_mail
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.enums import INVITATION_ATTEMPTS
from accounts.models import Invitation

LEASE = timedelta(minutes=5)


def unsent(now):
    """The invitations whose mail should leave now."""
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    return Invitation.objects.waiting(now).filter(free, mailed_at=None, attempts__lt=INVITATION_ATTEMPTS)


@shared_task
def send_invitation(invitation_id: int) -> None:
    """Mails one invitation, unless it left, was withdrawn, or another worker has it."""
    now = timezone.now()
    taken = unsent(now).filter(pk=invitation_id)
    if not taken.update(lease_until=now + LEASE, attempts=F("attempts") + 1):
        return
    invitation = Invitation.objects.select_related("organisation", "invited_by").get(pk=invitation_id)
    try:
        mail(invitation)
    except (SMTPException, OSError) as error:
        note(invitation, mail_error=str(error)[:200])
    else:
        note(invitation, mailed_at=timezone.now(), mail_error="")


def mail(invitation: Invitation) -> None:
    context = {"invitation": invitation, "site": settings.SITE_URL}
    send_mail(
        f"[Jalon] {invitation.organisation} vous invite",
        render_to_string("accounts/mail/invitation.txt", context),
        settings.DEFAULT_FROM_EMAIL,
        [invitation.email],
    )


def note(invitation: Invitation, **fields) -> None:
    Invitation.objects.filter(pk=invitation.pk).update(**fields)


@shared_task
def sweep() -> None:
    """Picks up what a lost message or a dead mail server left behind."""
    for pk in unsent(timezone.now()).values_list("pk", flat=True)[:200]:
        send_invitation(pk)
