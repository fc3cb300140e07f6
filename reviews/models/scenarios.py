"""Selections studied under the envelope: frozen inputs, replayable answers."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Person
from calls.enums import Policy
from calls.models import Lot
from reviews.enums import Progress


class Scenario(models.Model):
    """One policy tried on a lot: its inputs never change (a trigger sees to it), so that anyone may replay it."""

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="scenarios")
    label = models.CharField("intitulé", max_length=120)
    policy = models.CharField("règle de sélection", max_length=12, choices=Policy)
    instance = models.JSONField("données figées")
    digest = models.CharField("empreinte des données", max_length=64)
    status = models.CharField("état", max_length=8, choices=Progress, default=Progress.PENDING)
    result = models.JSONField("réponse", null=True, blank=True)
    error = models.TextField("erreur", blank=True)
    ruled = models.BooleanField("règle publiée au jour de la demande", null=True, editable=False)
    created_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    created_at = models.DateTimeField("demandé le", default=timezone.now)
    solved_at = models.DateTimeField("calculé le", null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    applied_at = models.DateTimeField("appliqué le", null=True, blank=True)
    applied_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "scénario"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="done") | Q(result__isnull=False, solved_at__isnull=False),
                name="a_solved_scenario_has_its_answer",
            ),
            models.CheckConstraint(
                condition=Q(applied_at__isnull=True) | Q(applied_by__isnull=False, status="done"),
                name="an_applied_scenario_is_solved",
            ),
        ]

    def __str__(self):
        return self.label
