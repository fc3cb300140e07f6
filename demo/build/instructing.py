"""From the opening to the end of the instruction: complements, admissibility, reviews, report."""

from datetime import timedelta

from django.db.models import Q

from applications.services import completeness, deposit
from applications.services.gate import move
from calls.enums import Part
from calls.models import Question
from demo.build.choosing import draw, pick, values
from demo.build.deciding import decide_one
from demo.build.depositing import ground
from demo.build.pieces import piece
from demo.world import interests as world
from demo.world.people import DELEGATION
from demo.world.texts import judging
from reviews.enums import DecisionKind
from reviews.services import (
    interests,
    opinions,
    planning,
    reading,
    replacing,
    reporting,
    solving,
)

LAST_ASKED = 15  # days after the closing: a complement asked then still runs on the in-flight call
DIVERGENCE = 17  # points added for one reader, taken from the other


def expire(walk) -> None:
    """A draft that the closing found as it was."""
    move(walk.pk, "expire", by=None, at=walk.clock.closes_at + timedelta(minutes=1))


def ask(walk, day=LAST_ASKED) -> None:
    """A complement asked, that still waits."""
    completeness.ask_complement(
        walk.pk,
        by=walk.officer("instructor"),
        items=[{"label": f"« {row.label} » à jour", "question_key": row.key} for row in completable(walk)],
        message=judging.COMPLEMENT,
        at=walk.now(walk.clock.after_closing(day, walk.rank)),
    )


def completable(walk) -> list[Question]:
    """Pieces of the candidature, the only part that every procedure lets complete."""
    declared = Question.objects.filter(section__form=walk.file.form, section__part=Part.CANDIDATURE)
    asked = Q(visible_if=None) | Q(key__in=walk.file.attached_keys())
    return list(declared.filter(asked, kind="file")[:2]) or list(declared[:1])


def answer_complement(walk) -> None:
    ask(walk, day=4)
    send_complement(walk)


def send_complement(walk) -> None:
    at = walk.now(walk.clock.after_closing(9, walk.rank))
    for item in walk.file.open_complement.items.all():
        upload = piece(item.label, "Complément")
        completeness.answer_item(
            item.pk, by=walk.editor, reply=judging.COMPLEMENT_REPLY, upload=upload, at=at
        )
    completeness.complete(walk.pk, by=walk.editor, at=walk.now(at))


def let_complement_lapse(walk) -> None:
    """No answer at the term: the file is judged as it stands."""
    ask(walk, day=2)
    due = walk.file.complement_due_at
    completeness.complete(walk.pk, by=None, at=walk.now(due + timedelta(minutes=5)))


COMPLEMENTS = {"answered": answer_complement, "lapsed": let_complement_lapse}


def check(walk, passed=None) -> None:
    """Points verified; the first ones only when so many are given."""
    points = list(walk.call.check_points.all())[: passed or len(walk.call.check_points.all()) // 2]
    results = {point.pk: ("passed", "") for point in points}
    at = walk.now(walk.clock.after_closing(5, walk.rank))
    completeness.record_checks(walk.pk, by=walk.officer("instructor"), results=results, at=at)


def admit(walk) -> None:
    if asked := walk.spec.options.get("complement"):
        COMPLEMENTS[asked](walk)
    check(walk, passed=walk.call.check_points.count())
    at = walk.now(walk.clock.after_closing(6 + walk.rank % 3, walk.rank))
    completeness.admit(walk.pk, by=walk.officer("instructor"), at=at)


def refuse(walk) -> None:
    at = walk.now(walk.clock.after_closing(9, walk.rank))
    motive = pick(judging.MOTIVES["refuse"], walk.pk)
    decide_one(walk, DecisionKind.REFUSE, motive, at, ground=ground(walk, walk.spec.options["ground"]))


def retire(walk) -> None:
    """Withdrawn by the structure once the files are open."""
    at = walk.now(walk.clock.after_closing(12, walk.rank))
    deposit.withdraw(walk.pk, by=walk.signatory, reason=judging.WITHDRAWAL, at=at)


def assign(walk, readers=None) -> None:
    at = walk.now(walk.clock.after_closing(9, walk.rank))
    for reader in readers or walk.readers():
        due = (at + timedelta(days=12)).date()
        reading.assign(walk.pk, reader, by=walk.officer("manager"), due_on=due, at=at)


def conflict(walk) -> None:
    """The first reader asked declares an interest: they lose every role on the file."""
    reader = walk.readers()[0]
    assign(walk, [reader])
    at = walk.now(walk.clock.after_closing(10, walk.rank))
    reading.declare(walk.pk, by=reader, has_conflict=True, motive=judging.CONFLICT, at=at)


def waive(walk) -> None:
    """A tie found between a reader and the structure is set aside by the manager, with its reason."""
    key, why = world.WAIVERS[walk.call_spec.key, walk.spec.structure]
    at = walk.now(walk.clock.after_closing(7, walk.rank))
    interests.waive(walk.pk, walk.cast.expert(key), by=walk.officer("manager"), reason=why, at=at)


def delegate(walk):
    return walk.cast.person(DELEGATION[walk.call_spec.authority].email)


def ask_opinion(walk) -> None:
    at = walk.now(walk.clock.after_closing(13, walk.rank))
    opinions.ask(
        walk.pk,
        delegate(walk),
        by=walk.officer("instructor"),
        question=world.OPINION_ASKED,
        due_on=(at + timedelta(days=14)).date(),
        at=at,
    )


def give_opinion(walk) -> None:
    by, at = delegate(walk), walk.now(walk.clock.after_closing(18, walk.rank))
    reading.declare(walk.pk, by=by, has_conflict=False, at=at)
    opinions.give(walk.pk, by=by, advice="favourable", text=world.OPINION_GIVEN, at=walk.now(at))


def distribute(walks: list) -> None:
    """The readings still to give, shared out by the solver and applied; then a reader gives one back."""
    walk = walks[0]
    manager, clock = walk.officer("manager"), walk.clock
    at, applied, declined = (clock.at(clock.day(day), day % 8) for day in (-5, -4, -2))
    bounds = {expert.pk: (0, None) for expert in walk.cast.experts}
    per_file = walk.call.reviews_per_file
    due_on = clock.day(9)
    plan = planning.ask(walk.call, by=manager, bounds=bounds, per_file=per_file, due_on=due_on, at=at)
    solving.solve("plan", plan.pk)
    planning.apply(plan.pk, by=manager, at=applied)
    for other in walks:
        if other.spec.options.get("declined"):
            reader = other.file.assignments.current().order_by("pk").last().reader
            replacing.decline(other.pk, by=reader, reason=world.DECLINED, at=declined)


def read_one(walk) -> None:
    """Both readers are asked; one has answered."""
    assign(walk)
    judge(walk, 0, walk.readers()[0])


def read(walk) -> None:
    assign(walk)
    for rank, reader in enumerate(walk.readers()):
        judge(walk, rank, reader)


def judge(walk, rank: int, reader) -> None:
    at = walk.now(walk.clock.after_closing(12 + 2 * rank, walk.rank))
    reading.declare(walk.pk, by=reader, has_conflict=False, at=at)
    scores = (scored if walk.call.scored else met)(walk, rank)
    reading.save_review(
        walk.pk,
        by=reader,
        scores=scores,
        strengths=pick(judging.STRENGTHS, walk.pk, rank),
        reserves=pick(judging.RESERVES, walk.pk, rank),
        advice=advice(walk.spec.quality),
        at=at,
    )
    reading.submit_review(walk.pk, by=reader, at=walk.now(at))


def scored(walk, rank: int) -> dict:
    """A value and its reason for each weighted criterion; two files declared equal get the same values."""
    criteria = list(walk.call.criteria.all())
    apart = DIVERGENCE if walk.spec.options.get("divergent") else 1
    quality = walk.spec.quality + (apart if rank == 0 else -apart)
    turn = rank if walk.spec.options.get("tie") else walk.rank + 3 * rank
    given = values(
        [int(row.weight) for row in criteria], criteria[0].maximum, min(max(quality, 0), 100), turn
    )
    return {row.pk: (value, reason(walk, row, value)) for row, value in zip(criteria, given, strict=True)}


def reason(walk, criterion, value: int) -> str:
    text = pick(judging.JUSTIFICATIONS[value], walk.pk, criterion.key)
    return text.replace("{criterion}", criterion.label)


def met(walk, rank: int) -> dict:
    """Criteria met or not; the weakest files miss the third and the last."""
    criteria = list(walk.call.criteria.all())
    missed = {2, len(criteria) - 1} if walk.spec.quality < 50 else set()
    return {
        row.pk: (0, pick(judging.UNMET, row.key))
        if index in missed
        else (row.maximum, pick(judging.MET, row.key))
        for index, row in enumerate(criteria)
    }


def advice(quality: float) -> str:
    return "favourable" if quality >= 75 else "reserved" if quality >= 55 else "unfavourable"


def conclude(walk) -> None:
    at, instructor = walk.now(walk.clock.after_closing(17, walk.rank)), walk.officer("instructor")
    if (note := walk.spec.options.get("note")) is not None:
        reading.add_note(walk.pk, by=walk.officer("manager"), text=judging.NOTES[note], at=at)
    fields = {
        name: versions[draw(walk.pk, name) % len(versions)] for name, versions in judging.REPORT.items()
    }
    reporting.save_report(
        walk.pk,
        by=instructor,
        at=at,
        strengths=pick(judging.STRENGTHS, walk.pk, "report"),
        reserves=pick(judging.RESERVES, walk.pk, "report"),
        advice=advice(walk.spec.quality),
        **fields,
    )
    reporting.sign_report(walk.pk, by=instructor, at=walk.now(at))
    reporting.conclude(walk.pk, by=instructor, at=walk.now(at))
