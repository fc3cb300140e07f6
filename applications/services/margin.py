"""Writing in the margin of a draft: threads opened, answered, settled. Nothing here ever reaches the authority."""

from django.db import transaction
from django.utils import timezone

from accounts.backends import require
from accounts.errors import NotVisible, Refused
from accounts.nudge import nudge
from applications.enums import MarginSide
from applications.models import Application, Remark, Thread
from applications.queries.looking import consents_behind
from applications.queries.margin import commenting_unions, passages, refusals_to_write, side_of
from applications.services.gate import locked
from engine.money import number

LONGEST = 3000


def open_thread(
    application_id: int, *, by, part: str, text: str, union_id: int | None = None, at=None
) -> Thread:
    """Begins a thread on one part of a draft, which quotes the answer as it stands.

    The structure says which union it writes to when several may comment. Raises NotVisible, Forbidden or Refused.
    """
    at = at or timezone.now()
    with transaction.atomic():
        application = _draft(application_id, by, text)
        side = side_of(application, by)
        union = _addressed(application, union_id) if side == MarginSide.STRUCTURE else _own(application, by)
        passage = _passage(application, part)
        thread = Thread.objects.create(
            application=application,
            union=union,
            part=part,
            label=passage.label[:250],
            quote=passage.shown,
            opened_at=at,
        )
        _write(thread, side, by, text, at)
        return thread


def reply(thread_id: int, *, by, text: str, at=None) -> Remark:
    """Adds a remark to a thread and opens it again if it was settled."""
    at = at or timezone.now()
    with transaction.atomic():
        thread = _thread(thread_id, by)
        application = _draft(thread.application_id, by, text)
        side = side_of(application, by)
        if side == MarginSide.STRUCTURE and thread.union not in commenting_unions(application):
            raise Refused("Cette union ne commente plus ce dossier : elle ne lirait pas votre réponse.")
        Thread.objects.filter(pk=thread.pk).update(settled_at=None, settled_by=None)
        return _write(thread, side, by, text, at)


def settle(thread_id: int, *, by, settled: bool, at=None) -> None:
    """Marks a thread as dealt with, or opens it again; either side may."""
    with transaction.atomic():
        thread = _thread(thread_id, by)
        _writable(thread.application_id, by)
        values = {"settled_at": at or timezone.now(), "settled_by": by}
        Thread.objects.filter(pk=thread.pk).update(**(values if settled else dict.fromkeys(values)))


def _thread(thread_id, by) -> Thread:
    thread = Thread.objects.visible_to(by).select_related("union").filter(pk=thread_id).first()
    if thread is None:
        raise NotVisible
    return thread


def _writable(application_id, by) -> Application:
    """The locked file: a consent taken back at the same instant comes before or after, never between."""
    application = locked(application_id)
    require(by, "applications.comment", application)
    if reasons := refusals_to_write(application):
        raise Refused(*reasons)
    return application


def _draft(application_id, by, text) -> Application:
    application = _writable(application_id, by)
    if not text.strip():
        raise Refused("Écrivez un commentaire.")
    if len(text) > LONGEST:
        raise Refused(f"Ce commentaire est trop long : {number(LONGEST)} caractères au plus.")
    return application


def _addressed(application, union_id):
    unions = commenting_unions(application)
    if not unions:
        raise Refused("Aucune union ne commente ce dossier : donnez d’abord cet accord, sous « Partage ».")
    if union_id is None and len(unions) == 1:
        return unions[0]
    found = next((union for union in unions if union.pk == union_id), None)
    if found is None:
        raise Refused("Choisissez l’union à qui vous écrivez.")
    return found


def _own(application, by):
    return consents_behind(application, by)[0].union  # the widest consent: the one that lets them comment


def _passage(application, part):
    for chapter in passages(application):
        for passage in chapter.passages:
            if passage.part == part:
                return passage
    raise Refused("Cette question n’est plus posée dans ce dossier : rechargez la page.")


def _write(thread, side, by, text, at) -> Remark:
    row = Remark.objects.create(thread=thread, side=side, by=by, text=text.strip(), at=at)
    nudge("notifications.tasks.tell", "remark", row.pk)
    return row
