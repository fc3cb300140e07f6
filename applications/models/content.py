"""What a structure puts into its file beside the answers."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models import Person
from applications import uploads
from applications.enums import FundingStatus, PartnerStatus, Scan
from applications.models.file import Application
from applications.models.keeping import Blob


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

    def sound(self):
        """Minus those in which the antivirus found something: they answer no question."""
        return self.exclude(blob__scan=Scan.INFECTED)


class AttachmentManager(models.Manager.from_queryset(AttachmentQuerySet)):  # type: ignore[misc]
    def get_queryset(self):
        return super().get_queryset().select_related("blob")


class Attachment(models.Model):
    """A file sent by the structure; removing it keeps the bytes while a snapshot cites them.

    `sha256` and `size` are those of the copy kept, `received_sha256` that of what was sent: they differ when
    something was taken out of it.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="attachments")
    question_key = models.SlugField("pièce", max_length=40)
    name = models.CharField("nom du fichier", max_length=200)
    content_type = models.CharField("type", max_length=100)
    size = models.PositiveIntegerField("taille en octets")
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=200)
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="attachments")
    received_sha256 = models.CharField("empreinte du fichier reçu", max_length=64, blank=True)
    pages = models.PositiveIntegerField("nombre de pages", null=True, blank=True)
    taken = models.JSONField("retiré de la copie", default=list, blank=True)
    uploaded_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField("fermée par l’antivirus le", null=True, blank=True)

    objects = AttachmentManager()

    class Meta:
        verbose_name = "pièce jointe"
        verbose_name_plural = "pièces jointes"
        ordering = ["question_key", "id"]
        base_manager_name = (
            "objects"  # the row of the bytes also comes with a piece reached through another row
        )

    @property
    def infected(self) -> bool:
        return self.blob.scan == Scan.INFECTED

    def open_to(self, own: bool) -> bool:
        """Whether it may be read: by its own structure until something is found, by others once it is found clean."""
        if self.infected:
            return False
        return own or self.blob.scan == Scan.CLEAN or not settings.CLAMAV

    @property
    def taken_out(self) -> str:
        """What was taken out of the copy kept, in words."""
        return uploads.told(self.taken)
