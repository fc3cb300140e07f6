"""The waiting list calls itself: when money or places return, the next file in rank order is proposed.

Nobody is scored again and nothing is decided: the proposal waits for its signature like any other. It is made once
per return: a proposal that a person took back is not made again until something else returns.
"""

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from applications.enums import State
from applications.models import Application
from calls.models import Lot
from engine.money import NO_BREAK
from reviews.enums import DecisionKind as K
from reviews.models import Decision
from reviews.queries.deciding import offer_to

RETURNED = (State.WITHDRAWN, State.LAPSED)


def sweep(at=None) -> int:
    """Proposes the next file of every lot where something returned; how many proposals were made."""
    waiting = Application.objects.filter(state=State.WAITLISTED).order_by().values("lot")
    return sum(
        propose_next(key, at=at) is not None
        for key in Lot.objects.filter(pk__in=waiting).values_list("pk", flat=True)
    )


def propose_next(lot_id: int, *, at=None) -> Decision | None:
    """Stages the promotion of the lot's next waiting file, with what is left for it; None when there is no cause."""
    at = at or timezone.now()
    with transaction.atomic():
        lot = Lot.objects.select_for_update(of=("self",)).select_related("call").get(pk=lot_id)
        file = next_in_line(lot, at)
        if file is None or not is_due(lot, file):
            return None
        found = offer_to(lot, file)
        if not found["possible"]:
            return None
        return Decision.objects.create(
            application=file,
            kind=K.PROMOTE,
            amount=found["amount"],
            places=file.requested_places if lot.places is not None else None,
            rank=file.waiting_rank,
            motive=f"Des crédits sont revenus sur ce lot{NO_BREAK}; le dossier est le premier de la liste complémentaire"
            f" (rang {file.waiting_rank}).",
            proposed_at=at,
        )


def next_in_line(lot, at) -> Application | None:
    """The best ranked waiting file of a list still valid, when no decision of the lot is being prepared for one."""
    if (
        lot.call.abandoned_at
        or Decision.objects.staged().filter(application__lot=lot, kind=K.PROMOTE).exists()
    ):
        return None
    file = (
        lot.applications.filter(state=State.WAITLISTED)
        .select_related("call", "lot")
        .order_by("waiting_rank")
        .first()
    )
    if file is None or file.decisions.staged().exists():
        return None
    listed = (
        file.decisions.filter(kind=K.WAITLIST, released_at__isnull=False).order_by("-released_at").first()
    )
    expired = listed and listed.valid_until and listed.valid_until < timezone.localdate(at)
    return None if expired else file


def is_due(lot, file) -> bool:
    """Whether something returned, or the list was called, since this file was last proposed."""
    held = Q(awarded_amount__isnull=False) | Q(awarded_places__isnull=False)
    returned = lot.applications.filter(held, state__in=RETURNED).aggregate(last=Max("ended_at"))["last"]
    promoted = Decision.objects.filter(application__lot=lot, kind=K.PROMOTE, released_at__isnull=False)
    called = promoted.aggregate(last=Max("released_at"))["last"]
    proposed = file.decisions.filter(kind=K.PROMOTE).aggregate(last=Max("proposed_at"))["last"]
    causes = [instant for instant in (returned, called) if instant]
    return bool(returned and causes) and (proposed is None or max(causes) > proposed)
