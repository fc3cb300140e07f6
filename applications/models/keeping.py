"""The bytes kept, each content once: whether an antivirus found them clean, and what each nightly reading found."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from applications.enums import Finding, Scan


class BlobQuerySet(models.QuerySet):
    def due(self, moment):
        """Waiting for the antivirus, and held by no worker."""
        return self.filter(Q(lease_until__isnull=True) | Q(lease_until__lte=moment), scan=Scan.WAITING)


class Blob(models.Model):
    """One content, under its own SHA-256; attachments cite it. Its scan is asked by the row itself."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    path = models.CharField("chemin", max_length=200, unique=True)
    size = models.PositiveIntegerField("taille en octets")
    kept_at = models.DateTimeField("gardé le", default=timezone.now)
    scan = models.CharField("antivirus", max_length=8, choices=Scan, default=Scan.WAITING)
    malware = models.CharField("programme reconnu", max_length=200, blank=True)
    scanned_at = models.DateTimeField("analysé le", null=True, blank=True)
    attempts = models.PositiveIntegerField("essais", default=0)
    lease_until = models.DateTimeField(null=True, blank=True)

    objects = BlobQuerySet.as_manager()

    class Meta:
        verbose_name = "contenu gardé"
        verbose_name_plural = "contenus gardés"
        ordering = ["path"]
        indexes = [models.Index(fields=["scan", "lease_until"], name="blobs_to_scan")]
        constraints = [
            models.CheckConstraint(
                condition=Q(scan="waiting") | Q(scanned_at__isnull=False), name="a_scan_is_dated"
            ),
            models.CheckConstraint(
                condition=~Q(scan="infected") | ~Q(malware=""), name="an_infection_has_its_name"
            ),
        ]

    def __str__(self):
        return self.path


class Rereading(models.Model):
    """One reading of everything kept, hashed again from the first file to the last."""

    started_at = models.DateTimeField("commencée le", default=timezone.now)
    finished_at = models.DateTimeField("terminée le", null=True, blank=True)
    read = models.PositiveIntegerField("fichiers relus", default=0)
    bytes_read = models.PositiveBigIntegerField("octets relus", default=0)
    reached = models.CharField("arrivée à", max_length=200, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "relecture des fichiers"
        verbose_name_plural = "relectures des fichiers"
        ordering = ["-started_at", "-id"]

    def __str__(self):
        return f"Relecture du {timezone.localtime(self.started_at):%d/%m/%Y à %H:%M}"


class Fault(models.Model):
    """A file that a reading found lost or altered, and what cites it."""

    rereading = models.ForeignKey(Rereading, models.CASCADE, related_name="faults")
    path = models.CharField("chemin", max_length=200)
    sha256 = models.CharField("empreinte attendue", max_length=64)
    finding = models.CharField("constat", max_length=8, choices=Finding)
    cited_by = models.TextField("cité par", blank=True)
    at = models.DateTimeField("constaté le", default=timezone.now)

    class Meta:
        verbose_name = "fichier perdu ou altéré"
        verbose_name_plural = "fichiers perdus ou altérés"
        ordering = ["-at", "path"]
        constraints = [
            models.UniqueConstraint(fields=["rereading", "path"], name="one_fault_per_path_and_reading")
        ]

    def __str__(self):
        return f"{self.path} : {self.get_finding_display()}"
