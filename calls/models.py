from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.enums import Language, Level, MembershipStatus, OrganisationKind, PieceKind, Role
from accounts.models import Organisation, Person, StructureCategory, Territory
from accounts.policy import POLICY, held_once
from calls.enums import (
    BudgetFrame,
    CallStatus,
    ComplementScope,
    CostUnit,
    DecisionAct,
    Kind,
    Part,
    Phase,
    PlaceUnit,
    Policy,
    QuestionKind,
    Silence,
)
from calls.procedures import PROCEDURES, Procedure
from calls.scales import Step, steps
from engine.deadlines import days_before, months_after


class Programme(models.Model):
    """A public policy that calls serve, or an allocation without a call; its figures carry their source."""

    name = models.CharField("nom", max_length=200)
    slug = models.SlugField("adresse", max_length=80, unique=True)
    authority = models.ForeignKey(
        Organisation, models.PROTECT, related_name="programmes", verbose_name="autorité"
    )
    year = models.PositiveSmallIntegerField("année", null=True, blank=True)
    summary = models.TextField("présentation")
    amount = models.PositiveBigIntegerField("montant national en euros", null=True, blank=True)
    amount_note = models.CharField("précision sur le montant", max_length=300, blank=True)
    facts = models.JSONField("chiffres", default=list, blank=True)  # [{"label", "value"}]
    source = models.TextField("source", blank=True)
    is_demo = models.BooleanField("démonstration", default=False)

    class Meta:
        verbose_name = "programme"
        ordering = ["-year", "name"]

    def __str__(self):
        return self.name


class CallQuerySet(models.QuerySet):
    def published(self):
        """What the public may read: published, or abandoned after publication."""
        return self.exclude(status=CallStatus.DRAFT)

    def managed_by(self, person):
        """The calls of the authorities where this person holds a role that sees drafts."""
        return self.filter(
            authority__in=Organisation.objects.filter(
                memberships__person=person,
                memberships__status=MembershipStatus.ACTIVE,
                memberships__grants__role__in=POLICY["calls.view_draft"],
            )
        )

    def visible_to(self, person):
        """Published calls for everybody; drafts for the authority's own people."""
        if not person.is_authenticated:
            return self.published()
        return self.filter(~Q(status=CallStatus.DRAFT) | Q(pk__in=self.managed_by(person).values("pk")))


class Call(models.Model):
    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="calls", verbose_name="programme"
    )
    authority = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="calls",
        verbose_name="autorité",
        limit_choices_to={"kind": OrganisationKind.AUTHORITY},
    )
    kind = models.CharField("procédure", max_length=6, choices=Kind)
    public_name = models.CharField("nom public de la procédure", max_length=80)
    number = models.CharField("numéro", max_length=24, unique=True)
    slug = models.SlugField("adresse", max_length=120, unique=True)
    title = models.CharField("intitulé", max_length=200)
    summary = models.CharField("résumé", max_length=300, blank=True)
    object = models.TextField("objet", blank=True)
    who_may_apply = models.TextField("qui peut répondre", blank=True)
    categories = models.ManyToManyField(
        StructureCategory, blank=True, verbose_name="catégories de structures"
    )
    eligibility = models.JSONField("suis-je concerné ?", default=list, blank=True)
    predecessor = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="successors", verbose_name="fait suite à"
    )
    status = models.CharField("état", max_length=10, choices=CallStatus, default=CallStatus.DRAFT)

    # Calendar: instants in UTC, read in the authority's zone.
    time_zone = models.CharField("fuseau horaire", max_length=40, default="Europe/Paris")
    opens_at = models.DateTimeField("ouverture", null=True, blank=True)
    closes_at = models.DateTimeField("clôture", null=True, blank=True)
    is_permanent = models.BooleanField("sans date de clôture", default=False)
    results_expected_on = models.DateField("résultats attendus le", null=True, blank=True)
    published_at = models.DateTimeField("publié le", null=True, blank=True)
    published_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField("dossiers ouverts le", null=True, blank=True)
    opened_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    abandoned_at = models.DateTimeField("classé sans suite le", null=True, blank=True)
    abandon_reason = models.TextField("motif du classement sans suite", blank=True)
    results_published_at = models.DateTimeField("résultats publiés le", null=True, blank=True)

    # Values copied from the procedure at creation.
    sealed = models.BooleanField("dossiers scellés jusqu’à la clôture", default=True)
    question_cutoff_days = models.PositiveSmallIntegerField(
        "dernier jour des questions (jours avant)", default=8
    )
    answer_cutoff_days = models.PositiveSmallIntegerField(
        "dernier jour des réponses (jours avant)", default=5
    )
    complement = models.CharField(
        "compléments", max_length=12, choices=ComplementScope, default=ComplementScope.ANY
    )
    complement_days = models.PositiveSmallIntegerField("délai de complément (jours)", default=15)
    commission_required = models.BooleanField("commission obligatoire", default=False)
    reviews_per_file = models.PositiveSmallIntegerField("expertises par dossier", default=2)
    scored = models.BooleanField("notes pondérées", default=True)
    ranked = models.BooleanField("classement", default=True)
    with_money = models.BooleanField("avec financement", default=True)
    decision_act = models.CharField("acte de décision", max_length=14, choices=DecisionAct)
    decision_months = models.PositiveSmallIntegerField("délai de décision (mois)", default=6)
    silence = models.CharField("effet du silence", max_length=10, choices=Silence, default=Silence.NOTHING)
    policy = models.CharField("règle de sélection", max_length=12, choices=Policy, default=Policy.STRICT)
    tie_rule = models.JSONField("départage", default=list, blank=True)
    evaluation_required = models.BooleanField("évaluation prévue", default=True)
    both_sign = models.BooleanField("signature des deux parties", default=True)
    offer_days = models.PositiveSmallIntegerField("délai de réponse à l’offre (jours)", default=15)
    quorum_percent = models.PositiveSmallIntegerField("quorum (% des voix délibératives)", default=50)
    convocation_days = models.PositiveSmallIntegerField(
        "convocation de la commission (jours avant)", default=15
    )
    hearing_notice_days = models.PositiveSmallIntegerField(
        "convocation aux auditions (jours avant)", default=15
    )
    second_meeting_days = models.PositiveSmallIntegerField("seconde réunion sans quorum (jours)", default=10)
    priority_question = models.SlugField("question qui donne la priorité", max_length=40, blank=True)
    minimum_points = models.DecimalField(
        "note minimale sur 100", max_digits=5, decimal_places=2, null=True, blank=True
    )
    partial_minimum_percent = models.PositiveSmallIntegerField(
        "part minimale d’une aide partielle (%)", default=50
    )
    cofunding_max_percent = models.PositiveSmallIntegerField(
        "part maximale du budget demandée (%)", null=True, blank=True
    )
    budget_frame = models.CharField(
        "cadre du budget", max_length=8, choices=BudgetFrame, default=BudgetFrame.CERFA
    )
    budget_years = models.PositiveSmallIntegerField("nombre d’années du budget", default=1)
    budget_first_year = models.PositiveSmallIntegerField("première année du budget", null=True, blank=True)
    investment_allowed = models.BooleanField("investissement admis", default=False)
    indirect_max_percent = models.PositiveSmallIntegerField(
        "part maximale des charges indirectes (% des charges directes)", null=True, blank=True
    )
    people_question = models.SlugField(
        "question qui donne le nombre de personnes suivies", max_length=40, blank=True
    )

    contact_name = models.CharField("contact", max_length=120, blank=True)
    contact_email = models.EmailField("courriel du contact", blank=True)
    contact_phone = models.CharField("téléphone du contact", max_length=30, blank=True)
    specification = models.CharField("cahier des charges", max_length=200, blank=True)
    specification_name = models.CharField(max_length=200, blank=True)
    specification_sha256 = models.CharField(max_length=64, blank=True)
    funding_line = models.CharField("ligne de financement", max_length=120, blank=True)
    source = models.TextField("source", blank=True)
    facts = models.JSONField("chiffres publics", default=list, blank=True)
    is_demo = models.BooleanField("démonstration", default=False)
    fictitious_note = models.TextField("ce qui est fictif", blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = "appel"
        ordering = ["-opens_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="draft") | (Q(published_at__isnull=False) & Q(opens_at__isnull=False)),
                name="a_published_call_is_dated",
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(is_permanent=True) | Q(closes_at__isnull=False),
                name="a_published_call_closes_or_is_permanent",
            ),
            models.CheckConstraint(
                condition=Q(is_permanent=False) | Q(closes_at__isnull=True),
                name="a_permanent_call_has_no_closing",
            ),
            models.CheckConstraint(
                condition=~Q(status="abandoned") | Q(abandoned_at__isnull=False), name="an_abandon_is_dated"
            ),
            models.CheckConstraint(
                condition=Q(closes_at__isnull=True)
                | Q(opens_at__isnull=True)
                | Q(closes_at__gt=F("opens_at")),
                name="a_call_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(sealed=False)
                | Q(opened_at__isnull=True)
                | Q(closes_at__isnull=True)
                | Q(opened_at__gt=F("closes_at")),
                name="a_sealed_call_is_opened_after_closing",
            ),
            models.CheckConstraint(
                condition=Q(budget_years__gte=1, budget_years__lte=5), name="a_budget_has_one_to_five_years"
            ),
        ]

    def __str__(self):
        return f"{self.number} – {self.title}"

    @property
    def procedure(self) -> Procedure:
        return PROCEDURES[Kind(self.kind)]

    @property
    def is_published(self) -> bool:
        return self.status == CallStatus.PUBLISHED

    def is_open(self, moment) -> bool:
        """Whether a file may be deposited at this instant (the closing instant itself is still in time)."""
        return (
            self.is_published
            and self.opens_at <= moment
            and (self.is_permanent or moment.replace(microsecond=0) <= self.closes_at)
        )

    def is_closed(self, moment) -> bool:
        return bool(self.closes_at) and moment.replace(microsecond=0) > self.closes_at

    @property
    def questions_until(self):
        """The last instant for candidates' questions; None for a permanent call."""
        return self.closes_at and days_before(self.closes_at, self.question_cutoff_days, self.time_zone)

    @property
    def answers_until(self):
        return self.closes_at and days_before(self.closes_at, self.answer_cutoff_days, self.time_zone)

    @property
    def decision_due_at(self):
        return self.closes_at and months_after(self.closes_at, self.decision_months, self.time_zone)

    def phase(self, moment) -> Phase:
        """Where the call stands at this instant, for those who read it."""
        if self.status != CallStatus.PUBLISHED:
            return Phase(self.status)
        if moment < self.opens_at:
            return Phase.UPCOMING
        return Phase.CLOSED if self.is_closed(moment) else Phase.OPEN

    def current_form(self):
        """The form files answer: the last version."""
        return self.forms.order_by("-number").first()

    def form_questions(self) -> list["Question"]:
        """Every question of the current form, in order."""
        return list(
            Question.objects.filter(section__form=self.current_form()).order_by(
                "section__position", "section_id", "position", "id"
            )
        )

    def files_are_open(self) -> bool:
        """Whether the authority may read files: after the opening, which a sealed call has only once closed."""
        return self.opened_at is not None

    @held_once
    def roles_of(self, person) -> frozenset[Role]:
        held = set(self.authority.roles_of(person))
        held.update(
            Role(role)
            for role in self.appointments.filter(person=person, ended_at=None).values_list("role", flat=True)
        )
        return frozenset(held)


class Lot(models.Model):
    """What a file answers: a territory, an envelope, places where the call counts them."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="lots")
    code = models.CharField("code", max_length=12)
    title = models.CharField("intitulé", max_length=160)
    territories = models.ManyToManyField(
        Territory, blank=True, related_name="lots", verbose_name="territoires"
    )
    envelope = models.PositiveBigIntegerField("enveloppe en euros", null=True, blank=True)
    places = models.PositiveIntegerField("nombre de places ou de lits", null=True, blank=True)
    place_unit = models.CharField("unité", max_length=6, choices=PlaceUnit, blank=True)
    ceiling = models.PositiveBigIntegerField("plafond par dossier en euros", null=True, blank=True)
    floor = models.PositiveBigIntegerField("plancher par dossier en euros", null=True, blank=True)
    # Published bounds in chosen files: {"territory": {"69": 1}, "category": {…}, "priority": {…}}
    minimums = models.JSONField("nombre minimal de dossiers retenus", default=dict, blank=True)
    maximums = models.JSONField("nombre maximal de dossiers retenus", default=dict, blank=True)
    reference_amount = models.DecimalField(
        "coût de référence en euros", max_digits=10, decimal_places=2, null=True, blank=True
    )
    reference_unit = models.CharField("unité du coût", max_length=12, choices=CostUnit, blank=True)
    reference_source = models.CharField("source du coût de référence", max_length=300, blank=True)
    languages = models.JSONField("langues utiles à la lecture", default=list, blank=True)

    class Meta:
        verbose_name = "lot"
        ordering = ["call", "code"]
        constraints = [
            models.UniqueConstraint(fields=["call", "code"], name="one_lot_per_code"),
            models.CheckConstraint(
                condition=Q(ceiling__isnull=True) | Q(floor__isnull=True) | Q(ceiling__gte=F("floor")),
                name="a_ceiling_is_above_its_floor",
            ),
            models.CheckConstraint(
                condition=Q(places__isnull=True) | ~Q(place_unit=""), name="places_have_a_unit"
            ),
            models.CheckConstraint(
                condition=Q(reference_amount__isnull=True) | ~Q(reference_unit=""),
                name="a_reference_cost_has_its_unit",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def language_labels(self) -> list[str]:
        return [str(Language(code).label) for code in self.languages]

    def departements(self):
        """The départements of the lot; those of its regions where it names regions; all for the country."""
        chosen = {territory.pk: territory.level for territory in self.territories.all()}
        rows = Territory.objects.filter(level=Level.DEPARTEMENT)
        if not chosen or Level.COUNTRY in chosen.values():
            return rows
        return rows.filter(Q(pk__in=list(chosen)) | Q(parent__in=list(chosen)))


class Criterion(models.Model):
    call = models.ForeignKey(Call, models.CASCADE, related_name="criteria")
    key = models.SlugField("clé", max_length=40)
    position = models.PositiveSmallIntegerField("ordre", default=1)
    label = models.CharField("intitulé", max_length=160)
    help = models.TextField("ce qui est attendu", blank=True)
    weight = models.DecimalField("coefficient", max_digits=5, decimal_places=2, default=1)
    maximum = models.PositiveSmallIntegerField("note maximale", default=5)
    floor = models.PositiveSmallIntegerField("note éliminatoire en dessous de", null=True, blank=True)
    anchors = models.JSONField("ce que vaut chaque note", default=dict, blank=True)  # {"0": "…", "5": "…"}

    class Meta:
        verbose_name = "critère"
        verbose_name_plural = "critères"
        ordering = ["call", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["call", "key"], name="one_criterion_per_key"),
            models.CheckConstraint(condition=Q(weight__gt=0), name="a_weight_is_positive"),
            models.CheckConstraint(condition=Q(maximum__gte=1), name="a_maximum_is_positive"),
            models.CheckConstraint(
                condition=Q(floor__isnull=True) | Q(floor__lte=F("maximum")),
                name="a_floor_is_within_the_scale",
            ),
        ]

    def __str__(self):
        return self.label

    @property
    def points(self):
        """The most a file can earn here."""
        return self.weight * self.maximum

    @property
    def scale(self) -> list[Step]:
        """What each mark means, in the criterion's words or those of the general scale."""
        return steps(self.maximum, self.anchors, scored=self.call.scored)


class Indicator(models.Model):
    """What the winners will report."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="indicators")
    key = models.SlugField("clé", max_length=40)
    position = models.PositiveSmallIntegerField("ordre", default=1)
    label = models.CharField("intitulé", max_length=160)
    unit = models.CharField("unité", max_length=40, blank=True)

    class Meta:
        verbose_name = "indicateur"
        ordering = ["call", "position", "id"]
        constraints = [models.UniqueConstraint(fields=["call", "key"], name="one_indicator_per_key")]

    def __str__(self):
        return self.label


class CheckPoint(models.Model):
    """One line of the completeness check of a call."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="check_points")
    position = models.PositiveSmallIntegerField("ordre", default=1)
    label = models.CharField("point à vérifier", max_length=200)

    class Meta:
        verbose_name = "point de contrôle"
        verbose_name_plural = "points de contrôle"
        ordering = ["call", "position", "id"]

    def __str__(self):
        return self.label


class RefusalGround(models.Model):
    """A ground on which a file may be found inadmissible, with the text it rests on; data, editable."""

    kind = models.CharField("procédure", max_length=6, choices=Kind)
    code = models.SlugField("code", max_length=40)
    label = models.CharField("motif", max_length=200)
    legal_basis = models.CharField("base légale", max_length=200)
    verified = models.BooleanField("vérifié", default=False)

    class Meta:
        verbose_name = "motif d’irrecevabilité"
        verbose_name_plural = "motifs d’irrecevabilité"
        ordering = ["kind", "id"]
        constraints = [models.UniqueConstraint(fields=["kind", "code"], name="one_ground_per_code")]

    def __str__(self):
        return self.label


class FormVersion(models.Model):
    call = models.ForeignKey(Call, models.CASCADE, related_name="forms")
    number = models.PositiveSmallIntegerField("version", default=1)
    frozen_at = models.DateTimeField("figée le", null=True, blank=True)

    class Meta:
        verbose_name = "version du formulaire"
        verbose_name_plural = "versions du formulaire"
        ordering = ["call", "-number"]
        constraints = [models.UniqueConstraint(fields=["call", "number"], name="one_form_per_number")]

    def __str__(self):
        return f"Formulaire {self.call.number}, version {self.number}"


class Section(models.Model):
    form = models.ForeignKey(FormVersion, models.CASCADE, related_name="sections")
    key = models.SlugField("clé", max_length=40)
    position = models.PositiveSmallIntegerField("ordre", default=1)
    title = models.CharField("titre", max_length=120)
    intro = models.TextField("introduction", blank=True)
    part = models.CharField("partie", max_length=12, choices=Part, default=Part.PROJECT)

    class Meta:
        verbose_name = "rubrique"
        ordering = ["form", "position", "id"]
        constraints = [models.UniqueConstraint(fields=["form", "key"], name="one_section_per_key")]

    def __str__(self):
        return self.title


class Question(models.Model):
    section = models.ForeignKey(Section, models.CASCADE, related_name="questions")
    key = models.SlugField("clé", max_length=40)
    position = models.PositiveSmallIntegerField("ordre", default=1)
    kind = models.CharField("type", max_length=12, choices=QuestionKind)
    label = models.CharField("question", max_length=250)
    help = models.TextField("aide", blank=True)
    required = models.BooleanField("obligatoire", default=True)
    options = models.JSONField("choix", default=list, blank=True)  # [["key", "label"]]
    limits = models.JSONField("limites", default=dict, blank=True)  # max_length, min, max
    visible_if = models.JSONField("affichée si", null=True, blank=True)
    vault_kind = models.CharField("pièce du coffre", max_length=16, choices=PieceKind, blank=True)
    criterion = models.ForeignKey(
        Criterion,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name="critère jugé",
    )

    class Meta:
        verbose_name = "question"
        ordering = ["section", "position", "id"]
        constraints = [models.UniqueConstraint(fields=["section", "key"], name="one_question_per_key")]

    def __str__(self):
        return self.label


class Appointment(models.Model):
    """A role held on one call, often by someone from outside: expert, commission member, president."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="appointments")
    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments")
    role = models.CharField(
        "rôle",
        max_length=20,
        choices=[(r.value, r.label) for r in (Role.EXPERT, Role.COMMISSION_MEMBER, Role.PRESIDENT)],
    )
    appointed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    appointed_at = models.DateTimeField(default=timezone.now)
    least_files = models.PositiveSmallIntegerField("dossiers au moins", default=0)
    most_files = models.PositiveSmallIntegerField("dossiers au plus", null=True, blank=True)
    reminded_at = models.DateTimeField("relancée pour ses liens d’intérêt le", null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "nomination"
        ordering = ["role", "person__last_name"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "person", "role"], condition=Q(ended_at=None), name="one_current_appointment"
            )
        ]

    def __str__(self):
        return f"{self.person} – {self.get_role_display()}"


class Answer(models.Model):
    """A candidate's question, without its author's name, and the answer everybody reads."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="answers")
    question = models.TextField("question")
    asked_at = models.DateTimeField("posée le", default=timezone.now)
    asked_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    answer = models.TextField("réponse", blank=True)
    answered_at = models.DateTimeField("publiée le", null=True, blank=True)
    answered_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "question d’un candidat"
        verbose_name_plural = "questions des candidats"
        ordering = ["-answered_at", "-asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | ~Q(answer=""), name="a_published_answer_has_a_text"
            )
        ]

    def __str__(self):
        return self.question[:80]
