"""How a plain value of a copy of one's data is written for a reader."""

from datetime import date, datetime

from django import template

from engine.deadlines import long_date, long_instant

register = template.Library()

NOTHING = "–"


@register.filter
def plainly(value) -> str:
    """Dates in full, yes or no in words, lists one line each."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime):
        return long_instant(value, "Europe/Paris")
    if isinstance(value, date):
        return long_date(value)
    if isinstance(value, (list, tuple)):
        return "\n".join(str(one) for one in value) or NOTHING
    return NOTHING if value in (None, "") else str(value)
