from django import forms


class SignupForm(forms.Form):
    """The names allauth does not ask for; it adds the address and the password itself."""

    first_name = forms.CharField(label="Prénom", max_length=80)
    last_name = forms.CharField(label="Nom", max_length=80)
