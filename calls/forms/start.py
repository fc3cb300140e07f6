from django import forms

from calls import library


class StartForm(forms.Form):
    """A title and the model to start from."""

    title = forms.CharField(label="Intitulé de l’appel", max_length=200)
    model = forms.ChoiceField(
        label="Modèle",
        widget=forms.RadioSelect,
        help_text="Critères, questions et pièces proposés : vous pourrez tout changer avant la publication.",
    )

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["model"].choices = [
            (model.key, f"Modèle – {model.name}") for model in library.models_for(kind)
        ]


class CloneForm(forms.Form):
    title = forms.CharField(label="Intitulé du nouvel appel", max_length=200)
