"""What is asked of a local delegation, and what it answers."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.forms import IN_OUR_TIME
from accounts.models import Person
from reviews.enums import Advice
from reviews.forms.common import area


class PersonField(forms.ModelChoiceField):
    """People with their post, so that two of the same name are told apart."""

    def label_from_instance(self, person) -> str:
        return " – ".join(part for part in (str(person), person.job_title, person.email) if part)


class AskForm(forms.Form):
    person = PersonField(
        label="À qui",
        queryset=Person.objects.none(),
        empty_label="Choisir une personne",
        help_text="Les membres de l’autorité et les personnes nommées sur cet appel, sans lien connu avec la structure."
        " La personne pourra lire ce dossier, après avoir déclaré ses intérêts.",
    )
    question = forms.CharField(
        label="Ce qui est demandé",
        required=False,
        max_length=2000,
        widget=area(3),
        help_text="Par exemple : le besoin sur le territoire, les partenaires, l’expérience du porteur.",
    )
    due_on = forms.DateField(
        label="Attendu le",
        required=False,
        validators=IN_OUR_TIME,
        help_text="La personne reçoit un rappel sept jours puis un jour avant.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people

    def clean_due_on(self):
        day = self.cleaned_data["due_on"]
        if day and day < timezone.localdate():
            raise ValidationError("Cette date est passée.")
        return day


class OpinionForm(forms.Form):
    advice = forms.ChoiceField(label="Votre avis", choices=Advice.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label="Vos raisons",
        max_length=5000,
        widget=area(8),
        help_text="L’autorité et la commission lisent ce texte ; il est imprimé dans le rapport d’instruction.",
    )
