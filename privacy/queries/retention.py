"""Which files each kind of the retention table holds, when their time runs out, and what forbids to let them go."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from accounts.enums import Role
from applications.enums import Channel, State
from applications.models import Application
from applications.models.visibility import organisations_where
from awards.models import Instalment
from engine.deadlines import months_after
from privacy.enums import Category, Fate
from privacy.models import EliminationItem, Hold, Purge, RetentionRule
from reviews.models import Decision

ZONE = "Europe/Paris"  # the terms are days, counted as the pages show them
WRITERS = [Role.EDITOR, Role.SIGNATORY]
TAKEN_BACK = Q(state=State.WITHDRAWN) & ~Q(call__opened_at__isnull=False, ended_at__gte=F("call__opened_at"))
NEVER_DEPOSITED = (
    Q(state=State.EXPIRED)
    | Q(state__in=[State.WITHDRAWN, State.ABANDONED], submitted_at=None)
    | (TAKEN_BACK & Q(channel=Channel.ONLINE))
)


def drafts() -> QuerySet:
    """Files that are over and that no authority ever received: theirs alone to lose."""
    return Application.objects.filter(NEVER_DEPOSITED, channel=Channel.ONLINE, erased_at=None).annotate(
        since=F("ended_at")
    )


def dormant() -> QuerySet:
    """Drafts of calls that never close, which nothing else would ever end: their time runs from the last edit."""
    files = Application.objects.filter(state=State.DRAFT, channel=Channel.ONLINE, call__is_permanent=True)
    return files.filter(erased_at=None).annotate(since=F("edited_at"))


def refused() -> QuerySet:
    """Files received that got nothing in the end."""
    over = Q(state__in=[State.REJECTED, State.INADMISSIBLE]) | Q(state=State.LAPSED, funded_at=None)
    over |= Q(state__in=[State.WITHDRAWN, State.ABANDONED], submitted_at__isnull=False)
    files = Application.objects.filter(over, erased_at=None)
    return files.exclude(TAKEN_BACK & Q(channel=Channel.ONLINE)).annotate(since=F("ended_at"))


def funded() -> QuerySet:
    """Files funded or labelled, once evaluated or lapsed."""
    over = Q(state=State.EVALUATED) | Q(state=State.LAPSED, funded_at__isnull=False)
    return Application.objects.filter(over, erased_at=None).annotate(
        since=Coalesce("ended_at", "evaluated_at")
    )


@dataclass(frozen=True)
class Kind:
    """From when a kind of data counts its time, in words, and which files it holds."""

    start: str
    files: Callable[[], QuerySet] | None = None


KINDS: dict[str, Kind] = {
    Category.DRAFT: Kind("la clôture de l’appel ou le retrait du dossier", drafts),
    Category.DORMANT: Kind("la dernière modification", dormant),
    Category.REFUSED: Kind("la décision qui clôt le dossier, ou son retrait", refused),
    Category.FUNDED: Kind("l’évaluation ou le constat de caducité", funded),
    Category.MINUTES: Kind("–"),
    Category.ORDERS: Kind("–"),
}


def rules_of(authority) -> dict[str, RetentionRule]:
    """The rule in force for each kind: the authority's own, else the general one."""
    rows = RetentionRule.objects.filter(Q(authority=None) | Q(authority=authority))
    found = sorted(rows, key=lambda rule: rule.authority_id is not None)
    return {rule.kind: rule for rule in found}


def general_rules() -> QuerySet:
    return RetentionRule.objects.filter(authority=None).order_by("id")


def term(since: datetime, rule: RetentionRule) -> datetime:
    """The instant until which a file is kept at least."""
    return months_after(since, rule.months or 0, ZONE)


def at_term(authority, now: datetime) -> tuple[list[EliminationItem], list[tuple]]:
    """The files of this authority at their term and on no list: those that may be listed, and (file, reasons) for
    those that something holds back."""
    rows = _rows(authority, now, Fate.ELIMINATE)
    reasons = blocks([row.application for row in rows])
    free = [row for row in rows if not reasons[row.application.pk]]
    held = [row.application for row in rows if reasons[row.application.pk]]
    return free, [(file, reasons[file.pk]) for file in held]


def due_for_transfer(authority, now: datetime) -> list[EliminationItem]:
    """What a transfer slip of this authority lists today: the files at their term that its rules send to the Archives.

    Jalon keeps them: the transfer is the authority's act, and nothing held back is on the slip.
    """
    rows = _rows(authority, now, Fate.TRANSFER)
    reasons = blocks([row.application for row in rows])
    return [row for row in rows if not reasons[row.application.pk]]


def _rows(authority, now, fate) -> list[EliminationItem]:
    return [
        row
        for kind, rule in rules_of(authority).items()
        if rule.fate == fate and KINDS[kind].files
        for row in _due(authority, kind, rule, now)
    ]


def due_for_elimination(authority, now: datetime) -> list[EliminationItem]:
    """What a new list of this authority would hold."""
    return at_term(authority, now)[0]


def held_back(authority, now: datetime) -> list[tuple]:
    return at_term(authority, now)[1]


def _due(authority, kind, rule, now):
    listed = EliminationItem.objects.filter(taken_out_at=None)
    files = KINDS[kind].files().filter(call__authority=authority).select_related("call", "structure")
    files = files.exclude(pk__in=listed.values("application")).order_by("number")
    return [_item(file, kind, rule) for file in files.filter(since__lt=now) if term(file.since, rule) < now]


def _item(file, kind, rule) -> EliminationItem:
    return EliminationItem(
        application=file,
        number=file.number,
        call=f"{file.call.number} – {file.call.title}"[:250],
        kind=kind,
        since=file.since,
        term=term(file.since, rule),
        rule=f"{rule.months} mois après {KINDS[kind].start} ({rule.legal_basis})"[:400],
    )


def blocks(files) -> dict[int, list[str]]:
    """Why each of these files may not be eliminated now: an appeal, an unpaid instalment, a decision under way."""
    keys = [file.pk for file in files]
    found: dict[int, list[str]] = {key: [] for key in keys}
    for hold in Hold.objects.filter(application__in=keys, lifted_at=None):
        found[hold.application_id].append(
            f"{hold.get_kind_display()}{f' : {hold.reason}' if hold.reason else ''}."
        )
    unpaid = Instalment.objects.filter(agreement__application__in=keys, paid_on=None)
    for key in unpaid.order_by().values_list("agreement__application", flat=True).distinct():
        found[key].append("Un versement n’est pas soldé.")
    for key in Decision.objects.staged().filter(application__in=keys).values_list("application", flat=True):
        found[key].append("Une décision est en préparation ou n’est pas notifiée.")
    return found


def purges_of(structure) -> QuerySet:
    """The destructions announced to a structure and not carried out, the nearest first."""
    under_way = Purge.objects.filter(application__structure=structure, kept_at=None, destroyed_at=None)
    return under_way.select_related("application__call", "application__lot").order_by("hides_at", "id")


def may_keep(person, purge) -> bool:
    """Whether this person may keep a file about to go: a writer of its structure, hidden or not."""
    return organisations_where(person, WRITERS).filter(pk=purge.application.structure_id).exists()
