"""The login page leads to the demonstration accounts on one's own machine only, and once there is a world."""

import pytest
from django.utils import timezone

from demo.models import World

pytestmark = pytest.mark.django_db
LEADS = "/demonstration/comptes/"


@pytest.mark.parametrize(
    ("local", "demo", "done", "leads"),
    [(1, 1, 1, True), (1, 1, 0, False), (0, 1, 1, False), (1, 0, 1, False)],
)
def test_who_is_led_to_the_accounts(client, settings, local, demo, done, leads):
    settings.LOCAL, settings.DEMO = bool(local), bool(demo)
    World.objects.create(finished_at=timezone.now() if done else None)
    assert (LEADS in client.get("/compte/login/").content.decode()) is leads
