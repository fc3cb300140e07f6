import pytest
from django.conf import settings

from pages.handbook import PAGES


@pytest.mark.parametrize("name", PAGES)
def test_generated_pages_are_current(name):
    """Run `manage.py handbook` after a change of the machine or of the policy."""
    assert (settings.BASE_DIR / "docs" / name).read_text() == PAGES[name]()


def test_documents_stay_short():
    docs = settings.BASE_DIR / "docs"
    assert len(list(docs.glob("*.md"))) <= 10
    assert len((settings.BASE_DIR / "README.md").read_text().splitlines()) <= 150
