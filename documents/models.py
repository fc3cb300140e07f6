from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.enums import MembershipStatus, Role
from accounts.models import Organisation
from accounts.policy import AUTHORITY, STRUCTURE, held_once
from documents.enums import Audience, DocumentStatus, Standing
from documents.kinds import KINDS, meant_for

JUDGES = {*AUTHORITY, Role.PRESIDENT}
COMMISSION = {*JUDGES, Role.COMMISSION_MEMBER}
SEATS = {Role.PRESIDENT, Role.COMMISSION_MEMBER}
TELLING_MARKS = {"instruction_report"}  # nobody reads the marks of others before their own are in
READERS = {
    Audience.RECIPIENT: STRUCTURE | JUDGES,
    Audience.COMMISSION: COMMISSION,
    Audience.INTERNAL: JUDGES,
    Audience.STRUCTURE: STRUCTURE,
}


def where(person, roles):
    """The organisations in which this person holds one of these roles."""
    return Organisation.objects.filter(
        memberships__person=person,
        memberships__status=MembershipStatus.ACTIVE,
        memberships__grants__role__in=roles,
    )


def nominated(person):
    """The seats this person holds, once their interests are declared at their nomination."""
    return person.appointments.filter(ended_at=None, nomination__isnull=False)


def declared(person):
    """What this person declared of files: that they have no interest in them."""
    return person.conflicts.filter(has_conflict=False, lifted_at=None)


def owed(person):
    """The readings this person was given and has not submitted, on files still under instruction."""
    rows = person.assignments.current().filter(application__concluded_at=None)
    return rows.exclude(review__submitted_at__isnull=False)


class DocumentQuerySet(models.QuerySet):
    def due(self, moment):
        """Waiting for a worker, and held by none."""
        return self.filter(
            Q(lease_until__isnull=True) | Q(lease_until__lte=moment), status=DocumentStatus.PENDING
        )

    def public(self):
        """What the verification page may speak of: established and communicated, whatever became of it since."""
        return self.filter(status=DocumentStatus.ISSUED, released_at__isnull=False)

    def visible_to(self, person):
        """The documents this person may read; agrees with has_perm("documents.view")."""
        if not person.is_authenticated or not person.is_active:
            return self.none()
        structures, authorities = where(person, STRUCTURE), where(person, AUTHORITY)
        own = Q(act__application__structure__in=structures, act__application__hidden_at=None)
        received = own | Q(act=None, recipient__in=structures)
        judged = Q(act__application__in=self._judged_by(person, authorities, [Role.PRESIDENT])) | Q(
            act=None, sitting=None, authority__in=authorities
        )
        unread = Q(kind__in=TELLING_MARKS, act__application__in=owed(person).values("application"))
        return self.filter(
            ~unread,
            (
                received
                & Q(kind__in=meant_for(Audience.RECIPIENT, Audience.STRUCTURE), released_at__isnull=False)
            )
            | (judged & Q(kind__in=meant_for(Audience.RECIPIENT, Audience.INTERNAL)))
            | (self._shown_to_commission(person, authorities) & Q(kind__in=meant_for(Audience.COMMISSION))),
        )

    def _shown_to_commission(self, person, authorities):
        """What the authority and the whole commission read: on a file, or of a meeting without a file in conflict."""
        seats = [Role.PRESIDENT, Role.COMMISSION_MEMBER]
        files = self._judged_by(person, authorities, seats)
        sat = nominated(person).filter(role__in=seats).values("call")
        paper = self.model._meta.get_field("sitting").related_model
        mine = paper._meta.get_field("meeting").related_model._default_manager.filter(
            Q(call__authority__in=authorities) | Q(call__in=sat)
        )
        barred = self._applications().in_conflict_with(person).order_by()
        return Q(act__application__in=files) | Q(
            sitting__meeting__in=mine.exclude(items__application__in=barred.values("pk")).values("pk")
        )

    def _applications(self):
        act = self.model._meta.get_field("act").related_model
        return act._meta.get_field("application").related_model._default_manager

    def _judged_by(self, person, authorities, seats):
        """The opened files of one's authority or of the commission one sits on, minus one's conflicts.

        A member knows of a file once admitted, its president before; both once they declared to have no interest.
        """
        held = nominated(person)
        sat = Q(call__in=held.filter(role=Role.PRESIDENT).values("call"))
        if Role.COMMISSION_MEMBER in seats:
            members = held.filter(role=Role.COMMISSION_MEMBER).values("call")
            sat |= Q(call__in=members, admitted_at__isnull=False)
        parts = Q(call__authority__in=authorities) | sat & Q(pk__in=declared(person).values("application"))
        files = self._applications().opened_to_authority().without_conflicts_of(person)
        return files.filter(parts).order_by().values("pk")


class Document(models.Model):
    """An act: a frozen context, rendered once by a worker, immutable once issued (a trigger sees to it)."""

    kind = models.CharField(
        "nature", max_length=30, choices=[(key, kind.label) for key, kind in KINDS.items()]
    )
    reference = models.CharField("référence", max_length=60)
    code = models.CharField("code de vérification", max_length=19, unique=True)
    authority = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="autorité")
    recipient = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="destinataire"
    )
    context = models.JSONField("contenu figé")
    context_sha256 = models.CharField(max_length=64)
    is_demo = models.BooleanField("document de démonstration", default=False)
    dated = models.DateTimeField("daté du", default=timezone.now)
    released_at = models.DateTimeField("communicable au destinataire depuis", null=True, blank=True)
    standing = models.CharField("validité", max_length=10, choices=Standing, default=Standing.IN_FORCE)

    status = models.CharField("état", max_length=8, choices=DocumentStatus, default=DocumentStatus.PENDING)
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    error = models.TextField("dernière erreur", blank=True)
    file = models.CharField("fichier", max_length=200, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField("taille en octets", default=0)
    pages = models.PositiveSmallIntegerField("nombre de pages", default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    issued_at = models.DateTimeField("établi le", null=True, blank=True)
    condemned_at = models.DateTimeField("à détruire depuis", null=True, blank=True, editable=False)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "document"
        ordering = ["-dated", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="issued")
                | (Q(issued_at__isnull=False) & ~Q(file="") & ~Q(file_sha256="") & Q(size__gt=0)),
                name="an_issued_document_has_its_file",
            ),
            models.CheckConstraint(
                condition=Q(status="issued") | Q(issued_at__isnull=True),
                name="only_an_issued_document_is_dated",
            ),
        ]
        indexes = [models.Index(fields=["status", "lease_until"], name="documents_to_render")]

    def __str__(self):
        return f"{self.get_kind_display()} {self.reference}"

    @property
    def issued(self) -> bool:
        return self.status == DocumentStatus.ISSUED

    @property
    def audience(self):
        return KINDS[self.kind].audience

    @property
    def weight(self) -> str:
        """The size as people read it: « 132 ko »."""
        return f"{max(1, round(self.size / 1000))}\u00a0ko"

    @held_once
    def roles_of(self, person) -> frozenset[Role]:
        """The roles under which this person may read the document: those held on its file, when it has one."""
        if not person.is_active:
            return frozenset()
        readers = READERS[self.audience] - (set() if self.released_at else STRUCTURE)
        return frozenset(self._held_by(person) & readers)

    def _held_by(self, person) -> frozenset[Role]:
        act = getattr(self, "act", None)
        if act:
            file = act.application
            if self.kind in TELLING_MARKS and owed(person).filter(application=file).exists():
                return frozenset()
            spoken = declared(person).filter(application=file).exists
            return self._seated(person, file.call, file.roles_of(person), spoken)
        if sitting := getattr(self, "sitting", None):
            return self._seated(person, sitting.meeting.call, sitting.meeting.roles_of(person), lambda: True)
        received = self.recipient.roles_of(person) & STRUCTURE if self.recipient else frozenset()
        return received | (self.authority.roles_of(person) & AUTHORITY)

    @staticmethod
    def _seated(person, call, held, spoken) -> frozenset[Role]:
        """Without the seats of the commission, as long as their holder has not declared their interests."""
        if not held & SEATS:
            return held
        given = nominated(person).filter(call=call).values_list("role", flat=True)
        return held - SEATS | (held & SEATS & set(given) if spoken() else frozenset())

    @property
    def filename(self) -> str:
        return f"{self.kind.replace('_', '-')}-{self.reference}.pdf".replace("/", "-").replace(" ", "")
