from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError

from accounts.forms import IN_OUR_TIME
from applications.enums import Outcome
from applications.forms.budget import SheetForm
from awards.budget import fixed, start
from calls.amounts import EurosField

ROWS = 6


def day_field(label, **options):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, validators=IN_OUR_TIME, **options)


class OfferForm(forms.Form):
    answer = forms.ChoiceField(
        label="Votre réponse",
        choices=[
            ("accept", "Nous acceptons l’offre"),
            ("decline", "Nous déclinons l’offre : le dossier est retiré"),
        ],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label="Observation", widget=forms.Textarea(attrs={"rows": 4}), required=False, max_length=2000
    )
    confirm = forms.BooleanField(label="Je confirme cette réponse au nom de ma structure")


class RevisedBudgetForm(SheetForm):
    """One sheet of the budget around the sum offered, which is fixed where it is one line."""

    def __init__(self, application, offer, sheet, data=None):
        self.kept = start(application, offer)
        super().__init__(sheet, data, saved=self.kept[sheet.year])
        line = fixed(application, self.kept)
        if line and line[0] == sheet.year and line[1] in sheet.codes:
            self.fields[f"m-{line[1]}"].disabled = True
            self.fields[f"m-{line[1]}"].initial = offer.amount


class SignatureForm(forms.Form):
    """For now signing is the name, the capacity, the instant and the person's confirmation."""

    capacity = forms.CharField(
        label="Qualité au titre de laquelle vous signez",
        max_length=120,
        help_text="Par exemple : président, directrice générale par délégation.",
    )
    confirm = forms.BooleanField(label="Je confirme ma signature")


class AgreementForm(forms.Form):
    object = forms.CharField(label="Objet", widget=forms.Textarea(attrs={"rows": 4}), max_length=2000)
    starts_on = day_field("Début")
    ends_on = day_field("Fin")


class InstalmentForm(forms.Form):
    label = forms.CharField(label="Intitulé", max_length=120)
    amount = EurosField(label="Montant")
    due_on = day_field("Prévu le")
    condition = forms.CharField(label="Condition", max_length=200, required=False)
    needs_report = forms.BooleanField(label="Versé après l’acceptation du bilan", required=False)

    def clean_amount(self):
        amount = self.cleaned_data["amount"]
        if not amount:
            raise ValidationError("Indiquez un montant supérieur à zéro.")
        return amount


# Two rows more than those shown filled; left empty, they count for nothing.
InstalmentFormSet = forms.formset_factory(InstalmentForm, extra=2, max_num=ROWS, can_delete=True)


class PaymentForm(forms.Form):
    paid_on = day_field("Versé le")
    reference = forms.CharField(label="Référence du versement", max_length=60)


class ReportForm(forms.Form):
    """The report of one file: its fields come from the call's indicators."""

    narrative = forms.CharField(
        label="Bilan qualitatif",
        help_text="Ce qui a été fait, pour qui, ce qui a manqué. Aucun nom de personne accompagnée.",
        widget=forms.Textarea(attrs={"rows": 10}),
        required=False,
        max_length=8000,
    )

    def __init__(self, *args, report, indicators, with_money, **kwargs):
        self.indicators = list(indicators)
        given = {value.indicator_id: value for value in report.values.all()}
        initial = {"narrative": report.narrative, "spent": report.spent}
        for row in self.indicators:
            if row.pk in given:
                initial |= {
                    f"value-{row.pk}": given[row.pk].value,
                    f"comment-{row.pk}": given[row.pk].comment,
                }
        super().__init__(*args, initial=initial, **kwargs)
        if with_money:
            self.fields["spent"] = EurosField(label="Dépenses réalisées", required=False)
        for row in self.indicators:
            unit = f" ({row.unit})" if row.unit else ""
            self.fields[f"value-{row.pk}"] = forms.DecimalField(
                label=f"{row.label}{unit}",
                required=False,
                min_value=Decimal(0),
                max_digits=12,
                decimal_places=2,
                localize=True,
                widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            )
            self.fields[f"comment-{row.pk}"] = forms.CharField(
                label=f"Commentaire – {row.label}", required=False, max_length=200
            )

    def values(self) -> dict:
        data = self.cleaned_data
        return {
            row.pk: (data.get(f"value-{row.pk}"), data.get(f"comment-{row.pk}", ""))
            for row in self.indicators
        }


class JudgeForm(forms.Form):
    verdict = forms.ChoiceField(
        label="Votre lecture",
        choices=[("accept", "Le bilan est accepté"), ("return", "Le bilan est à corriger")],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Ce qui est à corriger",
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=2000,
    )


class EvaluationForm(forms.Form):
    outcome = forms.ChoiceField(label="Résultat", choices=Outcome.choices, widget=forms.RadioSelect)
    motive = forms.CharField(
        label="Motivation",
        help_text="La structure lira ce texte dans la lettre d’évaluation.",
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=4000,
    )
