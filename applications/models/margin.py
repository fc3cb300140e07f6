"""The margin of a draft: threads between a structure and its union. Never in a snapshot, never for the authority."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.enums import MembershipStatus, Role
from accounts.models import Organisation, Person
from applications.enums import ConsentLevel, MarginSide
from applications.models.consents import Consent
from applications.models.file import Application
from applications.models.visibility import STRUCTURE, organisations_where


class ThreadQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Those of one's own structure, and for a delegate those of their union while its consent lasts."""
        consents = Consent.objects.current().filter(
            level__gte=ConsentLevel.COMMENT,
            union__memberships__person=person,
            union__memberships__status=MembershipStatus.ACTIVE,
            union__memberships__grants__role=Role.UNION_DELEGATE,
            application=models.OuterRef("application"),
            union=models.OuterRef("union"),
        )
        own = Q(application__structure__in=organisations_where(person, STRUCTURE))
        return self.filter(own | models.Exists(consents))


class Thread(models.Model):
    """Remarks on one part of a draft, between the structure and one union."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="threads")
    union = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    part = models.CharField(
        "partie", max_length=40
    )  # the key of a question, or @identity, @budget, @partners
    label = models.CharField("intitulé de la partie", max_length=250)
    quote = models.TextField("réponse au moment du commentaire", blank=True)
    opened_at = models.DateTimeField("ouvert le", default=timezone.now)
    settled_at = models.DateTimeField("réglé le", null=True, blank=True)
    settled_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ThreadQuerySet.as_manager()

    class Meta:
        verbose_name = "fil de commentaires"
        verbose_name_plural = "fils de commentaires"
        ordering = ["opened_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="a_settled_thread_is_signed",
            )
        ]


class Remark(models.Model):
    """One message of a thread; what is written stays as it is."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="remarks")
    side = models.CharField("de", max_length=10, choices=MarginSide)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    text = models.TextField("texte")
    at = models.DateTimeField("le", default=timezone.now)

    class Meta:
        verbose_name = "commentaire"
        ordering = ["at", "id"]
