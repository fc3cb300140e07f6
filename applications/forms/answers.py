"""The questions of a section as a form: always saved as far as it is valid, never required before the deposit."""

from django import forms

from applications.questions import EMPTY, kind_of
from calls.enums import QuestionKind
from engine.digest import sha256


def fingerprint(value) -> str:
    """A short mark of a saved answer: what the page knew of it when it was loaded."""
    return "" if value in EMPTY else sha256(value)[:16]


class AnswersForm(forms.Form):
    """The fields of some questions of a file; what is empty is saved empty, what is wrong is told and not saved."""

    use_required_attribute = False

    def __init__(self, application, questions, data=None):
        self.application = application
        self.kinds = {q.key: kind_of(q, application) for q in questions if q.kind != QuestionKind.FILE}
        answers = application.answers
        super().__init__(
            data,
            prefix="r",
            initial={
                key: kind.initial(answers[key])
                for key, kind in self.kinds.items()
                if answers.get(key) not in EMPTY
            },
        )
        for key, kind in self.kinds.items():
            self.fields[key] = kind.field()
            self.fields[key].expected = kind.question.required

    def values(self) -> dict:
        """The answers that can be saved, JSON made."""
        return {key: self.kinds[key].clean(value) for key, value in self.cleaned_data.items()}

    def touched(self, page: str) -> dict:
        """Those this page changed: they differ from what it knew, or it saved them itself before."""
        marks = self.application.marks
        return {
            key: value
            for key, value in self.values().items()
            if fingerprint(value) != self.data.get(f"known-{key}", "")
            or marks.get(key, [0, "", ""])[1] == page
        }
