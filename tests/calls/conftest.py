import io
from datetime import UTC, datetime, timedelta

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.enums import OrganisationKind, Role
from calls import services
from calls.enums import Kind
from tests.factories import member, person
from tests.factories.cast import organisation

NOON = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)  # Monday 2 March 2026, noon in Paris


def pdf(name="cahier des charges.pdf") -> SimpleUploadedFile:
    content, document = io.BytesIO(), pikepdf.new()
    document.add_blank_page()
    document.save(content)
    return SimpleUploadedFile(name, content.getvalue(), "application/pdf")


@pytest.fixture(autouse=True)
def private_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def draft(cast):
    """A call just created from a model: nothing is settled but what the model proposes."""
    return services.create_from_model(
        cast.authority, Kind.AMI, "equipes-mobiles", "Équipes mobiles", by=cast.manager, at=NOON
    )


def settle(call, by, closes_at=NOON + timedelta(days=70)):
    """Everything a call needs before its publication at NOON."""
    services.set_calendar(call, by=by, closes_at=closes_at, is_permanent=closes_at is None)
    for lot in call.lots.all():
        services.change_row(lot, by=by, envelope=500_000)
    services.attach_specification(call, pdf(), by=by)
    return type(call).objects.get(pk=call.pk)


@pytest.fixture
def ready(draft, cast):
    return settle(draft, cast.manager)


@pytest.fixture
def published(ready, cast):
    return services.publish(ready, by=cast.manager, at=NOON)


@pytest.fixture
def other_manager(cast):
    """The manager of another authority."""
    who = person("responsable@autre-ars.test", "Odile", "Ailleurs")
    member(who, organisation(OrganisationKind.AUTHORITY, "Autre agence de test"), Role.MANAGER)
    return who


@pytest.fixture
def as_(client):
    def log_in(who):
        client.force_login(who)
        return client

    return log_in
