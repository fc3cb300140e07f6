"""Acts that follow the decision: agreement, funding or authorisation order, evaluation."""

from datetime import date

from documents.contexts.common import grounds, mark, money, paragraphs, plain_day, visas_of


def agreement(
    letter: dict,
    *,
    number: str,
    object: str,
    amount: int,
    starts_on: date,
    ends_on: date,
    instalments,
    structure_signatory: dict | None,
    court: str,
    funding_line: str = "",
    obligations=(),
    report_due_on: date | None = None,
    indicators=(),
    budget: dict | None = None,
    cer: bool = False,
    visas=(),
) -> dict:
    """Both sign: the authority as `letter["signatory"]`, the structure as `structure_signatory` (`signatory()`).

    `instalments`: dicts {label, amount, due_on, condition}; `indicators`: dicts {label, target}; `cer`: whether
    the structure subscribes to the contrat d'engagement républicain; `budget` from `budget()`, as accepted.
    """
    return {
        "kind": "agreement",
        "letter": letter,
        "subject": f"convention n° {number}",
        "number": number,
        "visas": visas_of(letter, visas),
        "object": paragraphs(object),
        "amount": money(amount),
        "starts_on": plain_day(starts_on),
        "ends_on": plain_day(ends_on),
        "funding_line": funding_line,
        "schedule": _schedule(instalments),
        "obligations": list(obligations),
        "report_due_on": plain_day(report_due_on) if report_due_on else "",
        "indicators": [
            {"label": indicator["label"], "target": str(indicator.get("target") or "")}
            for indicator in indicators
        ],
        "budget": budget,
        "cer": cer,
        "court": court[:1].lower() + court[1:],
        "structure_signatory": structure_signatory,
    }


def funding_decision(
    letter: dict,
    *,
    title: str,
    articles,
    remedies: dict,
    visas=(),
    considerations=(),
    instalments=(),
    amount: int | None = None,
    is_order: bool = False,
) -> dict:
    """The authority's order alone: `is_order` for an arrêté (authorisation, list of labels), else a décision.

    `title`: « portant attribution d’un financement… »; `articles`: dicts {title, text, table}, the instalments
    being printed under the one whose `table` is true; `grant_articles` and `authorisation_articles` give the
    usual ones.
    """
    return {
        "kind": "funding_decision",
        "letter": letter,
        "subject": title,
        "is_order": is_order,
        "visas": visas_of(letter, visas),
        "considerations": grounds(considerations),
        "articles": [_article(article) for article in articles],
        "amount": money(amount),
        "schedule": _schedule(instalments),
        "remedies": remedies,
    }


def evaluation(
    letter: dict,
    *,
    outcome: str,
    motive: str,
    next_steps: str,
    period: str = "",
    amount: int | None = None,
    spent: int | None = None,
    indicators=(),
    remedies: dict | None = None,
) -> dict:
    """`outcome`: the label of the outcome; `indicators`: dicts {label, target, value, comment}."""
    return {
        "kind": "evaluation",
        "letter": letter,
        "subject": "évaluation de votre action",
        "outcome": str(outcome),
        "period": period,
        "motive": paragraphs(motive),
        "next_steps": paragraphs(next_steps),
        "amount": money(amount),
        "spent": money(spent),
        "unspent": money(amount - spent) if None not in (amount, spent) and spent < amount else None,
        "indicators": [_measured(indicator) for indicator in indicators],
        "remedies": remedies,
    }


def _schedule(instalments) -> dict | None:
    """The lines of the payment table and their total; None without any."""
    instalments = list(instalments)
    lines = [_instalment(instalment) for instalment in instalments]
    total = sum(instalment["amount"] for instalment in instalments)
    return {"lines": lines, "total": money(total)["figures"]} if lines else None


def _instalment(instalment: dict) -> dict:
    return {
        "label": instalment["label"],
        "amount": money(instalment["amount"])["figures"],
        "due_on": plain_day(instalment["due_on"]) if instalment.get("due_on") else "",
        "condition": instalment.get("condition", ""),
    }


def _article(article: dict) -> dict:
    return {
        "title": article["title"],
        "text": paragraphs(article["text"]),
        "table": bool(article.get("table")),
    }


def _measured(indicator: dict) -> dict:
    return {
        "label": indicator["label"],
        "target": mark(indicator.get("target")),
        "value": mark(indicator.get("value")),
        "comment": indicator.get("comment", ""),
    }
