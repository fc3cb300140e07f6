"""The file itself: its dates, its amounts, what must hold, and who holds which role on it."""

from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.enums import MembershipStatus, Role
from accounts.models import Organisation, Person
from accounts.policy import held_once
from applications import questions
from applications.enums import Channel, ConsentLevel, Outcome, State
from applications.models.visibility import ApplicationQuerySet
from applications.workflow import Workflow
from calls.models import Call, FormVersion, Lot, RefusalGround

UNION_ROLES = {
    ConsentLevel.EXISTENCE: Role.UNION_EXISTENCE,
    ConsentLevel.PROGRESS: Role.UNION_PROGRESS,
    ConsentLevel.READ: Role.UNION_READ,
    ConsentLevel.COMMENT: Role.UNION_COMMENT,
}


class Application(Workflow):
    """One file, for one lot and one structure. It belongs to the organisation, never to a person."""

    number = models.CharField("numéro de dossier", max_length=24, unique=True)
    call = models.ForeignKey(Call, models.PROTECT, related_name="applications", verbose_name="appel")
    lot = models.ForeignKey(Lot, models.PROTECT, related_name="applications", verbose_name="lot")
    structure = models.ForeignKey(
        Organisation, models.PROTECT, related_name="applications", verbose_name="structure"
    )
    form = models.ForeignKey(
        FormVersion, models.PROTECT, related_name="applications", verbose_name="formulaire"
    )
    channel = models.CharField("voie de dépôt", max_length=8, choices=Channel, default=Channel.ONLINE)
    title = models.CharField("intitulé du projet", max_length=200, blank=True)
    eligibility = models.JSONField("suis-je concerné ?", default=dict, blank=True)
    answers = models.JSONField("réponses", default=dict, blank=True)
    edits = models.PositiveIntegerField("nombre de modifications", default=0)
    marks = models.JSONField(
        "dernières modifications", default=dict, blank=True
    )  # {key: [edit, page, person]}
    requested_amount = models.PositiveBigIntegerField("montant demandé", null=True, blank=True)
    requested_places = models.PositiveIntegerField("places demandées", null=True, blank=True)
    with_money = models.BooleanField("avec financement")
    reused_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="repris du dossier"
    )
    is_fictitious = models.BooleanField("données fictives", default=False)
    created_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField("commencé le", default=timezone.now)
    edited_at = models.DateTimeField("modifié le", default=timezone.now)

    # Retention (the room `privacy` sets them): announced, out of sight for a while, then without content.
    hides_at = models.DateTimeField("retrait annoncé pour le", null=True, blank=True)
    hidden_at = models.DateTimeField("retiré le", null=True, blank=True)
    erased_at = models.DateTimeField("contenu détruit le", null=True, blank=True)

    submitted_at = models.DateTimeField("déposé le", null=True, blank=True)
    submitted_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    received_at = models.DateTimeField("reçu le", null=True, blank=True)
    complement_due_at = models.DateTimeField("compléments attendus le", null=True, blank=True)
    admitted_at = models.DateTimeField("recevable le", null=True, blank=True)
    admitted_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    ground = models.ForeignKey(
        RefusalGround, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="motif"
    )
    concluded_at = models.DateTimeField("instruit le", null=True, blank=True)
    concluded_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField("décidé le", null=True, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    awarded_amount = models.PositiveBigIntegerField("montant attribué", null=True, blank=True)
    awarded_places = models.PositiveIntegerField("places attribuées", null=True, blank=True)
    waiting_rank = models.PositiveSmallIntegerField("rang sur liste complémentaire", null=True, blank=True)
    funded_at = models.DateTimeField("conventionné le", null=True, blank=True)
    funded_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField("résultat de l’évaluation", max_length=12, choices=Outcome, blank=True)
    evaluated_at = models.DateTimeField("évalué le", null=True, blank=True)
    evaluated_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField("clos le", null=True, blank=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = "dossier"
        ordering = ["number"]
        indexes = [models.Index(fields=["call", "state"], name="applications_by_call_and_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["lot", "structure"],
                condition=~Q(state__in=["withdrawn", "expired"]),
                name="one_file_per_lot_and_structure",
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="a_state_is_known"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "expired", "withdrawn", "abandoned"])
                | Q(submitted_at__isnull=False, submitted_by__isnull=False, received_at__isnull=False),
                name="a_deposit_is_dated_and_signed",
            ),
            models.CheckConstraint(
                condition=~Q(state="incomplete") | Q(complement_due_at__isnull=False),
                name="a_complement_has_a_term",
            ),
            models.CheckConstraint(
                condition=~Q(
                    state__in=[
                        "admissible",
                        "reviewed",
                        "selected",
                        "funded",
                        "evaluated",
                        "waitlisted",
                        "rejected",
                    ]
                )
                | Q(admitted_at__isnull=False, admitted_by__isnull=False),
                name="an_admission_is_dated_and_signed",
            ),
            models.CheckConstraint(
                condition=~Q(
                    state__in=["reviewed", "selected", "funded", "evaluated", "waitlisted", "rejected"]
                )
                | Q(concluded_at__isnull=False, concluded_by__isnull=False),
                name="a_review_is_concluded_and_signed",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["selected", "funded", "evaluated", "waitlisted", "rejected"])
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="a_decision_is_dated_and_signed",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["selected", "funded", "evaluated"], with_money=True)
                | Q(awarded_amount__gt=0),
                name="an_award_has_its_amount",
            ),
            models.CheckConstraint(
                condition=Q(awarded_amount__isnull=True) | Q(with_money=True),
                name="no_amount_without_money",
            ),
            models.CheckConstraint(
                condition=~Q(state="waitlisted") | Q(waiting_rank__gte=1), name="a_waiting_file_has_its_rank"
            ),
            models.CheckConstraint(
                condition=~Q(state="funded")
                | Q(with_money=True, funded_at__isnull=False, funded_by__isnull=False),
                name="a_funding_is_dated_and_signed",
            ),
            models.CheckConstraint(
                condition=~Q(state="evaluated", with_money=True) | Q(funded_at__isnull=False),
                name="money_comes_before_its_evaluation",
            ),
            models.CheckConstraint(
                condition=~Q(state="evaluated")
                | (Q(evaluated_at__isnull=False, evaluated_by__isnull=False) & ~Q(outcome="")),
                name="an_evaluation_has_its_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(state="inadmissible") | Q(ground__isnull=False, ended_at__isnull=False),
                name="a_refusal_has_its_ground",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["withdrawn", "expired", "lapsed", "abandoned", "rejected"])
                | Q(ended_at__isnull=False),
                name="an_exit_is_dated",
            ),
        ]

    def __str__(self):
        return f"{self.number} – {self.structure}"

    # What the gate and the guards read

    @property
    def budget_years(self) -> list[int]:
        """The calendar years of the budget, as many as the call says."""
        return [self.budget_year + rank for rank in range(self.call.budget_years)]

    @property
    def budget_year(self) -> int:
        """The first year of the budget."""
        if self.call.budget_first_year:
            return self.call.budget_first_year
        return (self.call.opens_at or self.created_at).astimezone(ZoneInfo(self.call.time_zone)).year

    @property
    def open_complement(self):
        return self.complements.filter(closed_at=None).first()

    def committed_by_others(self) -> int:
        """Euros of the lot already awarded to other files and not returned."""
        return self.lot.applications.exclude(pk=self.pk).committed()

    def waiting_ahead(self):
        """The best ranked file of the lot still waiting ahead of this one, or None."""
        ahead = self.lot.applications.filter(state=State.WAITLISTED, waiting_rank__lt=self.waiting_rank)
        return ahead.order_by("waiting_rank").first()

    def signed_decision(self):
        return self.decisions.filter(signed_at__isnull=False, released_at=None, cancelled_at=None).first()

    def submitted_reviews(self):
        return self.assignments.current().filter(review__submitted_at__isnull=False)

    def has_report(self) -> bool:
        return hasattr(self, "report") and self.report.signed_at is not None

    def unchecked_points(self) -> list[str]:
        done = set(self.checks.exclude(result="").values_list("point_id", flat=True))
        return [point.label for point in self.call.check_points.all() if point.pk not in done]

    def failed_points(self) -> list[str]:
        return [check.point.label for check in self.checks.filter(result="failed").select_related("point")]

    def form_sections(self):
        return self.form.sections.prefetch_related("questions__criterion")

    def attached_keys(self) -> set[str]:
        return set(self.attachments.current().sound().values_list("question_key", flat=True))

    def lot_departements(self):
        return self.lot.departements()

    def missing(self) -> list:
        return questions.missing_questions(self)

    # Who is who on this file

    def opened_to_authority(self) -> bool:
        if self.channel == Channel.OUTSIDE:
            return True
        if self.call.opened_at is None or self.submitted_at is None:
            return False
        return self.state != State.WITHDRAWN or self.ended_at >= self.call.opened_at

    def in_conflict(self, person) -> bool:
        """Whether an interest this person declared, or a tie found with the structure, keeps them from judging it."""
        if self.conflicts.filter(person=person, has_conflict=True, lifted_at=None).exists():
            return True
        return self.is_tied_to(person) and not self.waivers.filter(person=person).exists()

    def is_tied_to(self, person) -> bool:
        return Organisation.objects.tied_to(person).filter(pk=self.structure_id).exists()

    @held_once
    def roles_of(self, person) -> frozenset[Role]:
        """Roles on this file. Nobody judges their own structure, nor a file on which they declared a conflict."""
        if not person.is_active or self.hidden_at:
            return frozenset()
        own = set(self.structure.roles_of(person)) & {Role.EDITOR, Role.SIGNATORY}
        roles = own | self._union_roles(person)
        judging = self._judging_roles(person) if not own and self.opened_to_authority() else set()
        if judging and not self.in_conflict(person):
            roles |= judging
        return frozenset(roles)

    def _judging_roles(self, person) -> set[Role]:
        authority = {Role.MANAGER, Role.INSTRUCTOR, Role.AUTHORITY_SIGNATORY, Role.FINANCE}
        held = self.call.roles_of(person)
        seats = {Role.PRESIDENT} | ({Role.COMMISSION_MEMBER} if self.admitted_at else set())
        roles = set(held) & (authority | seats)
        if self.assignments.current().filter(reader=person).exists():
            roles.add(Role.EXPERT)
        if self.opinions.filter(asked_of=person, cancelled_at=None).exists():
            roles.add(Role.DELEGATION)
        desk = {Role.INSTRUCTOR, Role.MANAGER} & roles
        if desk and self.channel == Channel.OUTSIDE and self.state == State.DRAFT:
            roles.add(Role.DESK)
        return roles

    def _union_roles(self, person) -> set[Role]:
        if not self.consents.filter(revoked_at=None).exists():  # most files are shared with nobody
            return set()
        levels = (
            self.consents.current()
            .filter(
                union__memberships__person=person,
                union__memberships__status=MembershipStatus.ACTIVE,
                union__memberships__grants__role=Role.UNION_DELEGATE,
            )
            .values_list("level", flat=True)
        )
        return {UNION_ROLES[level] for level in levels if level in UNION_ROLES}
