"""Amounts in euros: one field for every room, read as people type them, shown as they are read."""

import pytest
from django import forms

from calls.amounts import EurosField


class Form(forms.Form):
    amount = EurosField(label="Montant")


@pytest.mark.parametrize("typed", ["12500", "12 500", "12\u202f500 €", "12 500,00"])
def test_an_amount_is_read_as_people_type_it(typed):
    form = Form({"amount": typed})
    assert form.is_valid()
    assert form.cleaned_data == {"amount": 12_500}


def test_an_amount_known_is_shown_with_its_thousands_apart():
    form = Form(initial={"amount": 12_500})
    assert form["amount"].value() == "12\u202f500"
    assert form["amount"].field.widget.suffix == "€"
    assert Form(initial={"amount": None})["amount"].value() is None
    assert not Form({"amount": "12500"}, initial={"amount": 12_500}).has_changed()


@pytest.mark.parametrize("typed", ["12.500", "douze", "12 500,50", "-3"])
def test_what_was_typed_comes_back_with_its_mistake(typed):
    form = Form({"amount": typed}, initial={"amount": 900})
    assert form.errors["amount"]
    assert form["amount"].value() == typed


def test_a_disabled_amount_keeps_its_value():
    form = Form({}, initial={"amount": 80_000})
    form.fields["amount"].disabled = True
    assert form.is_valid()
    assert form.cleaned_data == {"amount": 80_000}
