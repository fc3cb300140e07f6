"""One message on a file."""

from django import forms

from applications.services.exchanges import BODY_MAX


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """Several files at once; none is fine."""

    widget = FilesInput

    def clean(self, data, initial=None):
        return [super(FilesField, self).clean(item, initial) for item in data or [] if item]


class ExchangeForm(forms.Form):
    body = forms.CharField(
        label="Votre message",
        max_length=BODY_MAX,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Écrivez votre message."},
    )
    uploads = FilesField(label="Fichiers", required=False)
