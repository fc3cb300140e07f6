"""What a structure puts into its file beside the answers."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Person
from applications import uploads
from applications.enums import FundingStatus, PartnerStatus, Profession, Scan, StaffStatus
from applications.models.file import Application
from applications.models.keeping import Blob


class BudgetLine(models.Model):
    application = models.ForeignKey(Application, models.CASCADE, related_name="budget_lines")
    year = models.PositiveSmallIntegerField("année")
    account = models.CharField("compte", max_length=16)
    amount = models.PositiveBigIntegerField("montant en euros")
    status = models.CharField("cofinancement", max_length=12, choices=FundingStatus, blank=True)

    class Meta:
        verbose_name = "ligne de budget"
        ordering = ["application", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "year", "account"], name="one_line_per_account_and_year"
            )
        ]


class StaffPost(models.Model):
    """One post of one year of the project; its cost is that of these ETP over twelve months, charges included."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="posts")
    year = models.PositiveSmallIntegerField("année")
    profession = models.CharField("métier", max_length=20, choices=Profession)
    title = models.CharField("précision", max_length=80, blank=True)
    etp = models.DecimalField("ETP", max_digits=5, decimal_places=2)
    status = models.CharField("statut", max_length=20, choices=StaffStatus, default=StaffStatus.EMPLOYEE)
    agreement = models.CharField("convention collective", max_length=80, blank=True)
    is_new = models.BooleanField("poste créé", default=False)
    annual_cost = models.PositiveBigIntegerField("coût annuel chargé en euros")
    percent = models.PositiveSmallIntegerField("part financée par l’appel (%)", default=100)
    months = models.PositiveSmallIntegerField("mois de présence", default=12)

    class Meta:
        verbose_name = "poste"
        ordering = ["application", "year", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(etp__gte=0), name="a_post_has_no_negative_etp"),
            models.CheckConstraint(
                condition=Q(months__gte=1, months__lte=12), name="a_post_lasts_one_to_twelve_months"
            ),
            models.CheckConstraint(condition=Q(percent__lte=100), name="a_post_is_funded_once"),
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
        """The pieces of the file itself: neither taken out, nor sent with a message."""
        return self.filter(removed_at=None).exclude(question_key__startswith="message-")

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
