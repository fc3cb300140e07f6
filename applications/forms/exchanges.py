"""One message on a file."""

from django import forms

from applications.forms.authority import FilesField
from applications.services.exchanges import BODY_MAX


class ExchangeForm(forms.Form):
    body = forms.CharField(
        label="Votre message",
        max_length=BODY_MAX,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Écrivez votre message."},
    )
    uploads = FilesField(label="Fichiers", required=False)
