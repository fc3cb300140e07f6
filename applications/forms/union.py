"""What a union types: the filters of its pages, the arguments of its library."""

from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import StructureCategory
from applications.enums import Theme

PERIODS = [
    ("", "En cours"),
    ("open", "Ouverts au dépôt"),
    ("results", "Résultats publics"),
    ("all", "Tous"),
]
SHOWN = [
    ("", "Tous les adhérents"),
    ("concerned", "Concernés par un appel ouvert"),
    ("preparing", "Qui préparent un dossier"),
    ("deposited", "Qui ont déposé"),
    ("expected", "Dont quelque chose est attendu"),
    ("won", "Retenus, résultat public"),
]


class Filter(forms.Form):
    """A form of filters: an unknown value filters nothing."""

    @property
    def chosen(self) -> dict:
        self.is_valid()
        return {key: value for key, value in self.cleaned_data.items() if value}


class CockpitFilter(Filter):
    q = forms.CharField(label="Adhérent", required=False, max_length=80)
    departement = forms.ChoiceField(label="Département", required=False)
    period = forms.ChoiceField(label="Appels", required=False, choices=PERIODS)
    shown = forms.ChoiceField(label="Montrer", required=False, choices=SHOWN)
    sort = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data, *, departements):
        super().__init__(data)
        self.fields["departement"].choices = [("", "Tous"), *departements]


class LibraryFilter(Filter):
    q = forms.CharField(label="Mots", required=False, max_length=80)
    theme = forms.ChoiceField(label="Thème", required=False, choices=[("", "Tous"), *Theme.choices])
    category = forms.ModelChoiceField(
        StructureCategory.objects.all(), label="Catégorie", required=False, empty_label="Toutes"
    )


class ArgumentForm(forms.Form):
    """An argument; one source a line: its name, then its address."""

    title = forms.CharField(label="Titre", max_length=160)
    theme = forms.ChoiceField(label="Thème", choices=Theme.choices)
    text = forms.CharField(
        label="Texte",
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="Vos adhérents le copient dans leur réponse, puis l’adaptent : écrivez-le comme ils le diraient. 6 000 caractères au plus.",
    )
    sources = forms.CharField(
        label="Sources",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Une par ligne : son nom, un espace, puis son adresse (https://…) si elle est en ligne.",
    )
    categories = forms.ModelMultipleChoiceField(
        StructureCategory.objects.all(),
        label="Catégories de structures",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Aucune : l’argument vaut pour toutes.",
    )
    base = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_sources(self) -> list[dict]:
        return [source(line) for line in self.cleaned_data["sources"].splitlines() if line.strip()]

    def values(self) -> dict:
        return {key: value for key, value in self.cleaned_data.items() if key != "base"}


def source(line: str) -> dict:
    """A source from its line; its address must be one a browser may follow safely."""
    *words, last = line.split()
    if "://" not in last:
        return {"label": line.strip()[:300], "url": ""}
    parts = urlsplit(last)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValidationError(f"L’adresse « {last[:100]} » ne se lit pas : elle commence par https://.")
    return {"label": (" ".join(words) or parts.hostname)[:300], "url": last[:500]}


def as_lines(sources) -> str:
    """The sources as the form shows them again."""
    return "\n".join(f"{row['label']} {row['url']}".strip() for row in sources)
