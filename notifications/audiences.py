"""Who is told: each audience finds people from a fact. Nobody inactive, nobody in conflict, nobody before the opening."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from accounts.enums import KEEPER_BY_KIND, MembershipStatus, OrganisationKind, Role
from accounts.models import Organisation, Person
from accounts.queries import authorities_of, has_members
from applications.enums import ConsentLevel, State
from applications.models import Application
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
    return people.exclude(pk__in=declared.values("person"))


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


def union(fact) -> QuerySet:
    """Delegates of the unions with which the structure shares at least the progress of this file."""
    consents = fact.application.consents.current().filter(level__gte=ConsentLevel.PROGRESS)
    return members(Organisation.objects.filter(pk__in=consents.values("union")), [Role.UNION_DELEGATE])


def consented_union(fact) -> QuerySet:
    return members([fact.row.union], [Role.UNION_DELEGATE])


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
UNION = People(Side.UNION, union)
CONSENTED_UNION = People(Side.UNION, consented_union)
KEEPERS = People(Side.PERSON, keepers)
WATCHERS = People(Side.PERSON, watchers)
MEMBER = People(Side.PERSON, one("person"))
ASKER = People(Side.PERSON, one("asked_by"))
