"""One rule of ties, read three ways: for a person, for a structure, and for many of both with the reasons."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.enums import InterestKind, MembershipStatus, OrganisationKind, Role
from accounts.models import Establishment, Interest, Membership, Organisation, UnionMembership
from reviews.queries.interests import ties
from tests.factories import member, person

pytestmark = pytest.mark.django_db
SIREN, SITE, UNION_SITE = "552100554", "690000020", "690000038"


@pytest.fixture
def structures(cast):
    """A candidate with a site, a sister of the same SIREN, a stranger to all; the candidate adheres to the union."""
    candidate, other, union = cast.structure, cast.other_structure, cast.union
    Organisation.objects.filter(pk=candidate.pk).update(siren=SIREN, finess="690000012")
    Organisation.objects.filter(pk=union.pk).update(siren="356000000")
    Establishment.objects.create(organisation=candidate, name="Site", finess=SITE)
    Establishment.objects.create(organisation=union, name="Siège", finess=UNION_SITE)
    sister = Organisation.objects.create(kind=OrganisationKind.APPLICANT, name="Sœur", siren=SIREN)
    left = Organisation.objects.create(kind=OrganisationKind.APPLICANT, name="Partie de l’union")
    UnionMembership.objects.create(union=union, member=left, since=date(2019, 1, 1), until=date(2020, 1, 1))
    return [Organisation.objects.get(pk=row.pk) for row in (candidate, other, sister, left)]


def declares(who, **fields):
    Interest.objects.create(person=who, kind=InterestKind.PAST, **fields)


def joins(who, organisation):
    member(who, organisation, Role.EDITOR)


# what the person is to the world → the structures they are tied to, by position, with the way found
CASES = {
    "nothing": (lambda who, found: None, {}),
    "member": (lambda who, found: joins(who, found[0]), {0: "self", 2: "siren"}),
    "member of the sister": (lambda who, found: joins(who, found[2]), {0: "siren", 2: "self"}),
    "member of the union": (lambda who, found: joins(who, union_of(found)), {0: "union"}),
    "agent": (lambda who, found: joins(who, authority()), {}),
    "past employer": (lambda who, found: declares(who, organisation=found[0]), {0: "self", 2: "siren"}),
    "an authority declared": (lambda who, found: declares(who, organisation=authority()), {}),
    "a union declared": (lambda who, found: declares(who, organisation=union_of(found)), {0: "union"}),
    "a SIREN": (lambda who, found: declares(who, siren=SIREN), {0: "self", 2: "self"}),
    "the SIREN of the union": (lambda who, found: declares(who, siren="356000000"), {0: "union"}),
    "a legal FINESS": (lambda who, found: declares(who, finess="690000012"), {0: "self"}),
    "a site": (lambda who, found: declares(who, finess=SITE), {0: "site"}),
    "a site of the union": (lambda who, found: declares(who, finess=UNION_SITE), {0: "union"}),
    "someone else's SIREN": (lambda who, found: declares(who, siren="732829320"), {}),
    "an interest that ended": (
        lambda who, found: declares(who, siren=SIREN, ended_at=timezone.now()),
        {},
    ),
}


def union_of(found):
    return found[0].adhesions.get().union


def authority():
    return Organisation.objects.filter(kind=OrganisationKind.AUTHORITY).first()


def test_the_three_readings_agree(structures, django_assert_num_queries):
    people = {}
    for rank, (name, (build, _)) in enumerate(CASES.items()):
        people[name] = person(f"cas-{rank}@ailleurs.test", "Cas", name)
        build(people[name], structures)
    with django_assert_num_queries(4):
        found = ties(structures, people.values())
    for name, (_, expected) in CASES.items():
        who = people[name]
        seen = {
            place: found[row.pk, who.pk][0].way
            for place, row in enumerate(structures)
            if (row.pk, who.pk) in found
        }
        assert seen == expected, name
        tied = set(Organisation.objects.tied_to(who).values_list("pk", flat=True))
        assert tied & {row.pk for row in structures} == {structures[place].pk for place in expected}, name
    for place, row in enumerate(structures):
        tied = set(row.tied_people().filter(last_name__in=CASES).values_list("last_name", flat=True))
        assert tied == {name for name, (_, expected) in CASES.items() if place in expected}, row


def test_the_cost_does_not_move_with_the_rows(cast, structures, django_assert_num_queries):
    people = (cast.expert, cast.second_expert, cast.president)
    for who in people:
        declares(who, organisation=structures[0])
        declares(who, siren=SIREN)
        with django_assert_num_queries(4):
            ties(structures, people)


def test_a_tie_is_told_in_words_and_dated(cast, structures):
    joins(cast.expert, cast.union)
    tie = ties(structures, [cast.expert])[structures[0].pk, cast.expert.pk][0]
    assert tie.told == (
        "Vous êtes membre d’une union à laquelle adhère la structure\u00a0: Union régionale de test."
    )
    assert tie.reason.startswith("Membre d’une union à laquelle adhère la structure")
    assert tie.since == cast.expert.memberships.get().answered_at
    joins(cast.second_expert, structures[0])
    tie = ties(structures, [cast.second_expert])[structures[0].pk, cast.second_expert.pk][0]
    assert tie.holds_role


def test_what_has_ended_is_found_when_asked_for(cast, structures):
    now = timezone.now()
    declares(cast.expert, organisation=structures[0], ended_at=now)
    joins(cast.president, structures[0])
    Membership.objects.filter(person=cast.president).update(status=MembershipStatus.ENDED, ended_at=now)
    taken_back = Membership.objects.create(
        person=cast.stranger, organisation=structures[0], status=MembershipStatus.ENDED,
        asked_at=now - timedelta(days=1), answered_at=now, ended_at=now,
    )  # fmt: skip
    people = [cast.expert, cast.president, taken_back.person]
    assert ties(structures, people) == {}
    found = ties(structures, people, since=now - timedelta(days=30))
    assert {key for key in found if key[0] == structures[0].pk} == {
        (structures[0].pk, cast.expert.pk),
        (structures[0].pk, cast.president.pk),
    }
    assert {row.until for rows in found.values() for row in rows} == {now}
    assert ties(structures, people, since=now + timedelta(days=1)) == {}
