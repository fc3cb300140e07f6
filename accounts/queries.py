from accounts.enums import MembershipStatus
from accounts.models import Organisation


def organisations_of(person):
    """The organisations this person is an active member of, by name."""
    return Organisation.objects.filter(
        memberships__person=person, memberships__status=MembershipStatus.ACTIVE
    ).order_by("name", "id")
