"""Forms read and check what people type; services write. No form here saves anything."""

from calls.forms.bounds import BoundsForm
from calls.forms.facets import (
    AnswerForm,
    AppointmentForm,
    CalendarForm,
    ConditionForm,
    ContactForm,
    EligibilityFormSet,
    PresentationForm,
    RulesForm,
)
from calls.forms.people import LoadsForm
from calls.forms.public import AskForm, DirectoryForm
from calls.forms.rows import (
    CheckPointForm,
    CriterionForm,
    IndicatorForm,
    LotForm,
    QuestionForm,
    SectionForm,
)
from calls.forms.start import CloneForm, StartForm

__all__ = [
    "AnswerForm",
    "AppointmentForm",
    "AskForm",
    "BoundsForm",
    "CalendarForm",
    "CheckPointForm",
    "CloneForm",
    "ConditionForm",
    "ContactForm",
    "CriterionForm",
    "DirectoryForm",
    "EligibilityFormSet",
    "IndicatorForm",
    "LoadsForm",
    "LotForm",
    "PresentationForm",
    "QuestionForm",
    "RulesForm",
    "SectionForm",
    "StartForm",
]
