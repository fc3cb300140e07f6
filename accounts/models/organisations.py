import secrets

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.core import signing
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.enums import (
    ROLES_BY_KIND,
    InterestKind,
    LegalForm,
    Level,
    MembershipStatus,
    OrganisationKind,
    Role,
)
from accounts.identifiers import (
    finess_warning,
    spaced,
    validate_finess,
    validate_rna,
    validate_siren,
    validate_siret,
)
from accounts.policy import POLICY, held_once, permits

INVITATION_SALT = "accounts.invitation"
SIRET_TAKEN = "Une organisation porte déjà ce numéro SIRET : demandez à la rejoindre."
FINESS_TAKEN = "Un autre établissement porte déjà ce numéro FINESS."


class PersonManager(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class Person(AbstractUser):
    """Someone with an account. What they may do comes from their memberships and appointments."""

    username = None
    email = models.EmailField("adresse électronique", unique=True)
    first_name = models.CharField("prénom", max_length=80)
    last_name = models.CharField("nom", max_length=80)
    job_title = models.CharField("fonction", max_length=120, blank=True)
    phone = models.CharField("téléphone", max_length=30, blank=True)
    compact = models.BooleanField("texte plus petit", default=False)
    wants_mail = models.BooleanField("recevoir aussi les messages par courriel", default=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["first_name", "last_name"]
    objects = PersonManager()
    # Opened on the person of a request that only reads, and gone with it; a request that writes reads everything afresh.
    memory: dict | None = None

    class Meta:
        verbose_name = "personne"
        ordering = ["last_name", "first_name", "id"]

    def __str__(self):
        return self.get_full_name() or self.email

    def has_perm(self, perm, obj=None):
        """A superuser passes no line of POLICY by being one: sealed files stay sealed for them too."""
        return permits(self, perm, obj) if perm in POLICY else super().has_perm(perm, obj)

    def ties(self) -> tuple[list[tuple], list[tuple]]:
        """Where this person is a member, and what they declared an interest in: (organisation, SIREN…)."""
        mine = Membership.objects.filter(person=self, status=MembershipStatus.ACTIVE)
        mine = mine.exclude(organisation__kind=OrganisationKind.AUTHORITY)
        declared = self.interests.current().exclude(organisation__kind=OrganisationKind.AUTHORITY)
        return (
            list(mine.values_list("organisation", "organisation__siren")),
            list(declared.values_list("organisation", "organisation__siren", "siren", "finess")),
        )

    def recall(self, key, read):
        """What `read()` answers, asked once per key while this person only reads a page (see `memory`)."""
        if self.memory is None:
            return read()
        if key not in self.memory:
            self.memory[key] = read()
        return self.memory[key]


class Territory(models.Model):
    """A region or a département. A region's code may equal a département's: the level is part of the key."""

    level = models.CharField("niveau", max_length=12, choices=Level)
    code = models.CharField("code INSEE", max_length=3)
    name = models.CharField("nom", max_length=60)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="région"
    )
    time_zone = models.CharField("fuseau horaire", max_length=40, default="Europe/Paris")

    class Meta:
        verbose_name = "territoire"
        ordering = ["level", "code"]
        constraints = [
            models.UniqueConstraint(fields=["level", "code"], name="one_territory_per_level_and_code")
        ]

    def __str__(self):
        return f"{self.name} ({self.code})" if self.level == Level.DEPARTEMENT else self.name


class StructureCategory(models.Model):
    """A category of the FINESS nomenclature, with the line that usually funds it (DOMAIN §6.1)."""

    code = models.CharField("code FINESS", max_length=4, unique=True)
    short = models.CharField("sigle", max_length=20)
    label = models.CharField("libellé", max_length=150)
    since = models.DateField("ouverte depuis", null=True, blank=True)
    until = models.DateField("fermée le", null=True, blank=True)
    legal_basis = models.CharField("base légale", max_length=200, blank=True)
    funding_line = models.CharField("financement usuel", max_length=200, blank=True)
    verified = models.BooleanField("vérifié", default=False)

    class Meta:
        verbose_name = "catégorie de structure"
        verbose_name_plural = "catégories de structures"
        ordering = ["short"]

    def __str__(self):
        return f"{self.short} – {self.label}"


class OrganisationQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Those whose page this person may open: the same answer as `accounts.view_organisation`, for a list."""
        if not person.is_authenticated:
            return self.none()
        grants = Grant.objects.filter(
            membership__person=person,
            membership__status=MembershipStatus.ACTIVE,
            role__in=POLICY["accounts.view_organisation"],
        )
        return self.filter(pk__in=grants.values("membership__organisation"))

    def tied_to(self, person):
        """Those this person is too close to, to judge what they ask: where they are a member or declared an
        interest, the others of the same SIREN or site, and the adherents of the unions among these.

        Membership of an authority is no tie: it is from there that one judges.
        """
        belongs, declared = person.recall("ties", person.ties)
        if not belongs and not declared:  # most people: nothing more to ask
            return self.none()
        named = {key for key, _ in belongs} | {row[0] for row in declared if row[0]}
        sirens = {siren for _, siren in belongs} | {siren for row in declared for siren in row[1:3]}
        sites = {row[3] for row in declared} - {""}
        near = Q(pk__in=named) | Q(siren__in=sirens - {"", None}) | Q(finess__in=sites)
        near |= Q(pk__in=Establishment.objects.filter(finess__in=sites).values("organisation"))
        unions = Organisation.objects.filter(near, kind=OrganisationKind.UNION).order_by()
        adherents = UnionMembership.objects.current().filter(union__in=unions.values("pk")).order_by()
        return self.exclude(kind=OrganisationKind.AUTHORITY).filter(
            near | Q(pk__in=adherents.values("member"))
        )


class Organisation(models.Model):
    """A legal entity that applies, an authority that decides, or a union that accompanies."""

    kind = models.CharField("nature", max_length=10, choices=OrganisationKind)
    name = models.CharField("nom", max_length=200)
    short_name = models.CharField("nom court", max_length=60, blank=True)
    siren = models.CharField("SIREN", max_length=9, blank=True, validators=[validate_siren])
    siret = models.CharField("SIRET du siège", max_length=14, blank=True, validators=[validate_siret])
    rna = models.CharField("RNA", max_length=10, blank=True, validators=[validate_rna])
    finess = models.CharField("FINESS juridique", max_length=9, blank=True, validators=[validate_finess])
    legal_form = models.CharField("forme juridique", max_length=20, choices=LegalForm, blank=True)
    territory = models.ForeignKey(
        Territory,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name="territoire",
    )
    address = models.TextField("adresse", blank=True)
    email = models.EmailField("adresse électronique", blank=True)
    phone = models.CharField("téléphone", max_length=30, blank=True)
    representative = models.CharField("représentant légal", max_length=160, blank=True)
    court = models.CharField("tribunal administratif compétent", max_length=80, blank=True)
    court_address = models.CharField("adresse du tribunal", max_length=200, blank=True)
    court_verified = models.BooleanField("tribunal vérifié", default=False)
    time_zone = models.CharField("fuseau horaire", max_length=40, default="Europe/Paris")
    verified_at = models.DateTimeField("reconnue le", null=True, blank=True)
    two_people = models.BooleanField("préparer et déposer : deux personnes", default=False)
    is_fictitious = models.BooleanField("fictive", default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = "organisation"
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["siret"],
                condition=~Q(siret=""),
                name="one_organisation_per_siret",
                violation_error_message=SIRET_TAKEN,
            ),
            models.CheckConstraint(
                condition=~Q(kind="authority") | Q(verified_at__isnull=False),
                name="an_authority_is_recognised",
            ),
        ]

    def __str__(self):
        return self.short_name or self.name

    def get_absolute_url(self):
        return reverse("accounts:organisation", args=[self.pk])

    @property
    def spaced_siret(self) -> str:
        return spaced(self.siret)

    @property
    def finess_warning(self) -> str:
        return finess_warning(self.finess)

    @held_once
    def roles_of(self, person) -> frozenset[Role]:
        """The roles this person holds in this organisation."""
        return frozenset(
            Role(role)
            for role in Grant.objects.filter(
                membership__person=person,
                membership__organisation=self,
                membership__status=MembershipStatus.ACTIVE,
            ).values_list("role", flat=True)
        )

    def tied_people(self):
        """The people too close to this structure to judge what it asks: `Organisation.objects.tied_to`, mirrored."""
        unions = UnionMembership.objects.current().filter(member=self.pk).order_by().values("union")
        near = Organisation.objects.filter(Q(pk=self.pk) | Q(pk__in=unions)).order_by()
        sirens = near.exclude(siren="").values("siren")
        sites = Establishment.objects.filter(organisation__in=near.values("pk")).exclude(finess="").order_by()
        same = Organisation.objects.exclude(kind=OrganisationKind.AUTHORITY).order_by()
        same = same.filter(Q(pk__in=near.values("pk")) | Q(siren__in=sirens)).values("pk")
        members = Membership.objects.filter(organisation__in=same, status=MembershipStatus.ACTIVE)
        declared = Interest.objects.current().filter(
            Q(organisation__in=same)
            | Q(siren__in=sirens)
            | Q(finess__in=near.exclude(finess="").values("finess"))
            | Q(finess__in=sites.values("finess"))
        )
        people = Q(pk__in=members.order_by().values("person"))
        return Person.objects.filter(people | Q(pk__in=declared.order_by().values("person")))


class Establishment(models.Model):
    """A site of a legal entity (FINESS géographique)."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="establishments")
    name = models.CharField("nom", max_length=200)
    category = models.ForeignKey(
        StructureCategory, models.PROTECT, null=True, blank=True, verbose_name="catégorie"
    )
    finess = models.CharField("FINESS géographique", max_length=9, blank=True, validators=[validate_finess])
    departement = models.ForeignKey(
        Territory, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="département"
    )
    address = models.TextField("adresse", blank=True)

    class Meta:
        verbose_name = "établissement"
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["finess"],
                condition=~Q(finess=""),
                name="one_establishment_per_finess",
                violation_error_message=FINESS_TAKEN,
            )
        ]

    def __str__(self):
        return self.name

    @property
    def finess_warning(self) -> str:
        return finess_warning(self.finess)


class Membership(models.Model):
    """A person in an organisation, asked for, accepted, ended; never erased."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="memberships")
    status = models.CharField(
        "état", max_length=8, choices=MembershipStatus, default=MembershipStatus.PENDING
    )
    asked_at = models.DateTimeField(default=timezone.now)
    message = models.CharField("message", max_length=300, blank=True)
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)
    answered_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="répondu par"
    )
    ended_at = models.DateTimeField("parti le", null=True, blank=True)
    reason = models.CharField("motif du refus ou du départ", max_length=300, blank=True)

    class Meta:
        verbose_name = "appartenance"
        ordering = ["organisation__name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation"],
                condition=Q(status__in=["pending", "active"]),
                name="one_current_membership",
            ),
            models.CheckConstraint(
                condition=Q(status="pending") | Q(answered_at__isnull=False), name="an_answer_is_dated"
            ),
            models.CheckConstraint(
                condition=~Q(status="ended") | Q(ended_at__isnull=False), name="a_departure_is_dated"
            ),
        ]

    def __str__(self):
        return f"{self.person} – {self.organisation}"

    @property
    def roles(self) -> list[Role]:
        return [Role(grant.role) for grant in self.grants.all()]


class Grant(models.Model):
    """One role held by a member in the organisation."""

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="grants")
    role = models.CharField(
        "rôle", max_length=20, choices=[(r.value, r.label) for rs in ROLES_BY_KIND.values() for r in rs]
    )

    class Meta:
        verbose_name = "rôle"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["membership", "role"], name="one_grant_per_role")]

    def __str__(self):
        return Role(self.role).label


class InvitationQuerySet(models.QuerySet):
    def waiting(self, now=None):
        """Neither accepted, nor withdrawn, nor past their date."""
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=now or timezone.now())

    def with_token(self, token: str):
        """The one this link names; none when the link was altered."""
        try:
            pk, nonce = signing.Signer(salt=INVITATION_SALT).unsign_object(token)
        except (signing.BadSignature, ValueError, TypeError):
            return self.none()
        return self.filter(pk=pk, nonce=nonce)


def draw_nonce() -> str:
    return secrets.token_hex(8)


class Invitation(models.Model):
    """A colleague asked by e-mail to join with given roles.

    The link is signed from the id and the nonce with the site's secret: neither the row nor the broker can forge it.
    The mail leaves from `accounts.tasks` under a lease.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="invitations")
    email = models.EmailField("adresse électronique")
    roles = models.JSONField("rôles", default=list)
    nonce = models.CharField(max_length=16, default=draw_nonce, editable=False)
    invited_by = models.ForeignKey(Person, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField("valable jusqu’au")
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField("courriel parti le", null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    mail_error = models.CharField(max_length=200, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "invitation"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=Q(accepted_at=None, revoked_at=None),
                name="one_current_invitation",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(revoked_at=None),
                name="an_invitation_is_accepted_or_withdrawn",
            ),
        ]

    def __str__(self):
        return f"{self.email} – {self.organisation}"

    def get_absolute_url(self):
        return reverse("accounts:invitation", args=[self.token])

    @property
    def token(self) -> str:
        return signing.Signer(salt=INVITATION_SALT).sign_object([self.pk, self.nonce])

    @property
    def role_labels(self) -> list[str]:
        return [Role(role).label for role in self.roles]


class UnionMembershipQuerySet(models.QuerySet):
    def current(self):
        """Those of today: begun, and not ended before today."""
        today = timezone.localdate()
        return self.filter(Q(until__isnull=True) | Q(until__gte=today), since__lte=today)


class UnionMembership(models.Model):
    """A structure adheres to a union, from a day to a day."""

    union = models.ForeignKey(
        Organisation, models.CASCADE, related_name="adherents", limit_choices_to={"kind": "union"}
    )
    member = models.ForeignKey(
        Organisation, models.CASCADE, related_name="adhesions", limit_choices_to={"kind": "applicant"}
    )
    since = models.DateField("depuis le")
    until = models.DateField("jusqu’au", null=True, blank=True)

    objects = UnionMembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "adhésion"
        ordering = ["member__name", "-since"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="an_adhesion_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["union", "member"], condition=Q(until__isnull=True), name="one_current_adhesion"
            ),
        ]

    def __str__(self):
        return f"{self.member} – {self.union}"


class InterestQuerySet(models.QuerySet):
    def current(self):
        return self.filter(ended_at=None)


class Interest(models.Model):
    """A tie a person declared with an organisation, once, whatever the call: what conflicts are found from."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="interests")
    kind = models.CharField("nature du lien", max_length=12, choices=InterestKind)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="organisation"
    )
    siren = models.CharField("SIREN", max_length=9, blank=True, validators=[validate_siren])
    finess = models.CharField("FINESS", max_length=9, blank=True, validators=[validate_finess])
    detail = models.CharField("précision", max_length=200, blank=True)
    declared_at = models.DateTimeField("déclaré le", default=timezone.now)
    ended_at = models.DateTimeField("retiré le", null=True, blank=True)

    objects = InterestQuerySet.as_manager()

    class Meta:
        verbose_name = "lien d’intérêt"
        verbose_name_plural = "liens d’intérêt"
        ordering = ["kind", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | ~Q(siren="") | ~Q(finess=""),
                name="an_interest_names_an_organisation",
            )
        ]

    def __str__(self):
        named = self.organisation or spaced(self.siren) or self.finess
        return f"{self.get_kind_display()} – {named}"


class Expertise(models.Model):
    """What a person reads best: categories of structures, territories, languages."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="expertise")
    categories = models.ManyToManyField(
        StructureCategory, blank=True, verbose_name="catégories de structures"
    )
    territories = models.ManyToManyField(Territory, blank=True, verbose_name="territoires connus")
    languages = models.JSONField("langues lues", default=list, blank=True)

    class Meta:
        verbose_name = "domaine d’expertise"
        verbose_name_plural = "domaines d’expertise"
