"""How long each kind of data is kept, and where each file due stands on its way out."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Organisation, Person
from applications.models import Application
from privacy.enums import UNDEPOSITED, Category, Fate, HoldKind

LEAST_MONTHS, MOST_MONTHS = 3, 1200


class RetentionRule(models.Model):
    """How long one kind of data is kept and what becomes of it; an authority may have its own (tableau de gestion)."""

    kind = models.CharField("données", max_length=10, choices=Category)
    authority = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="autorité",
        limit_choices_to={"kind": "authority"},
        help_text="Vide : la règle vaut pour toutes les autorités qui n’ont pas la leur.",
    )
    months = models.PositiveSmallIntegerField(
        "durée en mois",
        null=True,
        blank=True,
        validators=[MinValueValidator(LEAST_MONTHS), MaxValueValidator(MOST_MONTHS)],
    )
    fate = models.CharField("au terme", max_length=10, choices=Fate)
    legal_basis = models.CharField("base légale", max_length=250)
    verified = models.BooleanField("vérifié", default=False)

    class Meta:
        verbose_name = "règle de conservation"
        verbose_name_plural = "règles de conservation"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind"], condition=Q(authority=None), name="one_general_retention_rule"
            ),
            models.UniqueConstraint(fields=["kind", "authority"], name="one_retention_rule_per_authority"),
            models.CheckConstraint(
                condition=Q(fate="keep", months=None) | (~Q(fate="keep") & Q(months__gte=LEAST_MONTHS)),
                name="a_term_unless_kept",
                violation_error_message="Une durée est nécessaire, sauf pour une conservation définitive.",
            ),
            models.CheckConstraint(
                condition=Q(fate="destroy", kind__in=UNDEPOSITED)
                | (~Q(fate="destroy") & ~Q(kind__in=UNDEPOSITED)),
                name="only_drafts_go_without_visa",
                violation_error_message="Seuls les dossiers jamais déposés sont détruits sans visa des Archives.",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["minutes", "orders"]) | Q(fate="keep"),
                name="acts_are_kept_for_ever",
                violation_error_message="Les procès-verbaux et les actes sont conservés définitivement.",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} – {self.authority or 'toutes les autorités'}"

    def clean(self):
        """Every rule of the table, even those on what a form does not let change."""
        self.validate_constraints()


class Purge(models.Model):
    """One file never deposited, on its way out: warned, reminded, hidden, then destroyed, unless somebody keeps it."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="purges")
    months = models.PositiveSmallIntegerField("durée appliquée en mois")
    warned_at = models.DateTimeField("annoncée le", default=timezone.now)
    hides_at = models.DateTimeField("retrait prévu le")
    reminded_at = models.DateTimeField("rappelée le", null=True, blank=True)
    hidden_at = models.DateTimeField("retiré le", null=True, blank=True)
    destroys_at = models.DateTimeField("destruction prévue le", null=True, blank=True)
    destroyed_at = models.DateTimeField("détruit le", null=True, blank=True)
    kept_at = models.DateTimeField("conservé le", null=True, blank=True)
    kept_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "destruction annoncée"
        verbose_name_plural = "destructions annoncées"
        ordering = ["hides_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(kept_at=None, destroyed_at=None),
                name="one_purge_under_way",
            ),
            models.CheckConstraint(
                condition=Q(hidden_at=None) | Q(reminded_at__isnull=False, destroys_at__isnull=False),
                name="nothing_is_hidden_unannounced",
            ),
            models.CheckConstraint(
                condition=Q(destroyed_at=None) | Q(hidden_at__isnull=False, kept_at=None),
                name="nothing_is_destroyed_unhidden",
            ),
        ]


class Hold(models.Model):
    """A reason not to eliminate a file, written by its authority: an appeal, an inspection."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="holds")
    kind = models.CharField("raison", max_length=8, choices=HoldKind)
    reason = models.CharField("précision", max_length=250, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField("le", default=timezone.now)
    lifted_at = models.DateTimeField("levé le", null=True, blank=True)
    lifted_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "blocage d’élimination"
        verbose_name_plural = "blocages d’élimination"
        ordering = ["at", "id"]


class Leftover(models.Model):
    """Stored bytes that a destroyed file no longer needs: taken away later, if nothing else cites them by then."""

    path = models.CharField(max_length=200, unique=True)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "fichier à supprimer"
        verbose_name_plural = "fichiers à supprimer"
        ordering = ["id"]
