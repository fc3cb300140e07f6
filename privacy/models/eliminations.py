"""The elimination list of an authority: public archives go only by it, visa and signature first."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Organisation, Person
from applications.models import Application
from documents.models import Document
from privacy.enums import Category


class Elimination(models.Model):
    """Prepared, sent to the Archives, visa recorded, signed, then carried out by the worker; kept for ever."""

    authority = models.ForeignKey(Organisation, models.PROTECT, related_name="eliminations")
    number = models.CharField("numéro", max_length=40, unique=True)
    prepared_at = models.DateTimeField("préparée le", default=timezone.now)
    prepared_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField("adressée aux Archives le", null=True, blank=True)
    sent_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    visa_name = models.CharField("visa donné par", max_length=160, blank=True)
    visa_on = models.DateField("visa du", null=True, blank=True)
    visa_reference = models.CharField("référence du visa", max_length=80, blank=True)
    visa_file_name = models.CharField("visa numérisé", max_length=200, blank=True)
    visa_path = models.CharField(max_length=200, blank=True)
    visa_sha256 = models.CharField(max_length=64, blank=True)
    visa_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    signed_at = models.DateTimeField("signée le", null=True, blank=True)
    signed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    signed_as = models.CharField("qualité", max_length=120, blank=True)
    executes_at = models.DateTimeField("exécution à partir du", null=True, blank=True)
    executed_at = models.DateTimeField("exécutée le", null=True, blank=True)
    cancelled_at = models.DateTimeField("abandonnée le", null=True, blank=True)
    cancelled_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    document = models.OneToOneField(Document, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "liste d’élimination"
        verbose_name_plural = "listes d’élimination"
        ordering = ["-prepared_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(visa_on=None)
                | (Q(sent_at__isnull=False) & ~Q(visa_name="") & ~Q(visa_reference="") & ~Q(visa_path="")),
                name="a_visa_is_complete",
            ),
            models.CheckConstraint(
                condition=Q(signed_at=None)
                | (
                    Q(visa_on__isnull=False, signed_by__isnull=False, document__isnull=False)
                    & Q(executes_at__isnull=False)
                    & ~Q(signed_as="")
                ),
                name="a_list_is_signed_after_its_visa",
            ),
            models.CheckConstraint(
                condition=Q(executed_at=None) | Q(signed_at__isnull=False, cancelled_at=None),
                name="only_a_signed_list_is_executed",
            ),
        ]

    def __str__(self):
        return self.number

    def roles_of(self, person):
        return self.authority.roles_of(person)

    @property
    def step(self) -> str:
        """Where the list stands."""
        if self.cancelled_at:
            return "cancelled"
        for step, done in (
            ("executed", self.executed_at),
            ("signed", self.signed_at),
            ("visa", self.visa_on),
            ("sent", self.sent_at),
        ):
            if done:
                return step
        return "prepared"

    @property
    def step_label(self) -> str:
        return STEPS[self.step]


STEPS = {
    "prepared": "Préparée",
    "sent": "Adressée aux Archives",
    "visa": "Visa obtenu, à signer",
    "signed": "Signée, exécution à venir",
    "executed": "Exécutée",
    "cancelled": "Abandonnée",
}


class EliminationItem(models.Model):
    """One file of a list, described as it was when listed: the description outlives the content."""

    elimination = models.ForeignKey(Elimination, models.CASCADE, related_name="items")
    application = models.ForeignKey(Application, models.PROTECT, related_name="eliminations")
    number = models.CharField("dossier", max_length=24)
    call = models.CharField("appel", max_length=250)
    kind = models.CharField("catégorie", max_length=10, choices=Category)
    since = models.DateTimeField("point de départ")
    term = models.DateTimeField("terme")
    rule = models.CharField("règle", max_length=400)
    taken_out_at = models.DateTimeField("retiré de la liste le", null=True, blank=True)
    taken_out_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField("motif", max_length=400, blank=True)
    executed_at = models.DateTimeField("éliminé le", null=True, blank=True)

    class Meta:
        verbose_name = "dossier listé"
        verbose_name_plural = "dossiers listés"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(taken_out_at=None), name="one_list_per_file"
            ),
            models.CheckConstraint(
                condition=Q(taken_out_at=None) | (Q(executed_at=None) & ~Q(reason="")),
                name="a_file_is_taken_out_with_its_reason",
            ),
        ]
