"""The commission: its seats, its meetings, who sat, what was voted and observed."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Organisation, Person
from accounts.policy import held_once
from applications.models import Application
from calls.models import Call, Lot
from documents.models import Document
from reviews.enums import Choice, Presence, SittingDocument, Voice


class SeatQuerySet(models.QuerySet):
    def current(self, day):
        """The seats held on this day."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day, ended_at=None)

    def of_call(self, call):
        """The permanent seats of the call's authority, and those named for this call alone."""
        return self.filter(Q(call=None) | Q(call=call), authority=call.authority_id)


class Seat(models.Model):
    """A seat of the commission: permanent for three years, or named for one call (CASF R. 313-1)."""

    authority = models.ForeignKey(Organisation, models.PROTECT, related_name="seats")
    call = models.ForeignKey(Call, models.PROTECT, null=True, blank=True, related_name="seats")
    place = models.SlugField("place dans la composition", max_length=40, blank=True)
    capacity = models.CharField("qualité", max_length=160)
    voice = models.CharField("voix", max_length=12, choices=Voice)
    presides = models.BooleanField("préside", default=False)
    holder = models.ForeignKey(Person, models.PROTECT, related_name="seats", verbose_name="titulaire")
    alternate = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="alternate_seats",
        verbose_name="suppléant",
    )
    since = models.DateField("depuis le")
    until = models.DateField("jusqu’au", null=True, blank=True)
    legal_basis = models.CharField("base légale", max_length=200, blank=True)
    named_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField("fin anticipée", null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = "siège"
        ordering = ["-presides", "voice", "capacity", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(alternate__isnull=True) | ~Q(alternate=F("holder")),
                name="an_alternate_is_someone_else",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="a_seat_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(presides=False) | Q(voice="deliberative"), name="who_presides_votes"
            ),
            models.CheckConstraint(
                condition=Q(call__isnull=False) | Q(until__isnull=False), name="a_permanent_seat_has_a_term"
            ),
        ]

    def __str__(self):
        return f"{self.capacity} – {self.holder}"


class Meeting(models.Model):
    """One sitting of the commission on the files of a call; once closed nothing of it changes, once signed it is final."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="meetings")
    number = models.PositiveSmallIntegerField("numéro")
    previous = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="second", verbose_name="fait suite à"
    )
    starts_at = models.DateTimeField("date et heure")
    place = models.CharField("lieu", max_length=200)
    hearing_minutes = models.PositiveSmallIntegerField("présentation (minutes)", default=10)
    question_minutes = models.PositiveSmallIntegerField("questions (minutes)", default=10)
    created_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    convened_at = models.DateTimeField("convoquée le", null=True, blank=True)
    convened_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    late_reason = models.TextField("motif du délai réduit", blank=True)
    opened_at = models.DateTimeField("ouverte le", null=True, blank=True)
    opened_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField("close le", null=True, blank=True)
    closed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    without_quorum = models.BooleanField("close faute de quorum", default=False)
    signed_at = models.DateTimeField("procès-verbal signé le", null=True, blank=True)
    signed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    signed_as = models.CharField("qualité du signataire", max_length=120, blank=True)
    cancelled_at = models.DateTimeField("annulée le", null=True, blank=True)
    current = models.ForeignKey(
        "AgendaItem", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="point en cours"
    )

    class Meta:
        verbose_name = "réunion de la commission"
        verbose_name_plural = "réunions de la commission"
        ordering = ["call", "number"]
        constraints = [
            models.UniqueConstraint(fields=["call", "number"], name="one_meeting_per_number"),
            models.CheckConstraint(
                condition=Q(opened_at__isnull=True) | Q(convened_at__isnull=False, opened_by__isnull=False),
                name="an_opened_meeting_was_convened",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(opened_at__isnull=False, closed_by__isnull=False),
                name="a_closed_meeting_was_opened",
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True)
                | (Q(closed_at__isnull=False, signed_by__isnull=False) & ~Q(signed_as="")),
                name="signed_minutes_have_their_author",
            ),
        ]

    def __str__(self):
        return f"Réunion n° {self.number}"

    @property
    def is_sitting(self) -> bool:
        return self.opened_at is not None and self.closed_at is None

    @held_once
    def roles_of(self, person) -> frozenset[Role]:
        """The roles held on the call; none under which to read papers that speak of a file closed to the person."""
        held = self.call.roles_of(person)
        closed = Application.objects.filter(agenda__meeting=self).in_conflict_with(person)
        return frozenset() if held and closed.exists() else held


class AgendaItem(models.Model):
    """A file on the agenda, with its hearing."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items")
    application = models.ForeignKey(Application, models.PROTECT, related_name="agenda")
    position = models.PositiveSmallIntegerField("ordre")
    hearing_at = models.DateTimeField("audition à", null=True, blank=True)
    heard_from = models.DateTimeField("audition commencée le", null=True, blank=True)
    questions_from = models.DateTimeField("questions commencées le", null=True, blank=True)
    heard_until = models.DateTimeField("audition terminée le", null=True, blank=True)
    debate = models.TextField("résumé des échanges", blank=True)
    sitting = models.JSONField("quorum constaté", default=dict, blank=True)  # frozen when the item is left

    class Meta:
        verbose_name = "point de l’ordre du jour"
        verbose_name_plural = "points de l’ordre du jour"
        ordering = ["meeting", "position", "id"]
        constraints = [models.UniqueConstraint(fields=["meeting", "application"], name="one_item_per_file")]

    @property
    def convened_at(self):
        return self.meeting.convened_at

    @property
    def cancelled_at(self):
        return self.meeting.cancelled_at


class AgendaDeclaration(models.Model):
    """A member went through the agenda and declared their interests on each of its files, before reading any."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="declarations")
    person = models.ForeignKey(Person, models.PROTECT, related_name="agenda_declarations")
    at = models.DateTimeField("le", default=timezone.now)

    class Meta:
        verbose_name = "déclaration sur l’ordre du jour"
        verbose_name_plural = "déclarations sur l’ordre du jour"
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="one_declaration_per_meeting")
        ]


class Attendance(models.Model):
    """How a seat was held at a meeting: by its holder, its alternate, a proxy, or not at all."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="attendances")
    presence = models.CharField("présence", max_length=12, choices=Presence, default=Presence.EXPECTED)
    alternate_here = models.BooleanField(
        "suppléant présent aussi", default=False
    )  # sits if the holder may not
    proxy_to = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="proxy_of", verbose_name="donne pouvoir à"
    )

    class Meta:
        verbose_name = "présence"
        ordering = ["-seat__presides", "seat__voice", "seat__capacity", "id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "seat"], name="one_attendance_per_seat"),
            models.CheckConstraint(
                condition=Q(presence="represented", proxy_to__isnull=False)
                | (~Q(presence="represented") & Q(proxy_to__isnull=True)),
                name="a_represented_seat_has_its_proxy",
            ),
            models.CheckConstraint(
                condition=Q(alternate_here=False) | Q(presence="holder"),
                name="an_alternate_waits_beside_the_holder",
            ),
        ]


class Poll(models.Model):
    """A question put to the vote: on one file, or on the ranking of a lot. A secret one keeps counts, never who."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="polls")
    item = models.ForeignKey(AgendaItem, models.CASCADE, null=True, blank=True, related_name="polls")
    lot = models.ForeignKey(Lot, models.PROTECT, null=True, blank=True, related_name="+")
    question = models.CharField("question", max_length=250)
    secret = models.BooleanField("à bulletin secret", default=False)
    opened_at = models.DateTimeField("ouvert le", default=timezone.now)
    closed_at = models.DateTimeField("clos le", null=True, blank=True)
    votes_for = models.PositiveSmallIntegerField("pour", default=0)
    votes_against = models.PositiveSmallIntegerField("contre", default=0)
    abstentions = models.PositiveSmallIntegerField("abstentions", default=0)
    casting = models.CharField("voix prépondérante", max_length=8, choices=Choice, blank=True)
    carried = models.BooleanField("adopté", null=True, blank=True)

    class Meta:
        verbose_name = "vote"
        ordering = ["opened_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(item__isnull=False) ^ Q(lot__isnull=False), name="a_poll_is_on_a_file_or_a_lot"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) ^ Q(carried__isnull=False),
                name="a_closed_poll_is_decided",
            ),
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(closed_at=None), name="one_open_poll_per_meeting"
            ),
        ]


class Ballot(models.Model):
    """A seat that voted. In a secret poll it carries neither the choice nor the hour, so that nothing links them."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="ballots")
    attendance = models.ForeignKey(Attendance, models.PROTECT, related_name="ballots")
    choice = models.CharField("vote", max_length=8, choices=Choice, blank=True)
    cast_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "bulletin"
        constraints = [models.UniqueConstraint(fields=["poll", "attendance"], name="one_ballot_per_seat")]


class Observation(models.Model):
    """What a member asked to have written in the minutes, on a file or on the meeting."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="observations")
    item = models.ForeignKey(AgendaItem, models.CASCADE, null=True, blank=True, related_name="observations")
    attendance = models.ForeignKey(Attendance, models.PROTECT, related_name="observations")
    text = models.TextField("observation")
    at = models.DateTimeField("le", default=timezone.now)

    class Meta:
        verbose_name = "observation"
        ordering = ["at", "id"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="an_observation_has_a_text")]


class SittingPaper(models.Model):
    """A document of a meeting: its convocation, its minutes, its ranking list."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="papers")
    document = models.OneToOneField(Document, models.PROTECT, related_name="sitting")
    kind = models.CharField("nature", max_length=12, choices=SittingDocument)
    lot = models.ForeignKey(Lot, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "document de séance"
        verbose_name_plural = "documents de séance"
        ordering = ["kind", "-document__dated", "-id"]
