"""Why an account cannot be closed yet, and to whom to hand over first."""

from django.db.models import Q
from django.utils import timezone

from accounts.enums import KEEPER_BY_KIND, MembershipStatus, OrganisationKind
from accounts.models import Grant
from applications.enums import State
from calls.enums import CallStatus

LIVE = (
    *(State.DRAFT, State.SUBMITTED, State.INCOMPLETE, State.ADMISSIBLE, State.REVIEWED),
    *(State.WAITLISTED, State.SELECTED, State.FUNDED),
)


def reasons_to_stay(person) -> list[str]:
    """Every reason, in sentences the person can act on; empty when the account may be closed."""
    return [*_alone(person), *_seats(person), *_readings(person), *_opinions(person)]


def _alone(person):
    mine = person.memberships.filter(status=MembershipStatus.ACTIVE).select_related("organisation")
    for membership in mine:
        organisation = membership.organisation
        keeper = KEEPER_BY_KIND[organisation.kind]
        others = organisation.memberships.filter(status=MembershipStatus.ACTIVE).exclude(pk=membership.pk)
        holders = Grant.objects.filter(
            membership__organisation=organisation,
            membership__status=MembershipStatus.ACTIVE,
            role=keeper,
        ).values_list("membership", flat=True)
        if set(holders) != {membership.pk}:
            continue
        if others.exists() or organisation.kind != OrganisationKind.APPLICANT:
            yield _hand_over(organisation, keeper)
        elif (live := organisation.applications.filter(state__in=LIVE).count()) > 0:
            files = "un dossier en cours" if live == 1 else f"{live} dossiers en cours"
            yield f"{_hand_over(organisation, keeper)} Cette structure a {files}."


def _hand_over(organisation, keeper) -> str:
    return (
        f"Vous êtes la seule personne de {organisation} qui a le rôle « {keeper.label} » :"
        " donnez d’abord ce rôle à une autre personne, sur la page des membres."
    )


def _seats(person):
    today = timezone.localdate()
    current = person.seats.current(today).select_related("authority")
    for seat in current:
        yield (
            f"Vous occupez un siège de la commission de {seat.authority} ({seat.capacity}) :"
            f" demandez à {seat.authority} de nommer une autre personne."
        )
    busy = Q(call__applications__state__in=LIVE[:5]) | Q(call__closes_at__gte=timezone.now())
    named = person.appointments.filter(ended_at=None, call__status=CallStatus.PUBLISHED).filter(busy)
    for appointment in named.select_related("call__authority").distinct():
        yield (
            f"Vous êtes « {appointment.get_role_display()} » sur l’appel « {appointment.call.title} » :"
            f" demandez à {contact(appointment.call)} de vous remplacer."
        )


def _readings(person):
    unread = person.assignments.current().filter(
        review__submitted_at=None, application__state__in=[State.SUBMITTED, State.ADMISSIBLE]
    )
    for reading in unread.select_related("application__call__authority"):
        file = reading.application
        yield (
            f"La lecture du dossier {file.number} vous est confiée : rendez-la, déclinez-la,"
            f" ou demandez à {contact(file.call)} de la confier à une autre personne."
        )


def _opinions(person):
    waiting = person.opinions.filter(answered_at=None, cancelled_at=None, application__state__in=LIVE)
    for opinion in waiting.select_related("application__call__authority"):
        file = opinion.application
        yield f"Votre avis est attendu sur le dossier {file.number} : rendez-le ou prévenez {contact(file.call)}."


def contact(call) -> str:
    """Whom to write to about a call: its contact, else its authority."""
    named = call.contact_name or str(call.authority)
    return f"{named} ({call.contact_email})" if call.contact_email else named
