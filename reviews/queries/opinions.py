"""Opinions asked of local delegations: of whom they may be, where each stands."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.enums import MembershipStatus
from accounts.models import Person
from applications.enums import State
from applications.models import Application
from reviews.models import Conflict, Opinion

UNDER_INSTRUCTION = (State.SUBMITTED, State.INCOMPLETE, State.ADMISSIBLE)  # an opinion may still weigh


def candidates(application):
    """The people of the authority or named on the call whose opinion may be asked: no tie, no conflict, none waited for."""
    call = application.call
    agents = Q(memberships__organisation=call.authority_id, memberships__status=MembershipStatus.ACTIVE)
    named = Q(appointments__call=call, appointments__ended_at=None)
    declared = application.conflicts.filter(has_conflict=True, lifted_at=None)
    tied = application.structure.tied_people().exclude(pk__in=application.waivers.values("person"))
    asked = application.opinions.filter(answered_at=None, cancelled_at=None)
    people = Person.objects.filter(agents | named, is_active=True)
    people = people.exclude(pk__in=declared.values("person")).exclude(pk__in=tied.order_by().values("pk"))
    return people.exclude(pk__in=asked.values("asked_of")).distinct().order_by("last_name", "first_name")


@dataclass(frozen=True)
class Asked:
    """One opinion and where it stands, as the authority's page tells it."""

    opinion: Opinion
    label: str
    tone: str

    @property
    def waits(self) -> bool:
        return self.opinion.answered_at is None and self.opinion.cancelled_at is None


def opinions_of(application) -> list[Asked]:
    """Every opinion asked on a file, the first asked first."""
    withdrawn = Conflict.objects.filter(
        application=OuterRef("application"), person=OuterRef("asked_of"), has_conflict=True, lifted_at=None
    )
    rows = application.opinions.select_related("asked_of", "asked_by").annotate(away=Exists(withdrawn))
    return [Asked(row, *_standing(row, application)) for row in rows]


def _standing(row, application) -> tuple[str, str]:
    if row.cancelled_at:
        return "Demande annulée", "quiet"
    if row.answered_at:
        return row.get_advice_display(), "success"
    if row.away:
        return "S’est déporté", "warning"
    if application.state not in UNDER_INSTRUCTION:
        return "Sans réponse", "quiet"
    if row.due_on and row.due_on < timezone.localdate():
        return "En retard", "warning"
    return "En attente", "info"


def given_on(application):
    """The opinions received on a file, as its instruction report prints them."""
    return application.opinions.filter(answered_at__isnull=False).select_related("asked_of")


def waited_for(application) -> list[Asked]:
    """The opinions that may still come, and keep a report from being complete."""
    return [row for row in opinions_of(application) if row.waits and row.label != "S’est déporté"]


def asked_of(person):
    """The opinions asked of this person on files still open to them, those still due first."""
    files = Application.objects.opened_to_authority().without_conflicts_of(person)
    rows = person.opinions.filter(cancelled_at=None, application__in=files)
    rows = rows.select_related("application__call", "application__structure", "application__lot")
    return rows.order_by("answered_at", "due_on", "asked_at")


def awaited_from(person) -> list[Opinion]:
    """The opinions this person still has to give; one read for the many who have none."""
    if not person.opinions.filter(answered_at=None, cancelled_at=None).exists():
        return []
    return list(asked_of(person).filter(answered_at=None, application__state__in=UNDER_INSTRUCTION))


def is_asked(person) -> bool:
    """Whether an opinion was ever asked of this person and not cancelled."""
    return person.opinions.filter(cancelled_at=None).exists()
