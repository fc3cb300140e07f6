"""The order of everything: a list of steps, each one transaction, each done once.

Publication, deposits and opening of a call are one step: between them the clock of Jalon would open the files of a
call closed long ago, and expire its drafts, at the date of today.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from applications.enums import State
from applications.models import Application
from applications.services import calendar
from calls.procedures import PROCEDURES
from demo.build import (
    accompanying,
    commission,
    deciding,
    depositing,
    following,
    instructing,
    keeping,
    offers,
    people,
)
from demo.build.clock import Clock
from demo.build.people import Cast
from demo.build.walk import Walk
from demo.world import CALLS, FILES
from demo.world.commission import CONVENED
from demo.world.shapes import CallSpec, FileSpec

BEFORE_CLOSING = {word: getattr(depositing, word) for word in ("start", "half", "fill", "submit", "retract")}
INSTRUCTION = {
    word: getattr(instructing, word)
    for word in (
        "ask",
        "check",
        "admit",
        "refuse",
        "retire",
        "assign",
        "conflict",
        "waive",
        "ask_opinion",
        "give_opinion",
        "read_one",
        "read",
        "conclude",
    )
} | {"late": depositing.late}
AFTERWARDS = {
    word: getattr(following, word)
    for word in (
        *(
            "accept",
            "decline",
            "revise",
            "promote",
            "prepare",
            "structure_signs",
            "fund",
            "pay",
            "report_draft",
            "report",
        ),
        *("return_report", "accept_report", "propose_evaluation", "evaluate", "lapse", "reject_later"),
        *("reconsider", "select"),
    )
} | {"sign": following.structure_signs}
BY_CALL = {"abandoned"}
SITTING_KINDS = {kind for kind, procedure in PROCEDURES.items() if procedure.commission_required}


@dataclass(frozen=True)
class Task:
    key: str
    do: Callable[[], None]
    files: int = 0  # how many files it leaves where the tables want them


@dataclass
class Stages:
    """The path of one file, cut at the closing and at its first decision."""

    deposit: list[str] = field(default_factory=list)
    instruction: list[str] = field(default_factory=list)
    decision: str = ""
    afterwards: list[str] = field(default_factory=list)

    @property
    def last(self) -> str:
        named = {"afterwards": self.afterwards, "decision": self.decision, "instruction": self.instruction}
        return next((name for name, words in named.items() if words), "deposit")


def stages(path: str) -> Stages:
    cut = Stages()
    for word in path.split():
        if cut.decision:
            cut.afterwards.append(word)
        elif word in deciding.KINDS:
            cut.decision = word
        elif word in BEFORE_CLOSING:
            cut.deposit.append(word)
        elif word not in BY_CALL:
            cut.instruction.append(word)
    return cut


def tasks(born: datetime, files: dict[str, tuple[FileSpec, ...]] = FILES) -> Iterator[Task]:
    """Every step, in order, for these files and the calls they answer."""
    yield Task("people", people.write_people)
    yield Task("kept", keeping.keep_once)
    yield Task("programmes", offers.write_programmes)
    yield Task("experts", people.describe_experts)
    yield Task("seats", partial(commission.name_seats, born))
    for key, spec in CALLS.items():
        if key in files:
            yield from Building(spec, files[key], born).tasks()
    yield Task("union", people.leave_union)
    yield Task("library", partial(accompanying.write_library, born))


class Building:
    """The steps of one call."""

    def __init__(self, spec: CallSpec, files: tuple[FileSpec, ...], born: datetime):
        self.spec, self.born = spec, born
        self.files = [(rank, file, stages(file.path)) for rank, file in enumerate(files)]

    def tasks(self) -> Iterator[Task]:
        key = self.spec.key
        yield Task(f"{key} publish", self.publish, self.ending("deposit"))
        for rank, file, cut in self.files:
            if cut.instruction:
                yield self.one(rank, file, cut, "instruction", INSTRUCTION)
        if self.spec.kind in SITTING_KINDS and any(cut.decision for *_, cut in self.files):
            yield Task(f"{key} sit", self.sit)
        if self.spec.distributed:
            yield Task(f"{key} distribute", self.distribute)
        if self.spec.compared:
            yield Task(f"{key} compare", self.compare)
        if key in CONVENED:
            yield Task(f"{key} convene", self.convene)
        if any(cut.decision for *_, cut in self.files):
            yield Task(f"{key} decide", self.decide, self.ending("decision"))
        for rank, file, cut in self.files:
            if cut.afterwards:
                yield self.one(rank, file, cut, "afterwards", AFTERWARDS)
        if self.spec.abandoned is not None:
            yield Task(f"{key} abandon", self.abandon)

    def ending(self, stage: str) -> int:
        return sum(cut.last == stage for *_, cut in self.files)

    def one(self, rank, file, cut, stage, words) -> Task:
        def do():
            walk = self.walk(Cast(), rank, file)
            for word in getattr(cut, stage):
                words[word](walk)

        return Task(f"{self.spec.key} {file.structure} {stage}", do, int(cut.last == stage))

    def walk(self, cast: Cast, rank: int, file: FileSpec) -> Walk:
        call = offers.found(self.spec)
        return Walk(self.spec, file, rank, call, Clock(self.spec, call.time_zone, self.born), cast)

    def publish(self) -> None:
        """The call, then every deposit at its date, then the closing."""
        cast = Cast()
        zone = cast.authorities[self.spec.authority].time_zone
        clock = Clock(self.spec, zone, self.born)
        offers.publish(self.spec, clock, cast)
        for rank, file, cut in self.files:
            walk = self.walk(cast, rank, file) if cut.deposit else None
            for word in cut.deposit:
                BEFORE_CLOSING[word](walk)
        if not clock.is_open:
            self.close(clock, cast)

    def close(self, clock: Clock, cast: Cast) -> None:
        call = offers.found(self.spec)
        if call.opened_at is None:
            manager = cast.officer(self.spec.authority, "manager")
            calendar.open_files(call.pk, by=manager, at=clock.closes_at + timedelta(hours=1))
        left = Application.objects.filter(call=call, state=State.DRAFT).values_list(
            "structure__name", flat=True
        )
        for rank, file, _ in self.files:
            if cast.structures[file.structure].name in set(left):
                instructing.expire(self.walk(cast, rank, file))

    def decide(self) -> None:
        cast = Cast()
        deciding.decide_call(
            {self.walk(cast, rank, file): cut.decision for rank, file, cut in self.files if cut.decision}
        )

    def sit(self) -> None:
        cast = Cast()
        commission.Room([self.walk(cast, rank, file) for rank, file, _ in self.files]).hold()

    def distribute(self) -> None:
        cast = Cast()
        instructing.distribute([self.walk(cast, rank, file) for rank, file, _ in self.files])

    def compare(self) -> None:
        deciding.compare(self.walk(Cast(), *self.files[0][:2]))

    def convene(self) -> None:
        cast = Cast()
        walks = [self.walk(cast, rank, file) for rank, file, _ in self.files]
        commission.convene(walks[0], CONVENED[self.spec.key])

    def abandon(self) -> None:
        cast, call = Cast(), offers.found(self.spec)
        clock = Clock(self.spec, call.time_zone, self.born)
        calendar.abandon_call(
            call.pk,
            by=cast.officer(self.spec.authority, "authority_signatory"),
            reason=self.spec.abandon_reason,
            at=clock.at(clock.day(self.spec.abandoned)),
        )
