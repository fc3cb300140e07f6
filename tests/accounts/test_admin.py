"""The administration: reference data and people, opened by a superuser only."""

import pytest
from django.contrib import admin
from django.core.management import call_command
from django.urls import reverse

from accounts.models import Membership, Person
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
