import pytest

from tests.privacy.world import rules


@pytest.fixture(autouse=True)
def retention_table(db):
    rules()
