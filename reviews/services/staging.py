"""One save for the whole decision page of a lot: every row is staged, or none and each says why."""

from django.db import transaction
from django.utils import timezone

from accounts.backends import may
from accounts.errors import Forbidden, Refused
from applications.enums import State
from calls.models import Lot
from engine import digest
from reviews.enums import DecisionKind as K
from reviews.models import Decision
from reviews.queries import ranking_of
from reviews.services.deciding import propose


class RowsRefused(Exception):
    """The page as a whole is refused: reasons per file, and those that concern the lot."""

    def __init__(self, rows: dict[int, list[str]], lot: list[str]):
        self.rows, self.lot = rows, lot
        super().__init__("page refused")


def stamp(lot) -> str:
    """What the decisions of a lot looked like when a page was shown: a later change makes the page stale."""
    rows = Decision.objects.filter(application__lot=lot).order_by("-pk")
    last = rows.values_list("pk", flat=True).first() or 0
    counts = (
        rows.filter(cancelled_at=None).count(),
        rows.filter(signed_at=None).count(),
        rows.filter(released_at=None).count(),
    )
    states = [[pk, str(state)] for pk, state in sorted(lot.applications.values_list("pk", "state"))]
    return f"{last}-{'-'.join(map(str, counts))}-{digest.sha256(states)[:12]}"


def propose_together(lot_id: int, *, by, rows: dict[int, dict], seen: str = "", at=None) -> int:
    """Replaces the unsigned decisions of these files by {application id: kind, amount, places, rank, motive…}.

    A row without kind stages nothing. Returns how many decisions are staged; raises RowsRefused, writing nothing.
    """
    at = at or timezone.now()
    with transaction.atomic():
        lot = Lot.objects.select_for_update(of=("self",)).select_related("call").get(pk=lot_id)
        if not may(by, "reviews.propose", lot.call):
            raise Forbidden
        if seen and seen != stamp(lot):
            raise RowsRefused({}, ["Les décisions de ce lot ont changé depuis l’affichage de cette page."])
        mine = Decision.objects.staged().filter(application__lot=lot, application__in=rows, signed_at=None)
        mine.update(cancelled_at=at)
        chosen = {pk: row for pk, row in rows.items() if row.get("kind")}
        refused = _staged(lot, chosen, by, at)
        general = _waiting_faults(lot, chosen)
        if refused or general:
            raise RowsRefused(refused, general)
    return len(chosen)


def _staged(lot, chosen, by, at) -> dict[int, list[str]]:
    """Stages each row in the order of the page; the reasons of those that cannot be."""
    ranking, refused = ranking_of(lot), {}
    for pk, row in chosen.items():
        try:
            propose(pk, by=by, at=at, ranking=ranking, **row)
        except Refused as error:
            refused[pk] = error.reasons
    return refused


def _waiting_faults(lot, chosen) -> list[str]:
    """Why the waiting list would not be in order: a rank given twice, here or to a file already waiting."""
    given = [row["rank"] for row in chosen.values() if row["kind"] == K.WAITLIST and row.get("rank")]
    waiting = lot.applications.filter(state=State.WAITLISTED).values_list("waiting_rank", flat=True)
    signed = Decision.objects.staged().filter(application__lot=lot, kind=K.WAITLIST, signed_at__isnull=False)
    taken = [*given, *waiting, *signed.values_list("rank", flat=True)]
    twice = sorted({rank for rank in given if taken.count(rank) > 1})
    return [f"Le rang {rank} de la liste complémentaire est donné à plusieurs dossiers." for rank in twice]
