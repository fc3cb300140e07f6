"""What one may try on a lot beside the published rule."""

import re

from django import forms

from calls.amounts import EurosField
from calls.enums import Policy
from reviews.queries.scenarios import NAMES

NUMBER = re.compile(r"[\s,;]+")


class NumbersField(forms.CharField):
    """File numbers, separated by spaces, commas or line ends."""

    widget = forms.Textarea(attrs={"rows": 2})

    def to_python(self, value):
        return tuple(dict.fromkeys(filter(None, NUMBER.split(super().to_python(value) or ""))))


class StudyForm(forms.Form):
    policy = forms.ChoiceField(
        label="Règle",
        choices=[
            (policy, f"{NAMES[policy]} – {policy.label[0].lower()}{policy.label[1:]}") for policy in Policy
        ],
        widget=forms.RadioSelect,
        help_text="Les deux dernières choisissent un ensemble de dossiers\u00a0; les autres descendent le classement.",
    )
    envelope = EurosField(
        label="Enveloppe", required=False, help_text="Laissez vide pour ce qui reste de celle du lot."
    )
    percent = forms.IntegerField(
        label="Aide partielle\u00a0: part minimale de la demande (%)",
        required=False,
        min_value=1,
        max_value=100,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text="Laissez vide pour celle du règlement\u00a0; 100\u00a0: jamais d’aide partielle.",
    )
    required = NumbersField(
        label="Dossiers imposés",
        required=False,
        help_text="Numéros, séparés par un espace ou une virgule. Seulement avec une règle qui choisit un ensemble.",
    )
    forbidden = NumbersField(
        label="Dossiers écartés",
        required=False,
        help_text="Comme si ces dossiers n’avaient pas été déposés.",
    )
    label = forms.CharField(
        label="Intitulé",
        required=False,
        max_length=120,
        help_text="Laissez vide\u00a0: il sera composé de ce que vous changez.",
    )

    def __init__(self, *args, published: str, left: int, percent: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.usual = {"envelope": left, "percent": percent}
        self.fields["policy"].initial = published

    def terms(self) -> dict:
        """What departs from the rules; a value typed as the rules have it departs from nothing."""
        values = dict(self.cleaned_data)
        for name, usual in self.usual.items():
            values[name] = None if values[name] == usual else values[name]
        return values
