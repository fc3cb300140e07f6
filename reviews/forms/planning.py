"""How a distribution of readings is asked."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.forms import IN_OUR_TIME
from reviews.forms.common import area

ALL = "all"
LARGEST = 9999
MOST_PER_FILE = 9


class PlanForm(forms.Form):
    """Which files, how many readers each, by when, and who takes part with how many files."""

    lot = forms.ChoiceField(label="Dossiers à répartir")
    per_file = forms.IntegerField(
        label="Lecteurs par dossier",
        min_value=1,
        max_value=MOST_PER_FILE,
        error_messages={
            "min_value": "Il faut au moins un lecteur par dossier.",
            "max_value": f"{MOST_PER_FILE} lecteurs par dossier au plus.",
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    due_on = forms.DateField(
        label="À rendre le",
        required=False,
        validators=IN_OUR_TIME,
        help_text="Pour les lectures que cette répartition ajoute.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args, call, candidates, **kwargs):
        super().__init__(*args, **kwargs)
        lots = [(str(lot.pk), f"Lot {lot.code}\u00a0: {lot.title}") for lot in call.lots.all()]
        self.fields["lot"].choices = [(ALL, "Tous les dossiers recevables de l’appel"), *lots]
        if len(lots) < 2:
            del self.fields["lot"]
        self.fields["per_file"].initial = call.reviews_per_file
        self.candidates = candidates
        alone = not any(row.expert for row in candidates)
        for row in candidates:
            self._add(row, alone or row.expert or row.load > 0)

    def _add(self, row, takes_part: bool):
        key = row.reader.pk
        self.fields[f"take-{key}"] = forms.BooleanField(
            label=f"Faire participer {row.reader}", required=False, initial=takes_part
        )
        self.fields[f"least-{key}"] = number(f"{row.reader}, dossiers au moins", row.least or "")
        self.fields[f"most-{key}"] = number(f"{row.reader}, dossiers au plus", row.most)

    def rows(self):
        """Each person who may take part, with the three inputs of their line."""
        for row in self.candidates:
            key = row.reader.pk
            yield row, self[f"take-{key}"], self[f"least-{key}"], self[f"most-{key}"]

    def general(self):
        return [self[name] for name in ("lot", "per_file", "due_on") if name in self.fields]

    def clean_due_on(self):
        day = self.cleaned_data["due_on"]
        if day and day < timezone.localdate():
            raise ValidationError("Cette date est passée.")
        return day

    def clean(self):
        data = super().clean()
        taking = [row for row in self.candidates if data.get(f"take-{row.reader.pk}")]
        for row in taking:
            least, most = (data.get(f"{name}-{row.reader.pk}") for name in ("least", "most"))
            if most is not None and (least or 0) > most:
                self.add_error(f"most-{row.reader.pk}", "Le maximum est inférieur au minimum.")
        if len(taking) < (data.get("per_file") or 1):
            raise ValidationError(
                "Faites participer au moins autant de personnes qu’il faut de lecteurs par dossier."
            )
        return data

    def bounds(self) -> dict[int, tuple[int, int | None]]:
        """{person: (files at least, files at most)} of those who take part."""
        data, keys = self.cleaned_data, [row.reader.pk for row in self.candidates]
        return {key: (data[f"least-{key}"] or 0, data[f"most-{key}"]) for key in keys if data[f"take-{key}"]}


def number(label: str, value) -> forms.IntegerField:
    attrs = {"inputmode": "numeric", "class": "cell-input cell-input--short", "aria-label": label}
    return forms.IntegerField(
        label=label,
        initial=value,
        required=False,
        min_value=0,
        max_value=LARGEST,
        widget=forms.TextInput(attrs=attrs),
    )


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label="Motif",
        help_text="Manque de temps, sujet que vous connaissez mal… L’autorité le lira.",
        error_messages={"required": "Dites pourquoi vous ne pouvez pas lire ce dossier."},
        max_length=200,
        widget=area(3),
    )
