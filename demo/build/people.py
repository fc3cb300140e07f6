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
from accounts.services.expertise import save_expertise
from demo.world import interests
from demo.world import people as roles
from demo.world.commission import SEATED_SINCE, seated
from demo.world.shapes import Structure, Who
from demo.world.structures import ADHERENTS, LEFT_THE_UNION, STRUCTURES
from reviews.services.interests import declare_interest

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

    @property
    def delegate(self) -> Person:
        return self.person(roles.DELEGATE.email)

    @cached_property
    def experts(self) -> list[Person]:
        return [self.expert(who.key) for who in roles.OUTSIDE[:3]]

    def expert(self, key: str) -> Person:
        return self.person(next(who.email for who in roles.OUTSIDE if who.key == key))

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
    """Every organisation and person of the tables, in as many inserts as there are tables."""
    cast, enrol = Cast(), Enrolment(make_password(roles.PASSWORD))
    for code in roles.AUTHORITIES:
        for who, role in zip(roles.officers(code), roles.OFFICES, strict=True):
            enrol.add(who, cast.authorities[code], Role(role))
    for code, who in roles.DELEGATION.items():
        enrol.add(who, cast.authorities[code])
    for who in (*roles.OUTSIDE, *(who for code in SEATED_SINCE for who in seated(code))):
        enrol.add(who)
    write_structures(cast)
    for spec in STRUCTURES.values():
        for who, granted in people_of(spec):
            enrol.add(who, cast.structures[spec.key], *granted)
    write_union(cast)
    enrol.add(roles.DELEGATE, cast.union, Role.UNION_DELEGATE)
    enrol.write()


class Enrolment:
    """People and what they hold, kept until all are known."""

    def __init__(self, password: str):
        self.password = password
        self.people: list[Person] = []
        self.memberships: list[Membership] = []
        self.grants: list[Grant] = []

    def add(self, who: Who, organisation: Organisation | None = None, *granted: Role) -> None:
        person = Person(
            email=who.email,
            password=self.password if who.account else make_password(None),
            first_name=who.first_name,
            last_name=who.last_name,
            job_title=who.job_title,
            date_joined=SINCE,
        )
        self.people.append(person)
        if organisation:
            self.join(person, organisation, granted)

    def join(self, person: Person, organisation: Organisation, granted) -> None:
        membership = Membership(
            person=person,
            organisation=organisation,
            status=MembershipStatus.ACTIVE,
            asked_at=SINCE,
            answered_at=SINCE,
        )
        self.memberships.append(membership)
        self.grants += [Grant(membership=membership, role=role) for role in granted]

    def write(self) -> None:
        for model, rows in ((Person, self.people), (Membership, self.memberships), (Grant, self.grants)):
            model.objects.bulk_create(rows)
        EmailAddress.objects.bulk_create(
            EmailAddress(user=person, email=person.email, verified=True, primary=True)
            for person in self.people
        )


def write_structures(cast: Cast) -> None:
    rows = {spec.key: structure(spec, cast.territories[spec.departement]) for spec in STRUCTURES.values()}
    Organisation.objects.bulk_create(rows.values())
    categories = {row.code: row for row in StructureCategory.objects.all()}
    Establishment.objects.bulk_create(
        Establishment(
            organisation=rows[spec.key],
            name=f"{categories[spec.category].short} de {spec.short}",
            category=categories[spec.category],
            departement=rows[spec.key].territory,
        )
        for spec in STRUCTURES.values()
        if spec.category and not spec.is_real
    )


def structure(spec: Structure, territory: Territory) -> Organisation:
    return Organisation(
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


def people_of(spec: Structure) -> list[tuple[Who, tuple[Role, ...]]]:
    signatory, editor = roles.STRUCTURE_ACCOUNTS.get(spec.key, ("", ""))
    label = f"de démonstration – {spec.short}"
    first = Who(
        spec.key,
        "Signataire",
        label,
        signatory_address(spec.key),
        "Représentant légal",
        account=bool(signatory),
    )
    found = [(first, (Role.SIGNATORY, Role.EDITOR))]
    if editor:
        found.append((Who(spec.key, "Rédaction", label, editor, "Chargé de projet"), (Role.EDITOR,)))
    return found


def write_union(cast: Cast) -> None:
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
    UnionMembership.objects.bulk_create(
        UnionMembership(union=union, member=cast.structures[key], since=date(year, 1, 1))
        for key, year in ADHERENTS.items()
    )


def leave_union() -> None:
    """The structures that have left the union since: what they shared is no longer seen."""
    cast = Cast()
    for key, until in LEFT_THE_UNION.items():
        UnionMembership.objects.filter(union=cast.union, member=cast.structures[key]).update(until=until)


def describe_experts() -> None:
    """What each expert reads best, and the ties they declare before any appointment."""
    cast = Cast()
    categories = {row.code: row for row in StructureCategory.objects.all()}
    for key, (codes, departements, languages) in interests.EXPERTISE.items():
        save_expertise(
            cast.expert(key),
            categories=[categories[code] for code in codes],
            territories=[cast.territories[code] for code in departements],
            languages=languages,
        )
    for key, kind, structure_key, detail in interests.INTERESTS:
        declare_interest(
            by=cast.expert(key),
            kind=kind,
            organisation=cast.structures[structure_key],
            detail=detail,
            at=SINCE,
        )
