"""What deciders type."""

from datetime import date

from django import forms

from accounts.forms import IN_OUR_TIME
from calls.amounts import EurosField
from calls.models import RefusalGround
from reviews.enums import DecisionKind as K
from reviews.forms.common import area


class RankForm(forms.Form):
    rank = forms.IntegerField(
        label="Rang", min_value=1, max_value=999, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    reason = forms.CharField(
        label="Motif du rang",
        help_text="Il figure au classement et les membres de la commission en prennent connaissance.",
        max_length=2000,
        widget=area(4),
    )


class RefusalForm(forms.Form):
    """A proposal to find a file inadmissible: a ground of the procedure, and the facts of this file."""

    ground = forms.ModelChoiceField(
        label="Motif d’irrecevabilité", queryset=None, empty_label=None, widget=forms.RadioSelect
    )
    motive = forms.CharField(
        label="Faits constatés dans ce dossier",
        help_text="La structure lira ces lignes, avec le texte sur lequel le motif se fonde.",
        max_length=5000,
        widget=area(5),
    )

    def __init__(self, *args, call, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["ground"].queryset = RefusalGround.objects.filter(kind=call.kind)
        self.fields["ground"].label_from_instance = lambda ground: f"{ground.label} ({basis(ground)})"


def basis(ground) -> str:
    return ground.legal_basis if ground.verified else f"{ground.legal_basis}, à vérifier"


class MotiveForm(forms.Form):
    motive = forms.CharField(
        label="Motivation", help_text="La structure lira ces lignes.", max_length=5000, widget=area(6)
    )


class PromotionForm(MotiveForm):
    amount = EurosField(label="Montant attribué", required=False)
    places = forms.IntegerField(label="Places attribuées", min_value=0, required=False)
    field_order = ("amount", "places", "motive")

    def __init__(self, *args, lot, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["amount"].required = lot.call.with_money
        self.fields["places"].required = lot.places is not None
        if not lot.call.with_money:
            del self.fields["amount"]
        if lot.places is None:
            del self.fields["places"]


class DepartureForm(forms.Form):
    reason = forms.CharField(
        label="Pourquoi la décision s’écarte du classement",
        help_text="La commission reçoit ce motif dès la notification. Il figure au dossier de l’appel.",
        widget=area(5),
        max_length=4000,
    )


class CapacityForm(forms.Form):
    capacity = forms.CharField(
        label="Qualité du signataire",
        help_text="Imprimée au bas de chaque acte, avec la date : « Directrice générale », « Par délégation, … ».",
        max_length=120,
    )


class AbandonForm(forms.Form):
    nature = forms.ChoiceField(
        label="Nature de la clôture",
        choices=[
            ("Appel classé sans suite", "Sans suite : l’autorité renonce, pour un motif d’intérêt général"),
            ("Appel infructueux", "Infructueux : aucun dossier ne répond au besoin"),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Motif", help_text="Chaque structure le lira.", max_length=3000, widget=area(5)
    )

    def text(self) -> str:
        return f"{self.cleaned_data['nature']} : {self.cleaned_data['reason'].strip()}"


CHOICES = [
    ("", "Pas encore"),
    (K.SELECT, "Retenir"),
    (K.WAITLIST, "Liste complémentaire"),
    (K.REJECT, "Ne pas retenir"),
]


CELLS = {
    "amount": "cell-input",
    "places": "cell-input cell-input--short",
    "rank": "cell-input cell-input--short",
}


class DecisionRow(forms.Form):
    """One file of the decision page. What contradicts the lot is told by the service, beside the row."""

    kind = forms.ChoiceField(label="Décision", required=False)
    amount = EurosField(label="Montant", required=False)
    places = forms.IntegerField(label="Places", min_value=0, required=False)
    rank = forms.IntegerField(label="Rang d’attente", min_value=1, max_value=999, required=False)
    motive = forms.CharField(label="Motivation", max_length=5000, required=False, widget=area(3))

    def __init__(self, *args, row, lot, **kwargs):
        super().__init__(*args, **kwargs)
        self.row, self.reasons = row, []
        self.number = row.application.number
        offered = lot.call.procedure.moves | {""}
        self.fields["kind"].choices = [(kind, label) for kind, label in CHOICES if kind in offered]
        absent = {
            "amount": not lot.call.with_money,
            "places": lot.places is None,
            "rank": "waitlist" not in lot.call.procedure.moves,
        }
        for name in (name for name, missing in absent.items() if missing):
            del self.fields[name]
        for name, field in self.fields.items():
            field.widget.attrs["aria-label"] = f"{field.label}, dossier {self.number}"
            if name in CELLS:
                field.widget = forms.TextInput(
                    attrs={**field.widget.attrs, "inputmode": "numeric", "class": CELLS[name]}
                )

    def decision(self, valid_until: date | None) -> dict:
        """What the service takes; only what the kind needs."""
        data, kind = self.cleaned_data, self.cleaned_data.get("kind", "")
        given = {"kind": kind, "motive": data.get("motive", "")}
        if kind == K.SELECT:
            given |= {"amount": data.get("amount"), "places": data.get("places")}
        if kind == K.WAITLIST:
            given |= {"rank": data.get("rank"), "valid_until": valid_until}
        return given

    def messages(self) -> list[str]:
        errors = [
            f"{self.fields[name].label} : {error}" for name, found in self.errors.items() for error in found
        ]
        return errors + self.reasons


class ValidityForm(forms.Form):
    valid_until = forms.DateField(
        validators=IN_OUR_TIME,
        label="Liste complémentaire valable jusqu’au",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
