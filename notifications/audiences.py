"""Who is told: each audience finds people from a fact. Nobody inactive, nobody in conflict, nobody before the opening."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from accounts.enums import KEEPER_BY_KIND, MembershipStatus, OrganisationKind, Role
from accounts.models import Organisation, Person
from accounts.queries import authorities_of, has_members
from applications.enums import ConsentLevel, MarginSide, State
from applications.models import Application
from applications.queries.concerned import unions_concerned_by
from awards.queries import files_owed
from calls.models import Call
from notifications.enums import Side

WRITERS = (Role.EDITOR, Role.SIGNATORY)
CANDIDATES = (State.DRAFT, State.SUBMITTED)


@dataclass(frozen=True)
class Fact:
    """What happened, once: to which row, file or call, when, by whom."""

    cause: str
    at: datetime
    row: Any
    application: Application | None = None
    call: Call | None = None
    by: Person | None = None


@dataclass(frozen=True)
class People:
    """An audience: on which side it stands, and how to find it."""

    side: Side
    find: Callable[[Fact], QuerySet]


def members(organisations, roles) -> QuerySet:
    """The active people who hold one of these roles in these organisations."""
    return Person.objects.filter(
        is_active=True,
        memberships__organisation__in=organisations,
        memberships__status=MembershipStatus.ACTIVE,
        memberships__grants__role__in=roles,
    ).distinct()


def without_conflict(people, application) -> QuerySet:
    declared = application.conflicts.filter(has_conflict=True, lifted_at=None)
    tied = application.structure.tied_people().exclude(pk__in=application.waivers.values("person"))
    return people.exclude(Q(pk__in=declared.values("person")) | Q(pk__in=tied.order_by().values("pk")))


def structure(*roles) -> Callable:
    return lambda fact: members([fact.application.structure], roles)


def authority(*roles) -> Callable:
    """People of the authority, for a file: nobody as long as the file is sealed or private."""

    def find(fact):
        file = fact.application
        if not file.opened_to_authority():
            return Person.objects.none()
        return without_conflict(members([file.call.authority], roles), file)

    return find


def authority_of_call(*roles) -> Callable:
    """People of the authority, for a call as a whole: what they are told names no file."""
    return lambda fact: members([fact.call.authority], roles)


def readers(fact) -> QuerySet:
    """Those asked to read the file; at a file's exit, those who had it until then."""
    file = fact.application
    if not file.opened_to_authority():
        return Person.objects.none()
    reading = Person.objects.filter(is_active=True, assignments__in=file.assignments.current()).distinct()
    return without_conflict(reading, file)


def reader(fact) -> QuerySet:
    return readers(fact).filter(pk=fact.row.reader_id)


def reviewer(fact) -> QuerySet:
    """The reader of the review the row is about."""
    return readers(fact).filter(pk=fact.row.review.assignment.reader_id)


def asked(fact) -> QuerySet:
    """The person whose opinion is asked."""
    file = fact.application
    if not file.opened_to_authority():
        return Person.objects.none()
    return without_conflict(Person.objects.filter(is_active=True, pk=fact.row.asked_of_id), file)


def reader_of_call(fact) -> QuerySet:
    """The row's reader, for what is said of several of their readings: nobody once all are closed to them."""
    reading = Person.objects.filter(is_active=True, pk=fact.row.reader_id)
    return reading if fact.row.beside().exists() else reading.none()


def union(fact) -> QuerySet:
    """Delegates of the unions with which the structure shares at least the progress of this file."""
    consents = fact.application.consents.current().filter(level__gte=ConsentLevel.PROGRESS)
    return members(Organisation.objects.filter(pk__in=consents.values("union")), [Role.UNION_DELEGATE])


def consented_union(fact) -> QuerySet:
    return members([fact.row.union], [Role.UNION_DELEGATE])


def concerned_unions(fact) -> QuerySet:
    """Delegates of the unions of which the call concerns a member."""
    return members(unions_concerned_by(fact.call), [Role.UNION_DELEGATE])


def alerted_member(fact) -> QuerySet:
    return members([fact.row.member], WRITERS)


def remarked_structure(fact) -> QuerySet:
    """The structure, for what its union wrote in the margin."""
    written = fact.row.side == MarginSide.UNION
    return members([fact.application.structure], WRITERS) if written else Person.objects.none()


def remarked_union(fact) -> QuerySet:
    """The delegates of the thread's union, for what the structure wrote, while its consent lasts."""
    union = fact.row.thread.union
    consents = fact.application.consents.current().filter(level__gte=ConsentLevel.COMMENT, union=union)
    if fact.row.side == MarginSide.UNION or not consents.exists():
        return Person.objects.none()
    return members([union], [Role.UNION_DELEGATE])


def one(name: str) -> Callable:
    """The person the row itself names."""
    return lambda fact: Person.objects.filter(is_active=True, pk=getattr(fact.row, f"{name}_id"))


def keepers(fact) -> QuerySet:
    """Those who may answer a request to join: the organisation's keepers, its authority while it has nobody."""
    organisation = fact.row.organisation
    if has_members(organisation):
        return members([organisation], [KEEPER_BY_KIND[organisation.kind]])
    return watchers(fact)


def watchers(fact) -> QuerySet:
    """The managers of the authorities that look after the row's organisation."""
    return members(authorities_of(fact.row.organisation), [Role.MANAGER])


def candidates(fact) -> QuerySet:
    """Everyone who prepares or has deposited a file in the call, so that all learn the same thing at once."""
    files = fact.call.applications.filter(state__in=CANDIDATES)
    structures = Organisation.objects.filter(
        kind=OrganisationKind.APPLICANT, pk__in=files.values("structure")
    )
    return members(structures, WRITERS)


def commission(fact) -> QuerySet:
    """Who sits on the commission of the call, minus those in conflict with a file the row names."""
    seated = Person.objects.filter(
        is_active=True,
        appointments__call=fact.call,
        appointments__role__in=[Role.COMMISSION_MEMBER, Role.PRESIDENT],
        appointments__ended_at=None,
    ).distinct()
    for file in fact.call.applications.filter(number__in=fact.row.files):
        seated = without_conflict(seated, file)
    return seated


def seated(fact) -> QuerySet:
    """Who holds a seat at the meeting, and who may replace them."""
    lines = Q(seats__attendances__meeting=fact.row) | Q(alternate_seats__attendances__meeting=fact.row)
    return Person.objects.filter(lines, is_active=True).distinct()


def chair(fact) -> QuerySet:
    """Who may have presided the meeting."""
    lines = Q(seats__attendances__meeting=fact.row, seats__presides=True)
    lines |= Q(alternate_seats__attendances__meeting=fact.row, alternate_seats__presides=True)
    return Person.objects.filter(lines, is_active=True).distinct()


def payers(fact) -> QuerySet:
    """Those who pay the row's structure: the finance officers of each authority that still owes it an instalment."""
    found = [
        without_conflict(members([file.call.authority], [Role.FINANCE]), file)
        for file in files_owed(fact.row.organisation)
    ]
    return Person.objects.filter(pk__in={person.pk for people in found for person in people})


STRUCTURE = People(Side.STRUCTURE, structure(*WRITERS))
SIGNATORIES = People(Side.STRUCTURE, structure(Role.SIGNATORY))
CANDIDATES_OF_CALL = People(Side.STRUCTURE, candidates)
HANDLERS = People(Side.AUTHORITY, authority(Role.MANAGER, Role.INSTRUCTOR))
MANAGERS = People(Side.AUTHORITY, authority(Role.MANAGER))
INSTRUCTORS = People(Side.AUTHORITY, authority(Role.INSTRUCTOR))
DECIDERS = People(Side.AUTHORITY, authority(Role.AUTHORITY_SIGNATORY))
MONEY = People(Side.AUTHORITY, authority(Role.MANAGER, Role.FINANCE))
EVERYONE = People(Side.AUTHORITY, authority(Role.MANAGER, Role.INSTRUCTOR, Role.FINANCE))
CALL_HANDLERS = People(Side.AUTHORITY, authority_of_call(Role.MANAGER, Role.INSTRUCTOR))
CALL_MANAGERS = People(Side.AUTHORITY, authority_of_call(Role.MANAGER, Role.AUTHORITY_SIGNATORY))
CALL_DECIDERS = People(Side.AUTHORITY, authority_of_call(Role.AUTHORITY_SIGNATORY))
READERS = People(Side.READER, readers)
READER = People(Side.READER, reader)
READER_OF_CALL = People(Side.READER, reader_of_call)
REVIEWER = People(Side.READER, reviewer)
ASKED = People(Side.READER, asked)
UNION = People(Side.UNION, union)
CONSENTED_UNION = People(Side.UNION, consented_union)
COMMISSION_OF_CALL = People(Side.PERSON, commission)
VAULT_KEEPERS = People(Side.PERSON, lambda fact: members([fact.row.organisation], WRITERS))
ACCOUNT_SIGNATORIES = People(Side.PERSON, lambda fact: members([fact.row.organisation], [Role.SIGNATORY]))
PAYERS = People(Side.AUTHORITY, payers)
KEEPERS = People(Side.PERSON, keepers)
WATCHERS = People(Side.PERSON, watchers)
MEMBER = People(Side.PERSON, one("person"))
TIED_READER = People(Side.PERSON, one("reader"))
ASKER = People(Side.PERSON, one("asked_by"))
SEATED = People(Side.PERSON, seated)
CHAIR = People(Side.PERSON, chair)
CONCERNED_UNIONS = People(Side.UNION, concerned_unions)
# Between a structure and its union: told as to a person, so that no authority reads it among what its files were told.
ALERTED_MEMBER = People(Side.PERSON, alerted_member)
REMARKED_STRUCTURE = People(Side.PERSON, remarked_structure)
REMARKED_UNION = People(Side.UNION, remarked_union)
PROMPTED = People(Side.PERSON, structure(*WRITERS))
