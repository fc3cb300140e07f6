"""Decisions: proposed, signed (their act is made), released together. Only the release moves files."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.errors import Refused
from applications.enums import State
from applications.models import Act, Application
from applications.services.acting import act
from applications.services.gate import move
from calls.models import Lot
from documents.enums import DocumentStatus
from documents.services import release as release_documents
from documents.services import withdraw as withdraw_document
from engine.deadlines import days_after
from engine.money import euros
from reviews import letters
from reviews.enums import DecisionKind as K
from reviews.models import Decision, LotResult, Offer
from reviews.queries import places_left, ranking_of
from reviews.queries.commission.coverage import commission_refusals
from reviews.queries.deciding import SELECTING, tells_of_closed
from reviews.services import departing
from reviews.services.reading import visible

SOURCES: dict[str, set[str]] = {
    K.REFUSE: {State.SUBMITTED, State.INCOMPLETE},
    K.SELECT: {State.REVIEWED},
    K.WAITLIST: {State.REVIEWED},
    K.REJECT: {State.REVIEWED, State.WAITLISTED},
    K.PROMOTE: {State.WAITLISTED},
    K.LAPSE: {State.SELECTED, State.FUNDED},
    K.RECONSIDER: {State.INADMISSIBLE, State.REJECTED},
}
DOCUMENTS = {
    K.REFUSE: "inadmissibility",
    K.SELECT: "favourable",
    K.PROMOTE: "favourable",
    K.WAITLIST: "waiting_list",
    K.REJECT: "unfavourable",
    K.LAPSE: "lapse",
    K.RECONSIDER: "reconsideration",
}
AWARDING = {K.SELECT, K.PROMOTE}


def propose(
    application_id: int,
    kind: str,
    *,
    by,
    motive: str,
    amount=None,
    places=None,
    rank=None,
    ground=None,
    valid_until=None,
    ranking=None,
    at=None,
) -> Decision:
    """Stages a decision on one file; nothing moves and nobody outside the authority learns of it.

    `ranking` spares the computation when the rows of the lot's ranking are already at hand.
    """
    at = at or timezone.now()
    with transaction.atomic():
        _hold_lots(Application.objects.filter(pk=application_id))
        application = visible(application_id, by, "reviews.propose", lock=True)
        points = _points(application, ranking)
        reasons = _refusals(application, by, kind, motive, amount, places, rank, ground)
        if reasons:
            raise Refused(*reasons)
        application.decisions.staged().filter(signed_at=None).update(cancelled_at=at)
        try:
            with transaction.atomic():
                return Decision.objects.create(
                    application=application,
                    kind=kind,
                    amount=amount if K(kind) in AWARDING and application.with_money else None,
                    places=places if K(kind) in AWARDING else None,
                    rank=rank,
                    points=points,
                    valid_until=valid_until,
                    ground=ground,
                    motive=motive.strip(),
                    proposed_by=by,
                    proposed_at=at,
                )
        except IntegrityError as error:
            raise Refused("Une décision signée attend déjà pour ce dossier.") from error


def _hold_lots(files) -> None:
    """Locks the lots of these files first: two people never count the same envelope at the same time."""
    lots = Lot.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=files.values("lot"))
    list(lots.order_by("pk"))


def _points(application, ranking):
    rows = ranking_of(application.lot) if ranking is None else ranking
    row = next((row for row in rows if row.application.pk == application.pk), None)
    return row.points if row else None


def _refusals(application, by, kind, motive, amount, places, rank, ground, *, signing=False) -> list[str]:
    """Every reason why not. What the lot has left bounds a proposal only by who may read it: a refusal is a scale
    on which to weigh what is closed. It always bounds a signature."""
    kind, reasons = K(kind), []
    if application.state not in SOURCES[kind]:
        reasons.append(
            f"Un dossier à l’état « {application.get_state_display()} » n’admet pas cette décision."
        )
    if kind.value not in application.call.procedure.moves:
        reasons.append("Cette décision n’existe pas dans cette procédure.")
    if not motive.strip():
        reasons.append("Motivez la décision : la structure lira ce motif.")
    if kind == K.REFUSE and ground is None:
        reasons.append("Choisissez le motif d’irrecevabilité.")
    if kind == K.WAITLIST and not rank:
        reasons.append("Indiquez le rang sur la liste complémentaire.")
    if kind in SELECTING:
        reasons += commission_refusals(application)
    if kind in AWARDING:
        blind = tells_of_closed(application.lot, by)
        told = None if blind and not signing else "" if blind else " : {}"
        reasons += _amount_refusals(application, amount, told) if application.with_money else []
        reasons += _places_refusals(application, places, told)
    return reasons


def _places_refusals(application, places, told: str | None) -> list[str]:
    """`told`: how what is left is said; None bounds nothing."""
    left = places_left(application.lot)
    if left is None:
        return []
    if not places:
        return ["Indiquez le nombre de places attribuées."]
    left -= staged_places(application.lot, excluding=application)
    if told is not None and places > left:
        return [f"Le nombre de places dépasse ce qui reste du lot{told.format(max(left, 0))}."]
    return []


def _amount_refusals(application, amount, told: str | None) -> list[str]:
    if not amount:
        return ["Indiquez le montant attribué."]
    reasons, lot = [], application.lot
    if application.requested_amount and amount > application.requested_amount:
        reasons.append(f"Le montant dépasse la demande ({euros(application.requested_amount)}).")
    if lot.ceiling and amount > lot.ceiling:
        reasons.append(f"Le montant dépasse le plafond du lot ({euros(lot.ceiling)}).")
    if told is not None and lot.envelope is not None:
        others = staged_amount(lot, excluding=application)
        left = lot.envelope - lot.applications.committed() - others
        if amount > left:
            rest = told.format(euros(max(left, 0)))
            reasons.append(f"Le montant dépasse ce qui reste de l’enveloppe{rest}.")
    return reasons


def staged_amount(lot, excluding=None) -> int:
    """Euros of the lot's staged decisions that award."""
    return sum(row.amount or 0 for row in _awarding(lot, excluding))


def staged_places(lot, excluding=None) -> int:
    """Places of the lot's staged decisions that award."""
    return sum(row.places or 0 for row in _awarding(lot, excluding))


def _awarding(lot, excluding):
    rows = Decision.objects.staged().filter(application__lot=lot, kind__in=AWARDING)
    return rows if excluding is None else rows.exclude(application=excluding)


def cancel(decision_id: int, *, by, at=None) -> None:
    """Takes a staged decision back; a signed one only by the signatory, and its act is withdrawn unseen."""
    with transaction.atomic():
        decision = Decision.objects.staged().select_for_update(of=("self",)).filter(pk=decision_id).first()
        if decision is None:
            raise Refused("Cette décision est déjà annulée ou notifiée.")
        action = f"applications.{decision.kind}" if decision.signed_at else "reviews.propose"
        visible(decision.application_id, by, action)
        decision.cancelled_at = at or timezone.now()
        decision.save(update_fields=["cancelled_at"])
        if decision.document:
            withdraw_document(decision.document)


def sign(decision_ids: list[int], *, by, capacity: str, at=None) -> list[Decision]:
    """Signs decisions: each gets its act, still unknown to the structure. All or none."""
    at = at or timezone.now()
    if not capacity.strip():
        raise Refused("Indiquez la qualité au titre de laquelle vous signez.")
    with transaction.atomic():
        _hold_lots(Application.objects.filter(decisions__in=decision_ids))
        rows = list(
            Decision.objects.staged()
            .filter(pk__in=decision_ids, signed_at=None)
            .select_for_update(of=("self",))
            .select_related(
                "application__call__authority", "application__structure", "application__lot", "ground"
            )
            .order_by("pk")
        )
        if not rows:
            raise Refused(
                "Aucune décision n’attend de signature : la page a peut-être été signée entre-temps."
            )
        if len(rows) < len(set(decision_ids)):
            raise Refused(
                "Des décisions ont changé depuis l’affichage de cette page : relisez-la avant de signer."
            )
        _refuse_unexplained(rows, by)
        for decision in rows:
            _sign_one(decision, by, capacity.strip(), at)
    return rows


def _refuse_unexplained(rows, by) -> None:
    """Decisions that do not follow the ranking are signed once their reason is written."""
    lots = {row.application.lot for row in rows if row.kind in SELECTING}
    reasons = [reason for lot in lots for reason in departing.refusals(lot, by)]
    if reasons:
        raise Refused(*reasons)


def _sign_one(decision, by, capacity, at):
    application = visible(decision.application_id, by, f"applications.{decision.kind}")
    reasons = _refusals(
        application,
        by,
        decision.kind,
        decision.motive,
        decision.amount,
        decision.places,
        decision.rank,
        decision.ground,
        signing=True,
    )
    if reasons:
        raise Refused(*[f"Dossier {application.number} : {reason}" for reason in reasons])
    decision.signed_by, decision.signed_at, decision.signed_as = by, at, capacity
    context = letters.decision(application, decision)
    decision.document = act(application, DOCUMENTS[K(decision.kind)], context, dated=at, released=False)
    decision.save(update_fields=["signed_by", "signed_at", "signed_as", "document"])


def release_refusals(decisions) -> list[str]:
    """Why these signed decisions cannot be released yet: every act must be issued first."""
    waiting = [d for d in decisions if d.document.status != DocumentStatus.ISSUED]
    failed = [d for d in waiting if d.document.status == DocumentStatus.FAILED]
    reasons = [f"L’acte du dossier {d.application.number} n’a pas pu être produit." for d in failed]
    if len(waiting) > len(failed):
        count = len(waiting) - len(failed)
        reasons.append(
            f"{count} acte{'s' if count > 1 else ''} en cours de production : réessayez dans un instant."
        )
    return reasons


def release(decision_ids: list[int], *, by, at=None, await_acts=True) -> list[Decision]:
    """Releases signed decisions together: files move, acts become readable, messages leave. All or none."""
    at = at or timezone.now()
    with transaction.atomic():
        _hold_lots(Application.objects.filter(decisions__in=decision_ids))
        rows = list(
            Decision.objects.staged()
            .filter(pk__in=decision_ids, signed_at__isnull=False)
            .select_for_update(of=("self",))
            .select_related("application__lot", "document", "ground")
            .order_by("rank", "application__waiting_rank", "pk")
        )
        if not rows:
            raise Refused("Aucune décision signée n’attend d’être notifiée.")
        reasons = release_refusals(rows) if await_acts else []
        if reasons:
            raise Refused(*reasons)
        departing.release({row.application.lot for row in rows if row.kind in SELECTING}, at=at)
        for decision in rows:
            _release_one(decision, by, at)
        release_documents([decision.document for decision in rows], at=at)
        _publish_results(rows, by, at)
    return rows


def _release_one(decision, by, at):
    row = move(
        decision.application_id, decision.kind, by=by, at=at, reason=decision.motive, **_data(decision)
    )
    decision.released_at = at
    decision.save(update_fields=["released_at"])
    Act.objects.filter(document=decision.document).update(transition=row)
    if K(decision.kind) in AWARDING and row.application.with_money:
        _offer(row.application, decision, at)


def _offer(application, decision, at):
    call = application.call
    Offer.objects.create(
        application=application,
        amount=decision.amount,
        places=decision.places,
        sent_at=at,
        due_at=days_after(at, call.offer_days, call.time_zone),
    )


def _data(decision) -> dict:
    return {
        K.REFUSE: {"ground": decision.ground},
        K.SELECT: {"amount": decision.amount, "places": decision.places},
        K.PROMOTE: {"amount": decision.amount, "places": decision.places},
        K.WAITLIST: {"rank": decision.rank},
    }.get(K(decision.kind), {})


def _publish_results(rows, by, at):
    """Marks the lots whose selection has been released, so that the public page may say so."""
    decided = {row.application.lot_id for row in rows if row.kind in {K.SELECT, K.WAITLIST, K.REJECT}}
    for lot in Lot.objects.filter(pk__in=decided).select_related("call"):
        LotResult.objects.get_or_create(
            lot=lot, defaults={"call": lot.call, "released_at": at, "released_by": by}
        )
