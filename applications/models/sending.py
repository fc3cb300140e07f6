"""A file that arrives in parts, so that a cut connection loses one part and not the file."""

import secrets

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import Person
from applications.models.file import Application


def new_token() -> str:
    return secrets.token_urlsafe(24)


class Sending(models.Model):
    """One file under way, of one person: what arrived, in the order it arrived; gone when it is joined or expires."""

    token = models.CharField(max_length=40, unique=True, default=new_token)
    application = models.ForeignKey(Application, models.CASCADE, related_name="sendings")
    by = models.ForeignKey(Person, models.CASCADE, related_name="+")
    target = models.SlugField("pièce", max_length=60)  # the key of a question, or complement-<id of the item>
    name = models.CharField("nom du fichier", max_length=200)
    size = models.PositiveBigIntegerField("taille annoncée")
    mark = models.CharField(
        "marque du fichier", max_length=64, blank=True
    )  # tells the same file from a namesake
    arrived = models.PositiveBigIntegerField("octets reçus", default=0)
    parts = models.JSONField("parties", default=list)
    begun_at = models.DateTimeField(default=timezone.now)
    heard_at = models.DateTimeField("dernière partie le", default=timezone.now)

    class Meta:
        verbose_name = "envoi en cours"
        verbose_name_plural = "envois en cours"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(arrived__lte=F("size")), name="no_more_arrives_than_was_announced"
            ),
            models.UniqueConstraint(
                fields=["application", "by", "target", "name", "size", "mark"], name="one_sending_per_file"
            ),
        ]

    def __str__(self):
        return self.name
