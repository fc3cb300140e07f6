"""What those who write a draft see of one another, and of what an answer was before."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count

from applications.questions import EMPTY, kind_of
from engine.changes import Passage, passages

HERE = timedelta(seconds=60)  # three heartbeats of a page


@dataclass(frozen=True)
class Version:
    """One value of an answer, with what it changed from the value before."""

    pk: int
    shown: str
    changes: tuple[Passage, ...]
    by: str
    at: object
    current: bool


def version_counts(application) -> dict[str, int]:
    """How many values each answer had, by key."""
    rows = application.versions.order_by().values("key").annotate(count=Count("pk"))
    return {row["key"]: row["count"] for row in rows}


def versions_of(application, question) -> list[Version]:
    """The values of one answer, latest first."""
    kind, current = kind_of(question, application), application.answers.get(question.key)
    found, before = [], ""
    rows = application.versions.filter(key=question.key).select_related("by").order_by("at", "id")
    for row in rows:
        shown = "" if row.value in EMPTY else kind.display(row.value)
        found.append(
            Version(row.pk, shown, passages(before, shown), str(row.by or ""), row.at, row.value == current)
        )
        before = shown
    return found[::-1]


def others_here(application, person, now) -> list:
    """The pages of this draft that other people have open, latest seen first, one for each person."""
    rows = (
        application.presences.filter(seen_at__gt=now - HERE).exclude(person=person).select_related("person")
    )
    found: dict[int, object] = {}
    for row in rows:
        found.setdefault(row.person_id, row)
    return list(found.values())


def changed_since(application, keys, base: int, page: str) -> list[tuple[str, str]]:
    """Which of these answers another page saved since edit `base`: (key, by whom)."""
    marks = ((key, application.marks.get(key)) for key in keys)
    return [(key, mark[2]) for key, mark in marks if mark and mark[0] > base and mark[1] != page]
