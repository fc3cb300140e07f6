"""Amounts as forms of every room read and show them."""

from django import forms
from django.core.exceptions import ValidationError

from engine.money import number, parse_euros


class EurosField(forms.CharField):
    """Whole euros as people type them: "12 500", "12500 €". What is known is shown as "12 500"; a mistake, as typed."""

    def __init__(self, **options):
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric"}))
        super().__init__(**options)
        self.widget.suffix = "€"

    def prepare_value(self, value):
        return number(value) if isinstance(value, int) else value

    def to_python(self, value):
        value = super().to_python(value)
        if value in self.empty_values:
            return None
        try:
            return parse_euros(str(value))
        except ValueError as error:
            raise ValidationError(str(error)) from error
