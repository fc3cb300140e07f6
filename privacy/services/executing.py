"""The worker's part of an elimination: after the week that follows the signature, one file after another.

Each file goes in its own transaction: a worker that stops starts again where it was, and twice is once. What stays of
a file is said in `applications.services.erasing`; here the working papers of the authority go with the content (notes,
opinions, instruction report, narrative of the activity report), while marks, decisions, agreements, minutes and the
log stay, since the commission's minutes rest on them.
"""

from django.db import transaction
from django.utils import timezone

from accounts.nudge import nudge
from applications.services.erasing import erase
from applications.services.gate import locked
from awards.models import ActivityReport, IndicatorValue
from documents.enums import DocumentStatus
from documents.services import destroy
from privacy.models import Elimination, EliminationItem
from privacy.queries.retention import blocks
from privacy.services.eliminating import set_aside
from privacy.services.leftovers import leave
from reviews.models import Offer, Report

EXECUTE = "privacy.tasks.execute"
A_TURN = 25  # files of one task


def sweep(now=None) -> int:
    """Wakes a worker for each signed list whose week is over; returns how many."""
    ready = list(due(now or timezone.now()).values_list("pk", flat=True))
    for pk in ready:
        nudge(EXECUTE, pk)
    return len(ready)


def due(now):
    """The lists to carry out: signed, their week over, their act established."""
    signed = Elimination.objects.filter(signed_at__isnull=False, executed_at=None, cancelled_at=None)
    return signed.filter(executes_at__lte=now, document__status=DocumentStatus.ISSUED)


def execute(elimination_id: int, *, now=None) -> int:
    """Eliminates the next files of a list, each for itself; returns how many. May be lost or run twice."""
    now = now or timezone.now()
    if not due(now).filter(pk=elimination_id).exists():
        return 0
    waiting = EliminationItem.objects.filter(
        elimination=elimination_id, taken_out_at=None, executed_at=None
    ).order_by("pk")
    done = sum(eliminate(pk, now) for pk in list(waiting.values_list("pk", flat=True)[:A_TURN]))
    left = Elimination.objects.filter(pk=elimination_id, executed_at=None)
    if not waiting.exists():
        left.update(executed_at=now)
    return done


def eliminate(item_id: int, now) -> bool:
    """One file, once, whole or not at all; a file that something holds back meanwhile leaves the list instead."""
    with transaction.atomic():
        item = EliminationItem.objects.select_related("elimination").get(pk=item_id)
        listing = Elimination.objects.select_for_update(of=("self",)).get(pk=item.elimination_id)
        item = EliminationItem.objects.get(pk=item_id)
        if listing.cancelled_at or item.taken_out_at or item.executed_at:
            return False
        file = locked(item.application_id)
        if reasons := blocks([file])[file.pk]:
            set_aside(item.pk, None, " ".join(reasons), now)
            return False
        paths = working_papers(file)
        leave(paths + erase(file.pk, at=now), now)
        EliminationItem.objects.filter(pk=item.pk).update(executed_at=now)
    return True


def working_papers(file) -> list[str]:
    """Destroys what the authority wrote to instruct the file; returns the paths of the bytes it cited."""
    file.notes.all().delete()
    file.opinions.all().delete()
    paths = []
    for report in Report.objects.filter(application=file).select_related("document"):
        report.delete()
        if report.document:
            file.acts.filter(document=report.document).delete()
            paths += destroy(report.document)
    ActivityReport.objects.filter(application=file).update(narrative="", returned_reason="")
    IndicatorValue.objects.filter(report__application=file).update(comment="")
    Offer.objects.filter(application=file).update(revised_budget=None, answer_note="")
    return paths
