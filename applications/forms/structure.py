"""What a structure types beside its answers: the start, the title, partners, reasons, consents."""

from django import forms

from accounts.forms import IdentifierField
from accounts.identifiers import validate_siret
from applications.enums import ConsentLevel, PartnerStatus, State
from applications.models import Partner
from applications.questions import PLACES_MAX
from calls.amounts import EurosField


class StartForm(forms.Form):
    """The lot, then « Suis-je concerné ? »: one question per line the call gives."""

    def __init__(self, call, data=None):
        super().__init__(data)
        self.call, lots = call, list(call.lots.all())
        self.fields["lot"] = forms.ModelChoiceField(
            call.lots.all(),
            label="Lot auquel vous répondez",
            widget=forms.RadioSelect,
            empty_label=None,
            initial=lots[0] if len(lots) == 1 else None,
            error_messages={"required": "Choisissez un lot."},
        )
        for row in call.eligibility:
            self.fields[f"q-{row['key']}"] = forms.ChoiceField(
                choices=[("yes", "Oui"), ("no", "Non")],
                label=row["text"],
                widget=forms.RadioSelect,
                error_messages={"required": "Répondez par oui ou par non."},
            )

    @property
    def eligibility(self) -> dict[str, str]:
        return {row["key"]: self.cleaned_data[f"q-{row['key']}"] for row in self.call.eligibility}

    def unmet(self) -> list[dict]:
        """The conditions the answers do not meet."""
        return [row for row in self.call.eligibility if self.eligibility[row["key"]] != row["expected"]]

    def conditions(self):
        return [self[name] for name in self.fields if name != "lot"]


class IdentityForm(forms.Form):
    title = forms.CharField(
        label="Intitulé du projet",
        max_length=200,
        required=False,
        help_text="En une ligne : c’est le nom sous lequel le projet sera présenté et, s’il est retenu, publié.",
    )
    requested_places = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=PLACES_MAX,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    def __init__(self, application, data=None):
        title, places = application.title, application.requested_places
        super().__init__(data, initial={"title": title, "requested_places": places})
        self.fields["title"].expected = True
        lot = application.lot
        if not lot.places:
            del self.fields["requested_places"]
            return
        unit = lot.get_place_unit_display()
        field = self.fields["requested_places"]
        field.label, field.expected = f"Nombre de {unit} demandés", True
        field.help_text = f"Le lot en compte {lot.places} en tout."


class PartnerForm(forms.ModelForm):
    siret = IdentifierField(
        label="SIRET",
        required=False,
        validators=[validate_siret],
        help_text="14 chiffres, si vous le connaissez.",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    budget_share = EurosField(
        label="Part du budget", required=False, help_text="Si une part du budget lui revient."
    )

    class Meta:
        model = Partner
        fields = ["name", "siret", "role", "status", "budget_share"]
        widgets = {"status": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["status"].choices = PartnerStatus.choices
        self.fields["name"].label = "Nom du partenaire"


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Motif",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Il est conservé dans l’historique du dossier, que l’autorité lit après l’ouverture.",
    )


class ConsentForm(forms.Form):
    """What one union may see of one file."""

    level = forms.TypedChoiceField(
        label="Ce que cette union voit de ce dossier",
        choices=ConsentLevel.choices,
        coerce=int,
        widget=forms.RadioSelect,
    )


class MineFilter(forms.Form):
    """The filters of one's own files; an unknown value filters nothing."""

    state = forms.ChoiceField(label="État", required=False)
    call = forms.ChoiceField(label="Appel", required=False)

    def __init__(self, data, *, states, calls):
        super().__init__(data)
        self.fields["state"].choices = [("", "Tous")] + [(s, State(s).label) for s in State if s in states]
        self.fields["call"].choices = [("", "Tous"), *calls]

    @property
    def chosen(self) -> dict:
        return {key: value for key, value in self.cleaned_data.items() if value} if self.is_valid() else {}
