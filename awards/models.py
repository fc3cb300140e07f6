from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import Person
from applications.enums import Outcome
from applications.models import Application
from calls.models import Indicator
from documents.models import Document


class Agreement(models.Model):
    """The funding act: an agreement signed by both, or the authority's order alone."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="agreement")
    number = models.CharField("numéro", max_length=40, unique=True)
    object = models.TextField("objet")
    amount = models.PositiveBigIntegerField("montant en euros")
    starts_on = models.DateField("début")
    ends_on = models.DateField("fin")
    funding_line = models.CharField("ligne de financement", max_length=120, blank=True)
    needs_structure = models.BooleanField("signature de la structure", default=True)
    prepared_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField("préparée le", default=timezone.now)
    structure_signed_at = models.DateTimeField("signée par la structure le", null=True, blank=True)
    structure_signed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    structure_signed_as = models.CharField("qualité", max_length=120, blank=True)
    authority_signed_at = models.DateTimeField("signée par l’autorité le", null=True, blank=True)
    authority_signed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    authority_signed_as = models.CharField("qualité", max_length=120, blank=True)
    document = models.OneToOneField(Document, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "acte de financement"
        verbose_name_plural = "actes de financement"
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="an_agreement_has_an_amount"),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="an_agreement_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(structure_signed_at__isnull=True)
                | (Q(structure_signed_by__isnull=False) & ~Q(structure_signed_as="")),
                name="a_structure_signature_is_complete",
            ),
            models.CheckConstraint(
                condition=Q(authority_signed_at__isnull=True)
                | (Q(authority_signed_by__isnull=False) & ~Q(authority_signed_as="")),
                name="an_authority_signature_is_complete",
            ),
        ]


class Instalment(models.Model):
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="instalments")
    position = models.PositiveSmallIntegerField("ordre")
    label = models.CharField("intitulé", max_length=120)
    amount = models.PositiveBigIntegerField("montant en euros")
    due_on = models.DateField("prévu le")
    condition = models.CharField("condition", max_length=200, blank=True)
    needs_report = models.BooleanField("après le bilan accepté", default=False)
    paid_on = models.DateField("versé le", null=True, blank=True)
    paid_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    payment_reference = models.CharField("référence du versement", max_length=60, blank=True)

    class Meta:
        verbose_name = "versement"
        ordering = ["agreement", "position"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "position"], name="one_instalment_per_position"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="an_instalment_has_an_amount"),
            models.CheckConstraint(
                condition=Q(paid_on__isnull=True) | (Q(paid_by__isnull=False) & ~Q(payment_reference="")),
                name="a_payment_has_its_author_and_reference",
            ),
        ]


class ActivityReport(models.Model):
    """The final report of a funded file: what was done, with its indicators and what was spent."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="activity_report")
    due_on = models.DateField("attendu le")
    narrative = models.TextField("bilan qualitatif", blank=True)
    spent = models.PositiveBigIntegerField("dépenses réalisées en euros", null=True, blank=True)
    edited_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField("transmis le", null=True, blank=True)
    submitted_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    accepted_at = models.DateTimeField("accepté le", null=True, blank=True)
    accepted_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    returned_at = models.DateTimeField("renvoyé le", null=True, blank=True)
    returned_reason = models.TextField("à corriger", blank=True)

    class Meta:
        verbose_name = "bilan"
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True)
                | Q(submitted_at__isnull=False, accepted_by__isnull=False),
                name="an_accepted_report_was_submitted",
            )
        ]


class IndicatorValue(models.Model):
    report = models.ForeignKey(ActivityReport, models.CASCADE, related_name="values")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    value = models.DecimalField("valeur", max_digits=12, decimal_places=2, null=True, blank=True)
    comment = models.CharField("commentaire", max_length=200, blank=True)

    class Meta:
        verbose_name = "valeur d’indicateur"
        verbose_name_plural = "valeurs d’indicateurs"
        ordering = ["indicator__position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["report", "indicator"], name="one_value_per_indicator")
        ]


class Evaluation(models.Model):
    """The authority's conclusion: proposed by the instructor, signed by the signatory, released by the move."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="evaluation")
    outcome = models.CharField("résultat", max_length=12, choices=Outcome)
    motive = models.TextField("motivation")
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField("proposée le", default=timezone.now)
    signed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    signed_at = models.DateTimeField("signée le", null=True, blank=True)
    signed_as = models.CharField("qualité du signataire", max_length=120, blank=True)
    document = models.OneToOneField(Document, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "évaluation"
        constraints = [
            models.CheckConstraint(condition=~Q(motive=""), name="an_evaluation_has_its_motive"),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True)
                | (Q(signed_by__isnull=False, document__isnull=False) & ~Q(signed_as="")),
                name="a_signed_evaluation_has_its_author_and_act",
            ),
        ]
