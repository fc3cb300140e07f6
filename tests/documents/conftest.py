import pytest
from django.test import override_settings

from documents import production, rendering, services
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
def issued(pending, monkeypatch):
    """The same, issued and stored; WeasyPrint is not asked, its own tests are elsewhere."""

    def write(*arguments, **changes):
        document = pending(*arguments, **changes)
        drawn = rendering.Rendered(b"%PDF-1.7 " + document.code.encode(), 2)
        with monkeypatch.context() as patch:
            patch.setattr(rendering, "pdf", lambda document: drawn)
            assert production.render(document.pk)
        return Document.objects.get(pk=document.pk)

    return write
