"""What a field says of an answer missing or too long: what to do, in the words of the site."""

import pytest
from django import forms

from accounts.models import Person

ONE = [("a", "A")]


@pytest.mark.parametrize(
    ("field", "words"),
    [
        (forms.ChoiceField(choices=ONE, widget=forms.RadioSelect), "Choisissez une réponse."),
        (forms.TypedChoiceField(choices=ONE), "Choisissez une réponse."),
        (forms.ModelChoiceField(Person.objects.none()), "Choisissez une réponse."),
        (forms.MultipleChoiceField(choices=ONE), "Choisissez au moins une réponse."),
        (forms.ModelMultipleChoiceField(Person.objects.none()), "Choisissez au moins une réponse."),
        (forms.BooleanField(), "Cochez cette case."),
        (forms.FileField(), "Choisissez un fichier."),
        (forms.CharField(), "Ce champ est obligatoire."),
        (forms.ChoiceField(choices=ONE, error_messages={"required": "Dites."}), "Dites."),
    ],
)
def test_an_empty_field_says_what_to_do(field, words):
    with pytest.raises(forms.ValidationError) as refused:
        field.clean(None)
    assert refused.value.messages == [words]


def test_another_message_of_a_choice_is_kept():
    with pytest.raises(forms.ValidationError, match="choix valide"):
        forms.ChoiceField(choices=ONE).clean("b")


def test_a_text_too_long_says_by_how_much():
    with pytest.raises(forms.ValidationError, match="trop long : 5 caractères, 3 au plus"):
        forms.CharField(max_length=3).clean("abcde")
