"""What one says of a piece of the vault."""

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.text import format_lazy

from accounts.enums import PieceKind
from applications.uploads import ACCEPTED, limit_said

IN_OUR_TIME = (MinValueValidator(date(1900, 1, 1)), MaxValueValidator(date(2199, 12, 31)))


def day(label, **options) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, validators=IN_OUR_TIME, **options)


class Dated(forms.Form):
    """The date of a piece and its end."""

    dated = day("Date de la pièce", help_text="Celle qui est écrite dessus, ou la date de signature.")
    expires_on = day(
        "Valable jusqu’au",
        required=False,
        help_text="Laissez vide pour la durée d’usage\u00a0: 3 mois pour un avis SIRENE, 6 mois pour une attestation"
        " sociale, 12 mois pour une attestation fiscale, une délégation ou la liste du bureau, 18 mois pour les comptes"
        " et les rapports. Les autres pièces n’ont pas de fin.",
    )
    endless = forms.BooleanField(label="Cette pièce n’a pas de date de fin", required=False)


class Upload(forms.Form):
    upload = forms.FileField(
        label="Fichier",
        help_text=format_lazy("{}, {} au plus.", ACCEPTED, limit_said()),
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.docx,.xlsx,.odt,.ods,.jpg,.jpeg,.png"}),
        error_messages={"required": "Choisissez un fichier."},
    )


class KindForm(forms.Form):
    kind = forms.ChoiceField(
        label="Nature de la pièce",
        choices=[("", "Choisissez"), *PieceKind.choices],
        error_messages={"required": "Choisissez la nature de la pièce."},
    )
    title = forms.CharField(
        label="Précision",
        max_length=120,
        required=False,
        help_text="Par exemple « Exercice 2025 », s’il y a plusieurs pièces de cette nature.",
    )


class PutForm(KindForm, Dated, Upload):
    """A new piece."""

    field_order = ["kind", "title", "upload", "dated", "expires_on", "endless"]


class RenewForm(Dated, Upload):
    """A new version of a piece."""

    field_order = ["upload", "dated", "expires_on", "endless"]


class KeepForm(KindForm, Dated):
    """A piece already joined to a file, kept in the vault."""

    field_order = ["kind", "title", "dated", "expires_on", "endless"]


class CorrectForm(KindForm, Dated):
    """What is said of a piece and of its current version."""

    field_order = ["kind", "title", "dated", "expires_on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["endless"]
        self.fields["expires_on"].help_text = "Laissez vide si elle n’a pas de date de fin."
