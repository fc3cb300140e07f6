from django import forms


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
