"""Reads for the pages that join rooms."""

from datetime import timedelta

from django.db.models import Count, Exists, F, Q

from accounts.enums import OrganisationKind
from accounts.models import Person
from applications.enums import State
from applications.models import Application, Consent
from applications.queries.concerned import concerns_of
from calls.enums import CallStatus
from calls.models import Call, Programme
from calls.queries import cards
from reviews.queries.opinions import is_asked

OPEN_SHOWN = 6
# Deposited, as the authority may know it: a file taken back before the opening was never there.
DEPOSITED = Q(applications__submitted_at__isnull=False) & (
    ~Q(applications__state=State.WITHDRAWN) | Q(applications__ended_at__gte=F("opened_at"))
)


def open_calls(now):
    """The calls one may answer today, the nearest closing first."""
    calls = Call.objects.filter(status=CallStatus.PUBLISHED, opens_at__lte=now).filter(
        Q(closes_at__gte=now) | Q(closes_at=None)
    )
    return cards(calls.select_related("authority").order_by("closes_at")[:OPEN_SHOWN], now)


def past_calls(now):
    """Every published call that is closed, the latest first, with whether its results are public."""
    closed = Call.objects.filter(closes_at__lt=now).exclude(status=CallStatus.DRAFT)
    return closed.select_related("authority").annotate(has_results=Count("results")).order_by("-closes_at")


def programmes():
    return (
        Programme.objects.select_related("authority").annotate(count=Count("calls")).order_by("-year", "name")
    )


def recent_files(organisation):
    """The latest files of a structure, for the landing page of those who have a role in it."""
    return (
        Application.objects.filter(structure=organisation, hidden_at=None)
        .select_related("call", "structure", "lot")
        .order_by("-edited_at")[:5]
    )


def calls_in_hand(authority, now):
    """The authority's calls that still move: in preparation, open, or with files under way."""
    under_way = [
        State.SUBMITTED,
        State.INCOMPLETE,
        State.ADMISSIBLE,
        State.REVIEWED,
        State.SELECTED,
        State.FUNDED,
    ]
    return (
        Call.objects.filter(authority=authority)
        .exclude(status=CallStatus.ABANDONED)
        .annotate(
            deposited=Count("applications", filter=DEPOSITED),
            moving=Count("applications", filter=Q(applications__state__in=under_way)),
        )
        .filter(Q(status=CallStatus.DRAFT) | Q(closes_at__gte=now - timedelta(days=30)) | Q(moving__gt=0))
        .order_by("closes_at")
    )


def shared_with(union):
    """The consents a union holds today, the latest closing first: that a file exists, which each of them allows."""
    consents = Consent.objects.current().filter(union=union, application__hidden_at=None)
    latest = F("application__call__closes_at").desc(nulls_first=True)
    return consents.select_related(
        "application__call", "application__structure", "application__lot"
    ).order_by(latest, "application__structure__name", "pk")


def to_tell(union, now):
    """The calls to come that concern members of the union who were not told of them."""
    return [concern for concern in concerns_of(union, now) if concern.waiting]


def nav_of(person, organisation) -> list[tuple[str, str]]:
    """The main entries of the site for this person: (label, URL name)."""
    entries = [("À faire", "pages:landing")] if person.is_authenticated else []
    entries += NAV_BY_KIND.get(organisation.kind, []) if _works_for(organisation) else []
    entries += [("Arguments", "applications:library")] if _reads_arguments(organisation) else []
    entries += [("Mes lectures", "reviews:mine")] if person.is_authenticated and has_readings(person) else []
    entries += [("Avis demandés", "reviews:opinions")] if person.is_authenticated and is_asked(person) else []
    return [*entries, ("Appels", "calls:list")]


def _works_for(organisation) -> bool:
    """Whether the pages of the organisation open: an authority's or a union's do not to a member without a role there."""
    return bool(organisation) and (
        organisation.kind == OrganisationKind.APPLICANT or getattr(organisation, "has_role", True)
    )


def _reads_arguments(organisation) -> bool:
    """Whether this person has a role in a structure that adheres to a union."""
    return getattr(organisation, "adheres", False) and organisation.has_role


NAV_BY_KIND = {
    OrganisationKind.APPLICANT: [("Nos dossiers", "applications:list")],
    OrganisationKind.AUTHORITY: [("Gestion des appels", "calls:manage")],
    OrganisationKind.UNION: [
        ("Adhérents", "applications:list"),
        ("Appels qui nous concernent", "applications:concerned"),
        ("Carte et résultats", "pages:union_results"),
        ("Arguments", "applications:library"),
    ],
}


def has_readings(person) -> bool:
    reads = Exists(person.assignments.current()) | Exists(person.appointments.filter(ended_at=None))
    return Person.objects.filter(reads, pk=person.pk).exists()
