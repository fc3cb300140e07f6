"""The opinion of a local delegation on a file: asked, given, cancelled."""

from django.db import transaction
from django.utils import timezone

from accounts.errors import Refused
from accounts.nudge import nudge
from reviews.models import Opinion
from reviews.queries.opinions import UNDER_INSTRUCTION, candidates
from reviews.services.reading import has_declared, visible

OVER = "L’instruction de ce dossier est close : il n’attend plus d’avis."


def ask(application_id: int, person, *, by, question="", due_on=None, at=None) -> Opinion:
    """Asks someone of the authority, or named on the call, what they think of a file; they may then read it."""
    at = at or timezone.now()
    with transaction.atomic():
        application = visible(application_id, by, "reviews.ask_opinion", lock=True)
        if application.state not in UNDER_INSTRUCTION:
            raise Refused(OVER)
        if person == by or not candidates(application).filter(pk=person.pk).exists():
            raise Refused(f"L’avis de {person} ne peut pas être demandé sur ce dossier.")
        row = Opinion.objects.create(
            application=application,
            asked_of=person,
            asked_by=by,
            asked_at=at,
            question=question.strip(),
            due_on=due_on,
        )
    nudge("notifications.tasks.tell", "opinion", row.pk)
    return row


def give(application_id: int, *, by, advice: str, text: str, at=None) -> Opinion:
    """Gives the opinion asked of this person, once; interests declared first."""
    with transaction.atomic():
        application = visible(application_id, by, "reviews.give_opinion", lock=True)
        if not has_declared(application, by):
            raise Refused("Déclarez d’abord si vous avez un intérêt dans ce dossier.")
        row = application.opinions.filter(asked_of=by, answered_at=None, cancelled_at=None).first()
        if row is None:
            raise Refused("Votre avis est déjà rendu, ou n’est plus demandé.")
        if application.state not in UNDER_INSTRUCTION:
            raise Refused(OVER)
        missing = [text for given, text in ((advice, CHOOSE), (text.strip(), WRITE)) if not given]
        if missing:
            raise Refused(*missing)
        row.advice, row.text, row.answered_at = advice, text.strip(), at or timezone.now()
        row.save(update_fields=["advice", "text", "answered_at"])
    nudge("notifications.tasks.tell", "opinion", row.pk)
    return row


CHOOSE = "Choisissez votre avis."
WRITE = "Écrivez votre avis : l’autorité et la commission en lisent les raisons."


def cancel(opinion_id: int, *, by, at=None) -> Opinion:
    """The authority no longer waits for this opinion; the person no longer reads the file for it."""
    with transaction.atomic():
        application_id = Opinion.objects.values_list("application", flat=True).get(pk=opinion_id)
        visible(application_id, by, "reviews.ask_opinion", lock=True)
        row = Opinion.objects.get(pk=opinion_id)
        if row.answered_at:
            raise Refused("Cet avis est rendu : il reste au dossier.")
        if row.cancelled_at:
            raise Refused("Cette demande d’avis est déjà annulée.")
        row.cancelled_at = at or timezone.now()
        row.save(update_fields=["cancelled_at"])
    nudge("notifications.tasks.tell", "opinion", row.pk)
    return row
