"""The dates of the tables as instants, none later than the birth of the world."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from demo.world.shapes import CallSpec, Day
from engine.deadlines import at_hour

MORNING = time(9, 0)
STEP = timedelta(minutes=20)


class Clock:
    """The calendar of one call: its own zone, and the birth of the world as "today"."""

    def __init__(self, spec: CallSpec, zone: str, born: datetime):
        self.spec, self.zone, self.born = spec, zone, born
        self.opens_at = at_hour(self.day(spec.opens), MORNING, zone)
        self.closes_at = at_hour(self.day(spec.closes), time.fromisoformat(spec.hour), zone)

    def day(self, day: Day) -> date:
        """The day of the tables: written in full, or counted from the birth of the world."""
        if isinstance(day, str):
            return date.fromisoformat(day)
        return self.born.astimezone(ZoneInfo(self.zone)).date() + timedelta(day)

    @property
    def is_open(self) -> bool:
        return self.closes_at >= self.born

    def within(self, share: float) -> datetime:
        """The instant this far through the window, as much of it as has passed."""
        end = min(self.closes_at, self.born)
        return (self.opens_at + (end - self.opens_at) * share).replace(microsecond=0)

    def at(self, day: date, seed: int = 0) -> datetime:
        """An hour of work of that day, different from a file to the next."""
        return at_hour(day, time(9 + seed % 8, seed * 13 % 60), self.zone)

    def after_closing(self, days: int, seed: int = 0) -> datetime:
        return self.at(self.day(self.spec.closes) + timedelta(days), seed)

    def after_decision(self, days: int, seed: int = 0) -> datetime:
        return self.at(self.day(self.spec.decided) + timedelta(days), seed)

    def after_report(self, days: int, seed: int = 0) -> datetime:
        return self.at(self.day(self.spec.reported) + timedelta(days), seed)

    def at_evaluation(self, days: int = 0, seed: int = 0) -> datetime:
        return self.at(self.day(self.spec.evaluated) + timedelta(days), seed)
