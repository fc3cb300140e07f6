"""What a call says of the budget it asks for: its frame, its years, its reference costs."""

from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.errors import Refused
from calls import services
from calls.enums import BudgetFrame, Kind
from calls.models import Call, Lot
from tests.calls.conftest import NOON


def created(cast, kind, model):
    return services.create_from_model(cast.authority, kind, model, "Appel", by=cast.manager, at=NOON)


def test_an_authorisation_asks_for_groups_and_a_subsidy_for_the_cerfa(cast):
    assert created(cast, Kind.AAP, "equipes-mobiles").budget_frame == BudgetFrame.GROUPS
    subsidy = created(cast, Kind.AMI, "equipes-mobiles")
    assert (subsidy.budget_frame, subsidy.budget_years, subsidy.investment_allowed) == (
        BudgetFrame.CERFA,
        1,
        False,
    )


def test_the_caseload_of_the_form_counts_the_people(cast):
    assert created(cast, Kind.AAP, "csapa-caarud").people_question == "caseload"
    assert created(cast, Kind.AMI, "equipes-mobiles").people_question == ""


def test_a_manager_settles_the_budget_on_the_rules_page(as_, cast, draft):
    address = reverse("calls:rules", args=[draft.slug])
    form = as_(cast.manager).get(address).context["form"]
    values = {name: form[name].value() for name in form.fields}
    values |= {
        "budget_years": "3",
        "budget_first_year": "2027",
        "investment_allowed": "on",
        "indirect_max_percent": "12",
    }
    values = {name: "" if value in (None, False) else value for name, value in values.items()}
    assert as_(cast.manager).post(address, values | {"budget_years": "6"}).status_code == 422
    assert as_(cast.manager).post(address, values).status_code == 302
    call = Call.objects.get(pk=draft.pk)
    assert (call.budget_years, call.budget_first_year, call.investment_allowed) == (3, 2027, True)
    assert call.indirect_max_percent == 12


def test_a_reference_cost_has_its_unit_and_is_published(as_, cast, draft):
    lot = draft.lots.get()
    address = reverse("calls:edit_lots", args=[draft.slug, lot.pk])
    form = as_(cast.manager).get(address).context["form"]
    values = {name: form[name].value() for name in form.fields}
    values = {name: "" if value is None else value for name, value in values.items()}
    values |= {"reference_amount": "199,21", "reference_source": "Appel LAM"}
    assert as_(cast.manager).post(address, values).status_code == 422
    assert as_(cast.manager).post(address, values | {"reference_unit": "place_day"}).status_code == 302
    assert Lot.objects.get(pk=lot.pk).reference_amount == Decimal("199.21")
    page = as_(cast.manager).get(reverse("calls:preview", args=[draft.slug])).content.decode()
    assert "199,21\u00a0€ par place et par jour (Appel LAM)" in page.replace(" €", "\u00a0€")
    with pytest.raises(Refused, match="l’unité du coût de référence"):
        services.change_row(lot, by=cast.manager, reference_amount=Decimal(1), reference_unit="")


def test_a_copy_keeps_the_frame_and_the_years_but_not_the_first_one(cast, draft):
    services.edit(draft, by=cast.manager, budget_years=2, budget_first_year=2027, investment_allowed=True)
    copy = services.clone(Call.objects.get(pk=draft.pk), by=cast.manager, title="Copie", at=NOON)
    assert (copy.budget_years, copy.budget_first_year, copy.investment_allowed) == (2, None, True)
