"""Which files a person may know of: the list form of `Application.roles_of`."""

from django.db import models
from django.db.models import F, Q, Sum

from accounts.enums import MembershipStatus, Role
from accounts.models import Organisation
from applications.enums import Channel, State

STRUCTURE = [Role.EDITOR, Role.SIGNATORY]
HOLDING = (State.SELECTED, State.FUNDED, State.EVALUATED)  # what they were awarded is not returned
AUTHORITY = [Role.MANAGER, Role.INSTRUCTOR, Role.AUTHORITY_SIGNATORY, Role.FINANCE]


def organisations_where(person, roles):
    """The organisations in which this person holds one of these roles today."""
    return Organisation.objects.filter(
        memberships__person=person,
        memberships__status=MembershipStatus.ACTIVE,
        memberships__grants__role__in=roles,
    ).order_by()


class ApplicationQuerySet(models.QuerySet):
    def committed(self) -> int:
        """Euros awarded to these files and not returned."""
        return self._held("awarded_amount")

    def committed_places(self) -> int:
        """Places awarded to these files and not returned."""
        return self._held("awarded_places")

    def _held(self, name: str) -> int:
        return self.filter(state__in=HOLDING).aggregate(total=Sum(name))["total"] or 0

    def opened_to_authority(self):
        """What the authority may know of: deposited, and not withdrawn before the files were opened.

        A file in draft, expired, or taken back before the opening stays private for ever.
        """
        taken_back = Q(state=State.WITHDRAWN) & ~Q(ended_at__gte=F("call__opened_at"))
        opened = Q(call__opened_at__isnull=False, submitted_at__isnull=False)
        return self.filter(Q(channel=Channel.OUTSIDE) | opened & (Q(ended_at__isnull=True) | ~taken_back))

    def in_conflict_with(self, person):
        """The files this person may not judge: an interest declared, a role in the structure, or a tie found with it.

        A tie set aside by the authority, with its reason, no longer counts.
        """
        declared = person.conflicts.filter(has_conflict=True, lifted_at=None)
        conflict = Q(pk__in=declared.values("application"))
        conflict |= Q(structure__in=organisations_where(person, STRUCTURE))
        # Read apart: nested in the lists that use it, it would overflow SQLite's parser.
        if tied := list(Organisation.objects.tied_to(person).order_by().values_list("pk", flat=True)):
            conflict |= Q(structure__in=tied) & ~Q(pk__in=person.waivers.values("application"))
        return self.filter(conflict)

    def without_conflicts_of(self, person):
        """Minus the files this person may not judge."""
        barred = ApplicationQuerySet(self.model).in_conflict_with(person)
        return self.exclude(pk__in=barred.order_by().values("pk"))

    def judged_by(self, person):
        """The opened files this person has a part in judging, conflicts left out."""
        seats = person.appointments.filter(ended_at=None)
        presiding, sitting = seats.filter(role=Role.PRESIDENT), seats.filter(role=Role.COMMISSION_MEMBER)
        parts = (
            Q(call__authority__in=organisations_where(person, AUTHORITY))
            | Q(call__in=presiding.values("call"))
            | Q(call__in=sitting.values("call"), admitted_at__isnull=False)
            | Q(pk__in=person.assignments.current().values("application"))
            | Q(pk__in=person.opinions.filter(cancelled_at=None).values("application"))
        )
        return self.opened_to_authority().filter(parts).without_conflicts_of(person)

    def visible_to(self, person):
        """The files this person may know of, whatever the reason; agrees with has_perm("applications.view")."""
        if not person.is_authenticated or not person.is_active:
            return self.none()
        consents = self.model._meta.get_field("consents").related_model.objects.current()
        shared = consents.filter(union__in=organisations_where(person, [Role.UNION_DELEGATE]))
        judged = ApplicationQuerySet(self.model).judged_by(person).order_by()
        return self.filter(
            Q(structure__in=organisations_where(person, STRUCTURE))
            | Q(pk__in=shared.values("application"))
            | Q(pk__in=judged.values("pk")),
            hidden_at=None,
        )
