"""Builds the demonstration world: step by step, each in one transaction with its mark, so that it can be taken up again."""

import time
from collections.abc import Callable

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from demo.build.plan import tasks
from demo.models import Step, World
from demo.world import FILES

BREATH = 0.02  # seconds between two steps: the site and the worker write too


def build(report: Callable[[int, int], None] = lambda done, total: None, files=FILES) -> bool:
    """Does what is left to do; False when there was nothing. `report` hears (files done, files in all)."""
    total = sum(len(rows) for rows in files.values())
    world, _ = World.objects.get_or_create(pk=1, defaults={"files": total})
    if world.finished_at:
        return False
    done = set(Step.objects.values_list("key", flat=True))
    reached = sum(Step.objects.values_list("files", flat=True))
    for task in tasks(world.started_at, files):
        if task.key not in done:
            began = time.monotonic()
            perform(task)
            reached += task.files
            World.objects.filter(pk=1).update(seconds=F("seconds") + time.monotonic() - began)
            report(reached, total)
            time.sleep(BREATH)
    World.objects.filter(pk=1).update(finished_at=timezone.now())
    return True


def perform(task) -> None:
    """One step and its mark, together or not at all; its mark first, so that a second builder waits, then gives up."""
    with transaction.atomic():
        Step.objects.create(key=task.key, files=task.files)
        task.do()
