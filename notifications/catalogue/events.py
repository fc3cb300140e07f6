"""What happens to rows that are not transitions, and whom it concerns."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from accounts.enums import MembershipStatus, OrganisationKind
from accounts.models import BankChange, Membership
from applications.enums import ConsentLevel, Side, State
from applications.models import (
    Attachment,
    CallAlert,
    ComplementItem,
    Consent,
    Exchange,
    Handover,
    Opening,
    Prompt,
    Remark,
)
from awards.models import ActivityReport, Agreement, Evaluation, Instalment
from calls.enums import CallStatus
from calls.models import Answer, Appointment, Call
from notifications import audiences as a
from notifications.catalogue.moves import Notice
from notifications.models import Told
from reviews.models import (
    AgendaItem,
    Assignment,
    Conflict,
    Decision,
    Departure,
    Meeting,
    Offer,
    Opinion,
    Reopening,
    Review,
    Waiver,
)


@dataclass(frozen=True)
class Event:
    """Something that happens to a row which is not a transition: when it holds, what dates it, whom it concerns."""

    name: str
    model: type
    holds: Q
    dated: str
    notices: tuple[Notice, ...]
    file: str = ""  # the way from the row to its file, or
    call: str = ""  # to its call
    by: str = ""
    repeats: bool = False  # may hold again for the same row, at another date
    names_file: bool = True  # False: the message does not depend on the right to see the file
    batch: Callable | None = None  # rows of one batch make one message

    def rows(self) -> QuerySet:
        return self.model._default_manager.filter(self.holds)

    def untold(self, kind: str) -> QuerySet:
        told = Told.objects.filter(kind=kind, event=self.name, row=OuterRef("pk"))
        if self.repeats:
            told = told.filter(at=OuterRef(self.dated))
        return self.rows().exclude(Exists(told))


def by_call_and_day(row) -> str:
    return f"decisions:{row.application.call_id}:{timezone.localdate(row.proposed_at):%Y%m%d}"


def together(row) -> str:
    return (
        f"assigned:{row.application.call_id}:{row.reader_id}:{row.assigned_at.astimezone(UTC):%Y%m%d%H%M%S}"
    )


def by_reader_and_day(row) -> str:
    return f"nudge:{row.application.call_id}:{row.reader_id}:{timezone.localdate(row.reminded_at):%Y%m%d}"


def by_appointed_and_day(row) -> str:
    return f"declare:{row.call_id}:{row.person_id}:{timezone.localdate(row.reminded_at):%Y%m%d}"


GIVEN_TOGETHER = Assignment.objects.filter(
    reader=OuterRef("reader"),
    assigned_at=OuterRef("assigned_at"),
    application__call=OuterRef("application__call"),
).exclude(pk=OuterRef("pk"))
LATER_CONSENT = Consent.objects.filter(
    application=OuterRef("application"), union=OuterRef("union"), given_at__gt=OuterRef("given_at")
)
SENT_ITEMS = ComplementItem.objects.filter(attachment=OuterRef("pk"), complement__closed_at__isnull=False)
READ_BY_JUDGES = ~Q(application__state=State.DRAFT) & (
    ~Q(question_key__startswith="complement-") | Exists(SENT_ITEMS)
)
ASKED_FIRST = Q(asked_at__lt=F("answered_at"))
IN_RUNNING = Q(application__state=State.SELECTED)
WITH_STRUCTURE = Q(needs_structure=True, structure_signed_at=None, authority_signed_at=None) & IN_RUNNING
WITH_AUTHORITY = (
    Q(authority_signed_at=None)
    & IN_RUNNING
    & (Q(needs_structure=False) | Q(structure_signed_at__isnull=False))
)

ALSO: dict[str, tuple[Event, ...]] = {
    "piece": (
        Event(
            "closed",
            Attachment,
            Q(closed_at__isnull=False),
            "closed_at",
            (Notice("piece_closed", a.STRUCTURE, page="pieces"),),
            file="application",
        ),
        Event(
            "closed_to_judges",
            Attachment,
            Q(closed_at__isnull=False) & READ_BY_JUDGES,
            "closed_at",
            (Notice("piece_closed_file", a.HANDLERS, page="pieces"),),
            file="application",
        ),
    ),
    "opening": (
        Event(
            "opened",
            Opening,
            Q(),
            "at",
            (Notice("opening", a.CALL_HANDLERS, page="files"),),
            call="call",
            by="by",
        ),
    ),
    "question": (
        Event(
            "asked",
            Answer,
            Q(answered_at=None),
            "asked_at",
            (Notice("question_asked", a.CALL_HANDLERS, page="questions"),),
            call="call",
            by="asked_by",
        ),
        Event(
            "answered",
            Answer,
            Q(answered_at__isnull=False),
            "answered_at",
            (
                Notice("question_answered", a.ASKER, page="call"),
                Notice("question_answered", a.CANDIDATES_OF_CALL, page="call"),
            ),
            call="call",
            by="answered_by",
        ),
    ),
    "appointment": (
        Event(
            "named",
            Appointment,
            Q(ended_at=None),
            "appointed_at",
            (Notice("appointment", a.MEMBER, page="nomination"),),
            call="call",
            by="appointed_by",
        ),
        Event(
            "reminded",
            Appointment,
            Q(ended_at=None, nomination=None, reminded_at__isnull=False),
            "reminded_at",
            (Notice("nomination_nudge", a.MEMBER, page="nomination"),),
            call="call",
            repeats=True,
            batch=by_appointed_and_day,
        ),
    ),
    "assignment": (
        Event(
            "tied",
            Assignment,
            Q(tied=True),
            "ended_at",
            (Notice("reading_tied", a.TIED_READER, page="interests"),),
            file="application",
            repeats=True,
            names_file=False,  # it is closed to the person told
        ),
        Event(
            "tied_file",
            Assignment,
            Q(tied=True),
            "ended_at",
            (Notice("reading_tied_file", a.MANAGERS, page="instruction"),),
            file="application",
            repeats=True,
        ),
        Event(
            "given",
            Assignment,
            Q(ended_at=None) & ~Q(Exists(GIVEN_TOGETHER)),
            "assigned_at",
            (Notice("assignment", a.READER, page="reading"),),
            file="application",
            by="assigned_by",
        ),
        Event(
            "given_together",
            Assignment,
            Q(ended_at=None) & Q(Exists(GIVEN_TOGETHER)),
            "assigned_at",
            (Notice("assignments", a.READER_OF_CALL, page="readings"),),
            call="application.call",
            by="assigned_by",
            batch=together,
        ),
        Event(
            "declined",
            Assignment,
            Q(declined=True, ended_at__isnull=False),
            "ended_at",
            (Notice("reading_declined", a.MANAGERS, page="assignments"),),
            file="application",
            by="reader",
        ),
        Event(
            "reminded",
            Assignment,
            Q(ended_at=None, reminded_at__isnull=False, review__submitted_at=None),
            "reminded_at",
            (Notice("reading_nudge", a.READER_OF_CALL, page="readings"),),
            call="application.call",
            repeats=True,
            batch=by_reader_and_day,
        ),
    ),
    "waiver": (
        Event(
            "set_aside",
            Waiver,
            Q(),
            "at",
            (Notice("tie_waived", a.MEMBER, page="reading"),),
            file="application",
            by="by",
        ),
    ),
    "conflict": (
        Event(
            "declared",
            Conflict,
            Q(has_conflict=True, lifted_at=None),
            "declared_at",
            (Notice("conflict", a.MANAGERS, page="instruction"),),
            file="application",
            by="person",
        ),
    ),
    "review": (
        Event(
            "submitted",
            Review,
            Q(submitted_at__isnull=False),
            "submitted_at",
            (Notice("review_in", a.INSTRUCTORS, page="instruction"),),
            file="assignment.application",
            by="assignment.reader",
            repeats=True,
        ),
    ),
    "reopening": (
        Event(
            "reopened",
            Reopening,
            Q(),
            "at",
            (Notice("review_reopened", a.REVIEWER, page="score"),),
            file="review.assignment.application",
            by="by",
        ),
    ),
    "handover": (
        Event(
            "asked",
            Handover,
            Q(application__state=State.DRAFT),
            "at",
            (Notice("signature_asked", a.SIGNATORIES, page="deposit"),),
            file="application",
            by="by",
        ),
    ),
    "exchange": (
        Event(
            "written",
            Exchange,
            Q(side=Side.STRUCTURE),
            "at",
            (Notice("message_from_structure", a.HANDLERS, page="messages"),),
            file="application",
            by="by",
        ),
        Event(
            "answered",
            Exchange,
            Q(side=Side.AUTHORITY),
            "at",
            (Notice("message_from_authority", a.STRUCTURE, page="messages"),),
            file="application",
            by="by",
        ),
    ),
    "opinion": (
        Event(
            "asked",
            Opinion,
            Q(answered_at=None, cancelled_at=None),
            "asked_at",
            (Notice("opinion_asked", a.ASKED, page="opinion"),),
            file="application",
            by="asked_by",
        ),
        Event(
            "given",
            Opinion,
            Q(answered_at__isnull=False),
            "answered_at",
            (Notice("opinion_given", a.HANDLERS, page="instruction"),),
            file="application",
            by="asked_of",
        ),
        Event(
            "cancelled",
            Opinion,
            Q(cancelled_at__isnull=False),
            "cancelled_at",
            (Notice("opinion_cancelled", a.ASKED, page=""),),
            file="application",
            names_file=False,
        ),
    ),
    "decision": (
        Event(
            "proposed",
            Decision,
            Q(signed_at=None, cancelled_at=None),
            "proposed_at",
            (Notice("decisions_to_sign", a.CALL_DECIDERS, page="files"),),
            call="application.call",
            by="proposed_by",
            batch=by_call_and_day,
        ),
    ),
    "departure": (
        Event(
            "released",
            Departure,
            Q(released_at__isnull=False),
            "released_at",
            (Notice("departure", a.COMMISSION_OF_CALL, page="call"),),
            call="lot.call",
        ),
    ),
    "meeting": (
        Event(
            "convened",
            Meeting,
            Q(convened_at__isnull=False, cancelled_at=None),
            "convened_at",
            (Notice("meeting_convened", a.SEATED, page="meeting"),),
            call="call",
            by="convened_by",
        ),
        Event(
            "cancelled",
            Meeting,
            Q(convened_at__isnull=False, cancelled_at__isnull=False),
            "cancelled_at",
            (Notice("meeting_cancelled", a.SEATED, page="meeting"),),
            call="call",
        ),
        Event(
            "closed",
            Meeting,
            Q(closed_at__isnull=False, signed_at=None),
            "closed_at",
            (Notice("minutes_to_sign", a.CHAIR, page="meeting"),),
            call="call",
            by="closed_by",
        ),
        Event(
            "signed",
            Meeting,
            Q(signed_at__isnull=False),
            "signed_at",
            (
                Notice("minutes_signed", a.SEATED, page="meeting"),
                Notice("minutes_signed", a.CALL_MANAGERS, page="meeting"),
            ),
            call="call",
            by="signed_by",
        ),
    ),
    "hearing": (
        Event(
            "called",
            AgendaItem,
            Q(hearing_at__isnull=False, meeting__convened_at__isnull=False, meeting__cancelled_at=None),
            "convened_at",
            (Notice("hearing_called", a.STRUCTURE),),
            file="application",
        ),
        Event(
            "cancelled",
            AgendaItem,
            Q(
                hearing_at__isnull=False,
                meeting__convened_at__isnull=False,
                meeting__cancelled_at__isnull=False,
            ),
            "cancelled_at",
            (Notice("hearing_cancelled", a.STRUCTURE),),
            file="application",
        ),
    ),
    "offer": (
        Event(
            "accepted",
            Offer,
            Q(accepted_at__isnull=False),
            "accepted_at",
            (
                Notice("offer_accepted", a.STRUCTURE, page="award"),
                Notice("offer_accepted_file", a.MONEY, page="award"),
            ),
            file="application",
            by="answered_by",
        ),
    ),
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
    "consent": (
        Event(
            "given",
            Consent,
            Q(revoked_at=None, level__gt=ConsentLevel.NONE),
            "given_at",
            (Notice("consent_given", a.CONSENTED_UNION),),
            file="application",
            by="given_by",
        ),
        Event(
            "revoked",
            Consent,
            Q(revoked_at__isnull=False) & ~Q(Exists(LATER_CONSENT)),
            "revoked_at",
            (Notice("consent_revoked", a.CONSENTED_UNION, page=""),),
            file="application",
            by="revoked_by",
            names_file=False,
        ),
    ),
    "call": (
        Event(
            "published",
            Call,
            # A call already closed is no news.
            Q(status=CallStatus.PUBLISHED) & (Q(closes_at__gte=Now()) | Q(closes_at=None)),
            "published_at",
            (Notice("call_for_members", a.CONCERNED_UNIONS, page="concerned"),),
            call="self",
            by="published_by",
        ),
    ),
    "call_alert": (
        Event(
            "given",
            CallAlert,
            Q(),
            "at",
            (Notice("call_alert", a.ALERTED_MEMBER, page="call"),),
            call="call",
            by="by",
        ),
    ),
    "remark": (
        Event(
            "written",
            Remark,
            Q(),
            "at",
            (
                Notice("remark", a.REMARKED_STRUCTURE, page="margin"),
                Notice("remark", a.REMARKED_UNION, page="margin"),
            ),
            file="thread.application",
            by="by",
        ),
    ),
    "prompt": (
        Event(
            "sent",
            Prompt,
            Q(),
            "at",
            (Notice("prompt", a.PROMPTED),),
            file="application",
            by="by",
        ),
    ),
    "bank": (
        Event(
            "changed",
            BankChange,
            Q(),
            "at",
            (
                Notice("bank_changed", a.ACCOUNT_SIGNATORIES, page="organisation"),
                Notice("bank_changed_payer", a.PAYERS, page=""),
            ),
            by="by",
        ),
    ),
    "membership": (
        Event(
            "asked",
            Membership,
            Q(status=MembershipStatus.PENDING),
            "asked_at",
            (Notice("membership_asked", a.KEEPERS, page="requests"),),
            by="person",
        ),
        Event(
            "founded",
            Membership,
            Q(
                status=MembershipStatus.ACTIVE,
                answered_by=None,
                asked_at=F("answered_at"),
                organisation__kind=OrganisationKind.APPLICANT,
                organisation__verified_at=None,
            ),
            "answered_at",
            (Notice("membership_founded", a.WATCHERS, page="recognition"),),
            by="person",
        ),
        Event(
            "accepted",
            Membership,
            Q(status=MembershipStatus.ACTIVE, answered_by__isnull=False) & ASKED_FIRST,
            "answered_at",
            (Notice("membership_accepted", a.MEMBER, page="organisation"),),
            by="answered_by",
        ),
        Event(
            "refused",
            Membership,
            Q(status=MembershipStatus.REFUSED),
            "answered_at",
            (Notice("membership_refused", a.MEMBER, page="organisations"),),
            by="answered_by",
        ),
        Event(
            "ended",
            Membership,
            # Not a request that its author took back: they were never a member.
            Q(status=MembershipStatus.ENDED) & ~(Q(answered_by=None) & ASKED_FIRST),
            "ended_at",
            (Notice("membership_ended", a.MEMBER, page="organisations"),),
        ),
    ),
}
