"""A deadline is an instant in a named zone. Every instant returned is in UTC; zones are tz database names.

Python compares two datetimes of the same zone by their wall clocks, blind to the repeated hour of autumn: hence
UTC. A wall time that daylight saving repeats is read as its second occurrence, one that it skips as pushed
past the gap by its length (PEP 495, fold): in doubt the later instant, in the candidate's favour.

Delays run in calendar days, the day they start from not counted, and end with their last day, 23:59:59 in
the zone (the convention of articles 641 and 642 of the Code de procédure civile, without the roll-forward
of week-ends). Instants must carry a zone: ValueError otherwise, and when the zone is unknown.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from engine.money import NO_BREAK

ZONE_LABELS = {
    "Europe/Paris": "heure de Paris",
    "America/Guadeloupe": "heure de la Guadeloupe",
    "America/Martinique": "heure de la Martinique",
    "America/Cayenne": "heure de la Guyane",
    "Indian/Reunion": "heure de La Réunion",
    "Indian/Mayotte": "heure de Mayotte",
}
_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
_UNITS = (("jour", 86_400), ("heure", 3_600), ("minute", 60), ("seconde", 1))


def at_hour(day: date, hour: time, zone: str) -> datetime:
    """The instant when clocks of ``zone`` show ``hour`` on ``day``; the later one in doubt."""
    wall = datetime.combine(day, hour.replace(tzinfo=None), _zone(zone))
    return max(wall.replace(fold=fold).astimezone(UTC) for fold in (0, 1))


def end_of_day(day: date, zone: str) -> datetime:
    """The last second of ``day`` in ``zone``, 23:59:59: what "minuit" means on a notice."""
    return at_hour(day, time(23, 59, 59), zone)


def days_before(instant: datetime, days: int, zone: str) -> datetime:
    """The end of the day ``days`` calendar days before the day of ``instant``: D − 8 is still a whole day.

    Raises ValueError when ``days`` is negative.
    """
    return end_of_day(_local(instant, zone).date() - timedelta(_positive(days)), zone)


def days_after(instant: datetime, days: int, zone: str) -> datetime:
    """The end of the day ``days`` calendar days after the day of ``instant``.

    Raises ValueError when ``days`` is negative.
    """
    return end_of_day(_local(instant, zone).date() + timedelta(_positive(days)), zone)


def months_after(instant: datetime, months: int, zone: str) -> datetime:
    """The end of the same day of the month, ``months`` later, or of that month's last day when it is shorter.

    31 August + 6 months is 28 or 29 February. Raises ValueError when ``months`` is negative.
    """
    start = _local(instant, zone).date()
    years, month = divmod(start.month - 1 + _positive(months), 12)
    year = start.year + years
    day = min(start.day, monthrange(year, month + 1)[1])
    return end_of_day(date(year, month + 1, day), zone)


def on_time(received: datetime, deadline: datetime) -> bool:
    """Whether what was received, truncated to the second, came at or before the deadline."""
    return _to_second(received) <= _utc(deadline)


def window_days(published_on: date, deadline: datetime, zone: str) -> int:
    """Calendar days from the day of publication (not counted) to the day of the deadline in ``zone``."""
    return (_local(deadline, zone).date() - published_on).days


def long_date(day: date) -> str:
    """Write a date in full: "mardi 24 novembre 2026", "mardi 1er décembre 2026"."""
    return f"{_DAYS[day.weekday()]} {plain_date(day)}"


def plain_date(day: date) -> str:
    """Write a date without its day of the week, for dates long past or far ahead: "1er décembre 2026"."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number} {_MONTHS[day.month - 1]} {day.year}"


def zone_label(zone: str) -> str:
    """The French name of a zone's time; the tz name for a zone without a label."""
    return ZONE_LABELS.get(zone, zone)


def long_instant(instant: datetime, zone: str, *, exact: bool = False) -> str:
    """Write an instant in full: "mardi 24 novembre 2026 à 12 h 00 (heure de Paris)".

    Seconds are written when there are any ("23 h 59 min 59 s"), always when ``exact``; fractions of a second are dropped.
    """
    return f"{long_date(_local(instant, zone))} à {_clock(instant, zone, exact)}"


def both_zones(instant: datetime, zone_a: str, zone_b: str) -> str:
    """Write an instant for two readers: once when their clocks agree, else "…, soit … (heure de …)".

    The date is repeated only when it differs.
    """
    return in_zones(instant, zone_a, zone_b)


def in_zones(instant: datetime, zone: str, *others: str, exact: bool = False) -> str:
    """Write an instant by the clock of ``zone``, then by each other clock that shows another time."""
    written, here = [long_instant(instant, zone, exact=exact)], _local(instant, zone)
    shown = {here.replace(tzinfo=None)}
    for other in others:
        there = _local(instant, other)
        if there.replace(tzinfo=None) in shown:
            continue
        shown.add(there.replace(tzinfo=None))
        same_day = here.date() == there.date()
        clock = (
            f"à {_clock(instant, other, exact)}"
            if same_day
            else f"le {long_instant(instant, other, exact=exact)}"
        )
        written.append(clock)
    return f"{written[0]}, soit {' et '.join(written[1:])}" if written[1:] else written[0]


def time_left(now: datetime, deadline: datetime) -> str:
    """Say what is left in the two largest units: "il reste 3 jours et 4 heures"; agrees with ``on_time``.

    A day is 24 hours here, a part of a unit is dropped, so that nobody counts on time they do not have.
    """
    if not on_time(now, deadline):
        return "l’échéance est passée"
    seconds = int((_utc(deadline) - _to_second(now)).total_seconds())
    parts = [f"{n} {name}{'s' if n > 1 else ''}" for n, name in _two_largest(seconds)]
    return "il reste " + (" et ".join(parts) or "moins d’une seconde")


def _two_largest(seconds: int) -> list[tuple[int, str]]:
    first = next((i for i, (_, size) in enumerate(_UNITS) if seconds >= size), None)
    if first is None:
        return []
    found = []
    # Seconds count only in the last minute.
    for name, size in _UNITS[first : first + 2 if first < 2 else first + 1]:
        count, seconds = divmod(seconds, size)
        found.append((count, name))
    return [(count, name) for count, name in found if count]


def _clock(instant: datetime, zone: str, exact: bool = False) -> str:
    local = _local(instant, zone)
    space = NO_BREAK
    seconds = f"{space}min{space}{local.second:02d}{space}s" if local.second or exact else ""
    return f"{local.hour}{space}h{space}{local.minute:02d}{seconds} ({zone_label(zone)})"


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"Fuseau horaire inconnu{NO_BREAK}: {name}.") from error


def _utc(instant: datetime) -> datetime:
    if instant.utcoffset() is None:
        raise ValueError("Un instant doit porter son fuseau horaire.")
    return instant.astimezone(UTC)


def _local(instant: datetime, zone: str) -> datetime:
    return _utc(instant).astimezone(_zone(zone))


def _to_second(instant: datetime) -> datetime:
    return _utc(instant).replace(microsecond=0)


def _positive(count: int) -> int:
    if count < 0:
        raise ValueError("Un délai ne peut pas être négatif.")
    return count
