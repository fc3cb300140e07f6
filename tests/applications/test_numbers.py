"""The number of a file and the year of its budget."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from applications.models import Application
from tests.factories import make_call, started

pytestmark = pytest.mark.django_db


def test_the_ten_thousandth_number_is_followed_by_the_next(cast):
    call = make_call(cast)
    first = started(call, cast)
    gone = {"state": "expired", "ended_at": timezone.now()}
    Application.objects.filter(pk=first.pk).update(number=f"{call.number}-9999", **gone)
    second = started(call, cast)
    assert second.number == f"{call.number}-10000"
    Application.objects.filter(pk=second.pk).update(**gone)
    assert started(call, cast).number == f"{call.number}-10001"


@pytest.mark.parametrize(
    ("zone", "opens_at"),
    [("Europe/Paris", datetime(2026, 12, 31, 23, 0, tzinfo=UTC)), ("America/Martinique", datetime(2027, 1, 1, 4, 0, tzinfo=UTC))],
)  # fmt: skip
def test_the_budget_is_of_the_year_lived_where_the_call_opens(cast, zone, opens_at):
    draft = started(make_call(cast), cast)
    draft.call.time_zone, draft.call.opens_at = zone, opens_at
    assert draft.budget_year == 2027
