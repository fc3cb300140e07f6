"""The questions of a section as its page draws them: typed or saved, with pieces, errors and conflicts."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from applications.forms.answers import AnswersForm, fingerprint
from applications.placing import chosen_rows, key_of, label_of, said, suggestions
from applications.queries.editing import version_counts
from applications.queries.vault import Shelf, shelf_of
from applications.questions import LINE_LENGTH, is_visible
from calls.enums import QuestionKind
from engine.money import number


@dataclass
class Conflict:
    """An answer someone else saved meanwhile: theirs beside ours, until one is chosen."""

    theirs: str
    who: str
    edit: int


@dataclass
class Outcome:
    """What a save did beside the answers it wrote."""

    conflicts: dict[str, Conflict] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    title: str = "Ce n’est pas enregistré"  # over what is refused
    files: dict[str, list[str]] = field(default_factory=dict)  # what is wrong with a piece, by question
    spoken: set[int] = field(default_factory=set)  # threads answered from beside their question
    moved: set[str] = field(default_factory=set)  # questions whose pieces changed

    @property
    def clean(self) -> bool:
        return not (self.conflicts or self.refused or self.files)


@dataclass
class Picker:
    """The places of a question: those ticked, those a search proposes, and what it says."""

    chosen: list
    found: list = field(default_factory=list)
    words: str = ""
    said: str = ""


def picker_of(bound, words: str = "") -> Picker:
    """What a question that asks for places shows, after a search or before any."""
    keys = [str(key) for key in bound.value() or []]
    rows = [{"key": key_of(row), "label": label_of(row)} for row in chosen_rows(bound.field, keys)]
    if not words:
        return Picker(rows)
    found, outside = suggestions(bound.field, words, keys)
    return Picker(rows, found, words, said(found, outside, words))


@dataclass
class Block:
    """One question as the page draws it."""

    question: object
    visible: bool
    bound: object = None
    known: str = ""
    pieces: list = field(default_factory=list)
    sendings: list = field(default_factory=list)  # files this person began to send
    errors: list[str] = field(default_factory=list)
    conflict: Conflict | None = None
    length: str = ""
    versions: int = 0
    offers: list = field(default_factory=list)  # versions of the vault of the kind the question asks for
    others: list = field(default_factory=list)  # the rest of the vault

    places: Picker | None = None

    @property
    def is_file(self) -> bool:
        return is_file(self.question)


def summary(blocks) -> list[dict]:
    """What to correct, each line leading to its question."""
    return [
        {"text": f"{block.question.label} : {error}", "url": f"#q-{block.question.key}"}
        for block in blocks
        for error in [
            *block.errors,
            *(["quelqu’un d’autre a modifié cette réponse"] if block.conflict else []),
        ]
    ]


def blocks_of(request, application, questions, form, outcome) -> Iterable[Block]:
    """Each question: as typed when it was sent with the page, else as saved."""
    fresh = AnswersForm(application, questions)
    pieces, shelf = list(application.attachments.current()), shelf_for(application, request.user, questions)
    counts = version_counts(application)
    sendings = list(application.sendings.filter(by=request.user)) if any(map(is_file, questions)) else []
    for piece in pieces:
        piece.keepable = shelf.opened and not shelf.holds(piece)
    for question in questions:
        sent = form is not None and question.key in form.fields
        bound = (form if sent else fresh)[question.key] if question.key in fresh.fields else None
        posted = request.POST.get(f"known-{question.key}") if sent else None
        known = fingerprint(application.answers.get(question.key))
        answering = [piece for piece in pieces if piece.question_key == question.key]
        yield Block(
            question,
            visible=is_visible(question, application.answers),
            bound=bound,
            known=known if posted is None else posted,
            pieces=answering,
            sendings=[sending for sending in sendings if sending.target == question.key],
            offers=shelf.matching(question, answering),
            others=shelf.others(question, answering),
            places=picker_of(bound, searched(request, question.key)) if is_placed(question) else None,
            errors=[*(bound.errors if bound and sent else []), *outcome.files.get(question.key, [])],
            conflict=outcome.conflicts.get(question.key),
            length=length_words(question, application.answers.get(question.key)),
            versions=counts.get(question.key, 0),
        )


def is_file(question) -> bool:
    return question.kind == QuestionKind.FILE


def is_placed(question) -> bool:
    return question.kind == QuestionKind.PLACES


def searched(request, key: str) -> str:
    """The words searched for in this question, by its button or by the address it led to."""
    if request.method == "POST":
        return request.POST.get(f"find-{key}", "") if request.POST.get("find") == key else ""
    return request.GET.get("lieu", "") if request.GET.get("question") == key else ""


def shelf_for(application, person, questions) -> Shelf:
    """The vault, read only for a page that asks for a piece."""
    return shelf_of(application, person) if any(map(is_file, questions)) else Shelf()


def length_words(question, value) -> str:
    limit = question.limits.get("max_length")
    if not limit or limit <= LINE_LENGTH or not isinstance(value, str) or not value:
        return ""
    return f"{number(len(value))} caractères sur {number(limit)}."
