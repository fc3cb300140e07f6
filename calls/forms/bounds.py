"""Numbers of chosen files, by axis and value: one pair of small fields a line."""

from dataclasses import dataclass

from django import forms

from calls.selecting import TERRITORY, Axis

SIDES = ("least", "most")
WORDS = {"least": "au moins", "most": "au plus"}
LARGEST = 999


@dataclass(frozen=True)
class Line:
    """One value of an axis with its two fields."""

    words: str
    least: forms.BoundField
    most: forms.BoundField

    @property
    def fields(self) -> list[forms.BoundField]:
        return [self.least, self.most]


class BoundsForm(forms.Form):
    """How many files at least and at most: for the values of the axes it is given, from what is already fixed."""

    def __init__(self, *args, axes: list[Axis], minimums: dict, maximums: dict, each=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.axes = axes
        if each and any(axis.key == TERRITORY for axis in axes):
            self.fields["one_each"] = forms.BooleanField(
                label="Au moins un dossier par département du lot",
                required=False,
                help_text="Remplit, à l’enregistrement, les minimums laissés vides.",
            )
        fixed = {"least": minimums, "most": maximums}
        for axis, value, words in self._values():
            for side in SIDES:
                self.fields[_name(side, axis.key, value)] = forms.IntegerField(
                    label=f"{words}\u00a0: {WORDS[side]}",
                    required=False,
                    min_value=0,
                    max_value=LARGEST,
                    initial=fixed[side].get(axis.key, {}).get(value),
                    widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "cell-input"}),
                )

    def _values(self):
        for axis in self.axes:
            for value, words in axis.options:
                yield axis, value, words

    def tables(self) -> list[tuple[Axis, list[Line]]]:
        """The fields as the page lays them out: a table an axis, a line a value."""
        return [(axis, [self._line(axis, *option) for option in axis.options]) for axis in self.axes]

    def _line(self, axis, value, words) -> Line:
        return Line(words, *(self[_name(side, axis.key, value)] for side in SIDES))

    def clean(self):
        values = super().clean()
        for axis, value, _ in self._values():
            least, most = (_name(side, axis.key, value) for side in SIDES)
            if values.get("one_each") and axis.key == TERRITORY and not values.get(least):
                values[least] = 1
            if None not in (values.get(least), values.get(most)) and values[least] > values[most]:
                self.add_error(most, f"Le nombre au plus est inférieur au nombre au moins ({values[least]}).")
        return values

    def bounds(self, side: str) -> dict[str, dict[str, int]]:
        """What is typed on one side, as a lot keeps it: a minimum of 0 says nothing, a maximum of 0 says much."""
        found: dict[str, dict[str, int]] = {}
        for axis, value, _ in self._values():
            number = self.cleaned_data[_name(side, axis.key, value)]
            if number or (number == 0 and side == "most"):
                found.setdefault(axis.key, {})[value] = number
        return found

    def faults(self) -> list[dict]:
        """The errors as the summary of another form's page shows them."""
        return [
            {"text": f"{self[name].label}\u00a0: {error}", "url": f"#{self[name].auto_id}"}
            for name, errors in self.errors.items()
            for error in errors
        ]

    def lock(self):
        for field in self.fields.values():
            field.disabled = True


def _name(side: str, axis: str, value: str) -> str:
    return f"{side}-{axis}-{value}"
