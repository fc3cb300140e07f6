"""What happens after the decision."""

from django.db.models import Q

from applications.enums import State
from awards.models import ActivityReport, Agreement, Evaluation, Instalment
from notifications import audiences as a
from notifications.catalogue.events.event import Event
from notifications.catalogue.moves import Notice

IN_RUNNING = Q(application__state=State.SELECTED)

WITH_STRUCTURE = Q(needs_structure=True, structure_signed_at=None, authority_signed_at=None) & IN_RUNNING

WITH_AUTHORITY = (
    Q(authority_signed_at=None)
    & IN_RUNNING
    & (Q(needs_structure=False) | Q(structure_signed_at__isnull=False))
)

EVENTS: dict[str, tuple[Event, ...]] = {
    "agreement": (
        Event(
            "to_sign",
            Agreement,
            WITH_STRUCTURE,
            "prepared_at",
            (Notice("agreement_to_sign", a.SIGNATORIES, page="agreement"),),
            file="application",
            by="prepared_by",
            repeats=True,
        ),
        Event(
            "to_issue",
            Agreement,
            WITH_AUTHORITY & Q(needs_structure=False),
            "prepared_at",
            (Notice("agreement_to_countersign", a.DECIDERS, page="agreement"),),
            file="application",
            by="prepared_by",
            repeats=True,
        ),
        Event(
            "to_countersign",
            Agreement,
            WITH_AUTHORITY & Q(needs_structure=True),
            "structure_signed_at",
            (Notice("agreement_to_countersign", a.DECIDERS, page="agreement"),),
            file="application",
            by="structure_signed_by",
        ),
    ),
    "instalment": (
        Event(
            "paid",
            Instalment,
            Q(paid_on__isnull=False),
            "paid_on",
            (Notice("instalment_paid", a.STRUCTURE, page="award"),),
            file="agreement.application",
            by="paid_by",
        ),
    ),
    "report": (
        Event(
            "submitted",
            ActivityReport,
            Q(submitted_at__isnull=False, accepted_at=None),
            "submitted_at",
            (Notice("report_in", a.HANDLERS, page="report"),),
            file="application",
            by="submitted_by",
            repeats=True,
        ),
        Event(
            "returned",
            ActivityReport,
            Q(returned_at__isnull=False, submitted_at=None),
            "returned_at",
            (Notice("report_returned", a.STRUCTURE, page="report"),),
            file="application",
            repeats=True,
        ),
        Event(
            "accepted",
            ActivityReport,
            Q(accepted_at__isnull=False),
            "accepted_at",
            (Notice("report_accepted", a.STRUCTURE, page="award"),),
            file="application",
            by="accepted_by",
        ),
    ),
    "evaluation": (
        Event(
            "proposed",
            Evaluation,
            Q(signed_at=None),
            "proposed_at",
            (Notice("evaluation_to_sign", a.DECIDERS, page="evaluation"),),
            file="application",
            by="proposed_by",
            repeats=True,
        ),
    ),
}
