from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Person
from applications.models import Application, Transition
from documents.models import Document
from notifications.enums import MailStatus


class Message(models.Model):
    """One thing told to one person, on screen and by mail; written once, whatever is retried."""

    recipient = models.ForeignKey(Person, models.CASCADE, related_name="inbox")
    key = models.CharField("message", max_length=40)
    cause = models.CharField(
        "cause", max_length=80
    )  # "transition:12", "assignment:4", "reminder:draft-7:D-7"
    transition = models.ForeignKey(Transition, models.PROTECT, null=True, blank=True, related_name="messages")
    application = models.ForeignKey(Application, models.PROTECT, null=True, blank=True, related_name="told")
    waits_for = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    subject = models.CharField("objet", max_length=200)
    body = models.TextField("texte")
    path = models.CharField("page", max_length=200, blank=True)
    at = models.DateTimeField("le", default=timezone.now)
    shown_at = models.DateTimeField("visible depuis", null=True, blank=True)
    read_at = models.DateTimeField("lu le", null=True, blank=True)
    mail = models.CharField("courriel", max_length=8, choices=MailStatus, default=MailStatus.WAITING)
    mailed_at = models.DateTimeField("envoyé le", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    error = models.TextField("dernière erreur", blank=True)

    class Meta:
        verbose_name = "message"
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["recipient", "key", "cause"], name="told_once"),
            models.CheckConstraint(
                condition=~Q(mail="sent") | Q(mailed_at__isnull=False), name="a_sent_mail_is_dated"
            ),
        ]
        indexes = [models.Index(fields=["mail", "lease_until"], name="messages_to_send")]

    def __str__(self):
        return self.subject
