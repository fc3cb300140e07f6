"""What is decided: ranks by hand, decisions, offers, results."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import Person
from applications.models import Application
from calls.models import Call, Lot, RefusalGround
from documents.models import Document
from reviews.enums import DecisionKind


class RankChoice(models.Model):
    """A rank set by hand where the points do not decide, always with its reason."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="rank_choice")
    rank = models.PositiveSmallIntegerField("rang")
    reason = models.TextField("motif")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "rang motivé"
        verbose_name_plural = "rangs motivés"
        constraints = [
            models.CheckConstraint(
                condition=Q(rank__gte=1) & ~Q(reason=""), name="a_chosen_rank_has_its_reason"
            )
        ]


class DecisionQuerySet(models.QuerySet):
    def staged(self):
        return self.filter(released_at=None, cancelled_at=None)


class Decision(models.Model):
    """Proposed, then signed (its act is made), then released: only then does the file move and anyone learn of it."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="decisions")
    kind = models.CharField("décision", max_length=10, choices=DecisionKind)
    amount = models.PositiveBigIntegerField("montant en euros", null=True, blank=True)
    places = models.PositiveIntegerField("places", null=True, blank=True)
    rank = models.PositiveSmallIntegerField("rang", null=True, blank=True)
    points = models.DecimalField("note sur 100", max_digits=5, decimal_places=2, null=True, blank=True)
    valid_until = models.DateField("liste valable jusqu’au", null=True, blank=True)
    ground = models.ForeignKey(RefusalGround, models.PROTECT, null=True, blank=True, related_name="+")
    motive = models.TextField("motivation")
    proposed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+"
    )  # None: Jalon
    proposed_at = models.DateTimeField("proposée le", default=timezone.now)
    signed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    signed_at = models.DateTimeField("signée le", null=True, blank=True)
    signed_as = models.CharField("qualité du signataire", max_length=120, blank=True)
    released_at = models.DateTimeField("notifiée le", null=True, blank=True)
    cancelled_at = models.DateTimeField("annulée le", null=True, blank=True)
    document = models.OneToOneField(Document, models.PROTECT, null=True, blank=True, related_name="decision")

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "décision"
        ordering = ["-proposed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(released_at=None, cancelled_at=None),
                name="one_staged_decision_per_file",
            ),
            models.CheckConstraint(condition=~Q(motive=""), name="a_decision_has_its_motive"),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True)
                | (Q(signed_by__isnull=False, document__isnull=False) & ~Q(signed_as="")),
                name="a_signed_decision_has_its_author_and_act",
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True)
                | Q(signed_at__isnull=False, released_at__gte=F("signed_at")),
                name="a_release_follows_its_signature",
            ),
            models.CheckConstraint(
                condition=~Q(kind="refuse") | Q(ground__isnull=False),
                name="a_refusal_decision_has_its_ground",
            ),
            models.CheckConstraint(
                condition=~Q(kind="waitlist") | Q(rank__gte=1), name="a_waiting_decision_has_its_rank"
            ),
        ]


class Offer(models.Model):
    """What the authority offers a selected file; the structure accepts or declines before a date."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="offer")
    amount = models.PositiveBigIntegerField("montant proposé", null=True, blank=True)
    places = models.PositiveIntegerField("places proposées", null=True, blank=True)
    sent_at = models.DateTimeField("adressée le", default=timezone.now)
    due_at = models.DateTimeField("réponse attendue le")
    accepted_at = models.DateTimeField("acceptée le", null=True, blank=True)
    declined_at = models.DateTimeField("déclinée le", null=True, blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    answer_note = models.TextField("observation", blank=True)
    revised_budget = models.JSONField("budget révisé", null=True, blank=True)  # {account: euros}, balanced
    revised_at = models.DateTimeField("budget révisé le", null=True, blank=True)

    class Meta:
        verbose_name = "offre"
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(declined_at__isnull=True),
                name="an_offer_has_one_answer",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, declined_at__isnull=True)
                | Q(answered_by__isnull=False),
                name="an_answer_to_an_offer_is_signed",
            ),
        ]


class LotResult(models.Model):
    """What the public may read of a lot once its decisions are released."""

    lot = models.OneToOneField(Lot, models.PROTECT, related_name="result")
    call = models.ForeignKey(Call, models.PROTECT, related_name="results")
    released_at = models.DateTimeField("publié le")
    released_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    note = models.TextField("précision", blank=True)

    class Meta:
        verbose_name = "résultat d’un lot"
        verbose_name_plural = "résultats des lots"


class Departure(models.Model):
    """The decisions of a lot do not follow its ranking: the reason, told to the commission at once (CASF R. 313-7)."""

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="departures")
    reason = models.TextField("motif")
    files = models.JSONField("dossiers concernés", default=list)  # numbers
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField("le", default=timezone.now)
    released_at = models.DateTimeField("adressé à la commission le", null=True, blank=True)

    class Meta:
        verbose_name = "écart au classement"
        verbose_name_plural = "écarts au classement"
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_departure_has_its_reason"),
            models.UniqueConstraint(
                fields=["lot"], condition=Q(released_at=None), name="one_departure_waits_per_lot"
            ),
        ]
