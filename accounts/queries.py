"""Reads: who is in an organisation, which authority looks after it, what waits for an answer."""

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef, Q

from accounts.backends import may
from accounts.enums import Language, Level, MembershipStatus, OrganisationKind
from accounts.identifiers import compact
from accounts.models import Expertise, Grant, Invitation, Membership, Organisation, UnionMembership

ACTIVE_HERE = Membership.objects.filter(organisation=OuterRef("pk"), status=MembershipStatus.ACTIVE)


def organisations_of(person):
    """The organisations this person is an active member of, by name.

    `has_role`: whether they hold any role there; `adheres`: whether the organisation adheres to a union today.
    """
    granted = Grant.objects.filter(
        membership__organisation=OuterRef("pk"),
        membership__person=person,
        membership__status=MembershipStatus.ACTIVE,
    )
    mine = Organisation.objects.filter(
        memberships__person=person, memberships__status=MembershipStatus.ACTIVE
    )
    adhesions = UnionMembership.objects.current().filter(member=OuterRef("pk"))
    return mine.annotate(has_role=Exists(granted), adheres=Exists(adhesions)).order_by("name", "id")


def members_of(organisation):
    """The active members, with their roles."""
    members = organisation.memberships.filter(status=MembershipStatus.ACTIVE)
    return members.select_related("person").prefetch_related("grants").order_by("person__last_name", "id")


def requests_to(organisation):
    """The people who ask to join, oldest first."""
    waiting = organisation.memberships.filter(status=MembershipStatus.PENDING)
    return waiting.select_related("person").order_by("asked_at", "id")


def expertise_words(people) -> dict[int, str]:
    """What each of these people says they read best, for those who distribute files; nothing for who said nothing."""
    rows = Expertise.objects.filter(person__in=people).prefetch_related("categories", "territories")
    return {row.person_id: _expertise(row) for row in rows}


def _expertise(row) -> str:
    parts = (
        [category.short for category in row.categories.all()],
        [str(territory) for territory in row.territories.all()],
        [Language(code).label for code in row.languages],
    )
    return "\u00a0; ".join(", ".join(part) for part in parts if part)


def has_members(organisation) -> bool:
    return organisation.memberships.filter(status=MembershipStatus.ACTIVE).exists()


def authorities_of(organisation):
    """The authorities that look after a structure or a union: those of its region, else the national ones."""
    authorities = Organisation.objects.filter(kind=OrganisationKind.AUTHORITY).order_by("id")
    territory = organisation.territory
    if territory is None or territory.level == Level.COUNTRY:
        return authorities.filter(territory__level=Level.COUNTRY)
    return authorities.filter(territory=territory.parent_id or territory.pk)


def authority_of(organisation):
    """The first of them, the one to name; none for a territory without authority."""
    return authorities_of(organisation).first()


def covered_by(authority):
    """The structures and unions this authority looks after: the mirror of `authorities_of`."""
    others = Organisation.objects.exclude(kind=OrganisationKind.AUTHORITY)
    if authority.territory is None:
        return others.none()
    if authority.territory.level == Level.COUNTRY:
        return others.filter(Q(territory=None) | Q(territory__level=Level.COUNTRY))
    region = authority.territory_id
    return others.filter(Q(territory=region) | Q(territory__parent=region))


def may_watch(person, action: str, organisation) -> bool:
    """Whether this person may take this action in one of the authorities that look after the organisation."""
    return any(may(person, action, authority) for authority in authorities_of(organisation))


def to_recognise(authority):
    """What waits for this authority: organisations to recognise, or whose first member waits for its accord."""
    asked = Membership.objects.filter(organisation=OuterRef("pk"), status=MembershipStatus.PENDING)
    waiting = covered_by(authority).annotate(has_members=Exists(ACTIVE_HERE), has_requests=Exists(asked))
    return (
        waiting.filter(Q(verified_at=None) | Q(has_members=False, has_requests=True))
        .select_related("territory")
        .order_by("created_at", "id")
    )


def may_answer(person, organisation) -> bool:
    """Whether this person may answer the requests to join: its keepers, or its authority when nobody is in yet."""
    if may(person, "accounts.manage_members", organisation):
        return True
    return not has_members(organisation) and may_watch(person, "accounts.approve_first_member", organisation)


def joinable(words: str):
    """The organisations found by SIRET, or the unions found by name."""
    number = compact(words)
    if number.isdigit():
        return Organisation.objects.exclude(kind=OrganisationKind.AUTHORITY).filter(siret=number)
    unions = Organisation.objects.filter(kind=OrganisationKind.UNION)
    found = Q(name__icontains=words) | Q(short_name__icontains=words)
    return unions.filter(found).select_related("territory")[:20]


def addresses_of(person) -> set[str]:
    """The proved addresses of a person, in lower case."""
    proved = EmailAddress.objects.filter(user=person, verified=True).values_list("email", flat=True)
    return {person.email.lower(), *(address.lower() for address in proved)}


def invitations_for(person):
    """The invitations sent to an address of this person that still wait for an answer."""
    waiting = Invitation.objects.waiting().filter(email__in=addresses_of(person))
    return waiting.select_related("organisation", "invited_by")
