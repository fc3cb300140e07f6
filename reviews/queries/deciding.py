"""The decisions of a lot beside its envelope: what is staged, what the policy would give, who is next."""

from dataclasses import dataclass

from django.db.models import Case, Sum, Value, When

from accounts.backends import may
from accounts.policy import POLICY
from applications.enums import State
from documents.enums import DocumentStatus
from engine import allocation
from reviews.enums import DecisionKind as K
from reviews.models import Decision
from reviews.queries.ranking import places_left
from reviews.queries.selecting import selection_of, walk_of

AWARDING = (K.SELECT, K.PROMOTE)
SELECTING = (K.SELECT, K.WAITLIST, K.REJECT)
UNTOLD = "Un dossier de ce lot vous est fermé : ce qui reste de l’enveloppe ne vous est pas montré."
KIND_ORDER = Case(
    *[
        When(kind=kind, then=Value(rank))
        for rank, kind in enumerate(dict.fromkeys((*AWARDING, K.WAITLIST, K.REJECT, *K)))
    ]
)


@dataclass(frozen=True)
class Balance:
    """The envelope of a lot in euros, and its places where it counts them."""

    total: int | None
    committed: int
    proposed: int
    places_total: int | None = None
    places_committed: int = 0
    places_proposed: int = 0

    @property
    def left(self) -> int:
        return (self.total or 0) - self.committed - self.proposed

    @property
    def over(self) -> bool:
        return self.total is not None and self.left < 0

    @property
    def places_left(self) -> int:
        return (self.places_total or 0) - self.places_committed - self.places_proposed

    @property
    def places_over(self) -> bool:
        return self.places_total is not None and self.places_left < 0


def tells_of_closed(lot, person) -> bool:
    """Whether the sums of the lot would tell this person the fate of a file that is closed to them."""
    return lot.applications.opened_to_authority().in_conflict_with(person).exists()


def balance(lot, *, proposed=None, places=None) -> Balance:
    """The lot's balance with these sums proposed; by default those of the decisions already staged."""
    staged = Decision.objects.staged().filter(application__lot=lot, kind__in=AWARDING)
    sums = staged.aggregate(amount=Sum("amount"), places=Sum("places"))
    return Balance(
        total=lot.envelope,
        committed=lot.applications.committed(),
        proposed=(sums["amount"] or 0) if proposed is None else proposed,
        places_total=lot.places,
        places_committed=lot.places - places_left(lot) if lot.places is not None else 0,
        places_proposed=(sums["places"] or 0) if places is None else places,
    )


def staged_on(lot, person):
    """The decisions of the lot waiting for a signature or a release, without those of a conflict."""
    files = lot.applications.without_conflicts_of(person)
    rows = Decision.objects.staged().filter(application__in=files)
    return rows.select_related(
        "application__structure",
        "application__call__authority",
        "application__lot",
        "document",
        "ground",
        "signed_by",
    ).order_by(KIND_ORDER, "rank", "application__number")


def signable(rows, held) -> list:
    """Among these decisions, the unsigned ones that the roles held on the call may sign."""
    return [row for row in rows if row.signed_at is None and _allowed(f"applications.{row.kind}", held)]


def releasable(rows, held) -> list:
    """Among these decisions, the signed ones that the roles held on the call may release."""
    return [row for row in rows if row.signed_at is not None and _allowed(f"applications.{row.kind}", held)]


def cancellable(row, held) -> bool:
    """Whether these roles may take the decision back: its signatory once it is signed."""
    return _allowed(f"applications.{row.kind}" if row.signed_at else "reviews.propose", held)


def _allowed(action: str, held) -> bool:
    return not POLICY[action].isdisjoint(held)


def production(rows) -> dict:
    """How many acts are made, among the signed decisions."""
    signed = [row for row in rows if row.document_id]
    issued = sum(row.document.status == DocumentStatus.ISSUED for row in signed)
    failed = [row for row in signed if row.document.status == DocumentStatus.FAILED]
    return {
        "total": len(signed),
        "issued": issued,
        "failed": failed,
        "waiting": len(signed) - issued - len(failed),
    }


def proposal(lot, rows) -> dict:
    """What the published policy gives on this ranking: {number: (kind, amount, reason)}, and how it reads."""
    result = selection_of(lot, rows)
    if result is None:
        return {"available": False, "rows": {}}
    if result.status != "optimal":
        return {"available": False, "rows": {}, "cause": result.cause}
    waiting = {number: rank for rank, number in enumerate(result.waiting, start=1)}
    found = {award.id: (K.SELECT, award.amount, None, result.reasons[award.id]) for award in result.selected}
    found |= {number: (K.WAITLIST, None, rank, result.reasons[number]) for number, rank in waiting.items()}
    for row in rows:
        if row.below and row.application.state == State.REVIEWED:
            found[row.application.number] = (K.REJECT, None, None, " ".join(row.below))
    return {"available": True, "rows": found, "left": result.left, "policy": lot.call.get_policy_display()}


def next_waiting(lot, person):
    """The best ranked file of the waiting list, and what the policy can offer it with what is left; or nothing.

    Someone to whom a file of the lot is closed is told neither: what is left would tell its fate.
    """
    files = lot.applications.filter(state=State.WAITLISTED).select_related("structure", "call", "lot")
    file = files.order_by("waiting_rank").first()
    if file is None or not may(person, "applications.view", file):
        return None
    if tells_of_closed(lot, person):
        return {"application": file, "amount": None, "reason": UNTOLD, "possible": True}
    return {"application": file, **offer_to(lot, file)}


def offer_to(lot, file) -> dict:
    """What is left for this file: the amount the policy allows, and the reason in words."""
    if not file.with_money or lot.envelope is None:
        return {"amount": None, "reason": "", "possible": True}
    now = balance(lot)
    requested = file.requested_amount or 0
    minimum = -(-requested * lot.call.partial_minimum_percent // 100)
    result = allocation.select(
        allocation.Instance(
            envelope=max(now.left, 0),
            files=(
                allocation.File(
                    file.number, file.waiting_rank, requested, minimum, file.requested_places or 0
                ),
            ),
            policy=walk_of(lot.call),
            places=max(now.places_left, 0) if lot.places is not None else None,
        )
    )
    amount = result.amount(file.number)
    return {
        "amount": amount,
        "reason": result.reasons[file.number],
        "possible": amount is not None,
        "left": now.left,
    }
