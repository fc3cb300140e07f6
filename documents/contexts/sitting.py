"""Papers of a sitting of the commission: what calls it, what was said and decided there, and the ranking it gives."""

from datetime import datetime

from documents.contexts.common import instant, mark, money, paragraphs
from documents.contexts.decisions import ordinal


def convocation(
    letter: dict,
    *,
    starts_at: datetime,
    place: str,
    number: int,
    legal_basis: str,
    members,
    items,
    second: bool = False,
    hearing: str = "",
    quorum: str = "",
    nullity: str = "",
    access_url: str = "",
    late_reason: str = "",
) -> dict:
    """`members`: dicts {capacity, voice, name, alternate}; `items`: dicts {number, structure, title, lot, requested, hour}.

    `hearing`: the length of each, in words; `quorum`: the rule; `nullity`: what an undeclared interest costs;
    `second`: called because the first had no quorum.
    """
    zone = letter["zone"]
    return {
        "kind": "convocation",
        "letter": letter,
        "subject": "convocation de la commission",
        "starts_at": instant(starts_at, zone),
        "place": place,
        "number": number,
        "second": second,
        "legal_basis": legal_basis,
        "members": [_member(member) for member in members],
        "items": [_file(item) | {"hour": item.get("hour", "")} for item in items],
        "hearing": hearing,
        "quorum": quorum,
        "nullity": nullity,
        "access_url": access_url,
        "late_reason": paragraphs(late_reason),
    }


def minutes(
    letter: dict,
    *,
    number: int,
    legal_basis: str,
    place: str,
    convened_at: datetime,
    starts_at: datetime,
    opened_at: datetime,
    closed_at: datetime,
    quorum: str,
    members,
    items,
    declarations=(),
    rankings=(),
    observations=(),
    instructors: str = "",
    funding_line: str = "",
    second: bool = False,
    without_quorum: bool = False,
    late_reason: str = "",
    draft: bool = True,
) -> dict:
    """Everything CASF R. 313-2-2 and R. 313-6-2 ask of the minutes; a draft until the president signs.

    `members`: dicts {capacity, voice, name, alternate, presence}, `declarations`: {who, at}. `items`: dicts {number, structure, title,
    lot, requested, hearing, quorum, away, debate, votes, observations}; `votes`: dicts {question, secret, sentence,
    ballots: [{seat, choice}]}, a secret one without ballots. `rankings`: dicts {lot, rows: [{rank, number, structure,
    points, reason}], votes}. `observations`: dicts {who, text}.
    """
    zone = letter["zone"]
    return {
        "kind": "minutes",
        "letter": letter,
        "draft": draft,
        "subject": "procès-verbal de la commission",
        "number": number,
        "legal_basis": legal_basis,
        "place": place,
        "convened_at": instant(convened_at, zone),
        "starts_at": instant(starts_at, zone),
        "opened_at": instant(opened_at, zone),
        "closed_at": instant(closed_at, zone),
        "second": second,
        "without_quorum": without_quorum,
        "quorum": quorum,
        "late_reason": paragraphs(late_reason),
        "instructors": instructors,
        "funding_line": funding_line,
        "members": [_member(member) | {"presence": member["presence"]} for member in members],
        "declarations": [{"who": row["who"], "at": instant(row["at"], zone)} for row in declarations],
        "items": [_item(item) for item in items],
        "rankings": [_ranking(ranking) for ranking in rankings],
        "observations": [_observation(row) for row in observations],
    }


def ranking_list(
    letter: dict,
    *,
    number: int,
    held_on: str,
    lot: str,
    rows,
    legal_basis: str = "",
    publication: str = "",
    draft: bool = True,
) -> dict:
    """The opinion of the commission as it is published: rank and bearer. `rows`: dicts {rank, number, structure}.

    `publication`: where it is published, in a sentence.
    """
    return {
        "kind": "ranking_list",
        "letter": letter,
        "draft": draft,
        "subject": "liste de classement",
        "number": number,
        "held_on": held_on,
        "lot": lot,
        "legal_basis": legal_basis,
        "publication": publication,
        "rows": [
            {"rank": ordinal(row["rank"]), "number": row["number"], "structure": row["structure"]}
            for row in rows
        ],
    }


def signed(draft: dict, letter: dict) -> dict:
    """The draft as its president read it, word for word, with their signature."""
    return {**draft, "draft": False, "letter": letter}


def _member(member: dict) -> dict:
    return {
        "capacity": member["capacity"],
        "voice": str(member["voice"]),
        "name": member["name"],
        "alternate": member.get("alternate", ""),
    }


def _file(item: dict) -> dict:
    requested = money(item.get("requested"))
    return {
        "number": item["number"],
        "structure": item["structure"],
        "title": item.get("title", ""),
        "lot": item.get("lot", ""),
        "requested": requested["figures"] if requested else "",
    }


def _item(item: dict) -> dict:
    return _file(item) | {
        "hearing": item.get("hearing", ""),
        "quorum": item["quorum"],
        "away": [str(row) for row in item.get("away", ())],
        "debate": paragraphs(item.get("debate", "")),
        "votes": [_vote(row) for row in item.get("votes", ())],
        "observations": [_observation(row) for row in item.get("observations", ())],
    }


def _vote(vote: dict) -> dict:
    return {
        "question": vote["question"],
        "secret": vote["secret"],
        "sentence": vote["sentence"],
        "ballots": [{"seat": row["seat"], "choice": str(row["choice"])} for row in vote.get("ballots", ())],
    }


def _observation(row: dict) -> dict:
    return {"who": row["who"], "text": paragraphs(row["text"])}


def _ranking(ranking: dict) -> dict:
    return {
        "lot": ranking["lot"],
        "rows": [
            {
                "rank": ordinal(row["rank"]),
                "number": row["number"],
                "structure": row["structure"],
                "points": mark(row.get("points")),
                "reason": row["reason"],
            }
            for row in ranking["rows"]
        ],
        "votes": [_vote(row) for row in ranking.get("votes", ())],
    }
