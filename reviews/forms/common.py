"""What several forms share."""

from django import forms


class Expected:
    """Fields of a form saved as a draft: nothing is required to save, but nothing is optional in the end either."""

    optional: tuple[str, ...] = ()

    def expect(self):
        for name, field in self.fields.items():
            field.expected = name not in self.optional


def area(rows: int, **attrs) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, **attrs})
