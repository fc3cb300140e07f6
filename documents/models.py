from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Organisation
from documents.enums import DocumentStatus, Standing
from documents.kinds import KINDS


class Document(models.Model):
    """An act: a frozen context, rendered once by a worker, immutable once issued (a trigger sees to it)."""

    kind = models.CharField(
        "nature", max_length=30, choices=[(key, kind.label) for key, kind in KINDS.items()]
    )
    reference = models.CharField("référence", max_length=60)
    code = models.CharField("code de vérification", max_length=19, unique=True)
    authority = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="autorité")
    recipient = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="destinataire"
    )
    context = models.JSONField("contenu figé")
    context_sha256 = models.CharField(max_length=64)
    is_demo = models.BooleanField("document de démonstration", default=False)
    dated = models.DateTimeField("daté du", default=timezone.now)
    released_at = models.DateTimeField("communicable au destinataire depuis", null=True, blank=True)
    standing = models.CharField("validité", max_length=10, choices=Standing, default=Standing.IN_FORCE)

    status = models.CharField("état", max_length=8, choices=DocumentStatus, default=DocumentStatus.PENDING)
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    error = models.TextField("dernière erreur", blank=True)
    file = models.CharField("fichier", max_length=200, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField("taille en octets", default=0)
    pages = models.PositiveSmallIntegerField("nombre de pages", default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    issued_at = models.DateTimeField("établi le", null=True, blank=True)

    class Meta:
        verbose_name = "document"
        ordering = ["-dated", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="issued")
                | (Q(issued_at__isnull=False) & ~Q(file="") & ~Q(file_sha256="") & Q(size__gt=0)),
                name="an_issued_document_has_its_file",
            ),
            models.CheckConstraint(
                condition=Q(status="issued") | Q(issued_at__isnull=True),
                name="only_an_issued_document_is_dated",
            ),
        ]
        indexes = [models.Index(fields=["status", "lease_until"], name="documents_to_render")]

    def __str__(self):
        return f"{self.get_kind_display()} {self.reference}"

    @property
    def issued(self) -> bool:
        return self.status == DocumentStatus.ISSUED

    @property
    def audience(self):
        return KINDS[self.kind].audience

    @property
    def filename(self) -> str:
        return f"{self.kind.replace('_', '-')}-{self.reference}.pdf".replace("/", "-").replace(" ", "")
