"""What is asked of the people named on a call."""

from django import forms

LARGEST_LOAD = 9999


class LoadsForm(forms.Form):
    """How many files each expert reads, at least and at most; its inputs stand in the table of appointments."""

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = rows
        for row in rows:
            for name, words, value in (
                ("least", "au moins", row.least_files),
                ("most", "au plus", row.most_files),
            ):
                key = f"{name}-{row.pk}"
                self.fields[key] = load_field(f"{row.person}, dossiers {words}", value)
                setattr(row, name, self[key])

    def clean(self):
        data = super().clean()
        for row in self.rows:
            least, most = data.get(f"least-{row.pk}"), data.get(f"most-{row.pk}")
            if most is not None and (least or 0) > most:
                self.add_error(f"most-{row.pk}", "Le maximum est inférieur au minimum.")
        return data

    def loads(self) -> dict[int, tuple[int, int | None]]:
        data = self.cleaned_data
        return {row.pk: (data[f"least-{row.pk}"] or 0, data[f"most-{row.pk}"]) for row in self.rows}


def load_field(label: str, value) -> forms.IntegerField:
    """A number of files in a cell of a table whose form is elsewhere on the page."""
    attrs = {
        "inputmode": "numeric",
        "class": "cell-input cell-input--short",
        "form": "loads",
        "aria-label": label,
    }
    return forms.IntegerField(
        label=label,
        initial=value,
        required=False,
        min_value=0,
        max_value=LARGEST_LOAD,
        widget=forms.TextInput(attrs=attrs),
    )
