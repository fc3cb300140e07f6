from django import forms
from django.conf import settings

from documents import codes


class VerifyForm(forms.Form):
    """A code or a file, one of them at least."""

    code = forms.CharField(
        label="Code de vérification",
        max_length=60,
        required=False,
        help_text="Il est imprimé en bas de chaque page : seize signes en quatre groupes, comme K7QM-2XPA-9RVT-4HCD.",
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    file = forms.FileField(
        label="Document PDF",
        required=False,
        help_text="Il sert seulement à calculer son empreinte : il n’est ni lu ni conservé.",
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,.pdf"}),
    )

    def clean_code(self):
        typed = self.cleaned_data["code"]
        code = codes.normalise(typed)
        if typed and not code:
            raise forms.ValidationError(
                "Ce code n’a pas la bonne forme : il compte seize signes, sans les chiffres 0 et 1 "
                "ni les lettres I, L, O et U."
            )
        return code

    def clean_file(self):
        uploaded = self.cleaned_data["file"]
        if uploaded and uploaded.size > settings.UPLOAD_MAX_BYTES:
            limit = settings.UPLOAD_MAX_BYTES // (1024 * 1024)
            raise forms.ValidationError(f"Ce fichier dépasse {limit} Mo : ce n’est pas un document de Jalon.")
        return uploaded

    def clean(self):
        data = super().clean()
        if not self.errors and not data.get("code") and not data.get("file"):
            raise forms.ValidationError("Indiquez un code ou choisissez un fichier.")
        return data
