from django import forms
from django.utils import timezone
from django.utils.text import format_lazy

from accounts.forms import IN_OUR_TIME
from applications.enums import State
from applications.models import Application
from applications.uploads import limit_said
from privacy.enums import HoldKind


class VisaForm(forms.Form):
    """What the Archives answered, with the scan of it."""

    name = forms.CharField(
        label="Visa donné par", max_length=160, help_text="Nom et qualité de la personne qui a signé le visa."
    )
    on = forms.DateField(
        label="Date du visa",
        validators=IN_OUR_TIME,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reference = forms.CharField(label="Référence du visa", max_length=80)
    upload = forms.FileField(
        label="Visa numérisé", help_text=format_lazy("PDF ou image, {} au plus.", limit_said())
    )

    def clean_on(self):
        day = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError("La date du visa ne peut pas être dans l’avenir.")
        return day


class SignForm(forms.Form):
    capacity = forms.CharField(
        label="En quelle qualité signez-vous ?",
        max_length=120,
        help_text="Par exemple : directrice générale. La mention figure sur la liste.",
    )


class TakeOutForm(forms.Form):
    reason = forms.CharField(
        label="Motif",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Il reste inscrit dans la liste.",
    )


class HoldForm(forms.Form):
    """A file of the authority, by its number, and why it must not go."""

    number = forms.CharField(label="Numéro du dossier", max_length=24)
    kind = forms.ChoiceField(label="Raison", choices=HoldKind)
    reason = forms.CharField(label="Précision", max_length=250, required=False)

    def __init__(self, *args, authority, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.files = Application.objects.visible_to(person).filter(call__authority=authority)
        self.files = self.files.exclude(state=State.DRAFT)

    def clean_number(self):
        found = self.files.filter(number__iexact=self.cleaned_data["number"].strip()).first()
        if found is None:
            raise forms.ValidationError("Aucun dossier de votre autorité ne porte ce numéro.")
        return found
