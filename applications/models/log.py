"""What happened and what was frozen: rows that only grow."""

from django.db import models
from django.utils import timezone

from accounts.models import Person
from applications.enums import State
from applications.models.file import Application
from calls.models import Call
from documents.models import Document


class Transition(models.Model):
    """What happened to a file: append-only (a trigger sees to it), chained per file, and the outbox of notifications."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="transitions")
    sequence = models.PositiveIntegerField("rang")
    name = models.CharField("passage", max_length=24)
    source = models.CharField("de", max_length=12, choices=State)
    target = models.CharField("à", max_length=12, choices=State)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField("le")
    reason = models.TextField("motif", blank=True)
    data = models.JSONField("détails", default=dict)
    previous_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    recorded_at = models.DateTimeField("inscrit le", default=timezone.now)

    class Meta:
        verbose_name = "passage"
        ordering = ["application", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["application", "sequence"], name="one_transition_per_rank"),
            models.UniqueConstraint(fields=["application", "previous_digest"], name="one_chain_per_file"),
        ]

    def __str__(self):
        return f"{self.application_id} {self.sequence} {self.name}"


class Delivery(models.Model):
    """Marks that a transition's messages were fanned out: the outbox's own row, since a transition never changes."""

    transition = models.OneToOneField(Transition, models.CASCADE, related_name="delivery")
    at = models.DateTimeField(default=timezone.now)


class Snapshot(models.Model):
    """The file as deposited: what reviewers and judges read. The last one is in force; earlier ones are kept."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="snapshots")
    number = models.PositiveSmallIntegerField("version")
    at = models.DateTimeField("figé le")
    content = models.JSONField("contenu")
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = "version déposée"
        ordering = ["application", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="one_snapshot_per_number")
        ]


class Act(models.Model):
    """Which document concerns which file, and the move it was made for."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="acts")
    document = models.OneToOneField(Document, models.PROTECT, related_name="act")
    transition = models.ForeignKey(Transition, models.PROTECT, null=True, blank=True, related_name="acts")

    class Meta:
        verbose_name = "acte"
        ordering = ["-document__dated", "-id"]


class Opening(models.Model):
    """The log of the opening of a call's files: who, when, and the list found."""

    call = models.OneToOneField(Call, models.PROTECT, related_name="opening")
    at = models.DateTimeField("le")
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    files = models.JSONField("dossiers trouvés", default=list)

    class Meta:
        verbose_name = "ouverture des dossiers"
        verbose_name_plural = "ouvertures des dossiers"
