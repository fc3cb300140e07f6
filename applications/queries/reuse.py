"""What an earlier file of the structure can give to a new one: what fits, what no longer does, what is new."""

from dataclasses import dataclass, field

from applications.enums import State
from applications.models import Application
from applications.questions import EMPTY, kind_of
from calls.enums import QuestionKind
from engine.labels import folded

REMADE = {QuestionKind.DECLARATION}  # an undertaking is given again for each file


@dataclass(frozen=True)
class Row:
    """One question of the new file beside what the earlier one said of it."""

    question: object
    value: object = None
    shown: str = ""
    misfit: str = ""  # why the earlier answer cannot be taken as it is
    pieces: tuple = ()


@dataclass
class Comparison:
    """The questions of a new file against an earlier one of the same structure."""

    fits: list[Row] = field(default_factory=list)
    misfits: list[Row] = field(default_factory=list)
    new: list[Row] = field(default_factory=list)
    left: list[Row] = field(default_factory=list)  # earlier answers that nothing asks for any more


def earlier_files(application, person):
    """The other files of the structure that this person may read, those of the call this one follows first."""
    files = Application.objects.visible_to(person).filter(structure=application.structure)
    files = files.exclude(pk=application.pk).select_related("call", "lot", "form").order_by("-edited_at")
    before = application.call.predecessor_id
    written = [file for file in files if file.answers or file.title]
    return sorted(written, key=lambda file: file.call_id != before)


def compare(source, target) -> Comparison:
    """What each question of `target` can take from `source`, matched by key then by wording."""
    found, asked = Comparison(), _questions(source)
    pieces = _pieces(source)
    by_label = {(question.kind, folded(question.label)): question for question in asked.values()}
    used = set()
    for question in _questions(target).values():
        old = asked.get(question.key)
        if old is None or old.kind != question.kind:
            old = by_label.get((question.kind, folded(question.label)))
        if old is not None:
            used.add(old.key)
        _place(found, question, old, source, target, pieces)
    found.left = [
        _row(old, old, source) for key, old in asked.items() if key not in used and _said(old, source)
    ]
    return found


def _place(found, question, old, source, target, pieces) -> None:
    given = pieces.get(old.key, ()) if old else ()
    if given:
        found.fits.append(Row(question, pieces=tuple(given)))
    elif old is None or not _said(old, source):
        found.new.append(Row(question))
    elif question.kind in REMADE:
        found.misfits.append(Row(question, misfit="Un engagement se prend de nouveau à chaque dossier."))
    else:
        row = _row(question, old, source, target)
        (found.misfits if row.misfit else found.fits).append(row)


def _row(question, old, source, target=None) -> Row:
    value = source.answers.get(old.key)
    shown = kind_of(old, source).display(value)
    misfit = kind_of(question, target).misfit(value) if target is not None else ""
    return Row(question, value, shown, misfit)


def _said(question, source) -> bool:
    return question.kind != QuestionKind.FILE and source.answers.get(question.key) not in EMPTY


def _questions(application) -> dict:
    return {
        question.key: question
        for section in application.form_sections()
        for question in section.questions.all()
    }


def _pieces(source) -> dict[str, list]:
    found: dict[str, list] = {}
    for piece in source.attachments.current().sound():
        found.setdefault(piece.question_key, []).append(piece)
    return found


def is_untouched(application) -> bool:
    """Whether nothing was written in this draft yet."""
    return application.state == State.DRAFT and not application.answers and not application.title
