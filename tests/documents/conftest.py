import pytest
from django.test import override_settings

from documents import production, services
from documents.models import Document
from tests.documents.samples import AT, sample


@pytest.fixture(autouse=True)
def own_files(tmp_path):
    """Each test stores its files in its own folder."""
    with override_settings(MEDIA_ROOT=tmp_path):
        yield tmp_path


@pytest.fixture
def pending(cast):
    """Writes a document that waits for its worker; no application hangs on it."""

    def write(kind="favourable", **changes):
        arguments = {
            "authority": cast.authority,
            "recipient": cast.structure,
            "reference": "DEC-2026-118",
            "context": sample(kind, cast),
            "dated": AT,
        }
        return services.issue(kind, **arguments | changes)

    return write


@pytest.fixture
def issued(pending):
    """The same, rendered and stored."""

    def write(*arguments, **changes):
        document = pending(*arguments, **changes)
        assert production.render(document.pk)
        return Document.objects.get(pk=document.pk)

    return write
