from django import forms

from calls.enums import Kind, Phase

ALL = ("", "Tous")


class DirectoryForm(forms.Form):
    """The filters of the public list."""

    q = forms.CharField(
        label="Mots cherchés",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    phase = forms.ChoiceField(
        label="État",
        required=False,
        choices=[
            ALL,
            (Phase.OPEN, "Ouverts"),
            (Phase.UPCOMING, "À venir"),
            (Phase.CLOSED, "Clos"),
            (Phase.ABANDONED, "Classés sans suite"),
        ],
    )
    region = forms.ChoiceField(label="Région", required=False)
    kind = forms.ChoiceField(label="Procédure", required=False, choices=[("", "Toutes"), *Kind.choices])
    category = forms.ChoiceField(label="Structures", required=False)

    def __init__(self, *args, regions, categories, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = [("", "Toutes"), *((r.code, r.name) for r in regions)]
        self.fields["category"].choices = [("", "Toutes"), *((c.code, str(c)) for c in categories)]

    def filters(self) -> dict:
        """What the list is filtered by; a value that is not offered filters nothing."""
        self.is_valid()
        values = dict(self.cleaned_data)
        values["text"] = values.pop("q", "")
        return values


class AskForm(forms.Form):
    text = forms.CharField(
        label="Votre question",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Elle sera publiée sans votre nom avec sa réponse. N’y écrivez rien qui vous fasse reconnaître.",
    )
