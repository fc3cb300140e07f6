"""The union's map and figures: public results by name, the others in number, and no small number at all."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import OrganisationKind
from accounts.models import UnionMembership
from applications.enums import State
from applications.models import Application
from pages.union import region_of
from reviews.models import LotResult
from tests.applications.pages import as_, words
from tests.factories import make_call
from tests.factories.cast import organisation

PAGE = reverse("pages:union_results")


def judged(cast, call, states, departement):
    """Deposited files of so many members, in these states, written directly: only their count is tested."""
    at = call.closes_at
    for state in states:
        rank = call.applications.count() + 1
        made = organisation(OrganisationKind.APPLICANT, f"Adhérente {rank}", territory=departement)
        UnionMembership.objects.create(union=cast.union, member=made, since=date(2021, 1, 1))
        won = state == State.SELECTED
        Application.objects.create(
            number=f"{call.number}-{rank:04d}", call=call, lot=call.lots.get(), structure=made, form=call.forms.get(),
            with_money=True, state=state, submitted_at=at, submitted_by=cast.signatory, received_at=at,
            admitted_at=at, admitted_by=cast.instructor, concluded_at=at, concluded_by=cast.instructor,
            decided_at=at, decided_by=cast.director, awarded_amount=77_000 if won else None,
            ended_at=None if won else at,
        )  # fmt: skip


@pytest.fixture
def call(cast):
    made = make_call(cast, closes_in=-60)
    made.opened_at, made.opened_by = made.closes_at + timezone.timedelta(hours=1), cast.manager
    made.save()
    return made


def release(call, cast):
    LotResult.objects.create(
        lot=call.lots.get(), call=call, released_at=timezone.now(), released_by=cast.director
    )


def row(cast):
    return next(p for p in region_of(cast.union, cast.delegate).places if p.code == "69")


def test_nothing_is_counted_before_the_release(cast, call):
    judged(cast, call, [State.SELECTED] + [State.REJECTED] * 6, cast.departement)
    assert (row(cast).winners, row(cast).hidden) == ([], 0)
    assert "77 000" not in words(as_(cast.delegate).get(PAGE))


def test_public_results_by_name_and_the_others_in_number(cast, call):
    judged(cast, call, [State.SELECTED] * 2 + [State.REJECTED] * 6, cast.departement)
    release(call, cast)
    found = row(cast)
    assert (len(found.winners), str(found.others), str(found.rate)) == (2, "6", "25.0")
    page = words(as_(cast.delegate).get(PAGE))
    assert "Adhérente 1 " in page
    assert "154 000 €" in page
    assert "Adhérente 5" not in page
    assert "Contours des départements" in page


def test_a_small_number_is_shown_nowhere_nor_worked_out(cast, call):
    judged(cast, call, [State.SELECTED] + [State.REJECTED] * 4, cast.departement)
    release(call, cast)
    region = region_of(cast.union, cast.delegate)
    assert str(row(cast).others) == "moins de 5"
    assert row(cast).rate is None
    assert not region.total.others.exact
    assert region.total.rate is None
    lines = as_(cast.delegate).get(reverse("pages:union_results_export", args=["csv"])).getvalue().decode()
    assert "Rhône (69);6;1;77000;0;moins de 5;" in lines
    assert as_(cast.delegate).get(reverse("pages:union_results_export", args=["xlsx"])).status_code == 200


def test_the_page_costs_the_same_with_one_result_or_three(cast, call, django_assert_num_queries):
    judged(cast, call, [State.SELECTED], cast.departement)
    release(call, cast)
    client = as_(cast.delegate)
    client.get(PAGE)
    with django_assert_num_queries(QUERIES):
        client.get(PAGE)
    judged(cast, call, [State.SELECTED] * 2, cast.departement)
    with django_assert_num_queries(QUERIES):
        client.get(PAGE)


QUERIES = 16
