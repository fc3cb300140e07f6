"""The check of a deposited file: points verified, complements with their clock, admissibility."""

from django.db import transaction
from django.utils import timezone

from accounts.backends import require
from accounts.errors import Refused
from applications import letters, uploads
from applications.enums import State
from applications.models import Application, Check, Complement, ComplementItem
from applications.services import vault
from applications.services.acting import act
from applications.services.attaching import record
from applications.services.gate import locked, move
from applications.services.keeping import keep
from calls.enums import ComplementScope, Part
from calls.models import Question
from calls.procedures import legal_basis
from engine.deadlines import days_after, long_instant, on_time


def record_checks(application_id: int, *, by, results: dict[int, tuple[str, str]], at=None) -> None:
    """Records {check point id: (result, comment)} on a file being checked."""
    with transaction.atomic():
        application = _being_checked(application_id, by)
        for point in application.call.check_points.filter(pk__in=results):
            result, comment = results[point.pk]
            Check.objects.update_or_create(
                application=application,
                point=point,
                defaults={"result": result, "comment": comment, "by": by, "at": at or timezone.now()},
            )


def _being_checked(application_id, by) -> Application:
    application = locked(application_id)
    require(by, "applications.admit", application)
    if application.state not in {State.SUBMITTED, State.INCOMPLETE}:
        raise Refused("Les vérifications sont closes : la recevabilité de ce dossier est déjà décidée.")
    return application


def ask_complement(application_id: int, *, by, items: list[dict], message="", at=None):
    """Asks the structure for listed items ({"label", "question_key"}), due after the days the call gives everyone."""
    at = at or timezone.now()
    items = [item for item in items if item.get("label", "").strip()]
    with transaction.atomic():
        application = locked(application_id)
        call = application.call
        require(by, "applications.request_complement", application)
        _refuse_out_of_scope(application, items)
        if application.open_complement:
            raise Refused("Une demande de compléments est déjà en cours pour ce dossier.")
        if application.complements.exists():
            raise Refused("Des compléments ont déjà été demandés pour ce dossier : un seul tour est prévu.")
        due_at = days_after(at, call.complement_days, call.time_zone)
        complement = Complement.objects.create(
            application=application,
            asked_by=by,
            asked_at=at,
            due_at=due_at,
            message=message.strip(),
            legal_basis=legal_basis(call.kind, "complement"),
        )
        ComplementItem.objects.bulk_create(
            ComplementItem(
                complement=complement, label=item["label"].strip(), question_key=item.get("question_key", "")
            )
            for item in items
        )
        row = move(application_id, "request_complement", by=by, at=at, due_at=due_at)
        act(
            application,
            "complement_request",
            letters.complement(application, complement),
            transition=row,
            dated=at,
        )
    return row


def _refuse_out_of_scope(application, items):
    scope = application.call.complement
    if scope == ComplementScope.NONE:
        raise Refused("Le règlement de cet appel n’admet aucun complément.")
    if not items:
        raise Refused("Listez au moins une pièce ou une précision à demander.")
    if scope != ComplementScope.CANDIDATURE:
        return
    candidature = set(
        Question.objects.filter(section__form=application.form, section__part=Part.CANDIDATURE).values_list(
            "key", flat=True
        )
    )
    outside = [item["label"] for item in items if item.get("question_key") not in candidature]
    if outside:
        raise Refused(
            *[
                f"« {label} » relève de la réponse au projet : seule la candidature peut être complétée"
                f" ({legal_basis(application.call.kind, 'complement')})."
                for label in outside
            ]
        )


def answer_item(item_id: int, *, by, reply="", upload=None, version: int | None = None, at=None) -> None:
    """Answers one item of an open complement, by words, by a file, or by a version of the structure's vault."""
    with transaction.atomic():
        answerable(item_id, by, at)  # nothing is read nor kept for who may not answer
    received = uploads.inspect(upload) if upload is not None else None
    blob = keep(received.content) if received else None
    with transaction.atomic():
        item, application = answerable(item_id, by, at)
        if received:
            item.attachment = record(application, f"complement-{item.pk}", received, blob, by=by, at=at)
        elif version:
            item.attachment = vault.cite(application, version, f"complement-{item.pk}", by=by, at=at)
        item.reply = reply.strip() or item.reply
        item.save(update_fields=["reply", "attachment"])


def answerable(item_id: int, by, at) -> tuple[ComplementItem, Application]:
    """The item and its file, locked, as long as this person may answer it; Refused once it is too late."""
    asked = ComplementItem.objects.select_related("complement")
    application = locked(asked.get(pk=item_id).complement.application_id)
    item = asked.get(pk=item_id)  # under the lock: a colleague may just have answered
    require(by, "applications.complete", application)
    if application.state != State.INCOMPLETE or item.complement.closed_at:
        raise Refused("Cette demande de compléments est close.")
    if not on_time(at or timezone.now(), item.complement.due_at):
        due = long_instant(item.complement.due_at, application.call.time_zone)
        raise Refused(f"Le délai est passé depuis le {due} : le dossier sera examiné tel quel.")
    return item, application


def complete(application_id: int, *, by, at=None):
    """Sends the complements back to the authority; by None when the term has passed: the file is judged as it stands."""
    at = at or timezone.now()
    with transaction.atomic():
        row = move(application_id, "complete", by=by, at=at)
        Complement.objects.filter(application=application_id, closed_at=None).update(closed_at=at)
    return row


def admit(application_id: int, *, by, at=None):
    return move(application_id, "admit", by=by, at=at)
