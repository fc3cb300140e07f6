"""A draft: begun, edited by several people, never overwritten silently."""

from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.backends import may, require
from accounts.errors import Forbidden, Refused
from applications.constraints import message_for
from applications.enums import Channel, State
from applications.guards import call_is_open
from applications.models import Application, Partner
from applications.services import versions
from applications.services.gate import locked
from calls.models import Call
from engine.deadlines import long_instant


def start(lot, structure, *, by, eligibility=None, at=None, channel=Channel.ONLINE, **fields) -> Application:
    """Begins a file for this lot and structure; refused when the call is not open or one exists already."""
    at, call = at or timezone.now(), lot.call
    if channel == Channel.ONLINE:
        if not may(by, "applications.create", structure):
            raise Forbidden
        _refuse_unless_open(call, at)
        _refuse_unless_eligible(call, eligibility or {})
    try:
        with transaction.atomic():
            Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
            return Application.objects.create(
                number=next_number(call),
                call=call,
                lot=lot,
                structure=structure,
                form=call.forms.exclude(frozen_at=None).order_by("-number").first(),
                channel=channel,
                eligibility=eligibility or {},
                with_money=call.with_money,
                is_fictitious=call.is_demo,
                created_by=by,
                created_at=at,
                edited_at=at,
                **fields,
            )
    except IntegrityError as error:
        existing = "one_file_per_lot" in str(error) or "lot_id" in str(error)
        raise Refused(
            "Votre structure a déjà un dossier pour ce lot." if existing else message_for(error)
        ) from error


def next_number(call) -> str:
    """The call's number and a rank that is never given twice; the call's row is locked by the caller."""
    last = call.applications.order_by("-pk").values_list("number", flat=True).first()
    return f"{call.number}-{int(last.rsplit('-', 1)[1]) + 1 if last else 1:04d}"


def _refuse_unless_open(call, at):
    if call.is_open(at):
        return
    if call.is_published and at < call.opens_at:
        raise Refused(f"Les dépôts ouvrent le {long_instant(call.opens_at, call.time_zone)}.")
    raise Refused("Cet appel n’est plus ouvert aux dépôts.")


def _refuse_unless_eligible(call, eligibility):
    unanswered = [row["text"] for row in call.eligibility if row["key"] not in eligibility]
    if unanswered:
        raise Refused(*[f"Répondez à la question : {text}" for text in unanswered])
    failed = [row for row in call.eligibility if eligibility[row["key"]] != row["expected"]]
    if failed:
        raise Refused(*[row.get("explain") or row["text"] for row in failed])


def draft_for(application_id: int, by, at=None) -> Application:
    """The locked draft this person may edit, or the reason why not. Call it inside a transaction.

    Nothing is written after the closing: a deposit received before it, and still on its way, freezes what was there.
    """
    application = locked(application_id)
    require(by, "applications.edit", application)
    if application.state != State.DRAFT:
        raise Refused(
            f"Ce dossier est à l’état « {application.get_state_display()} » : il ne peut plus être modifié."
        )
    application.moment = at
    if late := call_is_open.reasons(application):
        raise Refused(*late)
    return application


@dataclass
class Saved:
    """What an autosave did: the new edit counter, and the answers someone else changed meanwhile."""

    edits: int
    conflicts: dict = field(default_factory=dict)  # key → (their value, their name)


def save_answers(application_id: int, *, by, values: dict, base: int, page: str, at=None) -> Saved:
    """Saves answers typed on a page loaded at edit `base`; an answer changed since by another page is kept and told.

    `page` identifies one loaded page, so that its own later saves never conflict with its earlier ones.
    """
    with transaction.atomic():
        application = draft_for(application_id, by, at)
        conflicts = {
            key: application.marks[key]
            for key, value in values.items()
            if _changed_elsewhere(application, key, value, base, page)
        }
        kept = {
            key: value
            for key, value in values.items()
            if key not in conflicts and application.answers.get(key) != value
        }
        if kept:
            write_answers(application, kept, by, page, at or timezone.now())
        return Saved(
            application.edits, {key: _theirs(application, key, mark) for key, mark in conflicts.items()}
        )


def _changed_elsewhere(application, key, value, base, page) -> bool:
    edit, other_page, _ = application.marks.get(key, [0, page, ""])
    return edit > base and other_page != page and application.answers.get(key) != value


def write_answers(application, values, by, page, at):
    """Writes these answers into a draft already locked, and keeps what they were."""
    application.edits += 1
    application.answers |= values
    application.marks |= {key: [application.edits, page, str(by)] for key in values}
    application.edited_at = at
    application.save(update_fields=["answers", "marks", "edits", "edited_at"])
    versions.keep(application, values, by=by, page=page, at=at)


def _theirs(application, key, mark):
    return application.answers.get(key), mark[2]


class Overtaken(Refused):
    """Someone else saved this part of the file meanwhile; nothing was written."""


def refuse_overtaken(application, part: str, base: int | None, page: str, what: str):
    """Refuses to save a part loaded at edit `base` that another page has saved since."""
    edit, other_page, name = application.marks.get(part, [0, page, ""])
    if base is not None and edit > base and other_page != page:
        raise Overtaken(
            f"{name} a modifié {what} depuis que vous avez ouvert cette page. Rien n’est enregistré :"
            " comparez, puis enregistrez de nouveau pour garder votre version."
        )


def touch(application, *, by, at=None, part: str = "", page: str = "", fields=()):
    """Counts one more edit of the draft and remembers which page made it, and saves these fields with it."""
    application.edits, application.edited_at = application.edits + 1, at or timezone.now()
    if part:
        application.marks |= {part: [application.edits, page, str(by)]}
    application.save(update_fields=["edits", "edited_at", "marks", *fields])


IDENTITY = "@identity"  # no question has such a key


def save_identity(
    application_id: int, *, by, title: str, requested_places=None, base=None, page="", at=None
) -> Application:
    """Saves the title of the project and the places asked for; Overtaken when another page did since `base`."""
    with transaction.atomic():
        application = draft_for(application_id, by, at)
        typed = (title.strip(), requested_places)
        if typed == (application.title, application.requested_places):
            return application
        refuse_overtaken(application, IDENTITY, base, page, "l’intitulé ou les places")
        application.title, application.requested_places = typed
        touch(application, by=by, at=at, part=IDENTITY, page=page, fields=["title", "requested_places"])
        return application


def add_partner(application_id: int, *, by, at=None, **fields) -> Partner:
    with transaction.atomic():
        application = draft_for(application_id, by, at)
        touch(application, by=by, at=at)
        return Partner.objects.create(application=application, **fields)


def remove_partner(application_id: int, partner_id: int, *, by) -> None:
    with transaction.atomic():
        application = draft_for(application_id, by)
        if application.partners.filter(pk=partner_id).delete()[0]:
            touch(application, by=by)
