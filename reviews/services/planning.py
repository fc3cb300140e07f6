"""Distributions of readings: asked, computed in the worker, adjusted by hand, applied at once."""

from bisect import bisect_left
from collections import Counter
from dataclasses import replace
from importlib import import_module

from django.db import transaction
from django.utils import timezone

from accounts.backends import may
from accounts.errors import Forbidden, NotVisible, Refused
from accounts.nudge import nudge
from engine import digest
from reviews.models import Assignment, ReadingPlan
from reviews.queries.planning import (
    ENGINE_KEYS,
    Bounds,
    Pair,
    changes,
    held_by,
    is_answered,
    pairs_of,
    plan_of,
    problem_of,
    whys,
)
from reviews.services.assigning import give_together

TIME_LIMIT = 60.0  # seconds
# What would make a distribution possible
TAKE_BACK = "Retirez le dossier {file} à {reader}, sur la page des attributions\u00a0: un conflit d’intérêts l’interdit."
NO_MINIMUM = "Baissez les minimums\u00a0: sans eux, une répartition existe."
MORE = "Ajoutez {files} au maximum de chaque lecteur, ou faites participer d’autres lecteurs."
FEWER = "Demandez {readings} par dossier."
BOTH = "Baissez les minimums et relevez les maximums."
OTHERS = "Faites participer d’autres lecteurs, sans lien avec les structures candidates."


def ask(call, *, by, bounds: Bounds, per_file: int, lot=None, due_on=None, at=None) -> ReadingPlan:
    """Freezes the present situation and gives it to the worker."""
    if not may(by, "reviews.assign", call):
        raise Forbidden
    with transaction.atomic():
        problem = problem_of(call, by, bounds, lot=lot, per_file=per_file)
        if not problem["files"]:
            raise Refused("Aucun dossier recevable n’attend de lecture.")
        row = ReadingPlan.objects.create(
            call=call,
            lot=lot,
            per_file=per_file,
            due_on=due_on,
            problem=problem,
            digest=digest.sha256(problem),
            created_by=by,
            created_at=at or timezone.now(),
        )
    nudge("reviews.tasks.solve", "plan", row.pk)
    return row


def adjust(plan_id: int, *, by, add: set[Pair], remove: set[Pair]) -> ReadingPlan:
    """Changes the answer by hand, pair by pair; what is given already stays given."""
    with transaction.atomic():
        plan = _locked(plan_id, by)
        _refuse_unless_open(plan)
        people, numbers = plan.problem["context"]["people"], set(plan.problem["files"])
        if not all(file in numbers and reader in people for file, reader in add):
            raise Refused("Un des dossiers ou des lecteurs cochés n’est pas dans cette répartition.")
        chosen = (pairs_of(plan) | add) - remove - held_by(plan)
        plan.result = {**(plan.result or {}), "chosen": sorted(map(list, chosen))}
        plan.save(update_fields=["result"])
    return plan


def apply(plan_id: int, *, by, at=None) -> list[Assignment]:
    """Gives exactly what is ticked, all or nothing; refused once the files, readers or conflicts have changed."""
    at = at or timezone.now()
    with transaction.atomic():
        plan = _locked(plan_id, by)
        _refuse_unless_open(plan)
        if moved := changes(plan, by):
            raise Refused(*moved, "Demandez une nouvelle répartition.")
        chosen = pairs_of(plan)
        if not chosen:
            raise Refused("Rien n’est coché de plus que ce qui est déjà confié.")
        files = dict(
            plan.call.applications.filter(number__in=plan.problem["files"]).values_list("number", "pk")
        )
        people, why = plan.problem["context"]["people"], whys(plan, chosen)
        wanted = {(files[file], people[reader]): why[file, reader] for file, reader in sorted(chosen)}
        rows = give_together(plan.call, wanted, by=by, due_on=plan.due_on, at=at)
        plan.applied_at, plan.applied_by = at, by
        plan.save(update_fields=["applied_at", "applied_by"])
    return rows


def _locked(plan_id: int, by) -> ReadingPlan:
    plan = ReadingPlan.objects.select_for_update(of=("self",)).select_related("call", "lot").get(pk=plan_id)
    if not may(by, "reviews.assign", plan.call):
        raise Forbidden
    if plan_of(plan.call, by, plan_id) is None:
        raise NotVisible
    return plan


def _refuse_unless_open(plan) -> None:
    if plan.applied_at:
        raise Refused("Cette répartition est déjà appliquée.")
    if not is_answered(plan):
        raise Refused("Cette répartition n’a pas de réponse à appliquer.")


def solve(row: ReadingPlan) -> dict:
    """The engine's answer to the frozen problem, checked again pair by pair; what to change when there is none."""
    engine = import_module("engine.reading_assign")  # slow to load: the solver comes with it
    problem = engine.problem_of({key: row.problem[key] for key in ENGINE_KEYS})
    plan = engine.assign(problem, time_limit=TIME_LIMIT)
    answer = {"status": plan.status, "cause": plan.cause, "pairs": [], "remedies": []}
    if plan.status == "infeasible":
        return answer | {"remedies": remedies(engine, problem, row.problem["context"]["asked"])}
    check(problem, plan.pairs)
    return answer | {"pairs": sorted(list(pair) for pair in set(plan.pairs) - problem.kept)}


def check(problem, pairs) -> None:
    """Whatever found it, a plan keeps to its problem; a fault here is ours, never shown as an answer."""
    given, readings = set(pairs), Counter(file for file, _ in pairs)
    loads = Counter(reader for _, reader in pairs)
    lawful = (
        not given & problem.conflicts
        and problem.kept <= given
        and all(readings[file] == problem.per_file for file in problem.files)
        and all(row.least <= loads[row.id] <= row.most for row in problem.readers)
    )
    if not lawful:
        raise RuntimeError("the plan does not keep to its problem")


def remedies(engine, problem, taking) -> list[str]:
    """The smallest single changes after which a distribution exists, each tried on the engine."""

    def feasible(**fields) -> bool:
        return engine.assign(replace(problem, **fields), time_limit=0).status != "infeasible"

    def loads(more: int, least: bool = True) -> tuple:
        """The same readers, those who take part with so many files more at most, with or without their minimum."""
        return tuple(
            replace(row, least=row.least * least, most=row.most + more * (row.id in taking))
            for row in problem.readers
        )

    sound = problem.kept - problem.conflicts
    if sound != problem.kept:
        return [TAKE_BACK.format(file=file, reader=reader) for file, reader in sorted(problem.kept - sound)]
    count, found = len(problem.files), []
    if feasible(readers=loads(0, least=False)):
        found.append(NO_MINIMUM)
    if feasible(readers=loads(count)):
        more = bisect_left(range(1, count), True, key=lambda extra: feasible(readers=loads(extra))) + 1
        found.append(MORE.format(files=counted(more, "dossier")))
    fewer = [number for number in range(problem.per_file - 1, 0, -1) if feasible(per_file=number)][:1]
    found += [FEWER.format(readings=counted(number, "lecture")) for number in fewer]
    if not found and feasible(readers=loads(count, least=False)):
        found.append(BOTH)
    return found or [OTHERS]


def counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' if number > 1 else ''}"
