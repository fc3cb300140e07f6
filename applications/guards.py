"""Why a move is refused, in words its reader can act on.

A guard receives the application, follows its relations and imports no model. It is a condition for django-fsm
(true when nothing stands in the way) and gives its reasons to the page. `application.moment` is the instant of
the attempt and `application.attempt` what came with it; the gate sets both.
"""

from collections.abc import Callable, Iterable

from django.utils import timezone

from applications.budget import problems
from applications.enums import Channel, State
from applications.questions import missing_answers, missing_identity
from engine.deadlines import long_instant, on_time


class Guard:
    """A condition that explains itself."""

    def __init__(self, reasons: Callable[..., Iterable[str]], *arguments):
        self._reasons, self._arguments = reasons, arguments
        self.__name__ = reasons.__name__

    def reasons(self, application) -> list[str]:
        return [reason for reason in self._reasons(application, *self._arguments) if reason]

    def __call__(self, application) -> bool:
        return not self.reasons(application)


def parametrised(reasons):
    return lambda *arguments: Guard(reasons, *arguments)


def moment_of(application):
    return application.moment or timezone.now()


def deadline_words(call) -> str:
    return long_instant(call.closes_at, call.time_zone)


@Guard
def call_is_open(application):
    call, moment = application.call, moment_of(application)
    if not call.is_published:
        return ["Cet appel n’est pas ouvert aux dépôts."]
    if application.channel == Channel.OUTSIDE:
        return []
    if moment < call.opens_at:
        return [f"Les dépôts ouvrent le {long_instant(call.opens_at, call.time_zone)}."]
    if call.closes_at and not on_time(moment, call.closes_at):
        return [
            f"La clôture est passée depuis le {deadline_words(call)}."
            " Votre dossier est conservé : vous pourrez le réutiliser pour un autre appel."
        ]
    return []


@Guard
def received_in_time(application):
    call = application.call
    if call.closes_at and application.received_at and not on_time(application.received_at, call.closes_at):
        received = long_instant(application.received_at, call.time_zone)
        return [
            f"Le dossier a été reçu le {received}, après la clôture : il ne peut qu’être déclaré irrecevable."
        ]
    return []


@Guard
def answers_are_complete(application):
    if application.channel == Channel.OUTSIDE:
        return []
    missing = [*missing_identity(application), *missing_answers(application)]
    return [f"Il manque : {label}." for label in missing]


@Guard
def budget_is_sound(application):
    if application.channel == Channel.OUTSIDE or not application.with_money:
        return []
    return problems(application)


@Guard
def is_handed_over(application):
    if application.channel == Channel.OUTSIDE or not application.structure.two_people:
        return []
    if application.handovers.filter(edit=application.edits).exists():
        return []
    return [
        "Votre structure a choisi que deux personnes s’en chargent : l’une demande la signature du dossier,"
        " une autre le relit et le dépose."
    ]


@Guard
def deposited_online(application):
    if application.channel == Channel.OUTSIDE:
        return ["Ce dossier a été reçu hors du site : il ne peut pas être repris en ligne."]
    return []


@Guard
def deadline_is_ahead(application):
    call = application.call
    if call.is_permanent:
        return ["Cet appel est permanent : l’examen du dossier commence dès son dépôt."]
    if not on_time(moment_of(application), call.closes_at):
        return [
            f"La clôture est passée depuis le {deadline_words(call)} : le dossier ne peut plus être repris."
        ]
    return []


@Guard
def deadline_is_past(application):
    call = application.call
    if call.is_permanent:  # a draft ends there only when it went out of sight, at the end of its time
        return [] if application.hidden_at else ["Cet appel n’a pas de date de clôture."]
    if on_time(moment_of(application), call.closes_at):
        return [f"La clôture n’est pas passée : elle est fixée au {deadline_words(call)}."]
    return []


@Guard
def files_are_open(application):
    call = application.call
    if not call.files_are_open():
        return ["Les dossiers ne sont pas encore ouverts."]
    if call.closes_at and on_time(moment_of(application), call.closes_at):
        return [f"L’appel n’est pas clos : il le sera le {deadline_words(call)}."]
    return []


@Guard
def complement_is_listed(application):
    if not application.open_complement:
        return ["Aucune pièce n’est listée dans la demande de compléments."]
    return []


@Guard
def complement_is_answered_or_due(application):
    complement = application.open_complement
    if not complement:
        return ["Aucune demande de compléments n’est en cours."]
    if moment_of(application) > complement.due_at:
        return []
    return [f"Il manque encore : {item.label}." for item in complement.unanswered_items()]


@Guard
def checks_are_done(application):
    undone = application.unchecked_points()
    if undone:
        return [f"Il reste à vérifier : {label}." for label in undone]
    return [f"Point non satisfait : {label}." for label in application.failed_points()]


@Guard
def reviews_are_in(application):
    missing = application.call.reviews_per_file - application.submitted_reviews().count()
    if missing > 0:
        return [f"Il manque {missing} expertise{'s' if missing > 1 else ''}."]
    return []


@Guard
def report_is_written(application):
    if not application.has_report():
        return ["Le rapport d’instruction n’est pas établi."]
    return []


@Guard
def no_decision_is_staged(application):
    if application.decisions.filter(released_at=None, cancelled_at=None).exists():
        return ["Une décision est déjà préparée pour ce dossier : annulez-la d’abord."]
    return []


@Guard
def reason_is_given(application):
    if not (getattr(application, "attempt", None) or {}).get("reason", "").strip():
        return ["Indiquez le motif."]
    return []


@parametrised
def decision_is_signed(application, kind):
    if not application.decisions.filter(
        kind=kind, signed_at__isnull=False, released_at=None, cancelled_at=None
    ).exists():
        return ["Aucune décision signée n’autorise cette étape."]
    return []


@Guard
def envelope_suffices(application):
    if not application.with_money:
        return []
    decision = application.signed_decision()
    lot = application.lot
    if decision is None or lot.envelope is None:
        return []
    committed = application.committed_by_others()
    if committed + (decision.amount or 0) > lot.envelope:
        return ["Le montant dépasse ce qui reste de l’enveloppe du lot."]
    return []


@Guard
def is_next_in_rank(application):
    ahead = application.waiting_ahead()
    if ahead:
        return [f"Le dossier {ahead.number}, mieux classé, attend encore sur la liste complémentaire."]
    return []


@Guard
def is_with_money(application):
    return [] if application.with_money else ["Cette procédure n’attribue pas de financement."]


@Guard
def offer_is_accepted(application):
    offer = getattr(application, "offer", None)
    if offer is None:
        return ["L’offre n’a pas encore été adressée à la structure."]
    if not offer.accepted_at:
        return ["La structure n’a pas encore accepté l’offre."]
    return []


@Guard
def agreement_is_signed(application):
    agreement = getattr(application, "agreement", None)
    if agreement is None:
        return ["L’acte de financement n’est pas préparé."]
    missing = []
    if agreement.needs_structure and not agreement.structure_signed_at:
        missing.append("La structure n’a pas encore signé.")
    if not agreement.authority_signed_at:
        missing.append("L’autorité n’a pas encore signé.")
    return missing


@Guard
def funded_if_with_money(application):
    if application.with_money and application.state == State.SELECTED:
        return ["Le dossier n’est pas encore conventionné."]
    return []


@Guard
def evaluation_is_signed(application):
    evaluation = getattr(application, "evaluation", None)
    if evaluation is None:
        return ["Aucune évaluation n’est proposée."]
    return [] if evaluation.signed_at else ["L’évaluation n’est pas encore signée."]


@Guard
def call_is_abandoned(application):
    if application.call.abandoned_at is None:
        return ["L’appel n’est pas classé sans suite."]
    return []
