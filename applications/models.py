from django.db import models
from django.db.models import Exists, OuterRef, Q, Sum
from django.utils import timezone

from accounts.enums import Level, MembershipStatus, Role
from accounts.models import Organisation, Person
from applications import questions
from applications.enums import (
    Channel,
    ConsentLevel,
    FundingStatus,
    Outcome,
    PartnerStatus,
    State,
)
from applications.workflow import Workflow
from calls.models import Call, CheckPoint, FormVersion, Lot, RefusalGround
from documents.models import Document

UNION_ROLES = {
    ConsentLevel.EXISTENCE: Role.UNION_EXISTENCE,
    ConsentLevel.PROGRESS: Role.UNION_PROGRESS,
    ConsentLevel.READ: Role.UNION_READ,
    ConsentLevel.COMMENT: Role.UNION_COMMENT,
}
HOLDING = (State.SELECTED, State.FUNDED, State.EVALUATED)


class ApplicationQuerySet(models.QuerySet):
    def opened_to_authority(self):
        """What the authority may know of: deposited, and not withdrawn before the files were opened.

        A file in draft, expired, or taken back before the opening stays private for ever.
        """
        return self.filter(
            Q(channel=Channel.OUTSIDE)
            | Q(call__opened_at__isnull=False, submitted_at__isnull=False)
            & (
                Q(ended_at__isnull=True)
                | ~Q(state=State.WITHDRAWN)
                | Q(ended_at__gte=models.F("call__opened_at"))
            )
        )

    def without_conflicts_of(self, person):
        """Minus the files nobody judges: those where this person declared an interest, those of their structures."""
        declared = person.conflicts.filter(has_conflict=True, lifted_at=None)
        own = Organisation.objects.filter(
            memberships__person=person,
            memberships__status=MembershipStatus.ACTIVE,
            memberships__grants__role__in=[Role.EDITOR, Role.SIGNATORY],
        )
        return self.exclude(pk__in=declared.values("application")).exclude(structure__in=own.order_by())

    def visible_to(self, person):
        """The files this person may know of, whatever the reason; agrees with has_perm("applications.view")."""
        if not person.is_authenticated or not person.is_active:
            return self.none()
        structure = Organisation.objects.filter(
            memberships__person=person,
            memberships__status=MembershipStatus.ACTIVE,
            memberships__grants__role__in=[Role.EDITOR, Role.SIGNATORY],
        )
        authority = Organisation.objects.filter(
            memberships__person=person,
            memberships__status=MembershipStatus.ACTIVE,
            memberships__grants__role__in=[
                Role.MANAGER,
                Role.INSTRUCTOR,
                Role.AUTHORITY_SIGNATORY,
                Role.FINANCE,
            ],
        )
        consents = Consent.objects.current().filter(
            union__memberships__person=person,
            union__memberships__status=MembershipStatus.ACTIVE,
            union__memberships__grants__role=Role.UNION_DELEGATE,
        )
        seats = person.appointments.filter(ended_at=None)
        presiding, sitting = seats.filter(role=Role.PRESIDENT), seats.filter(role=Role.COMMISSION_MEMBER)
        opened = ApplicationQuerySet(Application).opened_to_authority()
        judging = (
            opened.filter(
                Q(call__authority__in=authority)
                | Q(call__in=presiding.values("call"))
                | Q(call__in=sitting.values("call"), admitted_at__isnull=False)
                | Q(pk__in=person.assignments.current().values("application"))
            )
            .without_conflicts_of(person)
            .order_by()
        )
        return self.filter(
            Q(structure__in=structure)
            | Q(pk__in=consents.values("application"))
            | Q(pk__in=judging.values("pk"))
        )


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
    is_fictitious = models.BooleanField("données fictives", default=False)
    created_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField("commencé le", default=timezone.now)
    edited_at = models.DateTimeField("modifié le", default=timezone.now)

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
    def budget_year(self) -> int:
        return (self.call.opens_at or self.created_at).year

    @property
    def open_complement(self):
        return self.complements.filter(closed_at=None).first()

    def committed_by_others(self) -> int:
        """Euros of the lot already awarded to other files and not returned."""
        others = self.lot.applications.filter(state__in=HOLDING).exclude(pk=self.pk)
        return others.aggregate(total=Sum("awarded_amount"))["total"] or 0

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
        return set(self.attachments.current().values_list("question_key", flat=True))

    def lot_departements(self):
        """The départements of the lot; those of its regions where the lot names regions only; all for the country."""
        from accounts.models import Territory

        chosen = self.lot.territories.all()
        if any(territory.level == Level.COUNTRY for territory in chosen) or not chosen:
            return Territory.objects.filter(level=Level.DEPARTEMENT)
        return Territory.objects.filter(Q(pk__in=chosen) | Q(parent__in=chosen), level=Level.DEPARTEMENT)

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
        return self.conflicts.filter(person=person, has_conflict=True, lifted_at=None).exists()

    def roles_of(self, person) -> frozenset[Role]:
        """Roles on this file. Nobody judges their own structure, nor a file on which they declared a conflict."""
        if not person.is_authenticated or not person.is_active:
            return frozenset()
        own = set(self.structure.roles_of(person)) & {Role.EDITOR, Role.SIGNATORY}
        roles = own | self._union_roles(person)
        if not own and self.opened_to_authority() and not self.in_conflict(person):
            roles |= self._judging_roles(person)
        return frozenset(roles)

    def _judging_roles(self, person) -> set[Role]:
        authority = {Role.MANAGER, Role.INSTRUCTOR, Role.AUTHORITY_SIGNATORY, Role.FINANCE}
        held = self.call.roles_of(person)
        seats = {Role.PRESIDENT} | ({Role.COMMISSION_MEMBER} if self.admitted_at else set())
        roles = set(held) & (authority | seats)
        if self.assignments.current().filter(reader=person).exists():
            roles.add(Role.EXPERT)
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


class Transition(models.Model):
    """What happened to a file: append-only (a trigger sees to it), chained per file, and the outbox of notifications."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="transitions")
    sequence = models.PositiveIntegerField("rang")
    name = models.CharField("passage", max_length=24)
    source = models.CharField("de", max_length=12, choices=State)
    target = models.CharField("à", max_length=12, choices=State)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField("le")
    reason = models.TextField("motif", blank=True)
    data = models.JSONField("détails", default=dict)
    previous_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    recorded_at = models.DateTimeField("inscrit le", default=timezone.now)

    class Meta:
        verbose_name = "passage"
        ordering = ["application", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["application", "sequence"], name="one_transition_per_rank"),
            models.UniqueConstraint(fields=["application", "previous_digest"], name="one_chain_per_file"),
        ]

    def __str__(self):
        return f"{self.application_id} {self.sequence} {self.name}"


class Delivery(models.Model):
    """Marks that a transition's messages were fanned out: the outbox's own row, since a transition never changes."""

    transition = models.OneToOneField(Transition, models.CASCADE, related_name="delivery")
    at = models.DateTimeField(default=timezone.now)


class Snapshot(models.Model):
    """The file as deposited: what reviewers and judges read. The last one is in force; earlier ones are kept."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="snapshots")
    number = models.PositiveSmallIntegerField("version")
    at = models.DateTimeField("figé le")
    content = models.JSONField("contenu")
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = "version déposée"
        ordering = ["application", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="one_snapshot_per_number")
        ]


class Act(models.Model):
    """Which document concerns which file, and the move it was made for."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="acts")
    document = models.OneToOneField(Document, models.PROTECT, related_name="act")
    transition = models.ForeignKey(Transition, models.PROTECT, null=True, blank=True, related_name="acts")

    class Meta:
        verbose_name = "acte"
        ordering = ["-document__dated", "-id"]


class BudgetLine(models.Model):
    application = models.ForeignKey(Application, models.CASCADE, related_name="budget_lines")
    account = models.CharField("compte", max_length=16)
    amount = models.PositiveBigIntegerField("montant en euros")
    status = models.CharField("cofinancement", max_length=12, choices=FundingStatus, blank=True)

    class Meta:
        verbose_name = "ligne de budget"
        ordering = ["application", "id"]
        constraints = [
            models.UniqueConstraint(fields=["application", "account"], name="one_line_per_account")
        ]


class Partner(models.Model):
    application = models.ForeignKey(Application, models.CASCADE, related_name="partners")
    name = models.CharField("nom", max_length=200)
    siret = models.CharField("SIRET", max_length=14, blank=True)
    role = models.CharField("rôle dans le projet", max_length=200)
    status = models.CharField(
        "engagement", max_length=10, choices=PartnerStatus, default=PartnerStatus.CONTACTED
    )
    budget_share = models.PositiveBigIntegerField("part du budget en euros", null=True, blank=True)

    class Meta:
        verbose_name = "partenaire"
        ordering = ["id"]


class AttachmentQuerySet(models.QuerySet):
    def current(self):
        return self.filter(removed_at=None)


class Attachment(models.Model):
    """A file sent by the structure, stored under its own hash; removing it keeps the bytes while a snapshot cites them."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="attachments")
    question_key = models.SlugField("pièce", max_length=40)
    name = models.CharField("nom du fichier", max_length=200)
    content_type = models.CharField("type", max_length=100)
    size = models.PositiveIntegerField("taille en octets")
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=200)
    uploaded_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = "pièce jointe"
        verbose_name_plural = "pièces jointes"
        ordering = ["question_key", "id"]


class Complement(models.Model):
    """A dated list of items asked of the structure, with its own clock."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="complements")
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("demandé le", default=timezone.now)
    due_at = models.DateTimeField("attendu le")
    message = models.TextField("message", blank=True)
    legal_basis = models.CharField("base légale", max_length=200)
    closed_at = models.DateTimeField("clos le", null=True, blank=True)

    class Meta:
        verbose_name = "demande de compléments"
        verbose_name_plural = "demandes de compléments"
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(closed_at=None), name="one_open_complement"
            )
        ]

    def unanswered_items(self):
        return [item for item in self.items.all() if not item.is_answered]


class ComplementItem(models.Model):
    complement = models.ForeignKey(Complement, models.CASCADE, related_name="items")
    label = models.CharField("pièce ou précision demandée", max_length=250)
    question_key = models.SlugField("question", max_length=40, blank=True)
    reply = models.TextField("réponse", blank=True)
    attachment = models.ForeignKey(Attachment, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "élément demandé"
        verbose_name_plural = "éléments demandés"
        ordering = ["id"]

    @property
    def is_answered(self) -> bool:
        return bool(self.reply.strip() or self.attachment_id)


class Check(models.Model):
    class Result(models.TextChoices):
        PASSED = "passed", "Conforme"
        FAILED = "failed", "Non conforme"
        NOT_APPLICABLE = "na", "Sans objet"

    application = models.ForeignKey(Application, models.CASCADE, related_name="checks")
    point = models.ForeignKey(CheckPoint, models.PROTECT, related_name="+")
    result = models.CharField("résultat", max_length=6, choices=Result, blank=True)
    comment = models.CharField("observation", max_length=300, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "vérification"
        ordering = ["point__position", "id"]
        constraints = [models.UniqueConstraint(fields=["application", "point"], name="one_check_per_point")]


class ConsentQuerySet(models.QuerySet):
    def current(self):
        """Given, not revoked, above nothing, and the structure still adheres to the union."""
        from accounts.models import UnionMembership

        today = timezone.localdate()
        adheres = UnionMembership.objects.filter(
            Q(until=None) | Q(until__gte=today),
            union=OuterRef("union"),
            member=OuterRef("application__structure"),
            since__lte=today,
        )
        return self.filter(Exists(adheres), revoked_at=None, level__gt=ConsentLevel.NONE)


class Consent(models.Model):
    """What one union may see of one file, given by the structure, revocable with effect at once."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="consents")
    union = models.ForeignKey(Organisation, models.CASCADE, related_name="consents")
    level = models.PositiveSmallIntegerField("niveau", choices=ConsentLevel)
    given_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = "accord donné à une union"
        verbose_name_plural = "accords donnés aux unions"
        ordering = ["-given_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "union"], condition=Q(revoked_at=None), name="one_current_consent"
            )
        ]


class Opening(models.Model):
    """The log of the opening of a call's files: who, when, and the list found."""

    call = models.OneToOneField(Call, models.PROTECT, related_name="opening")
    at = models.DateTimeField("le")
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    files = models.JSONField("dossiers trouvés", default=list)

    class Meta:
        verbose_name = "ouverture des dossiers"
        verbose_name_plural = "ouvertures des dossiers"
