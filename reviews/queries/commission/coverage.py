"""What the commission has deliberated: which files its signed minutes cover, and when its ranking is final."""

from django.db.models import Exists, OuterRef

from applications.enums import State
from applications.models import Transition
from calls.procedures import legal_basis
from reviews.models import AgendaItem, Meeting

UNDECIDED = (State.ADMISSIBLE, State.REVIEWED)
LOCKED = "La commission a clos sa séance sur ce lot\u00a0: son classement ne change plus."

UNSIGNED = "Le procès-verbal de la commission qui a examiné ce dossier n’est pas encore signé."


def covered(call, *, signed: bool) -> set[int]:
    """The files deliberated with their quorum at a closed meeting of the call, signed or not yet.

    A file whose instruction was resumed since must come before the commission again.
    """
    resumed = Transition.objects.filter(
        application=OuterRef("application"), name="resume", at__gt=OuterRef("meeting__closed_at")
    )
    rows = AgendaItem.objects.filter(
        meeting__call=call,
        meeting__closed_at__isnull=False,
        meeting__cancelled_at=None,
        meeting__without_quorum=False,
    ).exclude(Exists(resumed))
    rows = rows.filter(meeting__signed_at__isnull=False) if signed else rows
    return {pk for pk, sitting in rows.values_list("application", "sitting") if sitting.get("met")}


def settled(files) -> set[int]:
    """The files among these whose readings are spoken for: decided, or deliberated at a sitting closed since.

    An interest told afterwards does not reorder what was deliberated: the manager resumes the instruction if it must be.
    """
    held = {key for call in {file.call_id for file in files} for key in covered(call, signed=False)}
    return {file.pk for file in files if file.pk in held or file.state not in UNDECIDED}


def to_cover(lot) -> set[int]:
    """The files of the lot whose instruction is concluded and that wait for a decision."""
    return set(lot.applications.filter(state=State.REVIEWED).values_list("pk", flat=True))


def is_complete(lot, held: set[int]) -> bool:
    """Whether every concluded file of the lot has been deliberated."""
    return to_cover(lot) <= held


def commission_refusals(application) -> list[str]:
    """Why this file may not be selected yet, where the procedure requires the commission's opinion."""
    call = application.call
    if not call.commission_required:
        return []
    basis = legal_basis(call.kind, "commission_required")
    held = covered(call, signed=True)
    reasons = []
    if application.pk in covered(call, signed=False) - held:
        reasons.append(UNSIGNED)
    elif application.pk not in held:
        reasons.append(f"La commission n’a pas encore donné son avis sur ce dossier ({basis}).")
    else:
        reasons += _unfinished(application.lot)
    if call.ranked and to_cover(application.lot) - held - {application.pk}:
        reasons.append("Des dossiers instruits du même lot attendent encore l’avis de la commission.")
    return reasons


def _unfinished(lot) -> list[str]:
    """Why the minutes signed on the lot are not the last word: a sitting since may change its ranks."""
    closings = sittings_on(lot).filter(signed_at=None).values_list("closed_at", flat=True)
    if None in closings:
        return ["Une séance de la commission est ouverte sur ce lot\u00a0: attendez son procès-verbal signé."]
    return [UNSIGNED] if closings else []


def rank_refusals(lot) -> list[str]:
    """Why no rank of this lot may be chosen any more: a sitting on it is closed, and none is open."""
    held = sittings_on(lot)
    if held.filter(closed_at=None).exists():
        return []
    return [LOCKED] if held.filter(closed_at__isnull=False).exists() else []


def sittings_on(lot):
    """The meetings held on files of this lot: opened with their quorum, closed or not."""
    return Meeting.objects.filter(
        items__application__lot=lot,
        cancelled_at=None,
        without_quorum=False,
        opened_at__isnull=False,
    )
