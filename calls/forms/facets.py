from datetime import time
from itertools import permutations
from zoneinfo import ZoneInfo

from django import forms

from accounts.forms import IN_OUR_TIME
from accounts.models import StructureCategory
from calls import selecting
from calls.enums import Policy, QuestionKind, TieKey
from calls.forms.fields import Describing
from calls.models import Appointment, Call, Programme
from calls.procedures import is_tunable, legal_basis
from calls.queries import rule_names, tie_words
from engine.deadlines import at_hour, zone_label

MIDNIGHT = time(23, 59)
AMBIGUOUS = (
    "0 h 00 est ambigu : c’est le début de la journée, pas sa fin. Pour « minuit », indiquez 23:59 : la clôture sera"
    " 23 h 59 min 59 s."
)

BEFORE_PUBLICATION = "À remplir avant la publication."


class PresentationForm(Describing):
    class Meta:
        model = Call
        fields = (
            "title",
            "public_name",
            "summary",
            "object",
            "who_may_apply",
            "categories",
            "funding_line",
            "programme",
            "predecessor",
        )
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 3}),
            "object": forms.Textarea(attrs={"rows": 8}),
            "who_may_apply": forms.Textarea(attrs={"rows": 5}),
        }
        help_texts = {
            "public_name": "Le nom imprimé sur l’avis ; il ne change rien à la procédure.",
            "object": BEFORE_PUBLICATION,
            "who_may_apply": BEFORE_PUBLICATION,
            "summary": "Une ou deux phrases pour la liste publique.",
            "categories": "Maintenez Ctrl (ou Cmd) pour en choisir plusieurs.",
            "predecessor": "L’appel que celui-ci prolonge. Un lauréat n’a aucun droit sur l’appel suivant.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        authority = self.instance.authority
        self.fields["categories"].queryset = StructureCategory.objects.all()
        self.fields["programme"].queryset = Programme.objects.all()
        earlier = authority.calls.published().exclude(pk=self.instance.pk)
        self.fields["predecessor"].queryset = earlier
        for name in ("programme", "predecessor"):
            self.fields[name].empty_label = "Aucun"


class CalendarForm(forms.Form):
    """Days and hours in the zone of the call."""

    opens_on = forms.DateField(
        label="Ouverture : jour",
        validators=IN_OUR_TIME,
        required=False,
        help_text="Laissez vide pour ouvrir dès la publication.",
    )
    opens_hour = forms.TimeField(label="Ouverture : heure", required=False)
    is_permanent = forms.BooleanField(
        label="Appel permanent, sans date de clôture",
        required=False,
        help_text="Chaque dossier est alors examiné dès son dépôt.",
    )
    closes_on = forms.DateField(label="Clôture : jour", validators=IN_OUR_TIME, required=False)
    closes_hour = forms.TimeField(
        label="Clôture : heure",
        required=False,
        help_text="Pour « minuit », indiquez 23:59 : la clôture sera 23 h 59 min 59 s.",
    )
    results_expected_on = forms.DateField(
        label="Résultats attendus le", validators=IN_OUR_TIME, required=False, help_text="À titre indicatif."
    )

    def __init__(self, *args, call, **kwargs):
        self.zone = call.time_zone
        super().__init__(*args, initial=self._initial(call), **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.DateField):
                field.widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            elif isinstance(field, forms.TimeField):
                field.widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
                field.label = f"{field.label} ({zone_label(self.zone)})"

    def _initial(self, call):
        values = {"is_permanent": call.is_permanent, "results_expected_on": call.results_expected_on}
        for name, moment in (("opens", call.opens_at), ("closes", call.closes_at)):
            local = moment and moment.astimezone(ZoneInfo(self.zone))
            values |= {f"{name}_on": local and local.date(), f"{name}_hour": local and local.time()}
        return values

    def clean(self):
        values = super().clean()
        if values.get("is_permanent"):
            values["closes_on"] = values["closes_hour"] = None
        for name in ("opens", "closes"):
            self._need_both(name, values.get(f"{name}_on"), values.get(f"{name}_hour"))
        if values.get("closes_hour") == time(0, 0):
            self.add_error("closes_hour", AMBIGUOUS)
        opens, closes = self._moment("opens"), self._moment("closes")
        if opens and closes and opens >= closes:
            self.add_error("closes_on", "La clôture doit être postérieure à l’ouverture.")
        return values

    def _need_both(self, name, day, hour):
        if day and hour is None:
            self.add_error(f"{name}_hour", "Indiquez l’heure.")
        if hour is not None and not day:
            self.add_error(f"{name}_on", "Indiquez le jour.")

    def _moment(self, name):
        day, hour = self.cleaned_data.get(f"{name}_on"), self.cleaned_data.get(f"{name}_hour")
        if not day or hour is None:
            return None
        if name == "closes" and hour.replace(second=0) == MIDNIGHT:
            hour = time(23, 59, 59)
        return at_hour(day, hour, self.zone)

    def values(self) -> dict:
        """What the service writes: instants, no bare date but that of the results."""
        return {
            "opens_at": self._moment("opens"),
            "closes_at": self._moment("closes"),
            "is_permanent": self.cleaned_data["is_permanent"],
            "results_expected_on": self.cleaned_data["results_expected_on"],
        }

    def lock(self):
        for field in self.fields.values():
            field.disabled = True


class ContactForm(Describing):
    specification_file = forms.FileField(
        label="Cahier des charges",
        required=False,
        help_text="Un PDF, à joindre avant la publication. Il remplace celui qui est joint.",
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
    )

    class Meta:
        model = Call
        fields = ("contact_name", "contact_email", "contact_phone")
        labels = {"contact_name": "Nom du contact"}
        help_texts = {"contact_name": BEFORE_PUBLICATION, "contact_email": BEFORE_PUBLICATION}


def tie_choices():
    orders = [list(order) for size in range(len(TieKey) + 1) for order in permutations(TieKey.values, size)]
    return [(",".join(order), tie_words(order).capitalize()) for order in reversed(orders)]


RULE_HINTS = {
    "policy": "Avec un équilibre, les nombres de dossiers par lot se fixent plus bas une fois la règle enregistrée.",
    "priority_question": "Sert à compter les dossiers par priorité quand la règle promet un équilibre. Seules les"
    " questions «\u00a0Un choix\u00a0» du formulaire conviennent.",
    "budget_years": "De une à cinq\u00a0: une feuille par année, et le total.",
    "budget_first_year": "Laissez vide pour l’année où l’appel ouvre.",
    "investment_allowed": "Sinon, une ligne d’investissement empêche le dépôt.",
    "indirect_max_percent": "Laissez vide si l’appel n’en fixe pas\u00a0: au-delà de 15\u00a0%, le porteur est seulement averti.",
    "people_question": "Sert à calculer le coût par personne suivie. Seules les questions «\u00a0Nombre entier\u00a0» conviennent.",
    "partial_minimum_percent": "En dessous de cette part de la demande, une aide partielle ne se propose pas\u00a0; 100\u00a0:"
    " jamais d’aide partielle.",
}


def number_choices(call):
    return [
        (question.key, question.label)
        for question in call.form_questions()
        if question.kind == QuestionKind.INTEGER
    ]


def priority_choices(call):
    return [(question.key, question.label) for question in selecting.choice_questions(call)]


BUDGET = (
    *("budget_frame", "budget_years", "budget_first_year", "investment_allowed", "indirect_max_percent"),
    "people_question",
)


class RulesForm(Describing):
    """The values that the call's own rules may set: no verified text fixes them."""

    policy = forms.ChoiceField(label="Règle de sélection", choices=Policy, widget=forms.RadioSelect)
    priority_question = forms.ChoiceField(label="Question qui donne la priorité", required=False)
    tie_rule = forms.ChoiceField(label="Départage des ex æquo", required=False)
    budget_years = forms.IntegerField(label="Nombre d’années du budget", min_value=1, max_value=5)
    budget_first_year = forms.IntegerField(
        label="Première année du budget", min_value=2000, max_value=2100, required=False
    )
    people_question = forms.ChoiceField(
        label="Question qui donne le nombre de personnes suivies", required=False
    )

    class Meta:
        model = Call
        fields = (
            "policy",
            "priority_question",
            "partial_minimum_percent",
            "cofunding_max_percent",
            *BUDGET,
            "offer_days",
            "minimum_points",
            "reviews_per_file",
            "complement_days",
            "question_cutoff_days",
            "answer_cutoff_days",
            "decision_months",
        )

    field_order = (
        *("policy", "priority_question", "partial_minimum_percent", "cofunding_max_percent"),
        *BUDGET,
        *("tie_rule", "minimum_points"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["tie_rule"].choices = tie_choices()
        self.initial["tie_rule"] = ",".join(self.instance.tie_rule)
        self.fields["minimum_points"].localize = True
        self.fields["people_question"].choices = [("", "Aucune"), *number_choices(self.instance)]
        self.fields["priority_question"].choices = [("", "Aucune"), *priority_choices(self.instance)]
        offered = set(rule_names(self.instance))
        for name in list(self.fields):
            if name not in offered or not is_tunable(self.instance.kind, name):
                del self.fields[name]
            else:
                basis = f"{legal_basis(self.instance.kind, name)}."
                self.fields[name].help_text = " ".join(filter(None, (RULE_HINTS.get(name), basis)))

    def clean_partial_minimum_percent(self):
        percent = self.cleaned_data["partial_minimum_percent"]
        if percent is not None and not 1 <= percent <= 100:
            raise forms.ValidationError("Indiquez une part entre 1 et 100\u00a0%.")
        return percent

    def clean_tie_rule(self):
        return [key for key in self.cleaned_data["tie_rule"].split(",") if key]

    def clean(self):
        values = super().clean()
        asked = values.get("question_cutoff_days", self.instance.question_cutoff_days)
        answered = values.get("answer_cutoff_days", self.instance.answer_cutoff_days)
        if asked is not None and answered is not None and answered > asked:
            self.add_error(
                None, "Les réponses doivent pouvoir se publier après le dernier jour des questions."
            )
        return values


class ConditionForm(forms.Form):
    """One line of « Suis-je concerné ? »; left blank, it is dropped."""

    key = forms.CharField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(label="Question", required=False, max_length=300)
    expected = forms.ChoiceField(
        label="Réponse attendue", required=False, choices=[("yes", "Oui"), ("no", "Non")], initial="yes"
    )
    explain = forms.CharField(
        label="Sinon, ce qu’on explique",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=500,
    )

    def clean(self):
        values = super().clean()
        if values.get("text") and not values.get("explain"):
            self.add_error("explain", "Dites pourquoi l’appel ne concerne pas les autres.")
        return values


class Eligibility(forms.BaseFormSet):
    def values(self) -> list[dict]:
        """The lines that say something, in order."""
        return [form.cleaned_data for form in self.forms if form.cleaned_data.get("text")]

    def lock(self):
        for form in self.forms:
            for field in form.fields.values():
                field.disabled = True


EligibilityFormSet = forms.formset_factory(ConditionForm, formset=Eligibility, extra=1, max_num=12)


class AppointmentForm(forms.Form):
    email = forms.EmailField(
        label="Adresse électronique", help_text="Celle du compte de la personne sur Jalon."
    )
    role = forms.ChoiceField(label="Rôle", choices=Appointment._meta.get_field("role").choices)


class AnswerForm(forms.Form):
    question = forms.CharField(
        label="Question publiée",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text="Retirez ce qui ferait reconnaître le candidat.",
    )
    text = forms.CharField(label="Réponse publiée", widget=forms.Textarea(attrs={"rows": 6}), max_length=5000)
