from django.db import models
from django.utils import timezone


class World(models.Model):
    """The building of the demonstration world: its only row says when it began, and when it was done.

    Dates "so many days from today" count from `started_at`, so that a building taken up again stays coherent.
    """

    started_at = models.DateTimeField("commencé le", default=timezone.now)
    files = models.PositiveIntegerField("dossiers prévus", default=0)
    finished_at = models.DateTimeField("terminé le", null=True, blank=True)
    seconds = models.FloatField("secondes passées", default=0)

    class Meta:
        verbose_name = "monde de démonstration"
        verbose_name_plural = "monde de démonstration"


class Step(models.Model):
    """One step done, written in the same transaction as what it did: a killed building goes on after it."""

    key = models.CharField("étape", max_length=60, unique=True)
    files = models.PositiveSmallIntegerField("dossiers menés à leur état", default=0)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "étape faite"
        verbose_name_plural = "étapes faites"
