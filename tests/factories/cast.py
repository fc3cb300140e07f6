from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from accounts.enums import Level, MembershipStatus, OrganisationKind, Role
from accounts.models import Grant, Membership, Organisation, Person, Territory, UnionMembership

PASSWORD = "un mot de passe de test 42"


def person(email: str, first_name: str, last_name: str) -> Person:
    """A person with a password and a proven address."""
    from allauth.account.models import EmailAddress

    created = Person.objects.create_user(
        email, PASSWORD, first_name=first_name, last_name=last_name, job_title="Fonction de test"
    )
    EmailAddress.objects.create(user=created, email=created.email, verified=True, primary=True)
    return created


def member(who: Person, organisation: Organisation, *roles: Role) -> Membership:
    membership = Membership.objects.create(
        person=who, organisation=organisation, status=MembershipStatus.ACTIVE, answered_at=timezone.now()
    )
    Grant.objects.bulk_create(Grant(membership=membership, role=role) for role in roles)
    return membership


def territory(level: Level, code: str, name: str, parent=None) -> Territory:
    found, _ = Territory.objects.get_or_create(
        level=level, code=code, defaults={"name": name, "parent": parent}
    )
    return found


def organisation(kind: OrganisationKind, name: str, **fields) -> Organisation:
    return Organisation.objects.create(kind=kind, name=name, verified_at=timezone.now(), **fields)


@dataclass
class Cast:
    """One of each: the people every test tells its story with."""

    region: Territory
    departement: Territory
    authority: Organisation
    structure: Organisation
    other_structure: Organisation
    union: Organisation
    signatory: Person  # of the structure
    editor: Person  # of the structure
    rival: Person  # signatory of the other structure
    delegate: Person  # of the union
    manager: Person
    instructor: Person
    finance: Person
    director: Person  # signs for the authority
    expert: Person
    second_expert: Person
    commissioner: Person  # member of the commission
    president: Person
    stranger: Person
    superuser: Person


def make_cast(zone: str = "Europe/Paris") -> Cast:
    region = territory(Level.REGION, "84", "Auvergne-Rhône-Alpes")
    rhone = territory(Level.DEPARTEMENT, "69", "Rhône", region)
    authority = organisation(
        OrganisationKind.AUTHORITY, "Agence de test", short_name="ARS de test", territory=region,
        time_zone=zone, address="1 rue de l’Agence\n69000 Lyon", court="tribunal administratif de Lyon",
        court_address="184 rue Duguesclin, 69003 Lyon",
    )  # fmt: skip
    structure = organisation(
        OrganisationKind.APPLICANT, "Association Le Relais de test", siret="73282932000074", territory=rhone,
        legal_form="association", address="2 rue du Relais\n69000 Lyon", representative="Présidente de test",
    )  # fmt: skip
    other = organisation(
        OrganisationKind.APPLICANT, "Association Rivale de test", siret="35600000000048", territory=rhone,
        legal_form="association", address="3 rue de la Rivale\n69000 Lyon",
    )  # fmt: skip
    union = organisation(OrganisationKind.UNION, "Union régionale de test", territory=region)
    UnionMembership.objects.create(union=union, member=structure, since=date(2020, 1, 1))
    cast = Cast(
        region=region, departement=rhone, authority=authority, structure=structure, other_structure=other,
        union=union,
        signatory=person("signataire@structure.test", "Claire", "Signataire"),
        editor=person("redacteur@structure.test", "Rémi", "Rédacteur"),
        rival=person("rivale@autre.test", "Rita", "Rivale"),
        delegate=person("deleguee@union.test", "Ursule", "Déléguée"),
        manager=person("responsable@ars.test", "Marc", "Responsable"),
        instructor=person("instructrice@ars.test", "Inès", "Instructrice"),
        finance=person("finances@ars.test", "Fanny", "Financière"),
        director=person("directeur@ars.test", "Didier", "Directeur"),
        expert=person("experte@ailleurs.test", "Eva", "Experte"),
        second_expert=person("expert2@ailleurs.test", "Emile", "Second"),
        commissioner=person("commission@ailleurs.test", "Côme", "Commissaire"),
        president=person("presidente@ailleurs.test", "Paule", "Présidente"),
        stranger=person("inconnue@nulle-part.test", "Iris", "Inconnue"),
        superuser=Person.objects.create_superuser("racine@jalon.test", PASSWORD, first_name="Ra", last_name="Cine"),
    )  # fmt: skip
    member(cast.signatory, structure, Role.SIGNATORY, Role.EDITOR)
    member(cast.editor, structure, Role.EDITOR)
    member(cast.rival, other, Role.SIGNATORY, Role.EDITOR)
    member(cast.delegate, union, Role.UNION_DELEGATE)
    member(cast.manager, authority, Role.MANAGER)
    member(cast.instructor, authority, Role.INSTRUCTOR)
    member(cast.finance, authority, Role.FINANCE)
    member(cast.director, authority, Role.AUTHORITY_SIGNATORY)
    return cast
