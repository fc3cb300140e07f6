"""Instances of a selection as JSON: read and refused strictly, written canonically, answered.

``instance_of`` and ``as_data`` are each other's inverse up to what is left unsaid (a minimum equal to the request, no
place, an empty group); two instances that differ only by the order of their lists have one ``as_data``, and
``digest`` seals it. A frozen selection is replayed by ``answer(select(instance), instance)``.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TypeVar

from engine.allocation import select
from engine.digest import sha256
from engine.errors import Unlawful
from engine.loading import check_unique, decimal, items, mapping, record, text, whole
from engine.money import NO_BREAK
from engine.sharing import AXES, Award, File, Instance, Limits, Names, Policy, Result, check

Value = TypeVar("Value", int, str)

SECONDS = 60.0  # the time limit of a file that names none; null lets the proof end
_NEEDED = ("envelope", "policy", "files")
_OPTIONAL = ("places", "floors", "ceilings", "required", "forbidden", "time_limit", "names")
_FILE_NEEDED = ("id", "points", "rank", "requested")
_FILE_OPTIONAL = ("minimum", "places", *AXES)


def run(data: object) -> dict[str, object]:
    """What the command ``select`` answers."""
    instance = instance_of(data)
    return answer(select(instance), instance)


def instance_of(data: object) -> Instance:
    """The lawful instance that JSON data describes. Raises Unlawful, with one French sentence, when there is none."""
    entries = record(data, "", _NEEDED, _OPTIONAL)
    instance = Instance(
        envelope=whole(entries["envelope"], "envelope"),
        files=tuple(_file(item, where) for where, item in items(entries["files"], "files")),
        policy=_policy(entries["policy"]),
        places=_optional_whole(entries.get("places"), "places"),
        floors=_limits(entries.get("floors"), "floors"),
        ceilings=_limits(entries.get("ceilings"), "ceilings"),
        required=_ids(entries.get("required"), "required"),
        forbidden=_ids(entries.get("forbidden"), "forbidden"),
        time_limit=_seconds(entries.get("time_limit", SECONDS)),
        names=_names(entries.get("names")),
    )
    check(instance)
    return instance


def as_data(instance: Instance) -> dict[str, object]:
    """The instance as JSON data, the same however its lists and mappings are ordered."""
    return {
        "envelope": instance.envelope,
        "places": instance.places,
        "policy": str(instance.policy),
        "files": [_file_data(file) for file in sorted(instance.files, key=lambda file: file.rank)],
        "floors": _sorted(instance.floors),
        "ceilings": _sorted(instance.ceilings),
        "required": sorted(instance.required),
        "forbidden": sorted(instance.forbidden),
        "time_limit": None if instance.time_limit is None else plain(Decimal(repr(instance.time_limit))),
        **({"names": _sorted(instance.names)} if instance.names else {}),
    }


def answer(result: Result, instance: Instance) -> dict[str, object]:
    """The result as JSON data, with the digest of the instance it answers."""
    return {
        "status": result.status,
        "selected": [_award_data(award) for award in result.selected],
        "waiting": list(result.waiting),
        "points": plain(result.points),
        "left": result.left,
        "gap": plain(result.gap),
        "digest": sha256(as_data(instance)),
        "reasons": dict(result.reasons),
        "cause": result.cause,
    }


def plain(value: Decimal) -> int | float:
    """A Decimal as the JSON number that is written the same; it counts nothing any more."""
    return int(value) if value == int(value) else float(value)


def _policy(value: object) -> Policy:
    name = text(value, "policy")
    if name not in list(Policy):
        raise Unlawful(f"La règle de sélection «{NO_BREAK}{name[:40]}{NO_BREAK}» n’existe pas.")
    return Policy(name)


def _file(data: object, where: str) -> File:
    entries = record(data, where, _FILE_NEEDED, _FILE_OPTIONAL)
    requested = whole(entries["requested"], f"{where}.requested")
    minimum = _optional_whole(entries.get("minimum"), f"{where}.minimum")
    points = entries["points"]
    return File(
        id=text(entries["id"], f"{where}.id"),
        rank=whole(entries["rank"], f"{where}.rank", least=1),
        requested=requested,
        minimum=None if minimum == requested else minimum,
        places=_optional_whole(entries.get("places"), f"{where}.places") or 0,
        points=None if points is None else decimal(points, f"{where}.points"),
        groups={
            axis: text(entries[axis], f"{where}.{axis}")
            for axis in AXES
            if entries.get(axis) not in (None, "")
        },
    )


def _file_data(file: File) -> dict[str, object]:
    return {
        "id": file.id,
        "points": None if file.points is None else plain(file.points),
        "rank": file.rank,
        "requested": file.requested,
        "minimum": file.least,
        "places": file.places,
        **{axis: file.groups[axis] for axis in sorted(file.groups)},
    }


def _limits(data: object, where: str) -> Limits:
    axes = {} if data is None else record(data, where, optional=tuple(AXES))
    return {
        axis: {
            group: whole(count, f"{where}.{axis}.{group}")
            for group, count in mapping(counts, f"{where}.{axis}").items()
        }
        for axis, counts in axes.items()
    }


def _names(data: object) -> Names:
    axes = {} if data is None else record(data, "names", optional=tuple(AXES))
    return {
        axis: {
            group: text(words, f"names.{axis}.{group}")
            for group, words in mapping(named, f"names.{axis}").items()
        }
        for axis, named in axes.items()
    }


def _sorted(axes: Mapping[str, Mapping[str, Value]]) -> dict[str, Mapping[str, Value]]:
    return {axis: dict(sorted(axes[axis].items())) for axis in sorted(axes) if axes[axis]}


def _ids(data: object, where: str) -> frozenset[str]:
    ids = [] if data is None else [text(item, place) for place, item in items(data, where)]
    check_unique(ids, where)
    return frozenset(ids)


def _optional_whole(value: object, where: str) -> int | None:
    return None if value is None else whole(value, where)


def _seconds(value: object) -> float | None:
    return None if value is None else float(decimal(value, "time_limit", decimals=None, least=0))


def _award_data(award: Award) -> dict[str, object]:
    return {"id": award.id, "amount": award.amount}
