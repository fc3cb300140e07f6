from django import forms
from django.core.exceptions import ValidationError

from engine.money import euros, parse_euros


class EurosField(forms.CharField):
    """Whole euros as people type them: "12 500", "12500 €"."""

    def __init__(self, **options):
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric"}))
        super().__init__(**options)
        self.widget.suffix = "€"

    def prepare_value(self, value):
        return euros(value).removesuffix("€").strip() if isinstance(value, int) else value

    def to_python(self, value):
        value = super().to_python(value)
        if value in self.empty_values:
            return None
        try:
            return parse_euros(str(value))
        except ValueError as error:
            raise ValidationError(str(error)) from error


class Describing(forms.ModelForm):
    """A form over a row that reads and checks its fields, and leaves uniqueness and constraints to the service."""

    def validate_unique(self):
        pass

    def validate_constraints(self):
        pass

    def lock(self):
        """Shows the values without letting them change."""
        for field in self.fields.values():
            field.disabled = True
