"""What happens around a file, beside its moves."""

from django.db.models import Exists, OuterRef, Q

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
from notifications import audiences as a
from notifications.catalogue.events.event import Event
from notifications.catalogue.moves import Notice

LATER_CONSENT = Consent.objects.filter(
    application=OuterRef("application"), union=OuterRef("union"), given_at__gt=OuterRef("given_at")
)

SENT_ITEMS = ComplementItem.objects.filter(attachment=OuterRef("pk"), complement__closed_at__isnull=False)

READ_BY_JUDGES = ~Q(application__state=State.DRAFT) & (
    ~Q(question_key__startswith="complement-") | Exists(SENT_ITEMS)
)

EVENTS: dict[str, tuple[Event, ...]] = {
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
}
