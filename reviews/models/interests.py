"""What a person declared or was found to be of a file: nobody judges with an interest."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Person
from applications.models import Application
from calls.models import Appointment


class Conflict(models.Model):
    """What a person declared of one file before reading it: no interest, or a conflict which takes every role away."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="conflicts")
    person = models.ForeignKey(Person, models.PROTECT, related_name="conflicts")
    has_conflict = models.BooleanField("conflit d’intérêts")
    motive = models.TextField("nature de l’intérêt", blank=True)
    declared_at = models.DateTimeField("déclaré le", default=timezone.now)
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "déclaration d’intérêts"
        verbose_name_plural = "déclarations d’intérêts"
        ordering = ["-declared_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "person"], condition=Q(lifted_at=None), name="one_current_declaration"
            ),
            models.CheckConstraint(
                condition=Q(has_conflict=False) | ~Q(motive=""), name="a_conflict_is_named"
            ),
        ]


class Waiver(models.Model):
    """A tie found from an affiliation was examined and set aside for one file: by whom and why, in the register."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="waivers")
    person = models.ForeignKey(Person, models.PROTECT, related_name="waivers")
    reason = models.TextField("motif")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField("le", default=timezone.now)

    class Meta:
        verbose_name = "lien écarté"
        verbose_name_plural = "liens écartés"
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(fields=["application", "person"], name="one_waiver_per_file_and_person"),
            models.CheckConstraint(condition=~Q(reason=""), name="a_waiver_has_its_reason"),
            models.CheckConstraint(condition=~Q(person=models.F("by")), name="nobody_waives_their_own_tie"),
        ]


class Nomination(models.Model):
    """The declaration made when one is appointed on a call, before any file opens (CASF R. 313-2-5)."""

    appointment = models.OneToOneField(Appointment, models.CASCADE, related_name="nomination")
    declared_at = models.DateTimeField("déclarée le", default=timezone.now)
    interests = models.JSONField("liens déclarés ce jour", default=list)  # sentences, as shown when declared

    class Meta:
        verbose_name = "déclaration à la nomination"
        verbose_name_plural = "déclarations à la nomination"
