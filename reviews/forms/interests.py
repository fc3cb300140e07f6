"""What a person declares: of themselves once, at their nomination, on a file, on an agenda."""

from django import forms

from accounts.enums import InterestKind
from reviews.forms.common import area

NONE, SOME = "no", "yes"


class DirectoryForm(forms.Form):
    """What to look for in the directory: a name, or any number an organisation goes by."""

    q = forms.CharField(
        label="Nom de l’organisation, SIRET, SIREN ou FINESS",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Donnez un nom ou un numéro."},
    )

    def clean_q(self):
        words = self.cleaned_data["q"].strip()
        if len(words) < 3:
            raise forms.ValidationError("Donnez au moins trois lettres du nom, ou un numéro entier.")
        return words


class InterestForm(forms.Form):
    """One tie: with which of the organisations found, of which nature."""

    which = forms.ChoiceField(
        label="Organisation",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez l’organisation.",
            "invalid_choice": "Choisissez l’organisation.",
        },
    )
    kind = forms.ChoiceField(
        label="Nature du lien",
        choices=InterestKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez la nature du lien."},
    )
    detail = forms.CharField(
        label="Précision",
        help_text="Une fonction, des années. Par exemple\u00a0: « Cheffe de service, 2019 à 2023 ».",
        required=False,
        max_length=200,
    )

    def __init__(self, *args, found=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["which"].choices = [(choice.key, choice.label) for choice in found]
        if len(found) == 1:
            self.fields["which"].initial = found[0].key


class NominationForm(forms.Form):
    confirmed = forms.BooleanField(
        label="Je fais cette déclaration",
        error_messages={"required": "Cochez la déclaration pour ouvrir les dossiers de cet appel."},
    )


class DeclarationForm(forms.Form):
    has_conflict = forms.TypedChoiceField(
        label="Votre déclaration",
        choices=[
            (NONE, "Je n’ai aucun intérêt dans ce dossier et je peux le juger en toute impartialité"),
            (SOME, "J’ai un intérêt dans ce dossier, ou un lien avec la structure : je me déporte"),
        ],
        coerce=lambda value: value == SOME,
        widget=forms.RadioSelect,
    )
    motive = forms.CharField(
        label="Nature de l’intérêt",
        help_text="En cas de déport seulement : il est inscrit au registre des déports.",
        required=False,
        max_length=1000,
        widget=area(3),
    )
    motive.expected = True  # optional only for who has no interest

    def clean(self):
        data = super().clean()
        if data.get("has_conflict") and not data.get("motive", "").strip():
            self.add_error("motive", "Précisez la nature de l’intérêt.")
        return data


class AgendaForm(forms.Form):
    """One choice per file of an agenda, and the nature of each interest."""

    def __init__(self, *args, files, **kwargs):
        super().__init__(*args, **kwargs)
        self.files = list(files)
        for file in self.files:
            self.fields[f"choice-{file.pk}"] = forms.ChoiceField(
                label=f"Dossier {file.number}",
                choices=[(NONE, "Aucun intérêt"), (SOME, "Je me déporte")],
                widget=forms.RadioSelect,
                error_messages={"required": "Choisissez l’une des deux réponses."},
            )
            self.fields[f"motive-{file.pk}"] = forms.CharField(
                label=f"Nature de l’intérêt, dossier {file.number}",
                required=False,
                max_length=1000,
                widget=area(2),
            )

    def lines(self):
        """The files beside their two fields, for the page."""
        return [(file, self[f"choice-{file.pk}"], self[f"motive-{file.pk}"]) for file in self.files]

    def clean(self):
        data = super().clean()
        for file in self.files:
            motive = f"motive-{file.pk}"
            if data.get(f"choice-{file.pk}") == SOME and not data.get(motive, "").strip():
                self.add_error(motive, "Précisez la nature de l’intérêt.")
        return data

    def rows(self) -> dict[int, tuple[bool, str]]:
        """What the service takes: {file: (has a conflict, which)}; what is typed beside « Aucun intérêt » is dropped."""
        found = {}
        for file in self.files:
            conflict = self.cleaned_data[f"choice-{file.pk}"] == SOME
            found[file.pk] = (conflict, self.cleaned_data[f"motive-{file.pk}"] if conflict else "")
        return found


class WaiverForm(forms.Form):
    reason = forms.CharField(
        label="Motif",
        help_text="Pourquoi ce lien n’empêche pas de juger ce dossier en toute impartialité. "
        "Le motif, votre nom et la date sont inscrits au registre des déports.",
        max_length=1000,
        widget=area(4),
        error_messages={"required": "Motivez cette décision."},
    )
