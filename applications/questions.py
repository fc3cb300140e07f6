"""One small class per kind of question; a new kind is a new line in KINDS (a test proves the table complete)."""

from datetime import date

from django import forms

from accounts.enums import PlaceLevel
from applications.placing import PlacesField, key_of, label_of
from calls.amounts import EurosField
from calls.enums import QuestionKind
from engine import conditions
from engine.deadlines import long_date
from engine.money import euros, number

EMPTY = (None, "", [], {})


class WordsField(forms.CharField):
    """Counts a line break as one character, as the browser does while one types."""

    def to_python(self, value):
        return super().to_python(value.replace("\r\n", "\n") if isinstance(value, str) else value)


PLACES_MAX = 1_000_000
LINE_LENGTH = 120  # a longer answer gets room to be read while it is written


class Text:
    widget: type[forms.Widget] = forms.TextInput

    def __init__(self, question):
        self.question = question

    def field(self) -> forms.Field:
        """The form field; never required, so that a draft is saved as it is."""
        limit = self.question.limits.get("max_length")
        widget = self.widget(attrs=self.attrs())
        if limit and limit > LINE_LENGTH and self.widget is Text.widget:
            widget = forms.Textarea(attrs={"rows": 3})
        field = WordsField(max_length=limit, widget=widget, **self.common())
        # The browser would cut a long paste without a word; we keep it whole and say by how much it is too long.
        field.widget.attrs.pop("maxlength", None)
        return field

    def common(self) -> dict:
        return {"label": self.question.label, "help_text": self.hint(), "required": False}

    def attrs(self) -> dict:
        return {}

    def hint(self) -> str:
        limit = self.question.limits.get("max_length")
        size = f"{number(limit)} caractères au plus." if limit else ""
        return " ".join(part for part in (self.question.help, size) if part)

    def clean(self, value):
        """The value kept in the answers, JSON made."""
        return value.strip() if isinstance(value, str) else value

    def initial(self, value):
        return value

    def display(self, value) -> str:
        return str(value)

    def export(self, value):
        return value

    def misfit(self, value) -> str:
        """Why a value saved for another question of this kind cannot be this one's; "" when it can."""
        limit = self.question.limits.get("max_length")
        if limit and isinstance(value, str) and len(value) > limit:
            return f"{number(len(value))} caractères : {number(limit)} au plus ici."
        return ""


class LongText(Text):
    widget = forms.Textarea

    def attrs(self):
        return {"rows": 8}


class Integer(Text):
    def field(self):
        limits = self.question.limits
        return forms.IntegerField(
            min_value=limits.get("min", 0),
            max_value=limits.get("max"),
            widget=forms.TextInput(attrs={"inputmode": "numeric"}),
            **self.common(),
        )

    def misfit(self, value):
        least, most = self.question.limits.get("min", 0), self.question.limits.get("max")
        if value < least or (most is not None and value > most):
            return "Ce nombre est hors des limites de cette question."
        return ""


class Money(Text):
    def field(self):
        return EurosField(**self.common())

    def display(self, value):
        return euros(value)


class Day(Text):
    def field(self):
        return forms.DateField(
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **self.common()
        )

    def clean(self, value):
        return value.isoformat() if value else ""

    def display(self, value):
        return long_date(date.fromisoformat(value))


class Choice(Text):
    def choices(self):
        return [tuple(option) for option in self.question.options]

    def field(self):
        return forms.ChoiceField(choices=self.choices(), widget=forms.RadioSelect, **self.common())

    def display(self, value):
        return dict(self.choices()).get(value, value)

    def misfit(self, value):
        chosen, offered = value if isinstance(value, list) else [value], dict(self.choices())
        gone = [str(item) for item in chosen if item not in offered]
        return "Ce choix n’est plus proposé ici." if gone else ""


class YesNo(Choice):
    def choices(self):
        return [("yes", "Oui"), ("no", "Non")]


class Choices(Choice):
    def field(self):
        return forms.MultipleChoiceField(
            choices=self.choices(), widget=forms.CheckboxSelectMultiple, **self.common()
        )

    def display(self, value):
        labels = dict(self.choices())
        return ", ".join(str(labels.get(item, item)) for item in value)

    def export(self, value):
        return self.display(value)


class Territories(Choices):
    """Départements of the lot: the options come from the lot, so the answer is always inside it."""

    def choices(self):
        return [(territory.code, str(territory)) for territory in self.question.lot_territories]


class Places(Text):
    """Communes, intercommunalities, QPV of the lot, each kept with its code and the year of the code."""

    def field(self):
        question = self.question
        return PlacesField(
            saved=getattr(question, "saved", []),
            inside={territory.code for territory in getattr(question, "lot_territories", [])},
            levels=question.limits.get("levels") or PlaceLevel.values,
            **self.common(),
        )

    def initial(self, value):
        return [key_of(row) for row in value]

    def display(self, value):
        years = sorted({row["year"] for row in value})
        codes = f"code{'s' if len(value) > 1 else ''} de {' et '.join(str(year) for year in years)}"
        return f"{', '.join(label_of(row) for row in value)} – {codes}"

    def export(self, value):
        return self.display(value)


class Declaration(Text):
    def field(self):
        return forms.BooleanField(**self.common())

    def clean(self, value):
        return bool(value) or None

    def display(self, value):
        return "Oui, sur l’honneur" if value else "Non"


class File(Text):
    """Answered by an attachment, not by a value; the attachments page owns the upload."""

    def field(self):
        return None


KINDS: dict[str, type[Text]] = {
    QuestionKind.TEXT: Text,
    QuestionKind.LONG_TEXT: LongText,
    QuestionKind.INTEGER: Integer,
    QuestionKind.MONEY: Money,
    QuestionKind.DATE: Day,
    QuestionKind.YES_NO: YesNo,
    QuestionKind.CHOICE: Choice,
    QuestionKind.CHOICES: Choices,
    QuestionKind.TERRITORIES: Territories,
    QuestionKind.PLACES: Places,
    QuestionKind.FILE: File,
    QuestionKind.DECLARATION: Declaration,
}


PLACED = {QuestionKind.TERRITORIES, QuestionKind.PLACES}


def kind_of(question, application=None) -> Text:
    if question.kind in PLACED and application is not None:
        question.lot_territories = application.lot_departements()
        question.saved = application.answers.get(question.key) or []
    return KINDS[question.kind](question)


def is_visible(question, answers: dict) -> bool:
    return question.visible_if is None or conditions.evaluate(question.visible_if, answers)


def is_answered(question, application, attached: set[str]) -> bool:
    if question.kind == QuestionKind.FILE:
        return question.key in attached
    return application.answers.get(question.key) not in EMPTY


def missing_questions(application) -> list:
    """The required, visible questions that have no answer yet, in the order of the form."""
    attached = application.attached_keys()
    return [
        question
        for section in application.form_sections()
        for question in section.questions.all()
        if question.required
        and is_visible(question, application.answers)
        and not is_answered(question, application, attached)
    ]


def missing_identity(application) -> list[str]:
    """What the file itself lacks, beside its form: its title, and the places where the lot counts them."""
    missing = [] if application.title.strip() else ["l’intitulé du projet"]
    if application.lot.places and not application.requested_places:
        missing.append(f"le nombre de {application.lot.get_place_unit_display()}")
    return missing


def missing_answers(application) -> list[str]:
    return [f"« {question.label} »" for question in missing_questions(application)]
