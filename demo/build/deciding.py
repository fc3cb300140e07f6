"""Decisions: proposed in the order of the ranking, signed and released together, as the authority does."""

from datetime import timedelta

from demo.build.choosing import pick
from demo.world.texts import judging
from reviews.enums import DecisionKind as K
from reviews.queries import ranking_of
from reviews.services import deciding, reading, scenarios, solving

KINDS = {"select": K.SELECT, "waitlist": K.WAITLIST, "reject": K.REJECT, "stage": K.SELECT}
WAITING_DAYS = 365
AHEAD = timedelta(days=3)  # a decision is proposed before it is signed


def compare(walk) -> None:
    """The rules of selection side by side on the lot as it stands, solved at once."""
    at = walk.clock.at(walk.clock.day(-1), 1)
    for row in scenarios.compare(walk.lot, by=walk.officer("manager"), at=at):
        solving.solve("scenario", row.pk)


def decide_one(walk, kind: K, motive: str, at, **values) -> None:
    """One decision alone: proposed, signed, notified."""
    row = deciding.propose(walk.pk, kind, by=walk.officer("manager"), motive=motive, at=at, **values)
    deciding.sign([row.pk], by=walk.director, capacity=walk.capacity, at=walk.now(at))
    deciding.release([row.pk], by=walk.director, at=walk.now(at), await_acts=False)


def decide_call(walks: dict) -> None:
    """The decisions of a call: {walk: word}. Those staged stay unsigned."""
    settle_ties(walks)
    ordered = sorted(
        walks, key=lambda walk: (walk.spec.lot, -walk.spec.quality, walk.spec.options.get("rank", 0))
    )
    rows, waiting = [], {}
    for walk in ordered:
        waiting[walk.spec.lot] = waiting.get(walk.spec.lot, 0) + (walks[walk] == "waitlist")
        rows.append((walk, walks[walk], propose(walk, walks[walk], waiting[walk.spec.lot])))
    keys = [row.pk for _, word, row in rows if word != "stage"]
    if keys:
        walk = ordered[0]
        signed, released = walk.clock.after_decision(0, 1), walk.clock.after_decision(0, 5)
        latest = max(walk.cursor for walk in ordered)
        deciding.sign(keys, by=walk.director, capacity=walk.capacity, at=max(signed, latest))
        deciding.release(keys, by=walk.director, at=max(released, latest), await_acts=False)


def settle_ties(walks) -> None:
    for walk in walks:
        if rank := walk.spec.options.get("rank"):
            at = walk.now(walk.clock.after_decision(-5))
            reading.choose_rank(
                walk.pk, by=walk.officer("manager"), rank=rank, reason=judging.RANK_REASON, at=at
            )


def propose(walk, word: str, waiting: int):
    kind = KINDS[word]
    wanted = walk.clock.after_closing(21) if word == "stage" else walk.clock.after_decision(0) - AHEAD
    return deciding.propose(
        walk.pk,
        kind,
        by=walk.officer("manager"),
        motive=motive(walk, kind),
        at=walk.now(wanted),
        **values(walk, kind, waiting),
    )


def values(walk, kind: K, waiting: int) -> dict:
    if kind in {K.SELECT, K.PROMOTE}:
        return award(walk) | {"rank": rank_of(walk)}
    if kind == K.WAITLIST:
        valid = walk.clock.after_decision(WAITING_DAYS).date()
        return {"rank": waiting, "valid_until": valid}
    return {"rank": rank_of(walk)}


def award(walk) -> dict:
    money = (walk.spec.award or walk.spec.requested) if walk.call.with_money else None
    return {"amount": money, "places": walk.spec.places}


def rank_of(walk) -> int | None:
    return next((row.rank for row in ranking_of(walk.lot) if row.application.pk == walk.pk), None)


def motive(walk, kind: K) -> str:
    """The reason of a decision: partial when the sum was cut, about criteria where points do not exist."""
    key = kind.value
    if kind == K.SELECT and walk.spec.award:
        key = "partial"
    if not walk.call.scored:
        key = {K.SELECT: "label", K.REJECT: "unmet"}.get(kind, key)
    return pick(judging.MOTIVES[key], walk.pk)
