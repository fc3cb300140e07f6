"""What those who read and instruct a file type."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html

from accounts.forms import IN_OUR_TIME
from calls.scales import name_of
from reviews.enums import Advice
from reviews.forms.common import Expected, area

RADIO_MAX = 10  # a longer scale is typed


class ReviewForm(Expected, forms.Form):
    """One mark and one justification per criterion; nothing is required, so that a draft is kept as it is."""

    optional = ("strengths", "reserves")
    strengths = forms.CharField(label="Points forts", required=False, max_length=5000, widget=area(4))
    reserves = forms.CharField(label="Réserves", required=False, max_length=5000, widget=area(4))
    advice = forms.ChoiceField(
        label="Avis d’ensemble", choices=Advice.choices, required=False, widget=forms.RadioSelect
    )

    def __init__(self, *args, call, review=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.criteria = list(call.criteria.all())
        given = {score.criterion_id: score for score in review.scores.all()} if review else {}
        for criterion in self.criteria:
            score = given.get(criterion.pk)
            self.fields[f"mark-{criterion.pk}"] = mark_field(call, criterion, score)
            self.fields[f"why-{criterion.pk}"] = forms.CharField(
                label=f"{'Justification' if call.scored else 'Ce qui l’établit'}\u00a0: {criterion.label}",
                required=False,
                max_length=5000,
                initial=score.justification if score else "",
                widget=area(3),
            )
        if review:
            for name in ("strengths", "reserves", "advice"):
                self.fields[name].initial = getattr(review, name)
        self.expect()

    def rows(self):
        return [(c, self[f"mark-{c.pk}"], self[f"why-{c.pk}"]) for c in self.criteria]

    def scores(self) -> dict[int, tuple[int | None, str]]:
        data = self.cleaned_data
        return {c.pk: (number(data[f"mark-{c.pk}"]), data[f"why-{c.pk}"]) for c in self.criteria}


def mark_field(call, criterion, score) -> forms.Field:
    """A mark chosen on a short scale, typed on a long one; met or not where nothing is scored."""
    options = {
        "label": f"Note : {criterion.label}",
        "required": False,
        "initial": "" if score is None or score.value is None else score.value,
    }
    if criterion.maximum > RADIO_MAX:
        return forms.IntegerField(
            min_value=0,
            max_value=criterion.maximum,
            widget=forms.TextInput(attrs={"inputmode": "numeric"}),
            **options,
        )
    return forms.ChoiceField(choices=choices_of(call, criterion), widget=forms.RadioSelect, **options)


def choices_of(call, criterion) -> list[tuple[int, str]]:
    """Every mark with what it means; a finding from the best to the worst, as one reads a list of conditions."""
    words = {step.value: step.words for step in criterion.scale}
    marks = range(criterion.maximum + 1)
    names = [(mark, name_of(mark, criterion.maximum, scored=call.scored)) for mark in marks]
    said = [
        (mark, format_html("<b>{}</b> {}", name, words[mark]) if words.get(mark) else name)
        for mark, name in names
    ]
    return said if call.scored else said[::-1]


def number(value) -> int | None:
    return None if value in (None, "") else int(value)


class ReportForm(Expected, forms.Form):
    optional = ("cost",)
    regularity = forms.CharField(label="Régularité administrative", required=False, widget=area(3))
    fit = forms.CharField(label="Adéquation au besoin", required=False, widget=area(5))
    strengths = forms.CharField(label="Points forts", required=False, widget=area(4))
    reserves = forms.CharField(label="Réserves", required=False, widget=area(4))
    cost = forms.CharField(label="Analyse du coût", required=False, widget=area(4))
    advice = forms.ChoiceField(
        label="Avis de l’instructeur", choices=Advice.choices, required=False, widget=forms.RadioSelect
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.expect()


class NoteForm(forms.Form):
    text = forms.CharField(label="Nouvelle note interne", max_length=3000, widget=area(3))


class ReasonForm(forms.Form):
    reason = forms.CharField(label="Motif", max_length=2000, widget=area(4))


class AssignmentForm(forms.Form):
    due_on = forms.DateField(
        validators=IN_OUR_TIME,
        label="À rendre le",
        help_text="Pour les nouvelles attributions.",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reason = forms.CharField(label="Raison des retraits", required=False, max_length=200)

    def clean_due_on(self):
        day = self.cleaned_data["due_on"]
        if day and day < date.today():
            raise ValidationError("Cette date est passée.")
        return day
