"""Selections studied under the envelope: inputs frozen, solved in the worker, replayed, applied."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.backends import may
from accounts.errors import Closed, Forbidden, Refused
from accounts.nudge import nudge
from applications.enums import State
from calls.enums import Policy
from calls.selecting import is_bounded
from engine import allocation, digest, instances
from engine.errors import Unlawful
from engine.levers import levers, obstacle
from engine.money import euros
from reviews.enums import DecisionKind as K
from reviews.enums import Progress
from reviews.models import Decision, Scenario
from reviews.queries import in_order, ranking_of, undecided_ties
from reviews.queries.scenarios import NAMES, closed_to, column, published_data
from reviews.queries.selecting import instance_of, may_select, one_each, published_limits, ranked_groups
from reviews.services.staging import RowsRefused, propose_together

LABEL_LENGTH = 120
WORDING = {"reasons", "cause"}  # of an answer: sentences, kept as they were told
HIGHEST = 100  # points: what no file can exceed
LEVERS_KEPT = timedelta(days=30)
LEVERS_PATIENCE = timedelta(minutes=3)  # longer than a task may last
CLOSED = (
    "Vous avez un intérêt déclaré ou un lien avec un dossier de ce lot\u00a0: ses sélections ne vous sont pas ouvertes, car"
    " les montants des autres dossiers diraient le sort de celui-ci."
)


def study(
    lot,
    *,
    by,
    policy: str,
    label: str = "",
    minimums: dict | None = None,
    maximums: dict | None = None,
    required: Collection[str] = (),
    forbidden: Collection[str] = (),
    envelope: int | None = None,
    percent: int | None = None,
    at=None,
) -> Scenario:
    """Freezes one selection of the lot as it stands today and has it solved; the same inputs are solved once.

    Without numbers of its own, a balanced selection takes those of the lot; failing that, one file per territory.
    """
    today = _today(lot, by)
    if reasons := _misnamed(today, required, forbidden):
        raise Refused(*reasons)
    usual = standard_limits(lot, today.groups, policy)
    limits = (usual[0] if minimums is None else minimums, usual[1] if maximums is None else maximums)
    terms: dict[str, Any] = {
        "required": required,
        "forbidden": forbidden,
        "envelope": envelope,
        "percent": percent,
    }
    instance = instance_of(lot, today.rows, policy, *limits, groups=today.groups, **terms)
    said = label or label_of(policy, numbers=limits != usual, **terms)
    return _frozen(lot, today, instance, by, said[:LABEL_LENGTH], at or timezone.now())


def compare(lot, *, by, at=None) -> list[Scenario]:
    """The five policies on the lot as it stands today."""
    today, at = _today(lot, by), at or timezone.now()
    found = {
        policy: instance_of(
            lot, today.rows, policy, *standard_limits(lot, today.groups, policy), groups=today.groups
        )
        for policy in Policy
    }
    with transaction.atomic():
        return [_frozen(lot, today, instance, by, NAMES[policy], at) for policy, instance in found.items()]


@dataclass(frozen=True)
class _Today:
    """The ranking of a lot as it stands, where each file to decide counts, the digest of what the rules freeze."""

    rows: list
    groups: dict[int, dict[str, str]]
    rule: str


def _today(lot, by) -> _Today:
    """Forbidden or Refused where nothing can be studied."""
    authorise(lot, by, "reviews.make_scenario")
    if not may_select(lot):
        raise Refused(
            "Ce lot ne distribue pas d’enveloppe selon un classement\u00a0: il n’y a rien à comparer."
        )
    rows = ranking_of(lot)
    if not in_order(rows):
        raise Refused("Aucun dossier n’est prêt\u00a0: l’instruction doit être close et le dossier classé.")
    if ties := undecided_ties(rows):
        raise Refused(*ties)
    return _Today(rows, ranked_groups(lot, rows), digest.sha256(published_data(lot, rows)))


def _misnamed(today: _Today, required, forbidden) -> list[str]:
    ranked = {row.application.number for row in in_order(today.rows)}
    unknown = sorted({*required, *forbidden} - ranked)
    both = sorted({*required} & {*forbidden})
    return [
        *(
            f"Le dossier {number} n’est pas parmi les dossiers classés à décider de ce lot."
            for number in unknown
        ),
        *(f"Le dossier {number} ne peut pas être à la fois imposé et écarté." for number in both),
    ]


def label_of(policy, *, required, forbidden, envelope, percent, numbers) -> str:
    """The policy and what departs from the rules, in a few words."""
    parts = [
        NAMES[Policy(policy)],
        f"enveloppe de {euros(envelope)}" if envelope is not None else "",
        f"au moins {percent}\u00a0% de la demande" if percent is not None else "",
        "autres nombres de dossiers" if numbers else "",
        f"avec {', '.join(sorted(required))}" if required else "",
        f"sans {', '.join(sorted(forbidden))}" if forbidden else "",
    ]
    return ", ".join(part for part in parts if part)


def standard_limits(lot, groups, policy: str) -> tuple[dict, dict]:
    """The numbers of chosen files a policy is compared under when nobody types any."""
    if policy != Policy.EQUITABLE:
        return {}, {}
    if lot.call.policy == Policy.EQUITABLE and is_bounded(lot):
        return published_limits(lot, groups)
    return one_each(groups), {}


def authorise(lot, by, action: str) -> None:
    """Forbidden to whom the action is not given, and to whom a conflict closes the scenarios of the lot."""
    if not may(by, action, lot.call):
        raise Forbidden
    if closed_to(by, lot):
        raise Closed(CLOSED)


def _frozen(lot, today: _Today, instance, by, label, at) -> Scenario:
    try:
        allocation.check(instance)
    except Unlawful as error:
        raise Refused(str(error)) from error
    data = instances.as_data(instance)
    seal = digest.sha256(data)
    same = lot.scenarios.filter(digest=seal).exclude(status=Progress.FAILED).first()
    if same is not None:
        return _remembered(same, seal == today.rule)
    row = Scenario.objects.create(
        lot=lot,
        label=label,
        policy=instance.policy,
        instance=data,
        digest=seal,
        ruled=seal == today.rule,
        created_by=by,
        created_at=at,
    )
    nudge("reviews.tasks.solve", "scenario", row.pk)
    return row


def _remembered(row, ruled: bool) -> Scenario:
    """A variant that the rules have come to equal is told as such once the data move on."""
    if ruled and not row.ruled:
        row.ruled = True
        row.save(update_fields=["ruled"])
    return row


def solve(row) -> dict:
    """The answer to a scenario's frozen inputs, as ``python -m engine select`` prints it."""
    instance = instances.instance_of(row.instance)
    return instances.answer(allocation.select(instance), instance)


@dataclass(frozen=True)
class Replay:
    """Whether solving again what a scenario froze gives its answer, in one sentence."""

    same: bool
    sentence: str


def replay(row) -> Replay:
    """Solves the frozen inputs again and compares the answer, all but its sentences: a later wording changes nothing."""
    if row.status != Progress.DONE:
        return Replay(
            False, f"Le scénario {row.pk} n’a pas de réponse enregistrée\u00a0: il n’y a rien à rejouer."
        )
    if digest.sha256(row.instance) != row.digest:
        return Replay(False, f"Les données figées du scénario {row.pk} ne répondent plus à leur empreinte.")
    found = json.loads(json.dumps(solve(row)))
    if differing := sorted(
        name
        for name in (found.keys() | row.result.keys()) - WORDING
        if found.get(name) != row.result.get(name)
    ):
        return Replay(
            False, f"Le scénario {row.pk}, rejoué, donne une autre réponse ({', '.join(differing)})."
        )
    given = sum(award["amount"] for award in found["selected"])
    return Replay(
        True,
        f"Le scénario {row.pk}, rejoué sur ses données figées (empreinte {row.digest[:12]}), donne la même réponse\u00a0:"
        f" {files_in_words(len(found['selected']))}, {euros(given)} attribués.",
    )


def files_in_words(count: int) -> str:
    return f"{count} dossiers retenus" if count > 1 else f"{count} dossier retenu"


def ask_levers(row, number: str) -> None:
    """Has the worker look for what would bring this file in; asked again, it is looked for once."""
    key = _levers_key(row, number)
    if cache.add(key, {"asked": timezone.now()}, LEVERS_PATIENCE.total_seconds()):
        nudge("reviews.tasks.seek_levers", row.pk, number)


def seek_levers(scenario_id: int, number: str) -> None:
    """Looks for the smallest single changes that bring a file in, and keeps them beside the frozen inputs."""
    row = Scenario.objects.get(pk=scenario_id)
    instance = instances.instance_of(row.instance)
    points = next(file.points for file in instance.files if file.id == number) or 0
    found = [
        lever.sentence
        for lever in levers(instance, number)
        if lever.kind != "points" or points + lever.change <= HIGHEST
    ]
    told = {"sentences": found or [obstacle(instance, number)]}
    cache.set(_levers_key(row, number), told, LEVERS_KEPT.total_seconds())


def levers_of(row, number: str) -> dict | None:
    """What was found for a file: its sentences; {"asked"} while it is looked for; None when nobody asked."""
    return cache.get(_levers_key(row, number))


def _levers_key(row, number: str) -> str:
    return f"levers-{row.digest}-{digest.sha256(number)[:16]}"


def apply(scenario_id: int, *, by, at=None) -> int:
    """Stages the decisions that the published rule gives: those of a solved scenario whose inputs are today's.

    Returns how many are staged. Nothing is notified: each decision is still to be signed.
    """
    at = at or timezone.now()
    with transaction.atomic():
        rows = Scenario.objects.select_for_update(of=("self",)).select_related("lot__call__authority")
        row = rows.get(pk=scenario_id)
        authorise(row.lot, by, "reviews.apply_scenario")
        ranking = ranking_of(row.lot)
        if reasons := refusals_to_apply(row, ranking):
            raise Refused(*reasons)
        try:
            count = propose_together(row.lot_id, by=by, rows=decisions_of(row, ranking), at=at)
        except RowsRefused as refused:
            raise Refused(*_told(refused, ranking)) from refused
        row.applied_at, row.applied_by = at, by
        row.save(update_fields=["applied_at", "applied_by"])
    return count


def refusals_to_apply(row, ranking) -> list[str]:
    """Why the decisions of this scenario cannot be staged."""
    if row.status != Progress.DONE:
        return ["Ce scénario n’est pas calculé."]
    if ties := undecided_ties(ranking):
        return ties
    found = column(row, published_data(row.lot, ranking))
    if found.standing.key == "study":
        return [
            "Ce scénario est pour étude\u00a0: seule la règle publiée avec l’avis s’applique"
            f" ({row.lot.call.get_policy_display().lower()})."
        ]
    if found.standing.key == "changed":
        return ["Les données ont changé depuis ce calcul\u00a0: comparez de nouveau les règles."]
    if not found.possible:
        return [f"La règle publiée ne donne aucune sélection. {row.result['cause']}"]
    if row.result["status"] != "optimal":
        return [f"Ce résultat n’est pas prouvé\u00a0: il ne peut pas s’appliquer. {row.result['cause']}"]
    return []


def decisions_of(row, ranking) -> dict[int, dict]:
    """{file: decision} of a scenario: those it selects, the others in waiting order, those under a floor."""
    amounts = {award["id"]: award["amount"] for award in row.result["selected"]}
    last = _last_waiting(row.lot)
    ranks = {number: rank for rank, number in enumerate(row.result["waiting"], start=last + 1)}
    reasons, found = row.result["reasons"], {}
    for line in ranking:
        file = line.application
        if file.number in amounts:
            found[file.pk] = {
                "kind": K.SELECT,
                "amount": amounts[file.number],
                "places": file.requested_places,
                "motive": reasons[file.number],
            }
        elif file.number in ranks:
            found[file.pk] = {
                "kind": K.WAITLIST,
                "rank": ranks[file.number],
                "motive": reasons[file.number],
            }
        elif line.below and file.state == State.REVIEWED:
            found[file.pk] = {"kind": K.REJECT, "motive": " ".join(line.below)}
    return found


def _last_waiting(lot) -> int:
    waiting = lot.applications.filter(state=State.WAITLISTED).aggregate(last=Max("waiting_rank"))["last"]
    signed = Decision.objects.staged().filter(application__lot=lot, kind=K.WAITLIST, signed_at__isnull=False)
    return max(waiting or 0, signed.aggregate(last=Max("rank"))["last"] or 0)


def _told(refused: RowsRefused, ranking) -> list[str]:
    numbers = {line.application.pk: line.application.number for line in ranking}
    told = [
        f"Dossier {numbers[pk]}\u00a0: {reason}" for pk, reasons in refused.rows.items() for reason in reasons
    ]
    return [*refused.lot, *told]
