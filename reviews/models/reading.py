"""Reading and marking: who is asked, what they give, what they had given before."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Person
from applications.enums import State
from applications.models import Application
from calls.models import Call, Criterion, Lot
from documents.models import Document
from reviews.enums import Advice, Progress


class AssignmentQuerySet(models.QuerySet):
    def current(self):
        return self.filter(ended_at=None)


class Assignment(models.Model):
    """A reader asked to judge one file; ended when withdrawn, declined or in conflict."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="assignments")
    reader = models.ForeignKey(Person, models.PROTECT, related_name="assignments")
    assigned_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField("confié le", default=timezone.now)
    due_on = models.DateField("à rendre le", null=True, blank=True)
    ended_at = models.DateTimeField("terminé le", null=True, blank=True)
    end_reason = models.CharField("raison", max_length=200, blank=True)
    declined = models.BooleanField("déclinée par le lecteur", default=False)
    tied = models.BooleanField("écartée pour un lien trouvé avec la structure", default=False)
    why = models.CharField("raison du choix", max_length=250, blank=True)
    reminded_at = models.DateTimeField("relancé le", null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = "attribution"
        ordering = ["application", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "reader"], condition=Q(ended_at=None), name="one_current_assignment"
            ),
            models.CheckConstraint(
                condition=Q(tied=False) | (Q(ended_at__isnull=False) & ~Q(end_reason="")),
                name="a_tied_reading_is_over_and_says_why",
            ),
        ]

    def beside(self):
        """The current readings of this reader on the same call, this one too, on files still open to them."""
        open_files = Application.objects.without_conflicts_of(self.reader).filter(
            call=self.application.call_id
        )
        return Assignment.objects.current().filter(reader=self.reader_id, application__in=open_files)

    def given_together(self) -> int:
        """How many were given to this reader at the same instant."""
        return self.beside().filter(assigned_at=self.assigned_at).count()

    def left_to_submit(self):
        """How many this reader still has to submit."""
        return self._left().count()

    def late_when_reminded(self):
        return self._left().filter(due_on__lt=timezone.localdate(self.reminded_at)).count()

    def left_of_the_day(self):
        """How many were due the same day and are still to be submitted."""
        return self._left().filter(due_on=self.due_on).count()

    def _left(self):
        return self.beside().filter(review__submitted_at=None, application__state=State.ADMISSIBLE)


class Review(models.Model):
    """One reader's judgement: a draft until submitted, then what the commission reads."""

    assignment = models.OneToOneField(Assignment, models.PROTECT, related_name="review")
    strengths = models.TextField("points forts", blank=True)
    reserves = models.TextField("réserves", blank=True)
    advice = models.CharField("avis", max_length=12, choices=Advice, blank=True)
    edited_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField("rendue le", null=True, blank=True)
    points = models.DecimalField("note sur 100", max_digits=5, decimal_places=2, null=True, blank=True)

    class Meta:
        verbose_name = "expertise"
        constraints = [
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True) | ~Q(advice=""),
                name="a_submitted_review_has_its_advice",
            )
        ]


class Score(models.Model):
    review = models.ForeignKey(Review, models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="scores")
    value = models.PositiveSmallIntegerField("note", null=True, blank=True)
    justification = models.TextField("justification", blank=True)

    class Meta:
        verbose_name = "note"
        ordering = ["criterion__position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="one_score_per_criterion")
        ]


class Note(models.Model):
    """An internal note of the authority on a file; the structure never reads it."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="notes")
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    text = models.TextField("note")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "note interne"
        verbose_name_plural = "notes internes"
        ordering = ["-at"]


class Report(models.Model):
    """The instruction report of one file, signed by its instructor (CASF R. 313-5-1 for an AAP)."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="report")
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    regularity = models.TextField("régularité administrative", blank=True)
    fit = models.TextField("adéquation au besoin", blank=True)
    strengths = models.TextField("points forts", blank=True)
    reserves = models.TextField("réserves", blank=True)
    cost = models.TextField("analyse du coût", blank=True)
    advice = models.CharField("avis", max_length=12, choices=Advice, blank=True)
    edited_at = models.DateTimeField(default=timezone.now)
    signed_at = models.DateTimeField("établi le", null=True, blank=True)
    document = models.OneToOneField(Document, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "rapport d’instruction"
        verbose_name_plural = "rapports d’instruction"
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True) | Q(document__isnull=False),
                name="a_signed_report_is_a_document",
            )
        ]


class ScoreEntry(models.Model):
    """What a mark was: one row each time its value or its justification changed; rows only grow."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="entries")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    value = models.PositiveSmallIntegerField("note", null=True, blank=True)
    justification = models.TextField("justification", blank=True)
    at = models.DateTimeField("le", default=timezone.now)

    class Meta:
        verbose_name = "note passée"
        verbose_name_plural = "notes passées"
        ordering = ["at", "id"]


class Reopening(models.Model):
    """A submitted review given back to its reader as a draft: by whom, why, and what it had been worth; rows only grow."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="reopenings")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reason = models.TextField("motif")
    at = models.DateTimeField("rouverte le", default=timezone.now)
    submitted_at = models.DateTimeField("avait été rendue le")
    points = models.DecimalField(
        "note sur 100 d’alors", max_digits=5, decimal_places=2, null=True, blank=True
    )

    class Meta:
        verbose_name = "réouverture d’une expertise"
        verbose_name_plural = "réouvertures d’expertises"
        ordering = ["at", "id"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="a_reopening_has_its_reason")]


class Opinion(models.Model):
    """What the authority asks of one of its local delegations on a file, and what it answered."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="opinions")
    asked_of = models.ForeignKey(Person, models.PROTECT, related_name="opinions", verbose_name="demandé à")
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("demandé le", default=timezone.now)
    question = models.TextField("ce qui est demandé", blank=True)
    due_on = models.DateField("attendu le", null=True, blank=True)
    advice = models.CharField("avis", max_length=12, choices=Advice, blank=True)
    text = models.TextField("avis rendu", blank=True)
    answered_at = models.DateTimeField("rendu le", null=True, blank=True)
    cancelled_at = models.DateTimeField("annulé le", null=True, blank=True)

    class Meta:
        verbose_name = "avis de la délégation"
        verbose_name_plural = "avis des délégations"
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "asked_of"],
                condition=Q(answered_at=None, cancelled_at=None),
                name="one_open_opinion_per_person",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | (~Q(advice="") & ~Q(text="")),
                name="a_given_opinion_has_its_words",
            ),
        ]


class ReadingPlan(models.Model):
    """A proposed distribution of files among readers: its frozen problem, its answer, whether it was applied."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="reading_plans")
    lot = models.ForeignKey(Lot, models.PROTECT, null=True, blank=True, related_name="+")
    per_file = models.PositiveSmallIntegerField("lectures par dossier")
    due_on = models.DateField("à rendre le", null=True, blank=True)
    problem = models.JSONField("problème figé")
    digest = models.CharField(max_length=64)
    status = models.CharField("état", max_length=8, choices=Progress, default=Progress.PENDING)
    result = models.JSONField("réponse", null=True, blank=True)
    error = models.TextField("erreur", blank=True)
    created_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    created_at = models.DateTimeField("demandé le", default=timezone.now)
    solved_at = models.DateTimeField("calculé le", null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    applied_at = models.DateTimeField("appliqué le", null=True, blank=True)
    applied_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "répartition proposée"
        verbose_name_plural = "répartitions proposées"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="done") | Q(result__isnull=False, solved_at__isnull=False),
                name="a_solved_plan_has_its_answer",
            )
        ]
