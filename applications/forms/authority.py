"""What agents type: filters, checks, complements, files received outside the site."""

from django import forms
from django.core.exceptions import ValidationError

from accounts.forms import IN_OUR_TIME
from accounts.identifiers import compact, validate_siret
from accounts.models import Organisation, Territory
from applications.enums import State
from applications.models import Check
from applications.queries.listing import SPECIALS
from applications.questions import PLACES_MAX
from calls.amounts import EurosField
from calls.enums import ComplementScope, Part
from calls.models import Question
from engine.deadlines import at_hour, zone_label

LINES_MAX = 20


class FilesFilter(forms.Form):
    """The filters of a call's files; an unknown value filters nothing."""

    q = forms.CharField(
        label="Numéro, structure ou projet", required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    state = forms.ChoiceField(label="État", required=False)
    lot = forms.ChoiceField(label="Lot", required=False)
    departement = forms.ChoiceField(label="Territoire", required=False)
    reader = forms.ChoiceField(label="Lecteur", required=False)
    special = forms.ChoiceField(label="Particularité", required=False)

    def __init__(self, data, choices: dict):
        super().__init__(data)
        any_ = [("", "Tous")]
        states = [(value, label) for value, label in State.choices if value in choices["states"]]
        self.fields["state"].choices = any_ + states
        self.fields["lot"].choices = any_ + [(str(lot.pk), lot.code) for lot in choices["lots"]]
        self.fields["departement"].choices = any_ + [(str(t.pk), str(t)) for t in choices["territories"]]
        self.fields["reader"].choices = any_ + [(str(p.pk), str(p)) for p in choices["readers"]]
        specials = [(key, label) for key, (label, _) in SPECIALS.items()]
        self.fields["special"].choices = [("", "Toutes"), *specials]

    def chosen(self) -> dict:
        self.is_valid()
        return self.cleaned_data


class ChecksForm(forms.Form):
    """One result and one comment per point of the call's check list."""

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, **kwargs)
        done = {check.point_id: check for check in application.checks.all()}
        self.points = list(application.call.check_points.all())
        for point in self.points:
            check = done.get(point.pk)
            self.fields[f"result-{point.pk}"] = forms.ChoiceField(
                label=point.label,
                choices=Check.Result.choices,
                widget=forms.RadioSelect,
                required=False,
                initial=check.result if check else "",
            )
            self.fields[f"comment-{point.pk}"] = forms.CharField(
                label=f"Observation : {point.label}",
                max_length=300,
                required=False,
                initial=check.comment if check else "",
            )
            self.fields[f"result-{point.pk}"].expected = True

    def rows(self):
        return [(self[f"result-{point.pk}"], self[f"comment-{point.pk}"]) for point in self.points]

    def results(self) -> dict[int, tuple[str, str]]:
        data = self.cleaned_data
        return {point.pk: (data[f"result-{point.pk}"], data[f"comment-{point.pk}"]) for point in self.points}


class ComplementForm(forms.Form):
    """The items asked of the structure: questions of its form, and free words where the rules allow them."""

    questions = forms.MultipleChoiceField(
        label="Pièces et réponses à compléter", required=False, widget=forms.CheckboxSelectMultiple
    )
    others = forms.CharField(
        label="Autres pièces ou précisions",
        help_text="Une par ligne.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    message = forms.CharField(
        label="Message à la structure",
        help_text="Imprimé dans la lettre, au-dessus de la liste.",
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, **kwargs)
        candidature = application.call.complement == ComplementScope.CANDIDATURE
        questions = Question.objects.filter(section__form=application.form).order_by(
            "section__position", "position", "id"
        )
        if candidature:
            questions = questions.filter(section__part=Part.CANDIDATURE)
            del self.fields["others"]
        self.labels = {question.key: question.label for question in questions}
        self.fields["questions"].choices = list(self.labels.items())

    def clean_others(self):
        lines = [line.strip() for line in self.cleaned_data["others"].splitlines() if line.strip()]
        if len(lines) > LINES_MAX:
            raise ValidationError(f"Listez au plus {LINES_MAX} éléments.")
        if any(len(line) > 250 for line in lines):
            raise ValidationError("Chaque ligne a 250 caractères au plus.")
        return lines

    def items(self) -> list[dict]:
        chosen = [{"label": self.labels[key], "question_key": key} for key in self.cleaned_data["questions"]]
        return chosen + [{"label": line} for line in self.cleaned_data.get("others", [])]


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files; each is inspected by the service that keeps it."""

    widget = SeveralFiles

    def clean(self, data, initial=None):
        return [super(FilesField, self).clean(item, initial) for item in data or []]


class OutsideForm(forms.Form):
    """A file received on paper or by mail, with the day and hour it arrived."""

    lot = forms.ModelChoiceField(label="Lot", queryset=None, empty_label=None)
    siret = forms.CharField(
        label="SIRET de la structure", help_text="14 chiffres.", max_length=20, validators=[validate_siret]
    )
    name = forms.CharField(
        label="Nom de la structure",
        help_text="Seulement si ce SIRET n’est pas encore connu de Jalon.",
        max_length=200,
        required=False,
    )
    territory = forms.ModelChoiceField(
        label="Département de la structure",
        help_text="Seulement pour une structure nouvelle.",
        queryset=Territory.objects.filter(level="departement"),
        required=False,
    )
    day = forms.DateField(
        label="Reçu le",
        validators=IN_OUR_TIME,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    hour = forms.TimeField(
        label="Heure de réception", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    title = forms.CharField(label="Intitulé du projet", max_length=200)
    requested_amount = EurosField(label="Montant demandé", required=False)
    requested_places = forms.IntegerField(
        label="Places demandées", min_value=0, max_value=PLACES_MAX, required=False
    )
    files = FilesField(
        label="Pièces numérisées",
        help_text="PDF, DOCX, XLSX, ODT, ODS, JPEG ou PNG.",
        required=False,
    )

    def __init__(self, *args, call, **kwargs):
        super().__init__(*args, **kwargs)
        self.call = call
        self.fields["lot"].queryset = call.lots.all()
        self.fields["hour"].help_text = f"À l’heure de l’appel ({zone_label(call.time_zone)})."
        if not call.with_money:
            del self.fields["requested_amount"]
        if not call.lots.filter(places__isnull=False).exists():
            del self.fields["requested_places"]

    def clean_siret(self):
        return compact(self.cleaned_data["siret"])

    def clean(self):
        data = super().clean()
        siret = data.get("siret")
        self.structure = siret and Organisation.objects.filter(kind="applicant", siret=siret).first()
        if siret and not self.structure and not data.get("name"):
            self.add_error("name", "Ce SIRET est nouveau : indiquez le nom de la structure.")
        if data.get("day") and data.get("hour"):
            self.received_at = at_hour(data["day"], data["hour"], self.call.time_zone)
        return data
