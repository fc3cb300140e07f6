"""Every page of the room, by role: a stranger learns nothing (404), a colleague without the role is told (403)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import services
from accounts.enums import Role
from accounts.models import Establishment, Membership, Organisation, Person
from tests.factories import member, person

EVERYONE = {"signatory", "editor", "rival", "delegate", "manager", "instructor", "administrator", "stranger"}


@pytest.fixture
def people(cast, administrator):
    return {name: getattr(cast, name, administrator) for name in EVERYONE}


@pytest.fixture
def world(cast, empty):
    """One row of each thing a page may show."""
    asked = services.ask_to_join(cast.structure, cast.expert, "Bonjour")
    site = Establishment.objects.create(
        organisation=cast.structure, name="CSAPA de test", departement=cast.departement
    )
    return {
        "s": cast.structure.pk,
        "a": cast.authority.pk,
        "u": cast.union.pk,
        "empty": empty.pk,
        "asked": asked.pk,
        "site": site.pk,
        "adhesion": cast.structure.adhesions.get().pk,
        "first": services.ask_to_join(empty, cast.second_expert).pk,
    }


SIGNATORY_ONLY = {"signatory": 200, "editor": 403}
OWN = {"signatory": 200, "editor": 200}
WATCH = {"manager": 200, "administrator": 200, "instructor": 403}
ACCESS = [
    ("profile", [], dict.fromkeys(EVERYONE, 200)),
    ("organisations", [], dict.fromkeys(EVERYONE, 200)),
    ("join", [], dict.fromkeys(EVERYONE, 200)),
    ("create", [], dict.fromkeys(EVERYONE, 200)),
    ("ask", ["empty"], dict.fromkeys(EVERYONE, 200)),
    ("ask", ["a"], {}),
    ("organisation", ["s"], OWN),
    ("organisation", ["a"], {"manager": 200, "instructor": 200, "administrator": 200}),
    ("organisation", ["u"], {"delegate": 200}),
    ("members", ["s"], OWN),
    ("leave", ["s"], OWN),
    ("edit", ["s"], SIGNATORY_ONLY),
    ("edit", ["u"], {"delegate": 200}),
    ("edit", ["a"], {"manager": 200, "administrator": 200, "instructor": 403}),
    ("add_establishment", ["s"], SIGNATORY_ONLY),
    ("add_establishment", ["u"], {}),
    ("establishment", ["s", "site"], SIGNATORY_ONLY),
    ("remove_establishment", ["s", "site"], SIGNATORY_ONLY),
    ("adhere", ["s"], SIGNATORY_ONLY),
    ("adhere", ["u"], {"delegate": 200}),
    ("end_adhesion", ["s", "adhesion"], SIGNATORY_ONLY),
    ("end_adhesion", ["u", "adhesion"], {"delegate": 200}),
    ("invite", ["s"], SIGNATORY_ONLY),
    ("invite", ["a"], {"administrator": 200, "manager": 403, "instructor": 403}),
    ("member", ["s", "asked"], SIGNATORY_ONLY),
    ("recognition", ["a"], WATCH),
    ("recognition", ["s"], {"signatory": 403, "editor": 403}),
    ("watched", ["a", "empty"], WATCH),
    ("watched", ["a", "s"], WATCH),
    ("turn_away", ["a", "empty", "first"], WATCH),
]


@pytest.mark.parametrize(("name", "keys", "expected"), ACCESS, ids=[name for name, _, _ in ACCESS])
def test_who_opens_which_page(as_, people, world, name, keys, expected):
    url = reverse(f"accounts:{name}", args=[world[key] for key in keys])
    found = {who: as_(someone).get(url).status_code for who, someone in people.items()}
    assert found == dict.fromkeys(EVERYONE, 404) | expected


@pytest.mark.parametrize(("name", "keys"), [(name, keys) for name, keys, _ in ACCESS], ids=str)
def test_nothing_without_signing_in(client, world, name, keys):
    url = reverse(f"accounts:{name}", args=[world[key] for key in keys])
    answer = client.get(url)
    assert (answer.status_code, answer.url) == (302, f"{reverse('account_login')}?next={url}")


POSTS = [
    ("recognise", ["a", "empty"]),
    ("accept_first", ["a", "empty", "first"]),
    ("turn_away", ["a", "empty", "first"]),
    ("member", ["s", "asked"]),
    ("edit", ["s"]),
    ("invite", ["s"]),
    ("remove_establishment", ["s", "site"]),
    ("end_adhesion", ["s", "adhesion"]),
    ("leave", ["s"]),
]


@pytest.mark.parametrize(("name", "keys"), POSTS, ids=str)
def test_a_stranger_posts_into_the_void(as_, cast, world, name, keys):
    data = {"act": "accept", "roles": ["editor"], "reason": "Parce que.", "day": timezone.localdate()}
    url = reverse(f"accounts:{name}", args=[world[key] for key in keys])
    assert as_(cast.stranger).post(url, data).status_code == 404
    assert Membership.objects.get(pk=world["first"]).status == "pending"
    assert Membership.objects.get(pk=world["asked"]).status == "pending"


BUTTONS = [
    ("switch", []),
    ("cancel_request", ["asked"]),
    ("recognise", ["a", "empty"]),
    ("accept_first", ["a", "empty", "first"]),
]


@pytest.mark.parametrize(("name", "keys"), BUTTONS, ids=str)
def test_what_changes_something_is_never_a_link(as_, cast, world, name, keys):
    url = reverse(f"accounts:{name}", args=[world[key] for key in keys])
    assert as_(cast.manager).get(url).status_code == 405


def follow(client, page, *args, **data):
    return client.post(reverse(f"accounts:{page}", args=args), data, follow=True)


def test_the_profile_is_kept(as_, cast):
    answer = follow(
        as_(cast.stranger), "profile", first_name="Iris", last_name="Connue", job_title="Cadre", compact="on"
    )
    who = Person.objects.get(pk=cast.stranger.pk)
    assert "Votre profil est enregistré" in answer.content.decode()
    assert (who.last_name, who.job_title, who.compact, who.wants_mail) == ("Connue", "Cadre", True, False)


def test_a_wrong_profile_is_said_and_the_page_keeps_the_true_name(as_, cast):
    answer = follow(as_(cast.stranger), "profile", first_name="", last_name="Autre")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Il y a un problème" in page
    assert "Iris Inconnue" in page


def test_a_person_joins_by_siret(as_, cast, mailoutbox):
    client = as_(cast.stranger)
    found = client.get(reverse("accounts:join"), {"q": "732 829 320 00074"}).content.decode()
    assert cast.structure.name in found
    answer = follow(client, "ask", cast.structure.pk, message="Je suis la nouvelle.")
    assert "est envoyée" in answer.content.decode()
    follow(as_(cast.signatory), "member", cast.structure.pk, asked(cast).pk, act="accept", roles=["editor"])
    assert cast.structure.roles_of(cast.stranger) == {Role.EDITOR}


def asked(cast):
    return cast.structure.memberships.get(person=cast.stranger)


def test_asking_twice_is_answered_on_the_page(as_, cast):
    client = as_(cast.stranger)
    follow(client, "ask", cast.structure.pk)
    answer = follow(client, "ask", cast.structure.pk, message="Encore moi")
    assert answer.status_code == 422
    assert "Encore moi" in answer.content.decode()


def test_a_request_is_refused_with_its_reason_or_not_at_all(as_, cast):
    services.ask_to_join(cast.structure, cast.stranger)
    client = as_(cast.signatory)
    assert follow(client, "member", cast.structure.pk, asked(cast).pk, act="refuse").status_code == 422
    follow(client, "member", cast.structure.pk, asked(cast).pk, act="refuse", reason="Inconnue.")
    page = as_(cast.stranger).get(reverse("accounts:organisations")).content.decode()
    assert "Motif\u00a0: Inconnue." in page


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("73282932000075", "pas valable"),
        ("ab", "au moins trois lettres"),
        ("73282932000025", "Inscrire cette structure"),
        ("régionale de test", "Union régionale de test"),
        ("Relais", "Aucune union"),
    ],
)
def test_the_search_says_what_to_do(as_, cast, words, said):
    assert said in as_(cast.stranger).get(reverse("accounts:join"), {"q": words}).content.decode()


IDENTITY = {
    "name": "Association neuve",
    "siret": "732 829 320 00025",
    "legal_form": "association",
    "address": "1 rue Neuve\n69000 Lyon",
    "representative": "Iris Inconnue, présidente",
    "email": "contact@neuve.test",
}


def test_a_structure_is_founded_and_acted_for(as_, cast):
    client = as_(cast.stranger)
    answer = follow(client, "create", **IDENTITY, territory=cast.departement.pk)
    page = answer.content.decode()
    founded = Organisation.objects.get(siret="73282932000025")
    assert "est inscrite" in page
    assert "À vérifier" in page
    assert answer.context["organisation"] == founded


def test_founding_a_known_siret_keeps_what_was_typed(as_, cast):
    data = IDENTITY | {"siret": cast.structure.siret, "territory": cast.departement.pk}
    answer = follow(as_(cast.stranger), "create", **data)
    assert answer.status_code == 422
    assert "demandez à la rejoindre" in answer.content.decode()
    assert "Association neuve" in answer.content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("siret", "1234"),
        ("rna", "X1"),
        ("finess", "010000041"),
        ("territory", ""),
        ("name", ""),
        ("email", "x"),
    ],
)
def test_a_wrong_identity_founds_nothing(as_, cast, field, value):
    answer = follow(
        as_(cast.stranger), "create", **(IDENTITY | {"territory": cast.departement.pk, field: value})
    )
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {field}
    assert not Organisation.objects.filter(name="Association neuve").exists()


def test_the_siren_must_be_that_of_the_siret(as_, cast):
    data = IDENTITY | {"siren": "356000000", "territory": cast.departement.pk}
    answer = follow(as_(cast.signatory), "edit", cast.structure.pk, **data)
    assert "Ce SIREN n’est pas celui du SIRET" in answer.content.decode()
    follow(as_(cast.signatory), "edit", cast.structure.pk, **(data | {"siren": ""}))
    assert Organisation.objects.get(pk=cast.structure.pk).siren == "732829320"


def test_an_unusual_corsican_number_is_warned_about_and_kept(as_, cast):
    data = {"name": "CSAPA corse", "finess": "2A 000 001 1", "departement": cast.departement.pk}
    answer = follow(as_(cast.signatory), "add_establishment", cast.structure.pk, **data)
    site = Establishment.objects.get(name="CSAPA corse")
    assert site.finess == "2A0000011"
    assert bool(site.finess_warning) == ("inhabituelle" in answer.content.decode())
    assert site.finess_warning


def test_a_false_finess_is_refused(as_, cast):
    data = {"name": "CSAPA", "finess": "010000041", "departement": cast.departement.pk}
    answer = follow(as_(cast.signatory), "add_establishment", cast.structure.pk, **data)
    assert answer.status_code == 422
    assert not Establishment.objects.exists()


def test_the_last_signatory_reads_why_they_stay(as_, cast):
    client = as_(cast.signatory)
    mine = cast.structure.memberships.get(person=cast.signatory)
    for answer in (
        follow(client, "leave", cast.structure.pk),
        follow(client, "member", cast.structure.pk, mine.pk, act="roles", roles=["editor"]),
        follow(client, "member", cast.structure.pk, mine.pk, act="end"),
    ):
        assert answer.status_code == 422
        assert "donnez d’abord ce rôle" in answer.content.decode()


def test_one_leaves_and_sees_it_no_more(as_, cast):
    client = as_(cast.editor)
    assert "Vous n’êtes plus membre" in follow(client, "leave", cast.structure.pk).content.decode()
    assert client.get(cast.structure.get_absolute_url()).status_code == 404


def test_a_union_finds_its_members_by_siret(as_, cast):
    client, today = as_(cast.delegate), timezone.localdate()
    answer = follow(client, "adhere", cast.union.pk, siret="35600000049837", day=today)
    assert "Aucune structure" in answer.content.decode()
    follow(client, "adhere", cast.union.pk, siret=cast.other_structure.siret, day=today)
    assert cast.union.adherents.count() == 2


def test_a_structure_ends_its_adhesion(as_, cast):
    adhesion = cast.structure.adhesions.get()
    follow(as_(cast.signatory), "end_adhesion", cast.structure.pk, adhesion.pk, day=timezone.localdate())
    assert cast.structure.adhesions.get().until == timezone.localdate()


def test_the_authority_accepts_the_first_and_recognises(as_, cast, empty):
    first = services.ask_to_join(empty, cast.stranger, "Je la préside.")
    client = as_(cast.manager)
    assert (
        "Association vide"
        in client.get(reverse("accounts:recognition", args=[cast.authority.pk])).content.decode()
    )
    follow(client, "accept_first", cast.authority.pk, empty.pk, first.pk)
    assert empty.roles_of(cast.stranger) == {Role.EDITOR, Role.SIGNATORY}
    follow(client, "recognise", cast.authority.pk, empty.pk)
    assert Organisation.objects.get(pk=empty.pk).verified_at
    assert follow(client, "recognise", cast.authority.pk, empty.pk).status_code == 422


def test_the_authority_turns_an_impostor_away(as_, cast):
    founded = services.found(cast.stranger, name="Fausse", territory=cast.departement)
    membership = founded.memberships.get()
    client = as_(cast.manager)
    assert follow(client, "turn_away", cast.authority.pk, founded.pk, membership.pk).status_code == 422
    follow(client, "turn_away", cast.authority.pk, founded.pk, membership.pk, reason="Sans mandat.")
    assert founded.roles_of(cast.stranger) == frozenset()


def test_an_authority_looks_only_at_its_territory(as_, cast):
    far = Organisation.objects.create(
        kind="applicant", name="Au loin", territory=type(cast.region).objects.get(code="974")
    )
    client = as_(cast.manager)
    assert client.get(reverse("accounts:watched", args=[cast.authority.pk, far.pk])).status_code == 404
    assert follow(client, "recognise", cast.authority.pk, far.pk).status_code == 404


def test_one_acts_for_one_organisation_at_a_time(as_, cast):
    member(cast.signatory, cast.union, Role.UNION_DELEGATE)
    client = as_(cast.signatory)
    for organisation in (cast.union, cast.structure):
        answer = follow(client, "switch", organisation=organisation.pk, next=reverse("accounts:profile"))
        assert answer.context["organisation"] == organisation
    assert follow(client, "switch", organisation=cast.authority.pk).status_code == 404
    assert follow(client, "switch", organisation="x").status_code == 404


def test_switching_never_leads_off_the_site(as_, cast):
    client = as_(cast.signatory)
    data = {"organisation": cast.structure.pk, "next": "https://ailleurs.example/"}
    assert client.post(reverse("accounts:switch"), data).url == reverse("pages:landing")


def test_an_organisation_one_left_is_no_longer_acted_for(as_, cast):
    member(cast.editor, cast.union, Role.UNION_DELEGATE)
    client = as_(cast.editor)
    follow(client, "switch", organisation=cast.structure.pk)
    follow(client, "leave", cast.structure.pk)
    assert client.get(reverse("accounts:profile")).context["organisation"] == cast.union


LISTS = [("members", "s"), ("organisation", "s"), ("organisations", None), ("recognition", "a")]


@pytest.mark.parametrize(("name", "key"), LISTS)
def test_a_list_asks_as_much_at_one_row_as_at_three(as_, cast, world, name, key):
    client = as_(cast.manager if key == "a" else cast.signatory)
    url = reverse(f"accounts:{name}", args=[world[key]] if key else [])
    asked = []
    for rows in (range(1), range(1, 3)):
        for number in rows:
            grow(cast, number)
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        asked.append(len(queries))
    assert asked[0] == asked[1]
    assert asked[0] <= 20


def grow(cast, number):
    """One more row of each list."""
    someone = person(f"p{number}@jalon.test", "P", str(number))
    member(someone, cast.structure, Role.EDITOR)
    services.ask_to_join(cast.structure, person(f"q{number}@jalon.test", "Q", str(number)))
    services.invite(cast.structure, f"r{number}@jalon.test", [Role.EDITOR], by=cast.signatory)
    Establishment.objects.create(
        organisation=cast.structure, name=f"Site {number}", departement=cast.departement
    )
    union = Organisation.objects.create(kind="union", name=f"Union {number}")
    services.adhere(
        union, cast.structure, timezone.localdate(), by=cast.signatory, declared_by=cast.structure
    )
    founded = services.found(someone, name=f"Neuve {number}", territory=cast.departement)
    member(cast.signatory, founded, Role.EDITOR)
    services.invite(founded, cast.signatory.email.replace("@", f"+{number}@"), [Role.EDITOR], by=someone)
