from importlib import import_module

import pytest
from django.apps import apps

from accounts.enums import Role
from accounts.models import Organisation, Territory
from tests.factories import make_cast, member, person

# A transactional test flushes what the migration loaded: load it again, by the migration's own hand.
REFERENCE = import_module("accounts.migrations.0002_reference")


@pytest.fixture
def reference(db):
    if not Territory.objects.filter(level="country").exists():
        REFERENCE.load(apps, None)


@pytest.fixture
def cast(reference):
    return make_cast()


@pytest.fixture
def administrator(cast):
    who = person("administratrice@ars.test", "Aude", "Administratrice")
    member(who, cast.authority, Role.ADMINISTRATOR)
    return who


@pytest.fixture
def empty(cast):
    """A structure of the same territory, recognised, that nobody represents."""
    return Organisation.objects.create(
        kind="applicant", name="Association vide", siret="73282932000025", territory=cast.departement
    )


@pytest.fixture
def as_(client):
    def log_in(who):
        client.force_login(who)
        return client

    return log_in
