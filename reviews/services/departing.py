"""Decisions that do not follow the ranking: a reason before the signature, told to the commission at the release.

CASF, art. R. 313-7: when the authority departs from the ranking, it tells the members why, at once.
"""

from django.db import transaction
from django.utils import timezone

from accounts.backends import may
from accounts.errors import Forbidden, Refused
from accounts.nudge import nudge
from calls.models import Lot
from engine.money import NO_BREAK
from reviews.models import Departure
from reviews.queries import ranking_of
from reviews.queries.departing import departures


def explain(lot_id: int, *, by, reason: str, at=None) -> Departure:
    """Keeps why the decisions being prepared depart from the ranking, replacing what was written before."""
    with transaction.atomic():
        lot = Lot.objects.select_for_update(of=("self",)).select_related("call").get(pk=lot_id)
        if not may(by, "reviews.propose", lot.call):
            raise Forbidden
        if not reason.strip():
            raise Refused(
                "Écrivez pourquoi les décisions s’écartent du classement : la commission lira ce motif."
            )
        numbers = departures(lot, ranking_of(lot))
        if not numbers:
            raise Refused("Les décisions préparées suivent le classement : il n’y a pas d’écart à motiver.")
        row, _ = Departure.objects.update_or_create(
            lot=lot,
            released_at=None,
            defaults={"reason": reason.strip(), "files": numbers, "by": by, "at": at or timezone.now()},
        )
    return row


def refusals(lot, by) -> list[str]:
    """Why the decisions of the lot cannot be signed: an unexplained departure. No file closed to them is named."""
    numbers = departures(lot, ranking_of(lot))
    explained = set(
        Departure.objects.filter(lot=lot, released_at=None).values_list("files", flat=True).first() or []
    )
    missing = [number for number in numbers if number not in explained]
    if not missing:
        return []
    seen = lot.applications.without_conflicts_of(by).filter(number__in=missing)
    named = ", ".join(seen.order_by("number").values_list("number", flat=True))
    which = f" ({named})" if named else ""
    return [f"La décision s’écarte du classement{which}{NO_BREAK}: motivez cet écart avant de signer."]


def release(lots, *, at) -> None:
    """With the decisions of these lots, tells the commission why they depart from the ranking; what no longer does is dropped."""
    for row in Departure.objects.filter(lot__in=lots, released_at=None).select_related("lot__call"):
        if departures(row.lot, ranking_of(row.lot)):
            row.released_at = at
            row.save(update_fields=["released_at"])
            nudge("notifications.tasks.tell", "departure", row.pk)
        else:
            row.delete()
