"""One file from draft to evaluated, in real time and through a real worker, every step witnessed."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.management import CommandError
from django.db.models import Q
from django.utils import timezone

from applications.enums import State
from applications.models import Application, Delivery, Transition
from applications.services import calendar
from applications.services.gate import broken_links
from demo.build import deciding, depositing, following, instructing, offers, people
from demo.build.clock import Clock
from demo.build.people import Cast
from demo.build.walk import Walk
from demo.world import CALLS
from demo.world.shapes import CallSpec, FileSpec, LotSpec
from documents.enums import DocumentStatus
from documents.models import Document
from documents.services import read
from notifications.enums import MailStatus
from notifications.models import Message
from reviews.services import deciding as decisions

WINDOW = timedelta(seconds=15)  # the call is open this long, then really closes
PATIENCE = 90  # seconds for the worker to do what one step asks
LOOK = 0.2

CALL = CallSpec(
    key="JOURNEY", authority="84", kind="ami", model="equipes-mobiles", title="Appel du parcours de démonstration",
    public_name="Appel à manifestation d’intérêt", opens=0, closes=0, decided=0, reported=0, evaluated=0, ends=365,
    lots=(LotSpec("Auvergne-Rhône-Alpes", envelope=200_000, ceiling=150_000),),
    source=CALLS["N2"].source, note="Tout est fictif.",
)  # fmt: skip
FILE = FileSpec("passerelles", "", 88, 120_000)

# move → the acts that must come out of the worker with it
ACTS: dict[str, tuple[str, ...]] = {
    "submit": ("receipt",),
    "request_complement": ("complement_request",),
    "complete": (),
    "admit": (),
    "conclude": ("instruction_report",),
    "select": ("favourable",),
    "fund": ("agreement",),
    "evaluate": ("evaluation",),
}


class LiveWalk(Walk):
    """A walk without dates: each act happens now."""

    def now(self, wanted: datetime) -> datetime:
        self.cursor = timezone.now()
        return self.cursor


@dataclass(frozen=True)
class Witnessed:
    """What one step left: its move, the messages that left, the acts established."""

    row: Transition
    messages: list[Message]
    acts: list[Document]


def begin() -> LiveWalk:
    """The people, a call that closes in a few seconds, and a draft."""
    people.write_people()
    cast, born = Cast(), timezone.now()
    clock = Clock(CALL, "Europe/Paris", born)
    clock.opens_at = born.replace(microsecond=0) - timedelta(seconds=1)
    clock.closes_at = clock.opens_at + WINDOW
    call = offers.publish(CALL, clock, cast)
    walk = LiveWalk(CALL, FILE, 0, call, clock, cast)
    depositing.start(walk)
    depositing.fill(walk)
    return walk


def steps(walk: LiveWalk) -> Iterator[tuple[Callable[[], None], int]]:
    """What to do, and how many moves it makes."""
    yield (lambda: depositing.submit(walk)), 1
    yield (lambda: close(walk)), 0
    yield (lambda: instructing.ask(walk)), 1
    yield (lambda: instructing.send_complement(walk)), 1
    yield (lambda: instructing.admit(walk)), 1
    yield (lambda: judge(walk)), 1
    yield (lambda: select(walk)), 1
    yield (lambda: fund(walk)), 1
    yield (lambda: evaluate(walk)), 1


def close(walk) -> None:
    """Waits for the closing to be past, then opens the files."""
    time.sleep(max((walk.clock.closes_at - timezone.now()).total_seconds() + 1, 0))
    calendar.open_files(walk.call.pk, by=walk.officer("manager"))
    walk.call.refresh_from_db()


def judge(walk) -> None:
    instructing.read(walk)
    instructing.conclude(walk)


def select(walk) -> None:
    """Proposed, signed, then released once its act is established: as a person would."""
    row = deciding.propose(walk, "select", 0)
    decisions.sign([row.pk], by=walk.director, capacity=walk.capacity)
    row.refresh_from_db()
    until(lambda: established(row.document_id), "l’acte de la décision n’est pas établi")
    decisions.release([row.pk], by=walk.director)


def fund(walk) -> None:
    for step in (following.accept, following.prepare, following.structure_signs, following.fund):
        step(walk)


def evaluate(walk) -> None:
    following.pay(walk)
    for step in (following.report, following.accept_report, following.evaluate):
        step(walk)


def until(holds: Callable[[], bool], otherwise: str) -> None:
    """Waits for the worker; one sentence when it does not come."""
    limit = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > limit:
            raise CommandError(f"Après {PATIENCE} s, {otherwise} : le worker n’a pas fait son travail.")
        time.sleep(LOOK)


def established(document_id: int) -> bool:
    return Document.objects.filter(pk=document_id, status=DocumentStatus.ISSUED).exists()


def witness(walk: LiveWalk, seen: int) -> Witnessed:
    """Waits until everything the last move announces came through the worker, and checks it."""
    row = walk.file.transitions.select_related("by").order_by("-sequence").first()
    if row is None or row.sequence == seen:
        raise CommandError("Le dossier n’a pas avancé.")
    until(
        lambda: Delivery.objects.filter(transition=row).exists(),
        f"les messages de « {row.name} » ne sont pas écrits",
    )
    acts = acts_of(row)
    until(
        lambda: all(established(act.pk) for act in acts), f"les actes de « {row.name} » ne sont pas établis"
    )
    messages = Message.objects.filter(transition=row).select_related("recipient")
    unsent = messages.filter(Q(shown_at=None) | Q(mail=MailStatus.WAITING))
    until(lambda: not unsent.exists(), f"les courriels de « {row.name} » ne sont pas partis")
    found = Witnessed(row, list(messages), [Document.objects.get(pk=act.pk) for act in acts])
    _check(found)
    return found


def acts_of(row: Transition) -> list[Document]:
    """The acts of the move; the report of instruction has no move of its own, it comes with the end of instruction."""
    wanted = Q(act__transition=row) | Q(act__application=row.application_id, kind="instruction_report")
    return list(Document.objects.filter(wanted, kind__in=ACTS[row.name]).order_by("pk"))


def _check(found: Witnessed) -> None:
    name = found.row.name
    if [act.kind for act in found.acts] != list(ACTS[name]):
        raise CommandError(f"« {name} » n’a pas produit les actes attendus.")
    if not found.messages:
        raise CommandError(f"« {name} » n’a prévenu personne.")
    failed = [message.subject for message in found.messages if message.mail == MailStatus.FAILED]
    if failed:
        raise CommandError(f"Un courriel n’a pas pu partir : {failed[0]}")
    for act in found.acts:
        read(act)  # re-hashed


def refuse_unless_whole(walk: LiveWalk) -> None:
    """At the end: evaluated, and every link of its history holds."""
    file: Application = walk.file
    if file.state != State.EVALUATED or broken_links(file):
        raise CommandError("Le dossier n’est pas évalué, ou son journal est rompu.")
