"""The items of an agenda and their days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from django.urls import reverse

from engine.deadlines import long_date, long_instant


@dataclass(frozen=True)
class Item:
    """One thing to do: what, on which page, before when and by which rule."""

    title: str
    url: str
    due: datetime | None = None
    zone: str = "Europe/Paris"
    detail: str = ""
    basis: str = ""
    exact: bool = False  # the hour binds too
    fixed: bool = False  # one comes at that time, not before it

    @property
    def when(self) -> str:
        """The binding instant in full, where the hour binds."""
        return long_instant(self.due, self.zone) if self.due and self.exact else ""


@dataclass(frozen=True)
class Day:
    label: str
    items: tuple[Item, ...]
    late: bool


def by_day(items: Iterable[Item], now: datetime) -> list[Day]:
    """The items grouped by day: what is late first, what has no date last."""
    ordered = sorted(items, key=lambda item: (item.due is None, item.due or now, item.title))
    return [
        Day(_label(day, now), tuple(group), late=day is not None and day < now.date())
        for day, group in groupby(ordered, key=_local_day)
    ]


def _local_day(item: Item):
    return item.due.astimezone(ZoneInfo(item.zone)).date() if item.due else None


def _label(day, now) -> str:
    if day is None:
        return "Dès que possible"
    if day < now.date():
        return f"En retard – {long_date(day)}"
    return "Aujourd’hui" if day == now.date() else long_date(day).capitalize()


def page(application, name: str = "applications:file") -> str:
    return reverse(name, args=[application.number])
