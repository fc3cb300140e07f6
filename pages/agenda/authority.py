"""The day of an agent: what waits for their roles. One small function per kind of thing, a fixed number of queries."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Q
from django.urls import reverse

from accounts.enums import Role
from accounts.queries import to_recognise
from applications.enums import State
from applications.models import Application
from awards.models import ActivityReport, Agreement, Evaluation, Instalment
from calls.enums import CallStatus
from calls.models import Call
from calls.procedures import legal_basis
from documents.enums import DocumentStatus
from engine.deadlines import months_after
from pages.agenda.items import Item, page
from reviews.models import Decision

CLOSING_SOON = timedelta(days=45)


def for_authority(organisation, person, roles: set, now: datetime) -> list[Item]:
    """The day of an agent: what waits for their roles on their authority's calls, conflicts left out."""
    files = (
        Application.objects.filter(call__authority=organisation)
        .opened_to_authority()
        .without_conflicts_of(person)
        .select_related("call", "structure", "lot")
    )
    items: list[Item] = []
    for role, finders in AUTHORITY_ITEMS.items():
        if role in roles:
            items += [item for finder in finders for item in finder(organisation, files, now)]
    return list({(item.title, item.url): item for item in items}.values())


def _calls_to_open(organisation, files, now):
    closed = Call.objects.filter(
        authority=organisation, status=CallStatus.PUBLISHED, opened_at=None, closes_at__lt=now
    )
    for call in closed:
        yield Item(f"Ouvrir les dossiers – {call.title}", call_url(call), call.closes_at, call.time_zone)


def call_url(call) -> str:
    return reverse("applications:call_files", args=[call.slug])


def _closing_calls(organisation, files, now):
    soon = Call.objects.filter(
        authority=organisation, status=CallStatus.PUBLISHED, closes_at__range=(now, now + CLOSING_SOON)
    )
    for call in soon.annotate(deposited=Count("applications", filter=Q(applications__state=State.SUBMITTED))):
        many = "s" if call.deposited > 1 else ""
        yield Item(
            f"Clôture de l’appel – {call.title}",
            call_url(call),
            call.closes_at,
            call.time_zone,
            f"{call.deposited} dossier{many} déposé{many} à ce jour.",
            exact=True,
        )


def _counted(files, now, states, one, many, view="applications:call_files", **filters):
    """One item per call: how many of its files stand at these states."""
    rows = (
        files.filter(state__in=states, **filters)
        .order_by()
        .values("call__slug", "call__title", "call__kind", "call__closes_at", "call__time_zone")
        .annotate(count=Count("pk", distinct=True))
    )
    for row in rows:
        words = one if row["count"] == 1 else many.format(count=row["count"])
        yield Item(
            f"{words} – {row['call__title']}",
            reverse(view, args=[row["call__slug"]]),
            zone=row["call__time_zone"],
        )


def _files_to_check(organisation, files, now):
    return _counted(files, now, [State.SUBMITTED], "Un dossier à vérifier", "{count} dossiers à vérifier")


def _files_to_conclude(organisation, files, now):
    return _counted(
        files,
        now,
        [State.ADMISSIBLE],
        "Un dossier recevable à instruire",
        "{count} dossiers recevables à instruire",
    )


def _files_to_decide(organisation, files, now):
    undecided = files.exclude(
        decisions__released_at=None, decisions__cancelled_at=None, decisions__isnull=False
    ).filter(state=State.REVIEWED)
    rows = undecided.order_by().values("lot", "call__title").annotate(count=Count("pk", distinct=True))
    for row in rows:
        words = "Une décision à préparer" if row["count"] == 1 else f"{row['count']} décisions à préparer"
        yield Item(f"{words} – {row['call__title']}", reverse("reviews:decisions", args=[row["lot"]]))


def _decision_deadlines(organisation, files, now):
    """The legal term of each closed call that still holds undecided files, with its text."""
    calls = Call.objects.filter(
        authority=organisation, status=CallStatus.PUBLISHED, closes_at__lt=now, closes_at__isnull=False
    ).filter(
        applications__in=files.filter(
            state__in=[State.SUBMITTED, State.INCOMPLETE, State.ADMISSIBLE, State.REVIEWED]
        )
    )
    for call in calls.distinct():
        yield Item(
            f"Terme de la décision – {call.title}",
            call_url(call),
            months_after(call.closes_at, call.decision_months, call.time_zone),
            call.time_zone,
            f"{call.get_silence_display()}.",
            legal_basis(call.kind, "decision_months"),
        )


def _decisions(files, signed):
    return Decision.objects.staged().filter(application__in=files, signed_at__isnull=not signed)


def _decisions_to_sign(organisation, files, now):
    rows = (
        _decisions(files, signed=False)
        .order_by()
        .values("application__lot", "application__lot__call__title")
        .annotate(count=Count("pk"))
    )
    for row in rows:
        words = "Une décision à signer" if row["count"] == 1 else f"{row['count']} décisions à signer"
        url = reverse("reviews:decisions", args=[row["application__lot"]])
        yield Item(f"{words} – {row['application__lot__call__title']}", url)


def _decisions_to_release(organisation, files, now):
    rows = (
        _decisions(files, signed=True)
        .order_by()
        .values("application__lot", "application__lot__call__title")
        .annotate(count=Count("pk"), failed=Count("pk", filter=Q(document__status=DocumentStatus.FAILED)))
    )
    for row in rows:
        words = "Une décision à notifier" if row["count"] == 1 else f"{row['count']} décisions à notifier"
        detail = "Un acte n’a pas pu être produit." if row["failed"] else ""
        url = reverse("reviews:decisions", args=[row["application__lot"]])
        yield Item(f"{words} – {row['application__lot__call__title']}", url, detail=detail)


def _agreements_to_prepare(organisation, files, now):
    for file in files.filter(state=State.SELECTED, offer__accepted_at__isnull=False, agreement=None):
        yield Item(
            f"Préparer l’acte de financement – {file.structure}",
            page(file, "awards:prepare"),
            detail=f"Dossier {file.number}.",
        )


def _agreements_to_sign(organisation, files, now):
    ready = Agreement.objects.filter(
        Q(needs_structure=False) | Q(structure_signed_at__isnull=False),
        application__in=files.filter(state=State.SELECTED),
        authority_signed_at=None,
    ).select_related("application__structure")
    for agreement in ready:
        file = agreement.application
        yield Item(
            f"Signer l’acte de financement – {file.structure}",
            page(file, "awards:agreement"),
            detail=f"Dossier {file.number}.",
        )


def _unanswered_offers(organisation, files, now):
    late = files.filter(
        state=State.SELECTED, offer__due_at__lt=now, offer__accepted_at=None, offer__declined_at=None
    )
    for file in late.filter(offer__isnull=False).annotate(due=F("offer__due_at")):
        yield Item(
            f"Offre restée sans réponse – {file.structure}",
            reverse("reviews:file", args=[file.number]),
            file.due,
            file.call.time_zone,
            f"Dossier {file.number}. La caducité peut être constatée.",
        )


def _instalments(organisation, files, now):
    due = Instalment.objects.filter(
        agreement__application__in=files.filter(state__in=[State.FUNDED, State.EVALUATED]), paid_on=None
    ).filter(Q(needs_report=False) | Q(agreement__application__activity_report__accepted_at__isnull=False))
    for row in due.select_related("agreement__application__structure", "agreement__application__call"):
        file = row.agreement.application
        yield Item(
            f"{row.label} à verser – {file.structure}",
            page(file, "awards:file"),
            datetime.combine(row.due_on, time(12), ZoneInfo(file.call.time_zone)),
            file.call.time_zone,
            f"Dossier {file.number}.",
        )


def _reports_to_read(organisation, files, now):
    waiting = ActivityReport.objects.filter(
        application__in=files.filter(state=State.FUNDED), submitted_at__isnull=False, accepted_at=None
    ).select_related("application__structure")
    for report in waiting:
        file = report.application
        yield Item(
            f"Lire le bilan – {file.structure}", page(file, "awards:report"), detail=f"Dossier {file.number}."
        )


def _evaluations_to_propose(organisation, files, now):
    ready = files.filter(evaluation=None).filter(
        Q(state=State.FUNDED, activity_report__accepted_at__isnull=False)
    )
    for file in ready:
        yield Item(
            f"Proposer l’évaluation – {file.structure}",
            page(file, "awards:evaluation"),
            detail=f"Dossier {file.number}.",
        )


def _evaluations_to_sign(organisation, files, now):
    waiting = Evaluation.objects.filter(application__in=files, signed_at=None)
    for row in waiting.select_related("application__structure"):
        file = row.application
        yield Item(
            f"Signer l’évaluation – {file.structure}",
            page(file, "awards:evaluation"),
            detail=f"Dossier {file.number}.",
        )


def _structures_to_recognise(organisation, files, now):
    count = to_recognise(organisation).count()
    if count:
        words = "Une structure à reconnaître" if count == 1 else f"{count} structures à reconnaître"
        yield Item(words, reverse("accounts:recognition", args=[organisation.pk]))


AUTHORITY_ITEMS = {
    Role.MANAGER: (
        _calls_to_open,
        _closing_calls,
        _decision_deadlines,
        _files_to_decide,
        _agreements_to_prepare,
        _unanswered_offers,
        _structures_to_recognise,
    ),
    Role.INSTRUCTOR: (
        _calls_to_open,
        _closing_calls,
        _decision_deadlines,
        _files_to_check,
        _files_to_conclude,
        _reports_to_read,
        _evaluations_to_propose,
    ),
    Role.AUTHORITY_SIGNATORY: (
        _decision_deadlines,
        _decisions_to_sign,
        _decisions_to_release,
        _agreements_to_sign,
        _evaluations_to_sign,
    ),
    Role.FINANCE: (_agreements_to_prepare, _instalments),
    Role.ADMINISTRATOR: (_structures_to_recognise,),
}
