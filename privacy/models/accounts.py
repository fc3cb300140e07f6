"""What a person asks about their own data: a copy of it, or the end of their account."""

import secrets

from django.core import signing
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from privacy.enums import ExportStatus

RESTORE_SALT = "privacy.restore"


class PersonalExport(models.Model):
    """A copy of one's data, made by a worker, for that person alone; the row stays, as the log of the request."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="exports")
    asked_at = models.DateTimeField("demandée le", default=timezone.now)
    status = models.CharField("état", max_length=8, choices=ExportStatus, default=ExportStatus.PENDING)
    ready_at = models.DateTimeField("prête le", null=True, blank=True)
    expires_at = models.DateTimeField("disponible jusqu’au", null=True, blank=True)
    downloaded_at = models.DateTimeField("téléchargée le", null=True, blank=True)
    removed_at = models.DateTimeField("supprimée le", null=True, blank=True)
    path = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField("taille en octets", default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    error = models.TextField("dernière erreur", blank=True)

    class Meta:
        verbose_name = "copie de données personnelles"
        verbose_name_plural = "copies de données personnelles"
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(status="pending"), name="one_export_at_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(status="ready")
                | (Q(ready_at__isnull=False, expires_at__isnull=False) & ~Q(path="")),
                name="a_ready_export_has_its_file",
            ),
        ]


class ClosingQuerySet(models.QuerySet):
    def undone(self):
        """Neither taken back nor carried out to the end: the account is closed and may still be opened again."""
        return self.filter(restored_at=None, erased_at=None)

    def with_token(self, token: str):
        """The one this link names; none when the link was altered."""
        try:
            pk, nonce = signing.Signer(salt=RESTORE_SALT).unsign_object(token)
        except (signing.BadSignature, ValueError, TypeError):
            return self.none()
        return self.filter(pk=pk, nonce=nonce)


def draw_nonce() -> str:
    return secrets.token_hex(8)


class Closing(models.Model):
    """An account closed by its person: shut at once, opened again by a mailed link for a month, then erased."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="closings")
    closed_at = models.DateTimeField("clos le", default=timezone.now)
    restorable_until = models.DateTimeField("rouvrable jusqu’au")
    organisations = models.JSONField("organisations quittées", default=list)
    nonce = models.CharField(max_length=16, default=draw_nonce, editable=False)
    restored_at = models.DateTimeField("rouvert le", null=True, blank=True)
    erased_at = models.DateTimeField("effacé le", null=True, blank=True)
    mailed_at = models.DateTimeField("courriel parti le", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    mail_error = models.CharField(max_length=200, blank=True)

    objects = ClosingQuerySet.as_manager()

    class Meta:
        verbose_name = "clôture de compte"
        verbose_name_plural = "clôtures de compte"
        ordering = ["-closed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(restored_at=None), name="one_closing_per_account"
            ),
            models.CheckConstraint(
                condition=Q(restored_at=None) | Q(erased_at=None), name="an_erased_account_stays_closed"
            ),
        ]

    def get_absolute_url(self):
        return reverse("privacy:restore_account", args=[self.token])

    @property
    def token(self) -> str:
        return signing.Signer(salt=RESTORE_SALT).sign_object([self.pk, self.nonce])
