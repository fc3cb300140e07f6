"""What the members of a structure must do next, and what a reader must read. A fixed number of queries."""

from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from accounts.enums import Role
from accounts.queries import requests_to
from applications.enums import State
from applications.models import Application
from awards.models import ActivityReport, Agreement
from engine.deadlines import end_of_day
from pages.agenda.items import Item, page
from reviews.models import Offer
from reviews.queries.commission.meetings import meetings_of
from reviews.queries.opinions import awaited_from
from reviews.queries.reading import owed_nominations, readings_of


def for_structure(organisation, roles: set, now: datetime) -> list[Item]:
    """Everything the members of a structure have to do, those only its signatory can do said as such."""
    files = Application.objects.filter(structure=organisation).select_related("call", "structure", "lot")
    signs = Role.SIGNATORY in roles
    return [
        *_drafts(files, now),
        *_complements(files),
        *_offers(files, signs),
        *_agreements(files, signs),
        *_reports(files),
        *_ending(files, organisation),
        *(_join_requests(organisation) if signs else []),
    ]


def _drafts(files, now):
    for file in files.filter(state=State.DRAFT).filter(Q(call__closes_at__gte=now) | Q(call__closes_at=None)):
        yield Item(
            f"Compléter et déposer « {file.title or file.call.title} »",
            page(file),
            file.call.closes_at,
            file.call.time_zone,
            f"Ce dossier n’est pas déposé. Dossier {file.number}.",
            exact=True,
        )


def _ending(files, organisation):
    """Files never deposited that are about to go."""
    for file in files.filter(hides_at__isnull=False, hidden_at=None):
        yield Item(
            f"Conserver ou laisser partir « {file.title or file.call.title} »",
            reverse("privacy:kept", args=[organisation.pk]),
            file.hides_at,
            detail=f"Le dossier {file.number} n’a jamais été déposé : il sera retiré, puis détruit.",
        )


def _complements(files):
    for file in files.filter(state=State.INCOMPLETE):
        yield Item(
            f"Répondre à la demande de compléments – {file.title}",
            page(file, "applications:complements"),
            file.complement_due_at,
            file.call.time_zone,
            f"Dossier {file.number}. Passé ce terme, il sera examiné en l’état.",
            exact=True,
        )


def _offers(files, signs):
    who = "" if signs else " (par le signataire)"
    waiting = Offer.objects.filter(
        application__in=files.filter(state=State.SELECTED), accepted_at=None, declined_at=None
    )
    for offer in waiting.select_related("application__call"):
        file = offer.application
        yield Item(
            f"Répondre à l’offre{who} – {file.title}",
            page(file, "awards:offer"),
            offer.due_at,
            file.call.time_zone,
            f"Dossier {file.number}.",
            exact=True,
        )


def _agreements(files, signs):
    who = "" if signs else " (par le signataire)"
    waiting = Agreement.objects.filter(
        application__in=files.filter(state=State.SELECTED), needs_structure=True, structure_signed_at=None
    )
    for agreement in waiting.select_related("application__call"):
        file = agreement.application
        yield Item(
            f"Signer la convention{who} – {file.title}",
            page(file, "awards:agreement"),
            detail=f"Dossier {file.number}.",
        )


def _reports(files):
    due = ActivityReport.objects.filter(application__in=files.filter(state=State.FUNDED), submitted_at=None)
    for report in due.select_related("application__call"):
        file = report.application
        title = "Corriger le bilan" if report.returned_reason else "Rendre le bilan"
        yield Item(
            f"{title} – {file.title}",
            page(file, "awards:report"),
            end_of_day(report.due_on, file.call.time_zone),
            file.call.time_zone,
            f"Dossier {file.number}.",
        )


def _join_requests(organisation):
    count = requests_to(organisation).count()
    if count:
        people = "une personne demande" if count == 1 else f"{count} personnes demandent"
        yield Item(
            f"Répondre : {people} à rejoindre {organisation}",
            reverse("accounts:members", args=[organisation.pk]),
        )


def for_reader(person, now: datetime) -> list[Item]:
    """What a person appointed on a call has to declare first, the commissions they sit on, the files they have to judge."""
    return [*_nominations(person), *_meetings(person), *_readings(person), *_opinions(person)]


def _nominations(person):
    for call in owed_nominations(person):
        yield Item(
            f"Déclarer vos liens d’intérêt – {call.title}",
            reverse("reviews:nomination", args=[call.slug]),
            detail="Les dossiers de cet appel s’ouvrent ensuite.",
        )


def _meetings(person):
    """The commissions one is called to, and the minutes one has to sign."""
    return [
        Item(
            f"{'Signer le procès-verbal' if row.closed_at else 'Siéger à la commission'} – {row.call.title}",
            reverse("reviews:meeting", args=[row.pk]),
            None if row.closed_at else row.starts_at,
            row.call.time_zone,
            row.place
            if row.declared or row.closed_at
            else "Déclarez d’abord vos intérêts sur l’ordre du jour.",
            exact=True,
            fixed=True,
        )
        for row in meetings_of(person)
    ]


def _readings(person):
    waiting = readings_of(person).filter(application__state=State.ADMISSIBLE)
    waiting = waiting.exclude(review__submitted_at__isnull=False)
    return [
        Item(
            f"Lire et noter – {row.application.title or row.application.number}",
            reverse("reviews:read", args=[row.application.number]),
            end_of_day(row.due_on, row.application.call.time_zone) if row.due_on else None,
            row.application.call.time_zone,
            f"{row.application.call.title}. Dossier {row.application.number}.",
        )
        for row in waiting
    ]


def _opinions(person):
    return [
        Item(
            f"Donner votre avis – {row.application.title or row.application.number}",
            reverse("reviews:opinion", args=[row.application.number]),
            end_of_day(row.due_on, row.application.call.time_zone) if row.due_on else None,
            row.application.call.time_zone,
            f"{row.application.call.title}. Dossier {row.application.number}.",
        )
        for row in awaited_from(person)
    ]
