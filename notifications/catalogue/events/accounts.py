"""What happens to organisations and to their people."""

from django.db.models import F, Q

from accounts.enums import MembershipStatus, OrganisationKind
from accounts.models import BankChange, Membership
from notifications import audiences as a
from notifications.catalogue.events.event import Event
from notifications.catalogue.moves import Notice

ASKED_FIRST = Q(asked_at__lt=F("answered_at"))

EVENTS: dict[str, tuple[Event, ...]] = {
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
