"""Decisions on a file: favourable, unfavourable, waiting list, closing, lapse, and after an appeal."""

from datetime import date, datetime

from documents.contexts.common import counted, grounds, instant, mark, money, paragraphs, plain_day, visas_of


def favourable(
    letter: dict,
    *,
    amount: int | None = None,
    places: int | None = None,
    unit: str = "place",
    requested_amount: int | None = None,
    funding_line: str = "",
    conditions=(),
    answer_due_at: datetime | None = None,
    next_steps: str = "",
    remedies: dict,
    visas=(),
    considerations=(),
) -> dict:
    """The file is selected. `conditions`: sentences; `answer_due_at`: until when the offer may be answered."""
    return {
        "kind": "favourable",
        "letter": letter,
        "subject": "votre projet est retenu",
        "visas": visas_of(letter, visas),
        "considerations": grounds(considerations),
        "amount": money(amount),
        "is_partial": amount is not None and requested_amount is not None and amount < requested_amount,
        "requested_amount": money(requested_amount),
        "places": counted(places, unit),
        "funding_line": funding_line,
        "conditions": list(conditions),
        "answer_due_at": instant(answer_due_at, letter["zone"]) if answer_due_at else "",
        "next_steps": paragraphs(next_steps),
        "remedies": remedies,
    }


def unfavourable(
    letter: dict,
    *,
    motive: str,
    remedies: dict,
    rank: int | None = None,
    ranked: int | None = None,
    points=None,
    minimum_points=None,
    winners=(),
    debriefing: str = "",
    visas=(),
    considerations=(),
) -> dict:
    """The file is not selected. `rank` among `ranked` files, `points` out of 100, `winners` only when public."""
    return {
        "kind": "unfavourable",
        "letter": letter,
        "subject": "votre projet n’est pas retenu",
        "visas": visas_of(letter, visas),
        "considerations": grounds(considerations),
        "motive": paragraphs(motive),
        "rank": ordinal(rank),
        "ranked": ranked,
        "points": mark(points),
        "minimum_points": mark(minimum_points),
        "winners": list(winners),
        "debriefing": debriefing,
        "remedies": remedies,
    }


def waiting_list(
    letter: dict,
    *,
    rank: int,
    valid_until: date | None = None,
    points=None,
    motive: str = "",
    remedies: dict | None = None,
    debriefing: str = "",
) -> dict:
    """The file waits at its rank, without promise; `valid_until` is the last day of the list."""
    return {
        "kind": "waiting_list",
        "letter": letter,
        "subject": "inscription de votre projet sur liste complémentaire",
        "rank": ordinal(rank),
        "points": mark(points),
        "valid_until": plain_day(valid_until, letter["zone"]) if valid_until else "",
        "motive": paragraphs(motive),
        "remedies": remedies,
        "debriefing": debriefing,
    }


def closing(letter: dict, *, motive: str, scope: str, remedies: dict, visas=(), next_steps: str = "") -> dict:
    """The call or the lot is closed without award. `scope`: what is closed, such as « le lot 2 – Isère »."""
    return {
        "kind": "closing",
        "letter": letter,
        "subject": "classement sans suite de l’appel",
        "visas": visas_of(letter, visas),
        "scope": scope,
        "motive": paragraphs(motive),
        "next_steps": next_steps,
        "remedies": remedies,
    }


def lapse(
    letter: dict,
    *,
    facts: str,
    notified_on: date,
    delay: str,
    legal_basis: str,
    remedies: dict,
    warned_on: date | None = None,
    amount: int | None = None,
    effective_on: date | None = None,
    visas=(),
) -> dict:
    """The selection lapses. `delay`: the time that was left, in words; `warned_on`: the day of the prior letter."""
    return {
        "kind": "lapse",
        "letter": letter,
        "subject": "constat de caducité",
        "visas": visas_of(letter, visas),
        "facts": paragraphs(facts),
        "notified_on": plain_day(notified_on, letter["zone"]),
        "delay": delay,
        "legal_basis": legal_basis,
        "warned_on": plain_day(warned_on, letter["zone"]) if warned_on else "",
        "amount": money(amount),
        "effective_on": plain_day(effective_on, letter["zone"]) if effective_on else "",
        "remedies": remedies,
    }


def reconsideration(
    letter: dict,
    *,
    contested: str,
    contested_on: date,
    appeal: str,
    appealed_on: date,
    motive: str,
    effect: str,
    visas=(),
    next_steps: str = "",
) -> dict:
    """An appeal is granted. `contested`: « décision n° … »; `appeal`: « recours gracieux »; `effect`: what becomes of the file."""
    return {
        "kind": "reconsideration",
        "letter": letter,
        "subject": f"suite donnée à votre {appeal}",
        "visas": visas_of(letter, visas),
        "contested": contested,
        "contested_on": plain_day(contested_on, letter["zone"]),
        "appeal": appeal,
        "appealed_on": plain_day(appealed_on, letter["zone"]),
        "motive": paragraphs(motive),
        "effect": effect,
        "next_steps": next_steps,
    }


def ordinal(rank: int | None) -> str:
    """« 1er », « 7e »; nothing for None."""
    return "" if rank is None else "1er" if rank == 1 else f"{rank}e"
