"""What a union does around its members' files: looks, prompts, alerts. Rows that only grow."""

from django.db import models
from django.utils import timezone

from accounts.models import Organisation, Person
from applications.enums import ConsentLevel, Watched
from applications.models.file import Application
from calls.models import Call


class Look(models.Model):
    """A delegate looked at a file: append-only (a trigger sees to it), read by the structure under « Partage »."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="looks")
    union = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    page = models.CharField("ce qui a été vu", max_length=12, choices=Watched)
    level = models.PositiveSmallIntegerField("accord du moment", choices=ConsentLevel)
    at = models.DateTimeField("le", default=timezone.now)

    class Meta:
        verbose_name = "consultation par une union"
        verbose_name_plural = "consultations par les unions"
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["application", "-at"], name="looks_by_file")]


class Prompt(models.Model):
    """A delegate reminded a structure of its file: once a day and file, whichever the union."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="prompts")
    union = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    day = models.DateField("jour")
    at = models.DateTimeField("le", default=timezone.now)

    class Meta:
        verbose_name = "relance d’une union"
        verbose_name_plural = "relances des unions"
        ordering = ["-at", "-id"]
        constraints = [models.UniqueConstraint(fields=["application", "day"], name="one_prompt_a_day")]


class CallAlert(models.Model):
    """A union told one of its members that a call concerns it, once."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="alerts")
    union = models.ForeignKey(Organisation, models.CASCADE, related_name="alerts_given")
    member = models.ForeignKey(Organisation, models.CASCADE, related_name="alerts_received")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField("le", default=timezone.now)

    class Meta:
        verbose_name = "adhérent prévenu"
        verbose_name_plural = "adhérents prévenus"
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["call", "union", "member"], name="one_alert_per_call_and_member")
        ]
