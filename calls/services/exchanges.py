from django.utils import timezone

from accounts.errors import NotVisible, Refused
from calls.models import Answer, Call
from calls.services.drafts import locked
from engine.deadlines import long_instant, on_time

WAITING_AT_MOST = 10


def ask(call: Call, person, text: str, *, at=None) -> Answer:
    """Records a candidate's question, until the last day for questions. Its author's name is never shown."""
    at = at or timezone.now()
    if not call.published_at:
        raise NotVisible
    if reasons := refusals_to_ask(call, at) or _too_many(call, person, text):
        raise Refused(*reasons)
    return Answer.objects.create(call=call, question=text.strip(), asked_by=person, asked_at=at)


def answer(row: Answer, text: str, *, by, question: str = "", at=None) -> Answer:
    """Publishes the answer to all, once. `question` rewords the question so that nobody can be recognised."""
    at = at or timezone.now()
    with locked(row.call, by, "calls.answer") as call:
        row = Answer.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if reasons := refusals_to_answer(call, row, at) or _blank(text):
            raise Refused(*reasons)
        row.question = question.strip() or row.question
        row.answer, row.answered_at, row.answered_by = text.strip(), at, by
        row.save(update_fields=["question", "answer", "answered_at", "answered_by"])
        return row


def refusals_to_ask(call: Call, at=None) -> list[str]:
    """Why no question may be asked at this instant."""
    if not call.is_published:
        return ["Cet appel n’est plus en cours."]
    until = call.questions_until
    if until and not on_time(at or timezone.now(), until):
        return [f"Les questions étaient reçues jusqu’au {long_instant(until, call.time_zone)}."]
    return []


def refusals_to_answer(call: Call, row: Answer, at=None) -> list[str]:
    """Why this question may not be answered at this instant."""
    if row.answered_at:
        return ["Cette réponse est publiée : une précision passe par un avis rectificatif."]
    if not call.is_published:
        return ["Cet appel n’est plus en cours."]
    until = call.answers_until
    if until and not on_time(at or timezone.now(), until):
        when = long_instant(until, call.time_zone)
        return [
            f"Les réponses ne se publient plus depuis le {when} : tous les candidats doivent pouvoir en tenir compte."
        ]
    return []


def _too_many(call, person, text):
    waiting = call.answers.filter(asked_by=person, answered_at=None).count()
    if waiting >= WAITING_AT_MOST:
        return [f"Vous avez déjà {waiting} questions en attente de réponse."]
    return _blank(text)


def _blank(text):
    return [] if text.strip() else ["Écrivez un texte."]
