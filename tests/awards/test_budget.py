"""The budget of an offer below what was asked, over the years of the call and in each frame."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.errors import Refused
from applications.budget.accounts import BY_CODE
from applications.enums import State
from applications.services import budgeting
from awards import budget, services
from awards.letters import agreement
from calls.enums import BudgetFrame
from reviews.models import Offer
from tests.factories import fill, make_call, reach, started
from tests.factories.files import Walk

SECOND = {"60": (30_000, ""), "64": (30_000, ""), "74-ars": (50_000, ""), "74-region": (10_000, "sollicite")}


def offered(cast, amount, frame=BudgetFrame.CERFA, second=SECOND):
    """A file over two years (90 000 € in the first), offered so much."""
    call = make_call(cast, closes_in=-60, budget_years=2, budget_first_year=2027, budget_frame=frame)
    draft = fill(started(call, cast), cast)
    budgeting.save_sheet(draft.pk, by=cast.signatory, lines=second, sheet="2028", at=draft.edited_at)
    file = reach(State.SELECTED, call, cast, application=draft, amount=amount)
    Offer.objects.update(due_at=timezone.now() + timedelta(days=5))
    return file


def requests(years):
    return {
        year: sum(line[0] for code, line in lines.items() if BY_CODE[code].requested)
        for year, lines in years.items()
    }


def test_a_cut_is_spread_over_the_years_and_each_balances(cast):
    file = offered(cast, 70_000)
    offer = services.spread_cut(file.pk, by=cast.signatory)
    years = budget.start(file, offer)
    assert requests(years) == {2027: 45_000, 2028: 25_000}
    assert budget.problems(file, offer) == []
    assert all(sheet.balanced for sheet in budget.report(file, offer).years.values())
    services.answer_offer(file.pk, by=cast.signatory, accepts=True)


def test_the_lines_over_the_years_must_add_up_to_the_offer(cast):
    file = offered(cast, 70_000)
    services.spread_cut(file.pk, by=cast.signatory)
    lines = {"60": (30_000, ""), "74-ars": (30_000, "")}
    offer = services.revise_budget(file.pk, by=cast.signatory, lines=lines, sheet="2028")
    assert requests(budget.start(file, offer)) == {2027: 45_000, 2028: 30_000}
    with pytest.raises(Refused, match="diffère de 5\u202f000"):
        services.answer_offer(file.pk, by=cast.signatory, accepts=True)


def test_the_tariff_of_an_authorisation_is_that_of_its_full_year(cast):
    full = {"gc1": (20_000, ""), "gc2": (100_000, ""), "gp1-ars": (120_000, "")}
    file = offered(cast, 90_000, BudgetFrame.GROUPS, full)
    assert file.requested_amount == 120_000
    offer = services.spread_cut(file.pk, by=cast.signatory)
    assert requests(budget.start(file, offer)) == {2027: 67_500, 2028: 90_000}
    assert budget.problems(file, offer) == []


def test_each_sheet_is_revised_on_its_page(client, cast):
    file = offered(cast, 70_000)
    client.force_login(cast.signatory)
    address = reverse("awards:revise", args=[file.number]) + "?feuille=2028"
    page = client.get(address).content.decode()
    assert 'href="?feuille=2027"' in page
    assert 'name="m-74-ars" value="25\u202f000"' in page
    assert client.post(address, {"m-60": "25 000", "m-74-ars": "25 000"}).url == address
    assert budget.start(file, Offer.objects.get())[2028] == {"60": (25_000, ""), "74-ars": (25_000, "")}
    assert client.get(reverse("awards:revise", args=[file.number]) + "?feuille=n’importe").status_code == 200


def test_a_budget_revised_before_there_were_years_is_still_read(cast):
    call = make_call(cast, closes_in=-60)
    file = reach(State.SELECTED, call, cast, amount=80_000)
    old = {
        "60": [10_000, ""],
        "64": [80_000, ""],
        "74-ars": [80_000, ""],
        "74-departement": [10_000, "acquis"],
    }
    Offer.objects.update(revised_budget=old, due_at=timezone.now() + timedelta(days=5))
    offer = Offer.objects.get()
    assert budget.start(file, offer) == {file.budget_year: {code: tuple(line) for code, line in old.items()}}
    services.answer_offer(file.pk, by=cast.signatory, accepts=True)


def test_the_agreement_annexes_the_budget_accepted(cast):
    file = offered(cast, 70_000)
    walk = Walk(file.call, cast, file)
    walk.at = timezone.now()
    walk.funded()
    context = agreement(walk.file, walk.file.agreement)["budget"]
    assert context["columns"] == ["2027", "2028", "Total"]
    line = next(line for line in context["products"]["lines"] if "demandée" in line["label"])
    assert line["amounts"] == ["45\u202f000\u00a0€", "25\u202f000\u00a0€", "70\u202f000\u00a0€"]


@given(
    st.dictionaries(st.integers(2027, 2031), st.integers(0, 10**6), min_size=1, max_size=5),
    st.integers(1, 10**6),
)
def test_sharing_loses_no_euro(weights, total):
    shares = budget._shared(weights, total)
    assert sum(shares.values()) == (total if sum(weights.values()) else 0)
