"""The organisations and the people: written once, then found again by their addresses."""

from datetime import UTC, date, datetime
from functools import cached_property

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from accounts.enums import Level, MembershipStatus, OrganisationKind, Role
from accounts.models import (
    Establishment,
    Grant,
    Membership,
    Organisation,
    Person,
    StructureCategory,
    Territory,
    UnionMembership,
)
from demo.world import people as roles
from demo.world.shapes import Structure, Who
from demo.world.structures import ADHERENTS, LEFT_THE_UNION, STRUCTURES

SINCE = datetime(2020, 1, 6, 9, tzinfo=UTC)


class Cast:
    """Who is who, each looked up once."""

    def __init__(self):
        self._found: dict[str, Person] = {}

    @cached_property
    def territories(self) -> dict[str, Territory]:
        return {row.code: row for row in Territory.objects.filter(level=Level.DEPARTEMENT)}

    @cached_property
    def authorities(self) -> dict[str, Organisation]:
        rows = Organisation.objects.filter(kind=OrganisationKind.AUTHORITY).select_related("territory")
        wanted = rows.filter(territory__level__in=[Level.REGION, Level.COUNTRY])
        return {row.territory.code: row for row in wanted}

    @cached_property
    def structures(self) -> dict[str, Organisation]:
        by_name = {row.name: row for row in Organisation.objects.filter(kind=OrganisationKind.APPLICANT)}
        return {key: by_name[spec.name] for key, spec in STRUCTURES.items()}

    @cached_property
    def union(self) -> Organisation:
        return Organisation.objects.get(kind=OrganisationKind.UNION, name=roles.UNION[0])

    @cached_property
    def experts(self) -> list[Person]:
        return [self.person(who.email) for who in roles.OUTSIDE[:3]]

    def person(self, email: str) -> Person:
        if email not in self._found:
            self._found[email] = Person.objects.get(email=email)
        return self._found[email]

    def officer(self, authority: str, role: str) -> Person:
        suffix, address = roles.AUTHORITIES[authority][0], roles.OFFICES[role][0]
        return self.person(f"{address}-{suffix}@{roles.DOMAIN}")

    def signatory(self, structure: str) -> Person:
        return self.person(signatory_address(structure))

    def editor(self, structure: str) -> Person:
        editor = roles.STRUCTURE_ACCOUNTS.get(structure, ("", ""))[1]
        return self.person(editor) if editor else self.signatory(structure)


def signatory_address(structure: str) -> str:
    return roles.STRUCTURE_ACCOUNTS.get(structure, (f"{structure}@structures.jalon.example",))[0]


def write_people() -> None:
    """Every organisation and person of the tables."""
    password, cast = make_password(roles.PASSWORD), Cast()
    for code in roles.AUTHORITIES:
        for who, role in zip(roles.officers(code), roles.OFFICES, strict=True):
            join(write_person(who, password), cast.authorities[code], Role(role))
    for who in roles.OUTSIDE:
        write_person(who, password)
    for spec in STRUCTURES.values():
        write_structure(spec, cast, password)
    write_union(cast, password)


def write_person(who: Who, password: str) -> Person:
    person = Person.objects.create(
        email=who.email,
        password=password if who.account else make_password(None),
        first_name=who.first_name,
        last_name=who.last_name,
        job_title=who.job_title,
        date_joined=SINCE,
    )
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def join(person: Person, organisation: Organisation, *granted: Role) -> None:
    membership = Membership.objects.create(
        person=person,
        organisation=organisation,
        status=MembershipStatus.ACTIVE,
        asked_at=SINCE,
        answered_at=SINCE,
    )
    Grant.objects.bulk_create(Grant(membership=membership, role=role) for role in granted)


def write_structure(spec: Structure, cast: Cast, password: str) -> None:
    territory = cast.territories[spec.departement]
    organisation = Organisation.objects.create(
        kind=OrganisationKind.APPLICANT,
        name=spec.name,
        short_name=spec.short,
        legal_form=spec.form,
        territory=territory,
        address="" if spec.is_real else f"Adresse fictive\n{spec.town}",
        email="" if spec.is_real else f"contact@{spec.key}.example",
        representative="" if spec.is_real else "Représentant légal de démonstration",
        time_zone=territory.time_zone,
        verified_at=SINCE,
        is_fictitious=not spec.is_real,
        created_at=SINCE,
    )
    category = StructureCategory.objects.filter(code=spec.category).first()
    if category and not spec.is_real:
        name = f"{category.short} de {spec.short}"
        Establishment.objects.create(organisation=organisation, name=name, category=category, departement=territory)
    for who, granted in people_of(spec):
        join(write_person(who, password), organisation, *granted)


def people_of(spec: Structure) -> list[tuple[Who, tuple[Role, ...]]]:
    signatory, editor = roles.STRUCTURE_ACCOUNTS.get(spec.key, ("", ""))
    label = f"de démonstration – {spec.short}"
    first = Who(
        spec.key, "Signataire", label, signatory_address(spec.key), "Représentant légal", account=bool(signatory)
    )
    found = [(first, (Role.SIGNATORY, Role.EDITOR))]
    if editor:
        found.append((Who(spec.key, "Rédaction", label, editor, "Chargé de projet"), (Role.EDITOR,)))
    return found


def write_union(cast: Cast, password: str) -> None:
    union = Organisation.objects.create(
        kind=OrganisationKind.UNION,
        name=roles.UNION[0],
        short_name=roles.UNION[1],
        legal_form="association",
        territory=cast.authorities["84"].territory,
        verified_at=SINCE,
        is_fictitious=True,
        created_at=SINCE,
    )
    join(write_person(roles.DELEGATE, password), union, Role.UNION_DELEGATE)
    UnionMembership.objects.bulk_create(
        UnionMembership(union=union, member=cast.structures[key], since=date(year, 1, 1))
        for key, year in ADHERENTS.items()
    )


def leave_union() -> None:
    """The structures that have left the union since: what they shared is no longer seen."""
    cast = Cast()
    for key, until in LEFT_THE_UNION.items():
        UnionMembership.objects.filter(union=cast.union, member=cast.structures[key]).update(until=until)
