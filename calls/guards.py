"""What stands between a call and its publication, in words its manager can act on.

Each check receives the call and the instant of publication and yields reasons; it imports no model. The facet is
the page where the matter is settled.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from calls import selecting
from calls.enums import Policy, QuestionKind
from calls.procedures import legal_basis
from engine import conditions
from engine.deadlines import long_date, long_instant, on_time, window_days

WITH_OPTIONS = {QuestionKind.CHOICE, QuestionKind.CHOICES}


@dataclass(frozen=True)
class Missing:
    """One reason why the call cannot be published yet, and the page where to settle it."""

    facet: str
    text: str


def presentation(call, at) -> Iterator[str]:
    if not call.object.strip():
        yield "Écrivez l’objet de l’appel."
    if not call.who_may_apply.strip():
        yield "Dites qui peut répondre."


def has_a_closing(call, at) -> Iterator[str]:
    low, _ = call.procedure.window_days
    if call.is_permanent and low is not None:
        basis = legal_basis(call.kind, "window_days")
        yield f"Cette procédure ne peut pas être permanente : elle fixe un délai de réception ({basis})."
    if not call.is_permanent and call.closes_at is None:
        yield "Fixez la date et l’heure de clôture, ou rendez l’appel permanent."


def closing_is_clear(call, at) -> Iterator[str]:
    if call.closes_at is None:
        return
    local = call.closes_at.astimezone(ZoneInfo(call.time_zone))
    if (local.hour, local.minute) == (0, 0):
        eve = long_date(local.date() - timedelta(1))
        yield (
            "Une clôture à 0 h 00 est ambiguë : on la lit comme la fin de la journée, alors que c’en est le"
            f" début. Pour finir le {eve}, indiquez ce jour-là à 23 h 59."
        )
    if on_time(call.closes_at, at):
        yield f"La clôture ({long_instant(call.closes_at, call.time_zone)}) est déjà passée."


def opening_precedes_closing(call, at) -> Iterator[str]:
    if call.opens_at and call.closes_at and call.opens_at >= call.closes_at:
        yield "L’ouverture doit précéder la clôture."


def window_is_lawful(call, at) -> Iterator[str]:
    low, high = call.procedure.window_days
    if low is None or call.closes_at is None:
        return
    today = at.astimezone(ZoneInfo(call.time_zone)).date()
    days = window_days(today, call.closes_at, call.time_zone)
    if not low <= days <= high:
        first, last = long_date(today + timedelta(low)), long_date(today + timedelta(high))
        yield (
            f"La clôture doit tomber entre {low} et {high} jours après la publication"
            f" ({legal_basis(call.kind, 'window_days')}). Publié le {long_date(today)}, l’appel clôt entre le"
            f" {first} et le {last} ; il est prévu à {days} jours."
        )


def lots(call, at) -> Iterator[str]:
    rows = list(call.lots.all())
    if not rows:
        yield "Ajoutez au moins un lot."
    if call.with_money:
        yield from (f"Indiquez l’enveloppe du lot « {lot.title} »." for lot in rows if not lot.envelope)


def balance(call, at) -> Iterator[str]:
    if not call.with_money or call.policy != Policy.EQUITABLE:
        return
    rows = list(call.lots.all())
    if not any(selecting.is_bounded(lot) for lot in rows):
        yield (
            "La règle de sélection promet un équilibre\u00a0: fixez, pour un lot au moins, un nombre de dossiers à retenir."
        )
    for lot in rows:
        yield from selecting.faults(lot)


def criteria(call, at) -> Iterator[str]:
    if call.scored and not call.criteria.exists():
        yield f"Ajoutez les critères et leurs coefficients ({legal_basis(call.kind, 'scored')})."


def form(call, at) -> Iterator[str]:
    questions = call.form_questions()
    if not questions:
        yield "Ajoutez au moins une question au formulaire."
    by_key = {question.key: question for question in questions}
    for question in questions:
        if question.kind in WITH_OPTIONS and len(question.options) < 2:
            yield f"La question « {question.label} » doit proposer au moins deux choix."
        yield from broken_condition(question, by_key)


def broken_condition(question, by_key) -> Iterator[str]:
    """A condition that reads a question or a choice that is no longer there."""
    if question.visible_if is None:
        return
    for key in conditions.keys(question.visible_if):
        if key not in by_key:
            yield f"L’affichage de « {question.label} » dépend d’une question supprimée."
    source = by_key.get(question.visible_if.get("key"))
    offered = [key for key, _ in source.options] if source and source.kind in WITH_OPTIONS else None
    if offered is not None and question.visible_if.get("value") not in offered:
        yield f"L’affichage de « {question.label} » dépend d’un choix supprimé."


def contact(call, at) -> Iterator[str]:
    if not call.contact_name or not call.contact_email:
        yield "Nommez un contact et son adresse électronique."


def specification(call, at) -> Iterator[str]:
    if not call.specification:
        yield "Joignez le cahier des charges (PDF)."


CHECKS = (
    ("presentation", presentation),
    ("calendar", has_a_closing),
    ("calendar", closing_is_clear),
    ("calendar", opening_precedes_closing),
    ("calendar", window_is_lawful),
    ("lots", lots),
    ("rules", balance),
    ("criteria", criteria),
    ("form", form),
    ("contact", contact),
    ("contact", specification),
)


def missing(call, at) -> list[Missing]:
    """Everything that stands between this call and its publication at this instant."""
    return [Missing(facet, text) for facet, check in CHECKS for text in check(call, at)]
