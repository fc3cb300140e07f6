"""How a draft came to be what it is: what each answer was before, and who has it open now."""

from django.db import models
from django.utils import timezone

from accounts.models import Person
from applications.models.file import Application


class AnswerVersion(models.Model):
    """A value an answer, a sheet of the budget or a staff table had. It belongs to the structure alone: no snapshot, no judge and no union reads it."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="versions")
    key = models.SlugField("question", max_length=40)
    value = models.JSONField("réponse", null=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    page = models.CharField(max_length=32, blank=True)  # the loaded page it was typed on
    at = models.DateTimeField("enregistrée le", default=timezone.now)

    class Meta:
        verbose_name = "version d’une réponse"
        verbose_name_plural = "versions des réponses"
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["application", "key"], name="versions_by_answer")]


class Handover(models.Model):
    """Someone who prepared the file asks for its signature, as it stood at this edit."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="handovers")
    edit = models.PositiveIntegerField("modification")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField("demandée le", default=timezone.now)

    class Meta:
        verbose_name = "demande de signature"
        verbose_name_plural = "demandes de signature"
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["application", "edit", "by"], name="one_handover_per_edit")
        ]


class Presence(models.Model):
    """One page of a draft somebody has open: where they are, and when their browser last said so."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="presences")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    page = models.CharField(max_length=32)
    part = models.CharField("rubrique", max_length=40)
    question = models.CharField("question", max_length=40, blank=True)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "présence"
        ordering = ["-seen_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "person", "page"], name="one_presence_per_open_page"
            )
        ]
