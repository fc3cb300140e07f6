"""Documents made before the decision: receipt, draft, complement, inadmissibility, instruction report."""

from datetime import datetime

from documents.contexts.common import (
    PARIS,
    counted,
    exact_instant,
    instant,
    mark,
    money,
    paragraphs,
    plain_day,
    visas_of,
    weight,
)


def receipt(
    letter: dict,
    *,
    received_at: datetime,
    structure_zone: str,
    pieces,
    snapshot_sha256: str,
    version: int = 0,
    deposited_by: str = "",
    replaceable_until: datetime | None = None,
    silence: str = "",
    next_steps: str = "",
) -> dict:
    """`pieces`: dicts {label, name, size, sha256, received_sha256}. The instant is written to the second, by the clock of the authority,
    and by those of the structure and of Paris when they differ.

    `version`: the rank of the deposited version among those of the file.
    `replaceable_until`: until when the deposit may be taken back; `silence`: what silence will mean, if anything.
    """
    zones = (letter["zone"], structure_zone, PARIS)
    return {
        "kind": "receipt",
        "letter": letter,
        "subject": "récépissé de dépôt de votre dossier",
        "received_at": exact_instant(received_at, *zones),
        "received_at_utc": received_at,
        "version": version,
        "deposited_by": deposited_by,
        "pieces": [_piece(piece) for piece in pieces],
        "snapshot_sha256": snapshot_sha256,
        "replaceable_until": instant(replaceable_until, *zones)
        if replaceable_until and replaceable_until > received_at
        else "",
        "silence": silence,
        "next_steps": next_steps,
    }


def draft(
    letter: dict,
    *,
    made_at: datetime,
    sections,
    budget: dict | None = None,
    partners=(),
    attachments=(),
    requested_amount: int | None = None,
    requested_places: int | None = None,
    unit: str = "place",
    missing=(),
    closes_at: datetime | None = None,
) -> dict:
    """The whole file as it stands, for the board of the structure.

    `sections`: dicts {title, part, answers: [{label, shown}]} as a snapshot has them; `budget` from `budget()`;
    `partners`: dicts {name, siret, role, status, budget_share}; `attachments` as the pieces of a receipt;
    `missing`: what is left to complete, in French.
    """
    return {
        "kind": "draft",
        "letter": letter,
        "subject": "projet de dossier",
        "made_at": instant(made_at, letter["zone"]),
        "closes_at": instant(closes_at, letter["zone"]) if closes_at else "",
        "sections": [_section(section) for section in sections],
        "budget": budget,
        "partners": [_partner(partner) for partner in partners],
        "attachments": [_piece(piece) for piece in attachments],
        "requested_amount": money(requested_amount),
        "requested_places": counted(requested_places, unit),
        "missing": [str(item) for item in missing],
    }


def whole_file(
    letter: dict, *, received_at: datetime, snapshot_sha256: str, appendices, left_out=(), **content
) -> dict:
    """A deposited file bound for its judges: `content` as `draft` takes it, then the pages of each appendix.

    `appendices`: dicts {label, name, path, size, sha256} of stored files, in order; `left_out`: names of the pieces
    that the antivirus has not found clean.
    """
    return {
        **draft(letter, made_at=received_at, attachments=appendices, **content),
        "kind": "whole_file",
        "subject": "dossier complet",
        "received_at": instant(received_at, letter["zone"]),
        "snapshot_sha256": snapshot_sha256,
        "left_out": list(left_out),
        "appendices": [{"name": piece["name"], "path": piece["path"]} for piece in appendices],
    }


def complement_request(
    letter: dict,
    *,
    items,
    legal_basis: str,
    due_at: datetime,
    silence: str,
    message: str = "",
    scope: str = "",
) -> dict:
    """`items`: the pieces or details asked; `silence`: what happens without an answer; `scope`: what may not change."""
    return {
        "kind": "complement_request",
        "letter": letter,
        "subject": "demande de compléments",
        "items": [str(item) for item in items],
        "legal_basis": legal_basis,
        "due_at": instant(due_at, letter["zone"]),
        "silence": silence,
        "scope": scope,
        "message": paragraphs(message),
    }


def inadmissibility(
    letter: dict, *, ground: str, facts: str, legal_basis: str, remedies: dict, visas=(), title: str = ""
) -> dict:
    """`ground`: the label of the legal ground; `facts`: what was found in this file; `remedies` from `remedies()`."""
    return {
        "kind": "inadmissibility",
        "letter": letter,
        "subject": title or "décision d’irrecevabilité",
        "visas": visas_of(letter, visas),
        "ground": ground.rstrip("."),
        "facts": paragraphs(facts),
        "legal_basis": legal_basis,
        "remedies": remedies,
    }


def instruction_report(
    letter: dict,
    *,
    checks,
    criteria=(),
    readings=(),
    mean=None,
    spread=None,
    regularity: str = "",
    fit: str = "",
    strengths: str,
    reserves: str,
    cost: str = "",
    advice: str,
    author: str,
    signed_at: datetime,
    requested_amount: int | None = None,
    ranking: str = "",
    findings: bool = False,
    opinions=(),
) -> dict:
    """The instructor's report. Readers are given in a fixed order and printed as « Lecteur 1 », never by name.

    `checks`: dicts {label, result, comment}; `criteria`: dicts {label, weight, mean, spread, scores} where
    `scores` holds dicts {value, meaning, justification} in the order of `readings`, None for a reader without
    score; `readings`: dicts {points, advice, strengths, reserves}; `mean` and `spread`: of the points out of 100;
    `ranking`: only when the president asked for it; `findings`: nothing is scored, each value is a word;
    `opinions`: dicts {by, advice, text, given_at}.
    """
    return {
        "kind": "instruction_report",
        "letter": letter,
        "subject": "rapport d’instruction",
        "checks": [_check(check) for check in checks],
        "criteria": [_criterion(criterion) for criterion in criteria],
        "readings": [_reading(rank, reading) for rank, reading in enumerate(readings, 1)],
        "mean": mark(mean),
        "spread": mark(spread),
        **{
            name: paragraphs(text)
            for name, text in {
                "regularity": regularity,
                "fit": fit,
                "strengths": strengths,
                "reserves": reserves,
                "cost": cost,
            }.items()
        },
        "advice": str(advice),
        "author": author,
        "signed_at": instant(signed_at, letter["zone"]),
        "signed_on": plain_day(signed_at, letter["zone"]),
        "requested_amount": money(requested_amount),
        "ranking": ranking,
        "findings": findings,
        "opinions": [_opinion(opinion, letter["zone"]) for opinion in opinions],
    }


def _opinion(opinion: dict, zone: str) -> dict:
    return {
        "by": opinion["by"],
        "advice": str(opinion["advice"]),
        "text": paragraphs(opinion["text"]),
        "given_on": plain_day(opinion["given_at"], zone),
    }


def _piece(piece: dict) -> dict:
    return {
        "label": piece.get("label", ""),
        "name": piece["name"],
        "size": weight(piece["size"]),
        "sha256": piece["sha256"],
        "received_sha256": _other(piece.get("received_sha256", ""), piece["sha256"]),
    }


def _other(received: str, kept: str) -> str:
    """The hash of the file as it was sent, when the copy kept is not the same."""
    return received if received != kept else ""


def _section(section: dict) -> dict:
    answers = [
        {"label": answer["label"], "shown": paragraphs(str(answer["shown"]))} for answer in section["answers"]
    ]
    return {"title": section["title"], "part": section.get("part", ""), "answers": answers}


def _partner(partner: dict) -> dict:
    share = money(partner.get("budget_share"))
    return {
        "name": partner["name"],
        "siret": partner.get("siret", ""),
        "role": partner.get("role", ""),
        "status": str(partner.get("status", "")),
        "budget_share": share["figures"] if share else "",
    }


def _check(check: dict) -> dict:
    return {"label": check["label"], "result": str(check["result"]), "comment": check.get("comment", "")}


def _criterion(criterion: dict) -> dict:
    scores = [score or {"value": None, "justification": ""} for score in criterion["scores"]]
    return {
        "label": criterion["label"],
        "weight": mark(criterion.get("weight")),
        "mean": mark(criterion.get("mean")),
        "spread": mark(criterion.get("spread")),
        "scores": [
            {
                "reader": f"Lecteur {rank}",
                "value": score["value"] if isinstance(score["value"], str) else mark(score["value"]),
                "meaning": score.get("meaning", ""),
                "justification": score.get("justification", ""),
            }
            for rank, score in enumerate(scores, 1)
        ],
    }


def _reading(rank: int, reading: dict) -> dict:
    return {
        "reader": f"Lecteur {rank}",
        "points": mark(reading.get("points")),
        "advice": str(reading.get("advice", "")),
        "strengths": paragraphs(reading.get("strengths", "")),
        "reserves": paragraphs(reading.get("reserves", "")),
    }
