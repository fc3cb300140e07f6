"""The administration: reference data and people, opened by a superuser only."""

import pytest
from django.contrib import admin
from django.core.management import call_command
from django.urls import reverse

from accounts.models import Grant, Membership, Organisation, Person
from tests.accounts.test_registers import NOVEMBER, SAMPLES
from tests.factories.cast import PASSWORD

MODELS = [
    "person",
    "territory",
    "structurecategory",
    "organisation",
    "membership",
    "unionmembership",
]


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("page", ["changelist", "add"])
def test_each_page_opens(as_, cast, model, page):
    url = reverse(f"admin:accounts_{model}_{page}")
    assert as_(cast.superuser).get(url, {"q": "a"} if page == "changelist" else {}).status_code == 200
    assert as_(cast.manager).get(url).status_code == 302


def test_only_reference_data_and_people_are_there():
    registered = {
        model._meta.model_name for model in admin.site._registry if model._meta.app_label == "accounts"
    }
    assert registered == {*MODELS, "registersnapshot"}


def test_copies_of_registers_are_read_and_only_the_commands_load_them(as_, cast):
    call_command("import_sirene", SAMPLES / "StockEtablissement.csv", NOVEMBER)
    page = as_(cast.superuser).get(reverse("admin:accounts_registersnapshot_changelist"))
    assert "StockEtablissement.csv" in page.content.decode()
    assert as_(cast.superuser).get(reverse("admin:accounts_registersnapshot_add")).status_code == 403


def test_a_person_is_created_by_address(as_, cast):
    data = {
        "email": "agent@ars.test",
        "first_name": "Ali",
        "last_name": "Agent",
        "usable_password": "true",
        "password1": PASSWORD,
        "password2": PASSWORD,
    }
    as_(cast.superuser).post(reverse("admin:accounts_person_add"), data)
    assert Person.objects.get(email="agent@ars.test").check_password(PASSWORD)


def test_the_first_administrator_of_an_authority_is_named_there(as_, cast):
    data = {
        "person": cast.stranger.pk,
        "organisation": cast.authority.pk,
        "status": "active",
        "grants-TOTAL_FORMS": 1,
        "grants-INITIAL_FORMS": 0,
        "grants-0-role": "administrator",
    }
    as_(cast.superuser).post(reverse("admin:accounts_membership_add"), data)
    membership = Membership.objects.get(person=cast.stranger)
    assert membership.answered_by == cast.superuser
    assert cast.authority.roles_of(cast.stranger) == {"administrator"}


def placed(person, organisation, role) -> dict:
    return {
        "person": person.pk,
        "organisation": organisation.pk,
        "status": "active",
        "grants-TOTAL_FORMS": 1,
        "grants-INITIAL_FORMS": 0,
        "grants-0-role": role,
    }


def test_no_administrator_takes_a_place_in_a_structure_or_a_union(as_, cast):
    """Its sealed files would open to them."""
    client, before = as_(cast.superuser), Grant.objects.count()
    for organisation, role in ((cast.structure, "signatory"), (cast.union, "union_delegate")):
        answer = client.post(
            reverse("admin:accounts_membership_add"), placed(cast.superuser, organisation, role)
        )
        assert answer.status_code == 200
        assert answer.context["errors"]
    theirs = Membership.objects.get(person=cast.editor)
    address = reverse("admin:accounts_membership_change", args=[theirs.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, placed(cast.superuser, cast.authority, "manager")).status_code == 403
    assert (
        client.post(
            reverse("admin:accounts_membership_delete", args=[theirs.pk]), {"post": "yes"}
        ).status_code
        == 403
    )
    assert (Grant.objects.count(), cast.structure.roles_of(cast.superuser)) == (before, set())


def test_an_organisation_keeps_its_kind_in_the_administration(as_, cast):
    """An authority made a structure after somebody was placed in it would be another way in."""
    client = as_(cast.superuser)
    page = client.get(reverse("admin:accounts_organisation_change", args=[cast.structure.pk]))
    assert 'name="kind"' not in page.content.decode()
    assert Organisation.objects.get(pk=cast.structure.pk).kind == "applicant"


def test_no_administrator_signs_in_as_somebody_else(as_, cast):
    client = as_(cast.superuser)
    address = reverse("admin:accounts_person_change", args=[cast.signatory.pk])
    page = client.get(address).content.decode()
    assert 'name="email"' not in page
    assert (
        client.post(
            reverse("admin:auth_user_password_change", args=[cast.signatory.pk]),
            {"password1": PASSWORD, "password2": PASSWORD},
        ).status_code
        == 403
    )
    client.post(address, {"email": "ra@ailleurs.test", "first_name": "Sylvie", "last_name": "Autre"})
    kept = Person.objects.get(pk=cast.signatory.pk)
    assert (kept.email, kept.last_name) == (cast.signatory.email, "Autre")
