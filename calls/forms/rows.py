from decimal import Decimal

from django import forms

from accounts.enums import Language, PlaceLevel
from calls.amounts import EurosField
from calls.enums import QuestionKind
from calls.forms.fields import Describing
from calls.models import CheckPoint, Criterion, Indicator, Lot, Question, Section
from calls.queries import condition_words
from calls.scales import FINDING_MAXIMUM, FINDING_WORDS, GENERAL, LONGEST, name_of

KEEP, PLACES = "keep", QuestionKind.PLACES
MONEY = ("envelope", "ceiling", "floor", "reference_amount", "reference_unit", "reference_source")
BRANCHING = {QuestionKind.YES_NO, QuestionKind.CHOICE, QuestionKind.CHOICES}
YES_NO = [["yes", "Oui"], ["no", "Non"]]


class LotForm(Describing):
    languages = forms.MultipleChoiceField(
        label="Langues utiles à la lecture",
        choices=Language.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="En plus du français\u00a0: les lecteurs qui les lisent seront proposés d’abord.",
    )
    envelope = EurosField(label="Enveloppe", required=False)
    ceiling = EurosField(label="Plafond par dossier", required=False)
    floor = EurosField(label="Plancher par dossier", required=False)
    reference_amount = forms.DecimalField(
        label="Coût de référence (en euros)",
        max_digits=10,
        decimal_places=2,
        min_value=Decimal("0.01"),
        required=False,
        localize=True,
        help_text="Il s’affiche à côté du coût de chaque projet. Laissez vide s’il n’y en a pas.",
    )

    class Meta:
        model = Lot
        fields = (
            "code",
            "title",
            "territories",
            "envelope",
            "ceiling",
            "floor",
            "places",
            "place_unit",
            "reference_amount",
            "reference_unit",
            "reference_source",
            "languages",
        )
        help_texts = {
            "code": "Un numéro ou un sigle court, par exemple « 1 » ou « NORD ».",
            "territories": "Région ou départements. Maintenez Ctrl (ou Cmd) pour en choisir plusieurs.",
            "places": "Laissez vide si l’appel n’en compte pas.",
            "reference_source": "Le texte, l’arrêté tarifaire ou l’appel dont ce coût provient.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.call.with_money:
            for name in MONEY:
                del self.fields[name]

    def clean(self):
        values = super().clean()
        if values.get("places") and not values.get("place_unit"):
            self.add_error("place_unit", "Précisez s’il s’agit de places ou de lits.")
        if values.get("reference_amount") and not values.get("reference_unit"):
            self.add_error("reference_unit", "Précisez l’unité du coût de référence.")
        low, high = values.get("floor"), values.get("ceiling")
        if low is not None and high is not None and high < low:
            self.add_error("ceiling", "Le plafond doit être supérieur ou égal au plancher.")
        return values


class CriterionForm(Describing):
    """A criterion and what each of its marks means; where nothing is scored, what each finding means."""

    weight = forms.DecimalField(
        label="Coefficient", max_digits=5, decimal_places=2, min_value=0.01, localize=True
    )
    maximum = forms.IntegerField(
        label="Note maximale",
        min_value=1,
        max_value=100,
        help_text=f"Jusqu’à {LONGEST}, chaque note peut recevoir son libellé ci-dessous\u00a0; au-delà, décrivez l’échelle dans"
        " «\u00a0Ce qui est attendu\u00a0».",
    )

    class Meta:
        model = Criterion
        fields = ("label", "help", "weight", "maximum", "floor")
        widgets = {"help": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.scored = self.instance.call.scored
        if not self.scored:
            for name in ("weight", "maximum", "floor"):
                del self.fields[name]
        self.steps = range(self._shown_maximum() + 1)
        for mark in self.steps:
            self.fields[f"anchor-{mark}"] = self._anchor(mark)

    def _shown_maximum(self) -> int:
        """The longest scale that words may be typed for: the one saved or the one just asked for."""
        if not self.scored:
            return self._finding_maximum()
        asked = str(self.data.get("maximum", ""))
        asked = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 else 0
        longest = max(self.instance.maximum, asked)
        return longest if longest <= LONGEST else -1

    def _finding_maximum(self) -> int:
        return self.instance.maximum if self.instance.pk else FINDING_MAXIMUM

    def _anchor(self, mark: int) -> forms.Field:
        maximum = self.instance.maximum if self.scored else self._finding_maximum()
        usual = (GENERAL if self.scored else FINDING_WORDS).get(maximum, ())
        name = name_of(mark, maximum, scored=self.scored)
        return forms.CharField(
            label=f"Ce que vaut la note {name}" if self.scored else f"Ce que veut dire «\u00a0{name}\u00a0»",
            required=False,
            max_length=300,
            initial=self.instance.anchors.get(str(mark), ""),
            help_text=f"À défaut\u00a0: «\u00a0{usual[mark]}\u00a0»" if mark < len(usual) else "",
        )

    def clean(self):
        values = super().clean()
        floor, maximum = values.get("floor"), values.get("maximum")
        if floor and maximum and floor > maximum:
            self.add_error("floor", "La note éliminatoire ne peut pas dépasser la note maximale.")
        return values

    def values(self) -> dict:
        """What the service writes; words typed for marks above the maximum go with those marks."""
        cleaned = {name: self.cleaned_data[name] for name in self._meta.fields if name in self.fields}
        if not self.scored:
            cleaned["maximum"] = self._finding_maximum()
        kept = [mark for mark in self.steps if mark <= cleaned["maximum"]]
        words = {str(mark): self.cleaned_data[f"anchor-{mark}"].strip() for mark in kept}
        return cleaned | {"anchors": {mark: text for mark, text in words.items() if text}}


class IndicatorForm(Describing):
    class Meta:
        model = Indicator
        fields = ("label", "unit")


class CheckPointForm(Describing):
    class Meta:
        model = CheckPoint
        fields = ("label",)


class SectionForm(Describing):
    class Meta:
        model = Section
        fields = ("title", "intro", "part")
        widgets = {"intro": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "part": "Les compléments demandés après la clôture peuvent être limités à la candidature."
        }


class QuestionForm(Describing):
    """A question on one plain page: choices one per line, display by « Afficher si »."""

    choices = forms.CharField(
        label="Choix proposés",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Un par ligne, pour « Un choix » et « Plusieurs choix ».",
    )
    max_length = forms.IntegerField(
        label="Nombre de caractères au plus",
        required=False,
        min_value=1,
        max_value=20000,
        help_text="Pour les textes.",
    )
    minimum = forms.IntegerField(label="Valeur minimale", required=False, help_text="Pour les nombres.")
    maximum = forms.IntegerField(label="Valeur maximale", required=False, help_text="Pour les nombres.")
    levels = forms.MultipleChoiceField(
        label="Lieux proposés",
        required=False,
        choices=PlaceLevel.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="Pour « Communes, intercommunalités, QPV ». Rien de coché : tous.",
    )
    shown_if = forms.ChoiceField(
        label="Afficher si",
        required=False,
        help_text="La question paraît seulement si cette réponse est donnée.",
    )

    class Meta:
        model = Question
        fields = ("section", "label", "kind", "help", "required", "criterion", "vault_kind")
        labels = {"section": "Rubrique"}
        help_texts = {
            "vault_kind": "Pour une pièce jointe\u00a0: celle du coffre de la structure qui sera proposée."
        }
        widgets = {"help": forms.Textarea(attrs={"rows": 2})}

    field_order = (
        *("section", "label", "kind", "help", "required", "choices"),
        *("max_length", "minimum", "maximum", "levels", "shown_if", "vault_kind", "criterion"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        form = self.instance.section.form
        self.earlier = _earlier(self.instance, form.call.form_questions())
        self.fields["section"].queryset = form.sections.all()
        self.fields["section"].empty_label = None
        self.fields["criterion"].queryset = form.call.criteria.all()
        self.fields["criterion"].empty_label = "Aucun"
        self.fields["shown_if"].choices = self._conditions()
        self._show()

    def _show(self):
        row = self.instance
        names = {"max_length": "max_length", "minimum": "min", "maximum": "max"}
        self.initial |= {name: row.limits.get(key) for name, key in names.items()}
        self.initial["levels"] = row.limits.get("levels", [])
        self.initial["choices"] = "\n".join(label for _, label in row.options)
        self.initial["shown_if"] = _condition_code(row.visible_if, self.earlier)

    def _conditions(self):
        groups = [
            (
                question.label,
                [(f"{question.key}={key}", f"« {question.label} » : {label}") for key, label in options],
            )
            for question, options in self.earlier
        ]
        kept = []
        if _condition_code(self.instance.visible_if, self.earlier) == KEEP:
            said = condition_words(self.instance.visible_if, [question for question, _ in self.earlier])
            kept = [(KEEP, f"Comme à présent : {said}")]
        return [("", "Toujours affichée"), *kept, *groups]

    def clean(self):
        values = super().clean()
        if values.get("kind") in (QuestionKind.CHOICE, QuestionKind.CHOICES) and len(self.options()) < 2:
            self.add_error("choices", "Proposez au moins deux choix, un par ligne.")
        low, high = values.get("minimum"), values.get("maximum")
        if low is not None and high is not None and high < low:
            self.add_error("maximum", "La valeur maximale doit dépasser la valeur minimale.")
        return values

    def options(self) -> list[list[str]]:
        """The choices as keys and labels; a label already there keeps its key."""
        known = {label: key for key, label in self.instance.options}
        lines = dict.fromkeys(
            line.strip() for line in self.cleaned_data["choices"].splitlines() if line.strip()
        )
        taken = {known[label] for label in lines if label in known}
        return [[known.get(label) or _fresh(taken), label] for label in lines]

    def values(self) -> dict:
        """What the service writes."""
        cleaned = self.cleaned_data
        limits = {"max_length": "max_length", "min": "minimum", "max": "maximum"}
        return {
            **{name: cleaned[name] for name in self._meta.fields},
            "vault_kind": cleaned["vault_kind"] if cleaned["kind"] == QuestionKind.FILE else "",
            "options": self.options()
            if cleaned["kind"] in (QuestionKind.CHOICE, QuestionKind.CHOICES)
            else [],
            "limits": {key: cleaned[name] for key, name in limits.items() if cleaned[name] is not None}
            | ({"levels": cleaned["levels"]} if cleaned["levels"] and cleaned["kind"] == PLACES else {}),
            "visible_if": self.condition(),
        }

    def condition(self) -> dict | None:
        code = self.cleaned_data["shown_if"]
        if code in ("", KEEP):
            return self.instance.visible_if if code else None
        key, _, value = code.partition("=")
        source = next(question for question, _ in self.earlier if question.key == key)
        return {"key": key, "op": OPERATORS.get(source.kind, "eq"), "value": value}


OPERATORS = {QuestionKind.CHOICES: "contains"}


def _earlier(question, questions) -> list:
    """The questions with closed answers that come before this one, each with its options."""
    before = []
    for other in questions:
        if other.pk == question.pk:
            break
        if other.kind in BRANCHING:
            before.append((other, YES_NO if other.kind == QuestionKind.YES_NO else other.options))
    return before


def _condition_code(condition, earlier) -> str:
    """The entry of the list that says this condition; KEEP when the list cannot say it."""
    if condition is None:
        return ""
    offered = {question.key: {key for key, _ in options} for question, options in earlier}
    simple = set(condition) == {"key", "op", "value"} and condition["op"] in ("eq", "contains")
    if simple and condition["value"] in offered.get(condition["key"], ()):
        return f"{condition['key']}={condition['value']}"
    return KEEP


def _fresh(taken: set[str]) -> str:
    rank = next(i for i in range(1, 1000) if f"choice_{i}" not in taken)
    taken.add(f"choice_{rank}")
    return f"choice_{rank}"
