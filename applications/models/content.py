"""What a structure puts into its file beside the answers."""

from django.db import models
from django.utils import timezone

from accounts.models import Person
from applications.enums import FundingStatus, PartnerStatus
from applications.models.file import Application


class BudgetLine(models.Model):
    application = models.ForeignKey(Application, models.CASCADE, related_name="budget_lines")
    account = models.CharField("compte", max_length=16)
    amount = models.PositiveBigIntegerField("montant en euros")
    status = models.CharField("cofinancement", max_length=12, choices=FundingStatus, blank=True)

    class Meta:
        verbose_name = "ligne de budget"
        ordering = ["application", "id"]
        constraints = [
            models.UniqueConstraint(fields=["application", "account"], name="one_line_per_account")
        ]


class Partner(models.Model):
    application = models.ForeignKey(Application, models.CASCADE, related_name="partners")
    name = models.CharField("nom", max_length=200)
    siret = models.CharField("SIRET", max_length=14, blank=True)
    role = models.CharField("rôle dans le projet", max_length=200)
    status = models.CharField(
        "engagement", max_length=10, choices=PartnerStatus, default=PartnerStatus.CONTACTED
    )
    budget_share = models.PositiveBigIntegerField("part du budget en euros", null=True, blank=True)

    class Meta:
        verbose_name = "partenaire"
        ordering = ["id"]


class AttachmentQuerySet(models.QuerySet):
    def current(self):
        return self.filter(removed_at=None)


class Attachment(models.Model):
    """A file sent by the structure, stored under its own hash; removing it keeps the bytes while a snapshot cites them."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="attachments")
    question_key = models.SlugField("pièce", max_length=40)
    name = models.CharField("nom du fichier", max_length=200)
    content_type = models.CharField("type", max_length=100)
    size = models.PositiveIntegerField("taille en octets")
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=200)
    vault_version = models.ForeignKey(
        "VaultVersion",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="attachments",
        verbose_name="reprise du coffre",
    )
    uploaded_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = "pièce jointe"
        verbose_name_plural = "pièces jointes"
        ordering = ["question_key", "id"]
