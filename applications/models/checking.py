"""The check of a deposited file, and what is asked to complete it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Person
from applications.models.content import Attachment
from applications.models.file import Application
from calls.models import CheckPoint


class Complement(models.Model):
    """A dated list of items asked of the structure, with its own clock."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="complements")
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("demandé le", default=timezone.now)
    due_at = models.DateTimeField("attendu le")
    message = models.TextField("message", blank=True)
    legal_basis = models.CharField("base légale", max_length=200)
    closed_at = models.DateTimeField("clos le", null=True, blank=True)

    class Meta:
        verbose_name = "demande de compléments"
        verbose_name_plural = "demandes de compléments"
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(closed_at=None), name="one_open_complement"
            )
        ]

    def unanswered_items(self):
        return [item for item in self.items.all() if not item.is_answered]


class ComplementItem(models.Model):
    complement = models.ForeignKey(Complement, models.CASCADE, related_name="items")
    label = models.CharField("pièce ou précision demandée", max_length=250)
    question_key = models.SlugField("question", max_length=40, blank=True)
    reply = models.TextField("réponse", blank=True)
    attachment = models.ForeignKey(Attachment, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "élément demandé"
        verbose_name_plural = "éléments demandés"
        ordering = ["id"]

    @property
    def is_answered(self) -> bool:
        return bool(self.reply.strip() or self.attachment_id)


class Check(models.Model):
    class Result(models.TextChoices):
        PASSED = "passed", "Conforme"
        FAILED = "failed", "Non conforme"
        NOT_APPLICABLE = "na", "Sans objet"

    application = models.ForeignKey(Application, models.CASCADE, related_name="checks")
    point = models.ForeignKey(CheckPoint, models.PROTECT, related_name="+")
    result = models.CharField("résultat", max_length=6, choices=Result, blank=True)
    comment = models.CharField("observation", max_length=300, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "vérification"
        ordering = ["point__position", "id"]
        constraints = [models.UniqueConstraint(fields=["application", "point"], name="one_check_per_point")]
