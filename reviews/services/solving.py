"""The worker's part of a computation kept as a row: a selection scenario, a plan of readings.

1. take the lease (a conditional UPDATE); 2. solve the frozen inputs, outside any transaction; 3. write the answer,
pending → done, once. An engine that refuses its inputs would refuse them again: the row fails at once and says why.
A worker that dies leaves its lease to run out: the beat takes the row up again, until it has waited too long.
"""

import logging
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from reviews.enums import Progress
from reviews.models import ReadingPlan, Scenario
from reviews.services import planning, scenarios

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=3)  # longer than a task may last
PATIENCE = timedelta(minutes=15)  # after which a row that no worker could finish is given up
SWEEP_SECONDS = 40
BROKEN = "Le calcul a échoué pour une raison imprévue. Demandez-le de nouveau\u00a0; si cela se répète, signalez-le."
INTERRUPTED = "Le calcul a été interrompu à chaque essai. Demandez-le de nouveau."

# What is computed: its rows, and how one of them is solved. The name is what a nudge carries.
SOLVERS: dict[str, tuple[type[models.Model], Callable[[Any], dict]]] = {
    "plan": (ReadingPlan, planning.solve),
    "scenario": (Scenario, scenarios.solve),
}


def solve(name: str, key: int) -> bool:
    """Solves one row; False when another worker holds it, it is already solved, or it failed."""
    model, solver = SOLVERS[name]
    row = claim(model, key)
    if row is None:
        return False
    try:
        result = solver(row)
    except ValueError as refusal:  # what the engine raises, in French
        log.warning("%s %s: %s", name, key, refusal)
        return finish(row, status=Progress.FAILED, error=str(refusal))
    except Exception:
        log.exception("%s %s failed", name, key)
        return finish(row, status=Progress.FAILED, error=BROKEN)
    return finish(row, status=Progress.DONE, result=result, solved_at=timezone.now())


def sweep() -> int:
    """Solves what a lost nudge or worker left behind, the oldest first, for a while; how many were solved."""
    until, solved = time.monotonic() + SWEEP_SECONDS, 0
    for name, (model, _) in SOLVERS.items():
        give_up(model)
        for key in waiting(model).order_by("pk").values_list("pk", flat=True):
            if time.monotonic() > until:
                break
            solved += solve(name, key)
    return solved


def waiting(model):
    """The rows that no worker holds."""
    free = Q(lease_until=None) | Q(lease_until__lt=timezone.now())
    return model._default_manager.filter(free, status=Progress.PENDING)


def claim(model, key: int):
    """Takes the lease of one row; None when there is nothing to take."""
    if not waiting(model).filter(pk=key).update(lease_until=timezone.now() + LEASE):
        return None
    return model._default_manager.get(pk=key)


def finish(row, **values) -> bool:
    """Writes the answer of a row still pending under this lease; whether it is a solved one."""
    mine = type(row)._default_manager.filter(pk=row.pk, status=Progress.PENDING, lease_until=row.lease_until)
    return bool(mine.update(lease_until=None, **values)) and values["status"] == Progress.DONE


def give_up(model) -> None:
    """Fails the rows tried in vain since too long."""
    old = waiting(model).filter(lease_until__isnull=False, created_at__lt=timezone.now() - PATIENCE)
    old.update(status=Progress.FAILED, error=INTERRUPTED, lease_until=None)
