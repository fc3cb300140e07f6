"""The vault of a structure: pieces kept once, dated, with their end, and taken again in every file."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.enums import PieceKind
from accounts.models import Organisation, Person
from applications.keeping import SOON
from applications.models.keeping import Blob
from engine.deadlines import plain_date


class VaultPiece(models.Model):
    """One piece of a structure, whatever its version; taken out, it stays readable where files cite it."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="vault")
    kind = models.CharField("nature", max_length=16, choices=PieceKind)
    title = models.CharField("précision", max_length=120, blank=True)
    removed_at = models.DateTimeField("retirée le", null=True, blank=True)
    removed_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "pièce du coffre"
        verbose_name_plural = "pièces du coffre"
        ordering = ["kind", "title", "id"]

    def __str__(self):
        label = self.get_kind_display()
        return f"{label} – {self.title}" if self.title else label


class VaultVersionQuerySet(models.QuerySet):
    def current(self):
        """The last version of each piece still in a vault."""
        return self.filter(replaced_at=None, piece__removed_at=None)


class VaultVersion(models.Model):
    """The file of a piece at a time, stored under its own hash like every attachment."""

    piece = models.ForeignKey(VaultPiece, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField("version", default=1)
    name = models.CharField("nom du fichier", max_length=200)
    content_type = models.CharField("type", max_length=100)
    size = models.PositiveIntegerField("taille en octets")
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=200)
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="vault_versions")
    dated = models.DateField("date de la pièce")
    expires_on = models.DateField("valable jusqu’au", null=True, blank=True)
    put_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    put_at = models.DateTimeField("déposée le", default=timezone.now)
    replaced_at = models.DateTimeField("remplacée le", null=True, blank=True)

    objects = VaultVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "version d’une pièce"
        verbose_name_plural = "versions des pièces"
        ordering = ["piece", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["piece", "number"], name="one_number_per_version"),
            models.UniqueConstraint(
                fields=["piece"], condition=Q(replaced_at=None), name="one_current_version_per_piece"
            ),
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gte=F("dated")),
                name="a_piece_ends_after_its_date",
            ),
        ]

    def __str__(self):
        return f"{self.piece}, version {self.number}"

    @property
    def organisation(self):
        return self.piece.organisation

    def state(self, today=None) -> str:
        """current, soon (a month before its end) or expired."""
        today = today or timezone.localdate()
        if self.expires_on is None or self.expires_on > today + timedelta(days=SOON):
            return "current"
        return "soon" if self.expires_on >= today else "expired"

    @property
    def state_words(self) -> str:
        """Its state as one reads it, with the day that makes it so."""
        if self.expires_on is None:
            return "À jour"
        words = {"current": "À jour jusqu’au", "soon": "Expire bientôt, le", "expired": "Expirée depuis le"}
        return f"{words[self.state()]} {plain_date(self.expires_on)}"

    @property
    def tone(self) -> str:
        return {"current": "success", "soon": "warning", "expired": "error"}[self.state()]
