"""Signing up, proving one's address, the second factor, the rate limits."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import services
from accounts.backends import may
from accounts.enums import Role
from accounts.middleware import current_organisation
from accounts.models import Grant, Person
from tests.factories.cast import PASSWORD

NEWCOMER = {
    "email": "Nouvelle@structure.test",
    "first_name": "Nina",
    "last_name": "Nouvelle",
    "password1": PASSWORD,
    "password2": PASSWORD,
}


def links(mail):
    return re.findall(r"https?://[^/\s]+(/\S+)", mail.body)


def sign_up(client, **changes):
    return client.post(reverse("account_signup"), NEWCOMER | changes)


def log_in(client, email, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def prove(client, mail):
    (link,) = [link for link in links(mail) if "confirm-email" in link]
    return client.post(link, follow=True)


@pytest.mark.django_db
def test_nobody_comes_in_before_proving_the_address(client, mailoutbox):
    answer = sign_up(client)
    assert answer.url == reverse("account_email_verification_sent")
    who = Person.objects.get(email="nouvelle@structure.test")
    assert str(who) == "Nina Nouvelle"
    assert log_in(client, who.email).url == reverse("account_email_verification_sent")
    assert client.get(reverse("accounts:profile")).status_code == 302
    prove(client, mailoutbox[0])
    log_in(client, who.email)
    assert client.get(reverse("accounts:profile")).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value"), [("first_name", ""), ("last_name", ""), ("password1", "court"), ("email", "x")]
)
def test_an_incomplete_sign_up_opens_nothing(client, field, value):
    sign_up(client, **{field: value})
    assert not Person.objects.exists()


def test_the_invited_newcomer_ends_on_the_invitation(client, cast, mailoutbox):
    invitation = services.invite(cast.structure, NEWCOMER["email"], [Role.EDITOR], by=cast.signatory)
    here = invitation.get_absolute_url()
    page = client.get(here).content.decode()
    assert "Créer un compte" in page
    sign_up(client)
    prove(client, mailoutbox[-1])
    assert log_in(client, "nouvelle@structure.test").url == here
    answer = client.post(here, follow=True)
    assert "Vous êtes membre de" in answer.content.decode()
    who = Person.objects.get(email="nouvelle@structure.test")
    assert cast.structure.roles_of(who) == {Role.EDITOR}


def test_an_existing_person_accepts(as_, cast):
    invitation = services.invite(cast.structure, cast.stranger.email, [Role.SIGNATORY], by=cast.signatory)
    client = as_(cast.stranger)
    assert invitation.get_absolute_url() in client.get(reverse("accounts:organisations")).content.decode()
    client.post(invitation.get_absolute_url())
    assert cast.structure.roles_of(cast.stranger) == {Role.SIGNATORY}


def test_the_wrong_person_reads_why_and_joins_nothing(as_, cast):
    invitation = services.invite(cast.structure, cast.stranger.email, [Role.EDITOR], by=cast.signatory)
    client = as_(cast.expert)
    page = client.get(invitation.get_absolute_url()).content.decode()
    assert "est adressée à inconnue@nulle-part.test" in page
    assert client.post(invitation.get_absolute_url()).status_code == 422
    assert cast.structure.roles_of(cast.expert) == frozenset()


def test_a_forged_link_leads_nowhere(client, db):
    assert client.get(reverse("accounts:invitation", args=["faux:lien"])).status_code == 404


@pytest.fixture
def required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


def arm(person):
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "x"})


@pytest.mark.usefixtures("required")
def test_an_agent_without_second_factor_sets_one_up_first(as_, cast):
    client = as_(cast.instructor)
    for name in ("accounts:profile", "accounts:organisations", "pages:landing"):
        assert client.get(reverse(name)).url == reverse("mfa_index")


@pytest.mark.usefixtures("required")
def test_the_way_to_the_second_factor_never_loops(as_, cast):
    client = as_(cast.instructor)
    answer = client.get(reverse("accounts:profile"), follow=True)
    assert answer.status_code == 200
    assert len(answer.redirect_chain) == 1
    assert client.post(reverse("account_logout")).status_code == 302


@pytest.mark.usefixtures("required")
def test_once_armed_an_agent_works(as_, cast):
    arm(cast.instructor)
    assert as_(cast.instructor).get(reverse("accounts:profile")).status_code == 200


@pytest.mark.usefixtures("required")
@pytest.mark.parametrize("who", ["signatory", "delegate", "stranger"])
def test_others_are_only_offered_one(as_, cast, who):
    page = as_(getattr(cast, who)).get(reverse("accounts:profile"))
    assert page.status_code == 200
    assert reverse("mfa_index") in page.content.decode()


@pytest.mark.usefixtures("required")
def test_administration_needs_it_too(as_, cast):
    client = as_(cast.superuser)
    assert client.get(reverse("admin:index")).url == reverse("mfa_index")
    arm(cast.superuser)
    assert client.get(reverse("admin:index")).status_code == 200


def test_the_administration_has_no_door_of_its_own(client, db):
    answer = client.get(reverse("admin:login"), follow=True)
    assert answer.redirect_chain[0][0].startswith(reverse("account_login"))


@pytest.mark.servers
def test_guessing_a_password_is_stopped_in_french(client, cast):
    statuses = [log_in(client, cast.signatory.email, "faux").status_code for _ in range(6)]
    assert statuses[:5] == [200] * 5
    answer = log_in(client, cast.signatory.email)
    assert not client.session.get("_auth_user_id")
    assert "Trop d" in answer.content.decode() or "trop de" in answer.content.decode().lower()


@pytest.mark.servers
def test_the_limit_is_counted_where_every_process_sees_it(cast, settings):
    assert settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache")
    for _ in range(5):
        log_in(Client(), cast.signatory.email, "faux")
    newcomer = Client()
    log_in(newcomer, cast.signatory.email)
    assert not newcomer.session.get("_auth_user_id")


def test_signing_up_by_the_dozen_is_stopped_with_a_page(client, db):
    answers = [sign_up(client, email=f"p{number}@x.test", password2="autre") for number in range(21)]
    assert answers[-1].status_code == 429
    assert "Trop d’essais en peu de temps" in answers[-1].content.decode()


def test_a_lost_password_is_found_again(client, cast, mailoutbox):
    client.post(reverse("account_reset_password"), {"email": cast.signatory.email})
    (link,) = [link for link in links(mailoutbox[0]) if "password/reset/key" in link]
    page = client.get(link, follow=True)
    new = "un autre mot de passe 43"
    client.post(page.redirect_chain[-1][0], {"password1": new, "password2": new})
    log_in(client, cast.signatory.email, new)
    assert client.session.get("_auth_user_id") == str(cast.signatory.pk)


def test_a_page_reads_the_roles_held_on_an_object_once(client, cast):
    client.force_login(cast.signatory)
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("accounts:organisation", args=[cast.structure.pk]))
    held = [query["sql"] for query in queries if 'SELECT "accounts_grant"."role"' in query["sql"]]
    assert len(held) == len(set(held)) > 0


def test_no_page_remembers_the_roles_of_the_page_before(client, cast):
    client.force_login(cast.editor)
    address = reverse("accounts:organisation", args=[cast.structure.pk])
    assert client.get(address).status_code == 200
    services.end_membership(cast.structure.memberships.get(person=cast.editor), by=cast.signatory)
    assert client.get(address).status_code == 404


def test_who_writes_remembers_nothing(rf, cast):
    """A request that writes, a worker and a test carry no memory: what a role was is never what it is."""

    def seen(method):
        request = getattr(rf, method)("/")
        request.user, request.session = Person.objects.get(pk=cast.editor.pk), {}
        before = []

        def look(request):
            for _ in range(2):
                before.append(may(request.user, "applications.edit_vault", cast.structure))
                Grant.objects.filter(membership__person=request.user).delete()

        current_organisation(look)(request)
        return before

    grants = list(Grant.objects.filter(membership__person=cast.editor))
    assert seen("post") == [True, False]
    Grant.objects.bulk_create(grants)
    assert seen("get") == [True, True]
    assert not may(cast.editor, "applications.edit_vault", cast.structure)
