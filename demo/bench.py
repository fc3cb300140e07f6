"""The measures, each beside what it is measured against. Median of n runs, in one process."""

import os
import platform
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain
from pathlib import Path

from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from weasyprint import HTML

from applications.enums import State
from applications.models import Application
from applications.services import deposit
from demo import bench_file, bench_readings, bench_selection
from demo.bench_pages import nothing, page, signed_in
from demo.build import depositing, offers, people
from demo.build.clock import Clock
from demo.build.people import Cast
from demo.build.walk import Walk
from demo.models import Step
from demo.world import CALLS
from demo.world.shapes import FileSpec
from demo.world.structures import PRECARITY_AURA
from documents import production
from documents.enums import DocumentStatus
from documents.models import Document

SMALL, LARGE = 20, 2_000
CPU = Path("/proc/cpuinfo")
PAGE = (
    "<html lang='fr'><title>Une page</title><body><h1>Une lettre</h1><p>Madame, Monsieur,</p></body></html>"
)


@dataclass(frozen=True)
class Measure:
    what: str
    runs: int
    median_ms: float
    worst_ms: float


def timed(what: str, runs: int, act: Callable[[int], object]) -> Measure:
    """The act once for nothing, then so many times; milliseconds."""
    act(0)
    spent = []
    for turn in range(1, runs + 1):
        began = time.perf_counter()
        act(turn)
        spent.append((time.perf_counter() - began) * 1000)
    return Measure(what, runs, statistics.median(spent), max(spent))


def measures() -> Iterator[Measure]:
    people.write_people()
    yield from deposits()
    yield from lists()
    yield from letters()
    for what, runs, act in chain(bench_file.acts(), bench_selection.acts(), bench_readings.acts()):
        yield timed(what, runs, act)


def call_open():
    """The first open call, with drafts ready to be deposited."""
    spec, cast = CALLS["O2"], Cast()
    clock = Clock(spec, cast.authorities[spec.authority].time_zone, timezone.now())
    return spec, clock, cast, offers.publish(spec, clock, cast)


def deposits() -> Iterator[Measure]:
    spec, clock, cast, call = call_open()
    drafts = []
    for rank, (key, *_) in enumerate(PRECARITY_AURA[:12]):
        file = FileSpec(key, "", 70, 60_000)
        walk = Walk(spec, file, rank, call, clock, cast)
        depositing.start(walk)
        depositing.fill(walk)
        drafts.append(walk)
    yield timed(
        "Dépôt d’un dossier", 11, lambda turn: deposit.submit(drafts[turn].pk, by=drafts[turn].signatory)
    )
    yield timed("  une ligne insérée (INSERT)", 200, insert)


def insert(turn: int) -> None:
    table = Step._meta.db_table
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {connection.ops.quote_name(table)} (key, files, at) VALUES (%s, 0, %s)",  # noqa: S608
            [f"bench {turn}", timezone.now()],
        )


def lists() -> Iterator[Measure]:
    spec, cast = CALLS["N1"], Cast()
    clock = Clock(spec, cast.authorities[spec.authority].time_zone, timezone.now())
    call = offers.publish(spec, clock, cast)
    type(call).objects.filter(pk=call.pk).update(opened_at=clock.closes_at + timedelta(hours=1))
    client = signed_in(cast.officer(spec.authority, "manager"))
    url = reverse("applications:call_files", args=[call.slug])
    for size in (SMALL, LARGE):
        crowd(call, size, clock)
        yield timed(f"Liste des dossiers d’un appel, {size} dossiers", 15, lambda turn: page(client, url))
    for what, runs, act in nothing(client):
        yield timed(what, runs, act)


def crowd(call, size: int, clock) -> None:
    """Rows for the list alone, in a throw-away database: no act is measured on them."""
    organisation = type(Cast().structures["passerelles"])
    have, at = call.applications.count(), clock.closes_at - timedelta(days=1)
    owners = organisation.objects.bulk_create(
        organisation(kind="applicant", name=f"Structure de mesure {rank}") for rank in range(have, size)
    )
    lot, form, by = call.lots.get(), call.current_form(), Cast().signatory("passerelles")
    Application.objects.bulk_create(
        Application(
            number=f"{call.number}-{rank:04d}", call=call, lot=lot, form=form, structure=owner, with_money=True,
            title=f"Projet de mesure {rank}", requested_amount=50_000 + rank, state=State.SUBMITTED,
            submitted_at=at, submitted_by=by, received_at=at, created_by=by,
        )
        for rank, owner in enumerate(owners, start=have + 1)
    )  # fmt: skip


def letters() -> Iterator[Measure]:
    keys = list(Document.objects.filter(status=DocumentStatus.PENDING).values_list("pk", flat=True))[:10]
    yield timed(
        "Un récépissé en PDF/UA, du contexte figé au fichier",
        len(keys) - 1,
        lambda turn: production.render(keys[turn]),
    )
    yield timed("  WeasyPrint seul, une page", 20, lambda turn: HTML(string=PAGE).write_pdf())


def machine() -> str:
    lines = CPU.read_text().splitlines() if CPU.exists() else []
    names = (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    where = f"{next(names, platform.processor())}, {os.cpu_count()} cœurs, Python {platform.python_version()}"
    return f"{where}, {connection.vendor}, charge {os.getloadavg()[0]:.1f}"
