"""What the structure and the authority write to each other about one file, once it is opened."""

from django.db import models
from django.utils import timezone

from accounts.models import Person
from applications.enums import Side
from applications.models.file import Application


class Exchange(models.Model):
    """One message on a file: dated, kept, never altered. Its pieces are attachments keyed by it."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="exchanges")
    side = models.CharField("de", max_length=9, choices=Side)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    body = models.TextField("message")
    at = models.DateTimeField("envoyé le", default=timezone.now)

    class Meta:
        verbose_name = "message sur un dossier"
        verbose_name_plural = "messages sur les dossiers"
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(side__in=Side.values), name="a_message_has_its_side")
        ]

    @property
    def piece_key(self) -> str:
        return f"{PIECE_PREFIX}{self.pk}"


PIECE_PREFIX = "message-"
