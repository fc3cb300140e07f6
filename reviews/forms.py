"""What judges and deciders type."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from accounts.forms import IN_OUR_TIME
from applications.questions import EurosField
from calls.models import RefusalGround
from reviews.enums import Advice
from reviews.enums import DecisionKind as K

RADIO_MAX = 10  # a longer scale is typed
MET = ((1, "Satisfait"), (0, "Non satisfait"))


class Expected:
    """Fields of a form saved as a draft: nothing is required to save, but nothing is optional in the end either."""

    optional: tuple[str, ...] = ()

    def expect(self):
        for name, field in self.fields.items():
            field.expected = name not in self.optional


def area(rows: int, **attrs) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, **attrs})


class DeclarationForm(forms.Form):
    has_conflict = forms.TypedChoiceField(
        label="Votre déclaration",
        choices=[
            ("no", "Je n’ai aucun intérêt dans ce dossier et je peux le juger en toute impartialité"),
            ("yes", "J’ai un intérêt dans ce dossier, ou un lien avec la structure : je me déporte"),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    motive = forms.CharField(
        label="Nature de l’intérêt",
        help_text="En cas de déport seulement : il est inscrit au registre des déports.",
        required=False,
        max_length=1000,
        widget=area(3),
    )

    def clean(self):
        data = super().clean()
        if data.get("has_conflict") and not data.get("motive", "").strip():
            self.add_error("motive", "Précisez la nature de l’intérêt.")
        return data


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
                label=f"Justification : {criterion.label}",
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
    scale = [(value, str(value)) for value in range(criterion.maximum + 1)]
    if not call.scored and criterion.maximum == 1:
        scale = list(MET)
    return forms.ChoiceField(choices=scale, widget=forms.RadioSelect, **options)


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
    amount = EurosField(
        label="Montant attribué", required=False, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    places = forms.IntegerField(label="Places attribuées", min_value=0, required=False)
    field_order = ("amount", "places", "motive")

    def __init__(self, *args, lot, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["amount"].widget.suffix = "€"
        self.fields["amount"].required = lot.call.with_money
        self.fields["places"].required = lot.places is not None
        if not lot.call.with_money:
            del self.fields["amount"]
        if lot.places is None:
            del self.fields["places"]


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
            if name in {"amount", "places", "rank"}:
                field.widget = forms.TextInput(
                    attrs={**field.widget.attrs, "inputmode": "numeric", "class": "cell-input"}
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
