"""From the first words to the deposit: what the structure does before the closing."""

from applications.models import Application
from applications.services import attaching, budgeting, consents, deposit, drafting
from calls.models import RefusalGround
from demo.build import content
from demo.build.accompanying import comment
from demo.build.choosing import pick
from demo.build.pieces import piece
from demo.world.texts import judging
from reviews.enums import DecisionKind


def start(walk) -> None:
    eligibility = {row["key"]: row["expected"] for row in walk.call.eligibility}
    at = walk.now(walk.clock.within(0.1 + walk.rank % 9 / 30))
    walk.pk = drafting.start(walk.lot, walk.structure, by=walk.editor, eligibility=eligibility, at=at).pk
    if walk.spec.options.get("title"):
        drafting.save_identity(walk.pk, by=walk.editor, title=content.title(walk), at=at)


def half(walk) -> None:
    """A draft left half way."""
    given, pieces = content.answers(walk)
    at = walk.now(walk.clock.within(0.6 + walk.rank % 5 / 20))
    drafting.save_answers(walk.pk, by=walk.editor, values=content.half(given), base=0, page="demo", at=at)
    _attach(walk, pieces[:1], at)
    share(walk, at)
    comment(walk, at)


def fill(walk) -> None:
    """Everything the deposit asks for."""
    given, pieces = content.answers(walk)
    at = walk.now(walk.clock.within(0.5 + walk.rank % 6 / 20))
    if walk.call.with_money:
        for name, role, status in content.PARTNERS[: 1 + walk.rank % 3]:
            drafting.add_partner(walk.pk, by=walk.editor, at=at, name=name, role=role, status=status)
    drafting.save_answers(walk.pk, by=walk.editor, values=given, base=0, page="demo", at=at)
    _attach(walk, pieces, at)
    if walk.call.with_money:
        write_budget(walk, at)
    drafting.save_identity(
        walk.pk, by=walk.editor, title=content.title(walk), requested_places=walk.spec.places, at=at
    )


def write_budget(walk, at) -> None:
    """Each sheet, then the staff of each year."""
    for key, lines in content.budgets(walk).items():
        budgeting.save_sheet(walk.pk, by=walk.editor, lines=lines, sheet=key, at=at)
        budgeting.save_staff(walk.pk, by=walk.editor, year=int(key), posts=content.staff(walk, lines), at=at)


def _attach(walk, pieces, at) -> None:
    for question in pieces:
        attaching.attach(
            walk.pk, by=walk.editor, question_key=question.key, upload=piece(question.label), at=at
        )


def submit(walk) -> None:
    at = walk.now(walk.clock.within(0.82 + walk.rank % 9 / 52))
    deposit.submit(walk.pk, by=walk.signatory, at=at)
    if walk.spec.options.get("reopen"):
        deposit.reopen(walk.pk, by=walk.signatory, at=walk.now(at))
        deposit.submit(walk.pk, by=walk.signatory, at=walk.now(at))
    share(walk, walk.cursor)


def share(walk, at) -> None:
    """What the structure lets its union see."""
    level = walk.spec.options.get("consent")
    if level:
        consents.give(walk.pk, walk.cast.union, level, by=walk.signatory, at=at)


def retract(walk) -> None:
    """Withdrawn before the files are opened: the authority will never know."""
    deposit.withdraw(
        walk.pk, by=walk.signatory, reason=judging.WITHDRAWAL, at=walk.now(walk.clock.within(0.97))
    )


def late(walk) -> None:
    """Received on paper a day too late, entered as such, then refused with its ground."""
    from demo.build.deciding import decide_one

    at, instructor = walk.now(walk.clock.after_closing(3)), walk.officer("instructor")
    application: Application = deposit.enter_outside(
        walk.lot,
        walk.structure,
        by=instructor,
        received_at=walk.clock.after_closing(1, walk.rank),
        title=content.title(walk),
        requested_amount=walk.spec.requested,
        at=at,
    )
    walk.pk = application.pk
    decide_one(
        walk, DecisionKind.REFUSE, pick(judging.MOTIVES["late"], walk.pk), at, ground=ground(walk, "late")
    )


def ground(walk, code: str) -> RefusalGround:
    return RefusalGround.objects.get(kind=walk.call.kind, code=code)
