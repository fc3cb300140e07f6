from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.enums import MembershipStatus
from accounts.models import Organisation, Person
from accounts.policy import POLICY
from applications.models import Application, Transition
from documents.enums import DocumentStatus
from documents.models import Document
from notifications.enums import MailStatus, Side

TOLD_TO_AUTHORITY = (Side.STRUCTURE, Side.AUTHORITY, Side.READER)


class MessageQuerySet(models.QuerySet):
    def shown(self):
        return self.filter(shown_at__isnull=False)

    def visible_to(self, person):
        """A person's own messages, minus those on files they may no longer see: taken back is taken back at once."""
        mine = self.shown().filter(recipient=person)
        if not person.is_active:
            return mine.none()
        files = Application.objects.visible_to(person).order_by().values("pk")
        return mine.filter(Q(application=None) | Q(application__in=files))

    def sent_by_authorities_of(self, person):
        """What the authorities of this person sent about the files they may see: its state, never the union's part.

        What a structure was told while its file was still sealed (reminders, earlier deposits) stays its own.
        """
        authorities = Organisation.objects.filter(
            memberships__person=person,
            memberships__status=MembershipStatus.ACTIVE,
            memberships__grants__role__in=POLICY["notifications.outbox"],
        )
        files = Application.objects.visible_to(person).filter(call__authority__in=authorities)
        return self.filter(
            application__in=files.order_by().values("pk"),
            side__in=TOLD_TO_AUTHORITY,
            at__gte=F("application__submitted_at"),
        )

    def ready(self):
        """Not shown yet, though the act they wait for is established and communicated, or they wait for none."""
        issued = Q(waits_for__status=DocumentStatus.ISSUED, waits_for__released_at__isnull=False)
        return self.filter(Q(waits_for=None) | issued, shown_at=None)

    def due(self, moment):
        """To be mailed, and held by no worker."""
        free = Q(lease_until__isnull=True) | Q(lease_until__lte=moment)
        return self.shown().filter(free, mail=MailStatus.WAITING)


class Message(models.Model):
    """One thing told to one person, on screen and by mail; written once, whatever is retried."""

    recipient = models.ForeignKey(Person, models.CASCADE, related_name="inbox")
    side = models.CharField("destinataire", max_length=10, choices=Side, default=Side.PERSON)
    key = models.CharField("message", max_length=40)
    # "transition:12", "assignment:4:given:20261124110000", "reminder:draft:7:D-7"
    cause = models.CharField("cause", max_length=80)
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

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = "message"
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["recipient", "key", "cause"], name="told_once"),
            models.CheckConstraint(
                condition=~Q(mail="sent") | Q(mailed_at__isnull=False), name="a_sent_mail_is_dated"
            ),
        ]
        indexes = [
            models.Index(fields=["mail", "lease_until"], name="messages_to_send"),
            models.Index(fields=["cause"], name="messages_by_cause"),
        ]

    def __str__(self):
        return self.subject


class Told(models.Model):
    """Marks that what happened to a row was told: for rows what applications.Delivery is for transitions."""

    kind = models.CharField(max_length=20)
    event = models.CharField(max_length=20)
    row = models.PositiveBigIntegerField()
    at = models.DateTimeField("événement du")
    told_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "événement annoncé"
        verbose_name_plural = "événements annoncés"
        constraints = [
            models.UniqueConstraint(fields=["kind", "event", "row", "at"], name="one_event_told_once")
        ]
