"""The library of a union: written, revised, retired; and copied by a member into an answer."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.backends import require
from accounts.enums import OrganisationKind
from accounts.errors import NotVisible, Refused
from accounts.models import Organisation
from applications.constraints import message_for
from applications.models import Argument, ArgumentVersion
from applications.queries.arguments import excess, joined, offered_to
from applications.questions import is_visible
from applications.services import drafting
from calls.enums import QuestionKind
from calls.models import Question
from engine.money import number

WRITTEN = {QuestionKind.TEXT, QuestionKind.LONG_TEXT}


def write(
    union: Organisation, *, by, theme: str, title: str, text: str, sources=(), categories=(), at=None
) -> Argument:
    """Adds an argument to the library of a union, with its first version; `sources`: [{"label", "url"}]."""
    with transaction.atomic():
        _authorise(union, by)
        argument = Argument.objects.create(union=union, theme=theme, created_at=at or timezone.now())
        argument.categories.set(categories)
        _version(argument, 1, by=by, title=title, text=text, sources=sources, at=at)
        return argument


def revise(
    argument_id: int, *, by, theme: str, title: str, text: str, sources=(), categories=(), base: int, at=None
) -> Argument:
    """Writes the next version of an argument read at version `base`; earlier ones are kept.

    Refused when someone else revised it meanwhile.
    """
    with transaction.atomic():
        argument = _mine(argument_id, by)
        last = argument.version
        if last.number != base:
            raise Refused(
                "Quelqu’un vient de modifier cet argument : comparez avec la dernière version avant d’enregistrer."
            )
        argument.theme = theme
        argument.save(update_fields=["theme"])
        argument.categories.set(categories)
        if (last.title, last.text, last.sources) != (title, text, list(sources)):
            _version(argument, base + 1, by=by, title=title, text=text, sources=sources, at=at)
        return argument


def retire(argument_id: int, *, by, retired: bool, at=None) -> None:
    """Takes an argument out of what members are offered, or offers it again; what was copied stays copied."""
    with transaction.atomic():
        argument = _mine(argument_id, by)
        argument.retired_at = (at or timezone.now()) if retired else None
        argument.save(update_fields=["retired_at"])


def insert(application_id: int, *, by, key: str, version_id: int, at=None) -> None:
    """Copies the text of an argument after the answer to a written question of a draft, as an edit of that answer."""
    with transaction.atomic():
        application = drafting.draft_for(application_id, by, at)
        question = Question.objects.filter(section__form=application.form, key=key, kind__in=WRITTEN).first()
        if question is None or not is_visible(question, application.answers):
            raise NotVisible
        version = ArgumentVersion.objects.filter(pk=version_id, argument__in=offered_to(application)).first()
        if version is None:
            raise Refused("Cet argument n’est plus proposé par votre union.")
        answer = application.answers.get(key) or ""
        if over := excess(question, answer, version.text):
            raise Refused(
                f"Avec cet argument, votre réponse dépasserait de {number(over)} caractères la longueur permise : raccourcissez-la d’abord."
            )
        drafting.save_answers(
            application_id, by=by, values={key: joined(answer, version.text)},
            base=application.edits, page="argument", at=at,
        )  # fmt: skip


def _authorise(union, by):
    if union.kind != OrganisationKind.UNION:
        raise NotVisible
    require(by, "accounts.accompany", union, to_see="accounts.view_organisation")


def _mine(argument_id, by) -> Argument:
    argument = (
        Argument.objects.visible_to(by)
        .select_for_update(of=("self",))
        .select_related("union")
        .filter(pk=argument_id)
        .first()
    )
    if argument is None:
        raise NotVisible
    _authorise(argument.union, by)
    return argument


def _version(argument, rank, *, by, title, text, sources, at) -> ArgumentVersion:
    try:
        with transaction.atomic():
            return ArgumentVersion.objects.create(
                argument=argument,
                number=rank,
                title=title,
                text=text,
                sources=list(sources),
                by=by,
                at=at or timezone.now(),
            )
    except IntegrityError as error:
        raise Refused(message_for(error)) from error
