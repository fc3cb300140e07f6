"""After the decision: offer, agreement, payments, report, evaluation; and the ways out."""

from datetime import timedelta

from awards import budget
from awards import services as awards
from demo.build.choosing import draw, pick
from demo.build.deciding import award, decide_one, values
from demo.world.people import CAPACITY
from demo.world.texts import after, judging
from reviews.enums import DecisionKind as K
from reviews.services import promoting

FIRST_SHARE = 80  # per cent paid at the signature, the rest once the report is accepted
YEAR = timedelta(days=365)
INDICATORS = {
    "people": 400,
    "caseload": 260,
    "staff": 4,
    "occupancy": 88,
    "stay": 41,
    "homes": 6,
    "nights": 365,
}


def accept(walk) -> None:
    at = walk.now(walk.clock.after_decision(4, walk.rank))
    if budget.is_partial(walk.file, walk.file.offer):
        awards.spread_cut(walk.pk, by=walk.signatory, at=at)
    awards.answer_offer(walk.pk, by=walk.signatory, accepts=True, at=at)


def decline(walk) -> None:
    """The offer is declined: what it held returns, and the waiting list calls itself."""
    at = walk.now(walk.clock.after_decision(6, walk.rank))
    awards.answer_offer(walk.pk, by=walk.signatory, accepts=False, note=judging.DECLINE, at=at)
    promoting.propose_next(walk.lot.pk, at=walk.now(at))


def revise(walk) -> None:
    """A partial offer whose revised budget is begun, not yet balanced."""
    file, at = walk.file, walk.now(walk.clock.after_decision(7, walk.rank))
    lines = budget.start(file, file.offer)[file.budget_year]
    amount, status = lines["64"]
    lines["64"] = (amount - (file.requested_amount - file.offer.amount) // 2, status)
    awards.revise_budget(walk.pk, by=walk.signatory, lines=lines, at=at)


def promote(walk) -> None:
    at = walk.now(walk.clock.after_decision(20, walk.rank))
    decide_one(walk, K.PROMOTE, pick(judging.MOTIVES["promote"], walk.pk), at, **award(walk))


def prepare(walk) -> None:
    file, at = walk.file, walk.now(walk.clock.after_decision(6, walk.rank))
    starts = at.date() + timedelta(days=8)
    ends = walk.clock.day(walk.call_spec.ends) if walk.call_spec.ends is not None else starts + YEAR
    first = file.awarded_amount * FIRST_SHARE // 100
    awards.prepare_agreement(
        walk.pk,
        by=walk.officer("finance"),
        object=after.OBJECT.format(title=file.title),
        starts_on=starts,
        ends_on=ends,
        instalments=[
            {
                "label": "Premier versement",
                "amount": first,
                "due_on": starts + timedelta(days=30),
                "condition": "à la signature",
            },
            {
                "label": "Solde",
                "amount": file.awarded_amount - first,
                "due_on": ends + timedelta(days=60),
                "condition": "bilan accepté",
                "needs_report": True,
            },
        ],
        at=at,
    )


def structure_signs(walk) -> None:
    at = walk.now(walk.clock.after_decision(8, walk.rank))
    awards.sign_agreement(walk.pk, by=walk.signatory, capacity=CAPACITY["structure"], at=at)


def fund(walk) -> None:
    at = walk.now(walk.clock.after_decision(10, walk.rank))
    awards.sign_agreement(walk.pk, by=walk.director, capacity=walk.capacity, at=at)


def pay(walk, position=1, day=None) -> None:
    row = walk.file.agreement.instalments.get(position=position)
    paid_on = (day or walk.now(walk.clock.after_decision(35, walk.rank))).date()
    reference = f"MANDAT-FICTIF-{walk.pk:05d}-{position}"
    awards.pay(row.pk, by=walk.officer("finance"), paid_on=paid_on, reference=reference)


def report_draft(walk) -> None:
    at, file = walk.now(walk.clock.after_report(0, walk.rank)), walk.file
    indicators = list(walk.call.indicators.all())
    awards.save_report(
        walk.pk,
        by=walk.editor,
        narrative=pick(after.NARRATIVES, walk.pk),
        spent=file.awarded_amount * (94 + draw(walk.pk) % 7) // 100,
        values={row.pk: (measured(walk, row.key), "") for row in indicators},
        at=at,
    )


def measured(walk, key: str) -> int:
    usual = INDICATORS.get(key, 120)
    return usual * (70 + draw(walk.pk, key) % 50) // 100


def report(walk) -> None:
    report_draft(walk)
    awards.submit_report(walk.pk, by=walk.signatory, at=walk.now(walk.cursor))
    if walk.spec.options.get("returned"):
        return_report(walk)
        awards.submit_report(walk.pk, by=walk.signatory, at=walk.now(walk.clock.after_report(13, walk.rank)))


def return_report(walk) -> None:
    at = walk.now(walk.clock.after_report(7, walk.rank))
    awards.judge_report(walk.pk, by=walk.officer("instructor"), accepts=False, reason=after.RETURNED, at=at)


def accept_report(walk) -> None:
    at = walk.now(walk.clock.after_report(14, walk.rank))
    awards.judge_report(walk.pk, by=walk.officer("instructor"), accepts=True, at=at)
    pay(walk, position=2, day=at)


def propose_evaluation(walk) -> None:
    outcome = walk.spec.options.get("outcome", "favourable")
    awards.propose_evaluation(
        walk.pk,
        by=walk.officer("instructor"),
        outcome=outcome,
        motive=pick(after.EVALUATIONS[outcome], walk.pk),
        at=walk.now(walk.clock.at_evaluation(-5, walk.rank)),
    )


def evaluate(walk) -> None:
    propose_evaluation(walk)
    at = walk.now(walk.clock.at_evaluation(0, walk.rank))
    awards.sign_evaluation(walk.pk, by=walk.director, capacity=walk.capacity, at=at)


LAPSES = {  # funded?, with money? → (days after the decision, motive)
    (True, True): (420, "lapse"),
    (False, True): (45, "lapse_offer"),
    (False, False): (900, "lapse_label"),
}


def lapse(walk) -> None:
    file = walk.file
    days, key = LAPSES[file.funded_at is not None, file.with_money]
    at = walk.now(walk.clock.after_decision(days, walk.rank))
    decide_one(walk, K.LAPSE, pick(judging.MOTIVES[key], walk.pk), at)


def reject_later(walk) -> None:
    """The waiting list reaches its term."""
    at = walk.now(walk.clock.after_decision(366, walk.rank))
    decide_one(walk, K.REJECT, pick(judging.MOTIVES["reject_later"], walk.pk), at)


def reconsider(walk) -> None:
    at = walk.now(walk.clock.after_decision(48, walk.rank))
    decide_one(walk, K.RECONSIDER, pick(judging.MOTIVES["reconsider"], walk.pk), at)


def select(walk) -> None:
    """Selected after a recours, alone."""
    at = walk.now(walk.clock.after_decision(60, walk.rank))
    decide_one(walk, K.SELECT, pick(judging.MOTIVES["select"], walk.pk), at, **values(walk, K.SELECT, 0))
